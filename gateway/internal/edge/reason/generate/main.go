// Command generate writes what is committed of the catalogue of reasons: the C++ of libs/core, the
// Go of package reason, and the pages docs/errors.md and docs/errores.md.
//
// Usage: generate OUT, the folder that stands for the repository's root.
package main

import (
	"fmt"
	"go/format"
	"os"
	"path/filepath"

	"enlace.dev/gateway/internal/edge/reason"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: generate OUT")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(root string) error {
	if err := reason.Check(); err != nil {
		return err
	}
	golang, err := format.Source([]byte(goFactories()))
	if err != nil {
		return err
	}
	for path, text := range map[string]string{
		"gateway/internal/edge/reason/made.go": string(golang),
		"libs/core/reasons.h":                  cppHeader(),
		"libs/core/reasons.cpp":                cppSource(),
		"docs/errors.md":                       page(reason.English),
		"docs/errores.md":                      page(reason.Spanish),
	} {
		path = filepath.Join(root, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}
