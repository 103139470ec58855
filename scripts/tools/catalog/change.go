package main

import (
	"encoding/json"
	"reflect"
	"sort"
	"time"
)

// entry is one row of catalog_entries.
type entry struct {
	Code, NameEs, NameEn string
	From                 time.Time
	To                   *time.Time
	Attributes           map[string]any
}

// changes is what turns the stored list into that of the file.
type changes struct {
	Added, Changed, Ended []string
	Unchanged             int

	insert  []entry
	replace []entry // Another content, or another end, of the version that begins on its day.
	end     []entry // Versions whose last day is their To.
	remove  []entry // Versions that would begin on the day or later, and are not in the file.
}

func (c *changes) none() bool {
	return len(c.Added)+len(c.Changed)+len(c.Ended) == 0
}

// compare finds what the file changes from the day on. What ended before stays as it is.
func compare(stored []entry, file *list, day time.Time) *changes {
	open, last := map[string]entry{}, map[string]time.Time{}
	for _, e := range stored {
		if e.To != nil && e.To.Before(day) {
			if e.To.After(last[e.Code]) {
				last[e.Code] = *e.To
			}
			continue
		}
		open[e.Code] = e
	}
	c := &changes{}
	for _, r := range file.Rows {
		old, ok := open[r.Code]
		delete(open, r.Code)
		if !ok {
			c.add(r, last[r.Code], day)
			continue
		}
		c.keep(old, r, file.HasAttributes, day)
	}
	for _, old := range open {
		c.finish(old, day)
	}
	for _, names := range [][]string{c.Added, c.Changed, c.Ended} {
		sort.Strings(names)
	}
	return c
}

func wanted(r row, from time.Time) entry {
	e := entry{Code: r.Code, NameEs: r.NameEs, NameEn: r.NameEn, From: from, Attributes: r.Attributes}
	if !r.To.IsZero() {
		e.To = &r.To
	}
	return e
}

func (c *changes) add(r row, ended, day time.Time) {
	from := r.From
	if from.IsZero() || !from.After(ended) {
		from = day
	}
	if !r.To.IsZero() && r.To.Before(from) {
		c.Unchanged++ // It has ended before it would begin.
		return
	}
	c.Added = append(c.Added, r.Code)
	c.insert = append(c.insert, wanted(r, from))
}

func (c *changes) keep(old entry, r row, hasAttributes bool, day time.Time) {
	next := wanted(r, old.From)
	if !hasAttributes {
		next.Attributes = old.Attributes
	}
	if next.To != nil && next.To.Before(old.From) {
		c.finish(old, day)
		return
	}
	sameContent := old.NameEs == next.NameEs && old.NameEn == next.NameEn &&
		same(old.Attributes, next.Attributes)
	sameEnd := (old.To == nil) == (next.To == nil) && (old.To == nil || old.To.Equal(*next.To))
	switch {
	case sameContent && sameEnd:
		c.Unchanged++
	case sameContent || !old.From.Before(day):
		c.Changed = append(c.Changed, r.Code)
		c.replace = append(c.replace, next)
	case next.To != nil && next.To.Before(day):
		c.finish(old, next.To.AddDate(0, 0, 1))
	default:
		// What it meant until yesterday stays readable.
		c.Changed = append(c.Changed, r.Code)
		c.end = append(c.end, endOn(old, day.AddDate(0, 0, -1)))
		next.From = day
		c.insert = append(c.insert, next)
	}
}

// finish ends a version the day before.
func (c *changes) finish(old entry, day time.Time) {
	c.Ended = append(c.Ended, old.Code)
	if old.From.Before(day) {
		c.end = append(c.end, endOn(old, day.AddDate(0, 0, -1)))
	} else {
		c.remove = append(c.remove, old)
	}
}

func endOn(e entry, day time.Time) entry {
	e.To = &day
	return e
}

// same compares attributes as JSON sees them: numbers of Go and of the database differ in type.
func same(a, b map[string]any) bool {
	return reflect.DeepEqual(asJSON(a), asJSON(b))
}

func asJSON(v map[string]any) any {
	text, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	var plain any
	if json.Unmarshal(text, &plain) != nil {
		return nil
	}
	return plain
}
