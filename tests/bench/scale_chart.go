package main

import (
	"fmt"
	"html"
	"strings"
)

const (
	plotLeft, plotTop      = 60, 72
	plotWidth, plotHeight  = 430, 240
	pagesLeft, pagesWidth  = 580, 250
	scaleHeight            = plotTop + plotHeight + 70
	largestRatio           = 2.0
	colorGet, colorLookup  = "#1864ab", "#2b8a3e"
	colorCreate, colorAxis = "#e67700", "#555"
)

// chart draws CPU as a multiple of the small database's over the steps, beside the limit, and that of
// a list over its rows.
func (r *ScaleReport) chart() string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="12">`+"\n",
		chartWidth, scaleHeight)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="white"/>`+"\n", chartWidth, scaleHeight)
	b.WriteString(`<text x="16" y="26" font-size="16">Cost of a request as the data grows</text>` + "\n")
	fmt.Fprintf(&b, `<text x="16" y="46" fill="%s">%s, %d processors; CPU of service and PostgreSQL beside the same request on %d patients; dashed: the limit</text>`+"\n",
		colorAxis, r.Started.Format("2006-01-02 15:04 MST"), r.Processors, r.Sizes[0].Patients)
	r.drawSizes(&b)
	r.drawPages(&b)
	b.WriteString("</svg>\n")
	return b.String()
}

func (r *ScaleReport) drawSizes(b *strings.Builder) {
	x := func(i int) float64 { return plotLeft + (float64(i)+0.5)*plotWidth/float64(len(r.Sizes)) }
	y := func(ratio float64) float64 { return plotTop + plotHeight*(1-min(ratio, largestRatio)/largestRatio) }
	for i := range 5 {
		value := float64(i) * largestRatio / 4
		fmt.Fprintf(b, `<text x="%d" y="%.1f" text-anchor="end" fill="%s">%.1f×</text>`, plotLeft-8, y(value)+4, colorAxis, value)
	}
	drawAxes(b, plotLeft, plotWidth)
	drawLine(b, plotLeft, y(flatLimit), plotLeft+plotWidth, y(flatLimit), colorTarget, true)
	for i, name := range []string{"patients", "tenants"} {
		fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="end" font-size="11">%s</text>`, plotLeft-4, plotTop+plotHeight+18+16*i, name)
	}
	for i, size := range r.Sizes {
		drawLabel(b, x(i), plotTop+plotHeight+18, short(size.Patients))
		drawLabel(b, x(i), plotTop+plotHeight+34, short(int64(size.Tenants)))
	}
	for w, color := range []string{colorGet, colorLookup, colorCreate} {
		points := make([][2]float64, len(r.Sizes))
		for i, size := range r.Sizes {
			points[i] = [2]float64{x(i), y(size.Cells[w].CPURatio)}
		}
		drawCurve(b, points, color)
		fmt.Fprintf(b, `<text x="%d" y="%d" fill="%s">%s</text>`+"\n", plotLeft+12+w*70, plotTop+12, color, scaled[w])
	}
}

func (r *ScaleReport) drawPages(b *strings.Builder) {
	if len(r.Pages) == 0 {
		return
	}
	last := r.Pages[len(r.Pages)-1]
	largest := 0.0
	for _, page := range r.Pages {
		largest = max(largest, page.Cell.CPURatio)
	}
	points := make([][2]float64, len(r.Pages))
	drawAxes(b, pagesLeft, pagesWidth)
	for i, page := range r.Pages {
		points[i] = [2]float64{pagesLeft + 0.94*pagesWidth*float64(page.Rows)/float64(last.Rows),
			plotTop + plotHeight*(1-0.94*page.Cell.CPURatio/largest)}
		drawLabel(b, points[i][0], plotTop+plotHeight+18, fmt.Sprint(page.Rows))
		drawLabel(b, points[i][0]-14, points[i][1]-8, fmt.Sprintf("%.1f×", page.Cell.CPURatio))
	}
	drawCurve(b, points, colorGet)
	drawLabel(b, pagesLeft+pagesWidth/2, plotTop+plotHeight+34, "rows of a list, beside a list of 50")
}

func drawAxes(b *strings.Builder, left, width float64) {
	drawLine(b, left, plotTop, left, plotTop+plotHeight, colorAxis, false)
	drawLine(b, left, plotTop+plotHeight, left+width, plotTop+plotHeight, colorAxis, false)
}

func drawLine(b *strings.Builder, x1, y1, x2, y2 float64, color string, dashed bool) {
	dash := ""
	if dashed {
		dash = ` stroke-dasharray="4 3"`
	}
	fmt.Fprintf(b, `<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="%s"%s/>`+"\n", x1, y1, x2, y2, color, dash)
}

func drawCurve(b *strings.Builder, points [][2]float64, color string) {
	var path strings.Builder
	for _, p := range points {
		fmt.Fprintf(&path, "%.1f,%.1f ", p[0], p[1])
		fmt.Fprintf(b, `<circle cx="%.1f" cy="%.1f" r="3.5" fill="%s"/>`, p[0], p[1], color)
	}
	fmt.Fprintf(b, `<polyline points="%s" fill="none" stroke="%s" stroke-width="2"/>`+"\n", path.String(), color)
}

func drawLabel(b *strings.Builder, x, y float64, text string) {
	fmt.Fprintf(b, `<text x="%.1f" y="%.1f" text-anchor="middle" font-size="11">%s</text>`+"\n", x, y, html.EscapeString(text))
}

// short writes 5000000 as 5M.
func short(count int64) string {
	switch {
	case count >= 1_000_000 && count%1_000_000 == 0:
		return fmt.Sprintf("%dM", count/1_000_000)
	case count >= 1000 && count%1000 == 0:
		return fmt.Sprintf("%dk", count/1000)
	default:
		return fmt.Sprint(count)
	}
}
