package main

import (
	"fmt"
	"strings"

	"enlace.dev/gateway/internal/edge/reason"
)

const notice = "Code generated from proto/enlace/common/v1/reasons.proto by scripts/generate.sh. DO NOT EDIT."

// goFactories is the Go that makes each reason with what fills its text.
func goFactories() string {
	var out strings.Builder
	fmt.Fprintf(&out, "// %s\n\npackage reason\n", notice)
	for _, e := range reason.All() {
		for _, w := range e.Wordings() {
			name, parameters := reason.FactoryName(e, w.GetName()), reason.Placeholders(w.GetEn())
			fmt.Fprintf(&out, "\n// %s: %s\nfunc %s(", name, w.GetEn(), name)
			if len(parameters) > 0 {
				fmt.Fprintf(&out, "%s string", strings.Join(goNames(parameters), ", "))
			}
			fmt.Fprintf(&out, ") Said {\n\treturn Said{Name: %q", e.Name)
			if w.GetName() != "" {
				fmt.Fprintf(&out, ", wording: %q", w.GetName())
			}
			if len(parameters) > 0 {
				out.WriteString(", filled: []string{")
				for _, p := range parameters {
					fmt.Fprintf(&out, `"{%s}", %s, `, p, goName(p))
				}
				out.WriteString("}")
			}
			out.WriteString("}\n}\n")
		}
	}
	return out.String()
}

func goNames(parameters []string) []string {
	names := make([]string, len(parameters))
	for i, p := range parameters {
		names[i] = goName(p)
	}
	return names
}

// goName keeps clear of Go's keywords.
func goName(parameter string) string {
	if parameter == "type" {
		return "typ"
	}
	return parameter
}
