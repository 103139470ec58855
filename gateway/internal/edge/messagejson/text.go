package messagejson

import (
	"math"
	"strconv"
	"unicode/utf8"
)

const hexadecimal = "0123456789abcdef"

// appendString adds a text in quotes; false when it is not UTF-8. Only what JSON demands is escaped.
func appendString(out []byte, text string) ([]byte, bool) {
	out = append(out, '"')
	from, ascii := 0, true
	for i := range len(text) {
		c := text[i]
		if c >= utf8.RuneSelf {
			ascii = false
		}
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		out = appendEscape(append(out, text[from:i]...), c)
		from = i + 1
	}
	return append(append(out, text[from:]...), '"'), ascii || utf8.ValidString(text)
}

func appendEscape(out []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(out, '\\', c)
	case '\b':
		return append(out, `\b`...)
	case '\f':
		return append(out, `\f`...)
	case '\n':
		return append(out, `\n`...)
	case '\r':
		return append(out, `\r`...)
	case '\t':
		return append(out, `\t`...)
	default:
		return append(out, '\\', 'u', '0', '0', hexadecimal[c>>4], hexadecimal[c&15])
	}
}

// appendNumber adds a number as ECMAScript writes it, which is how protojson does; false for what is
// no number in JSON.
func appendNumber(out []byte, number float64) ([]byte, bool) {
	if math.IsNaN(number) || math.IsInf(number, 0) {
		return out, false
	}
	format := byte('f')
	if size := math.Abs(number); size != 0 && (size < 1e-6 || size >= 1e21) {
		format = 'e'
	}
	out = strconv.AppendFloat(out, number, format, -1, 64)
	// e-09 is written e-9.
	if n := len(out); format == 'e' && n >= 4 && out[n-4] == 'e' && out[n-3] == '-' && out[n-2] == '0' {
		out[n-2] = out[n-1]
		out = out[:n-1]
	}
	return out, true
}
