// Command catalog loads a full official list of codes from a CSV file into every database that
// holds the catalogue: all or nothing, and nothing when a line is wrong.
//
// Usage: catalog [-from DAY] [-check] [-force] NAME FILE DSN…
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"
)

// options are what a load is asked to do.
type options struct {
	name, file string
	dsns       []string
	day        time.Time
	check      bool
	force      bool
}

// colombia is where the lists come from: its day counts, wherever the command runs.
var colombia = time.FixedZone("America/Bogota", -5*60*60)

func main() {
	from := flag.String("from", time.Now().In(colombia).Format(time.DateOnly), "the day from which the list holds")
	check := flag.Bool("check", false, "say what would change, and change nothing")
	force := flag.Bool("force", false, "load a list that ends more than half of the codes")
	flag.Parse()
	day, err := time.Parse(time.DateOnly, *from)
	if err == nil && flag.NArg() < 3 {
		err = errors.New("usage: catalog [-from DAY] [-check] [-force] NAME FILE DSN…")
	}
	if err == nil {
		err = load(context.Background(), options{name: flag.Arg(0), file: flag.Arg(1), dsns: flag.Args()[2:],
			day: day, check: *check, force: *force})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// load reads the file, then changes every database in a transaction of its own; the first commit
// comes after the last change.
func load(ctx context.Context, o options) error {
	content, err := os.ReadFile(o.file)
	if err != nil {
		return err
	}
	fmt.Printf("reading %s\n", o.file)
	file, err := read(content)
	if err != nil {
		return fmt.Errorf("nothing was changed:\n%w", err)
	}
	fmt.Printf("%d codes\n", len(file.Rows))
	var stores []*store
	for _, dsn := range o.dsns {
		s, err := open(ctx, dsn, o.name)
		if err != nil {
			return fmt.Errorf("nothing was changed: %w", err)
		}
		defer s.close(ctx)
		stores = append(stores, s)
		c := compare(s.entries, file, o.day)
		report(s.conn.Config().Database, c)
		if 2*len(c.Ended) > len(s.entries) && !o.force && !o.check {
			return errors.New("nothing was changed: more than half of the codes would end; is the file whole? Repeat it with -force (FORCE=1) if so")
		}
		if o.check {
			continue
		}
		if err := s.apply(ctx, c); err != nil {
			return fmt.Errorf("nothing was changed: %w", err)
		}
	}
	if o.check {
		fmt.Println("nothing was changed: it was only checked")
		return nil
	}
	for i, s := range stores {
		if err := s.commit(ctx); err != nil {
			return fmt.Errorf("database %d of %d: %w; repeat the command", i+1, len(stores), err)
		}
	}
	fmt.Printf("loaded %s, valid from %s\n", o.name, o.day.Format(time.DateOnly))
	return nil
}

func report(database string, c *changes) {
	fmt.Printf("%s: %d added, %d changed, %d ended, %d unchanged\n", database,
		len(c.Added), len(c.Changed), len(c.Ended), c.Unchanged)
	for _, group := range []struct {
		word  string
		codes []string
	}{{"added", c.Added}, {"changed", c.Changed}, {"ended", c.Ended}} {
		if len(group.codes) > 0 {
			fmt.Printf("  %s: %s\n", group.word, strings.Join(group.codes, " "))
		}
	}
}
