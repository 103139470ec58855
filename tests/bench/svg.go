package main

import (
	"fmt"
	"html"
	"os"
	"strings"
)

const (
	chartWidth  = 860
	labelWidth  = 360
	barWidth    = 340
	rowHeight   = 22
	chartTop    = 64
	largestBar  = 2.0
	colorOK     = "#2b8a3e"
	colorShort  = "#c92a2a"
	colorTarget = "#1c1c1c"
)

// Chart draws how far each figure comes of its target: a bar that reaches the line meets it, one that
// goes beyond is better.
func (r Report) Chart() string {
	var rows []Row
	for _, row := range r.Targets {
		if row.Figure != nil && *row.Figure > 0 {
			rows = append(rows, row)
		}
	}
	height := chartTop + len(rows)*rowHeight + 24
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="12">`+"\n",
		chartWidth, height)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="white"/>`+"\n", chartWidth, height)
	b.WriteString(`<text x="16" y="26" font-size="16">Enlace beside its targets</text>` + "\n")
	fmt.Fprintf(&b, `<text x="16" y="46" fill="#555">%s, %d processors, load average %s; the line is the target, longer is better</text>`+"\n",
		r.Started.Format("2006-01-02 15:04 MST"), r.Processors, html.EscapeString(r.LoadAverage))
	for i, row := range rows {
		drawRow(&b, row, chartTop+i*rowHeight)
	}
	line := labelWidth + barWidth/largestBar
	fmt.Fprintf(&b, `<line x1="%.0f" y1="%d" x2="%.0f" y2="%d" stroke="%s" stroke-dasharray="4 3"/>`+"\n",
		line, chartTop-6, line, height-20, colorTarget)
	b.WriteString("</svg>\n")
	return b.String()
}

func drawRow(b *strings.Builder, row Row, top int) {
	reached := *row.Figure / row.Target
	if !row.AtLeast {
		reached = row.Target / *row.Figure
	}
	color := colorOK
	if row.Verdict() != "OK" {
		color = colorShort
	}
	width := min(reached, largestBar) / largestBar * barWidth
	fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="end">%s</text>`, labelWidth-8, top+14, html.EscapeString(row.Work))
	fmt.Fprintf(b, `<rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>`, labelWidth, top+3, width, rowHeight-8, color)
	fmt.Fprintf(b, `<text x="%d" y="%d">%s (%s)</text>`+"\n", labelWidth+barWidth+10, top+14,
		html.EscapeString(row.show(row.Figure)), html.EscapeString(row.wanted()))
}

// WriteChart writes the chart as SVG.
func (r Report) WriteChart(path string) error { return os.WriteFile(path, []byte(r.Chart()), 0o644) }
