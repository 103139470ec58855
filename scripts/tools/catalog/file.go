package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// mostRows bounds a list: a catalogue is answered whole.
const mostRows = 5000

// mostFaults is how many wrong lines are named.
const mostFaults = 20

// row is one line of the file.
type row struct {
	Line                 int
	Code, NameEs, NameEn string
	From, To             time.Time // Zero: not said.
	Attributes           map[string]any
}

// list is a file that was read without a fault.
type list struct {
	Rows          []row
	HasAttributes bool
}

var codePattern = regexp.MustCompile(`^[A-Z0-9_]{1,60}$`)

// columns are the names that a heading may have, in lower case without spaces, hyphens and accents.
var columns = map[string]string{
	"code": "code", "codigo": "code",
	"namees": "nameEs", "nombre": "nameEs", "nombrees": "nameEs",
	"nameen": "nameEn", "nombreen": "nameEn",
	"validfrom": "validFrom", "desde": "validFrom", "vigentedesde": "validFrom",
	"validto": "validTo", "hasta": "validTo", "vigentehasta": "validTo",
}

var plain = strings.NewReplacer("á", "a", "é", "e", "í", "i", "ó", "o", "ú", "u", " ", "", "-", "", "_", "")

// decode returns the text of the file: UTF-8 with or without its mark, or what a Spanish Excel
// writes (Windows-1252).
func decode(content []byte) (string, error) {
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	if bytes.HasPrefix(content, []byte("\xff\xfe")) || bytes.HasPrefix(content, []byte("\xfe\xff")) {
		return "", errors.New("the file is UTF-16: save it as CSV UTF-8")
	}
	if bytes.IndexByte(content, 0) >= 0 {
		return "", errors.New("the file holds NUL bytes: it is no CSV file")
	}
	if utf8.Valid(content) {
		return string(content), nil
	}
	decoded, err := charmap.Windows1252.NewDecoder().Bytes(content)
	return string(decoded), err
}

// delimiter is what the heading is divided by: a Spanish Excel writes semicolons.
func delimiter(text string) rune {
	heading, _, _ := strings.Cut(text, "\n")
	best, most := ',', strings.Count(heading, ",")
	for _, other := range []rune{';', '\t'} {
		if n := strings.Count(heading, string(other)); n > most {
			best, most = other, n
		}
	}
	return best
}

// read reads a whole file; the error names every line that is wrong, up to twenty.
func read(content []byte) (*list, error) {
	text, err := decode(content)
	if err != nil {
		return nil, err
	}
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma = delimiter(text)
	heading, err := reader.Read()
	if err != nil {
		return nil, fmt.Errorf("line 1: no heading: %w", err)
	}
	names, attributes, err := readHeading(heading)
	if err != nil {
		return nil, err
	}
	result, faults, seen := &list{HasAttributes: attributes}, []error{}, map[string]int{}
	for {
		fields, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			faults = append(faults, err)
			if !errors.Is(err, csv.ErrFieldCount) {
				break // What follows a quote that is never closed can't be read.
			}
			continue
		}
		line, _ := reader.FieldPos(0)
		one, err := readRow(line, names, fields)
		if earlier := seen[one.Code]; err == nil && earlier > 0 {
			err = fmt.Errorf("line %d: the code %s is in line %d already", line, one.Code, earlier)
		}
		if err != nil {
			faults = append(faults, err)
			continue
		}
		seen[one.Code] = line
		result.Rows = append(result.Rows, one)
	}
	switch {
	case len(faults) > mostFaults:
		more := fmt.Errorf("and %d lines more", len(faults)-mostFaults)
		return nil, errors.Join(append(faults[:mostFaults], more)...)
	case len(faults) > 0:
		return nil, errors.Join(faults...)
	case len(result.Rows) == 0:
		return nil, errors.New("the file has a heading and no lines")
	case len(result.Rows) > mostRows:
		return nil, fmt.Errorf("the file has %d lines; at most %d are loaded", len(result.Rows), mostRows)
	}
	return result, nil
}

// readHeading answers what each column is; a name that is not known is an attribute.
func readHeading(heading []string) (names []string, attributes bool, err error) {
	seen := map[string]bool{}
	for _, title := range heading {
		name := strings.TrimSpace(title)
		if known, ok := columns[plain.Replace(strings.ToLower(name))]; ok {
			name = known
		} else if name == "" {
			return nil, false, errors.New("line 1: a column has no name")
		} else {
			attributes = true
		}
		if seen[name] {
			return nil, false, fmt.Errorf("line 1: two columns are named %s", name)
		}
		seen[name] = true
		names = append(names, name)
	}
	if !seen["code"] || !seen["nameEs"] {
		return nil, false, errors.New("line 1: the heading must name code and nameEs (or codigo and nombre)")
	}
	return names, attributes, nil
}

func readRow(line int, names, fields []string) (row, error) {
	one := row{Line: line, Attributes: map[string]any{}}
	var err error
	for i, name := range names {
		value := strings.TrimSpace(fields[i])
		switch name {
		case "code":
			one.Code = strings.ToUpper(value)
		case "nameEs":
			one.NameEs = value
		case "nameEn":
			one.NameEn = value
		case "validFrom":
			one.From, err = readDay(value, err)
		case "validTo":
			one.To, err = readDay(value, err)
		default:
			if value != "" {
				one.Attributes[name] = attribute(value)
			}
		}
	}
	if one.NameEn == "" {
		one.NameEn = one.NameEs
	}
	switch {
	case err != nil:
	case !codePattern.MatchString(one.Code):
		err = errors.New("the code must be 1 to 60 letters A-Z, digits and _")
	case one.NameEs == "" || utf8.RuneCountInString(one.NameEs) > 200:
		err = errors.New("nameEs must have 1 to 200 characters")
	case !one.To.IsZero() && one.To.Before(one.From):
		err = errors.New("validTo is before validFrom")
	}
	if err != nil {
		err = fmt.Errorf("line %d: %w", line, err)
	}
	return one, err
}

// readDay reads 2026-01-31, or 31/01/2026 as a Spanish Excel writes it.
func readDay(value string, earlier error) (time.Time, error) {
	if value == "" || earlier != nil {
		return time.Time{}, earlier
	}
	for _, layout := range []string{time.DateOnly, "02/01/2006", "2/1/2006"} {
		if day, err := time.Parse(layout, value); err == nil && day.Year() >= 1900 && day.Year() <= 2200 {
			return day, nil
		}
	}
	return time.Time{}, errors.New("a date must be written as 2026-01-31 or 31/01/2026")
}

// attribute is a number, a list of numbers (6|8|10) or a text.
func attribute(value string) any {
	if number, err := strconv.Atoi(value); err == nil && (value == "0" || value[0] != '0') {
		return number
	}
	if parts := strings.Split(value, "|"); len(parts) > 1 {
		var numbers []int
		for _, part := range parts {
			number, err := strconv.Atoi(strings.TrimSpace(part))
			if err != nil {
				return value
			}
			numbers = append(numbers, number)
		}
		return numbers
	}
	return value
}
