package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	commonv1 "enlace.dev/gateway/gen/enlace/common/v1"
	"enlace.dev/gateway/internal/edge/reason"
	"google.golang.org/grpc/codes"
)

var statusCodes = map[codes.Code]string{
	codes.Canceled: "kCancelled", codes.Unknown: "kUnknown", codes.InvalidArgument: "kInvalidArgument",
	codes.DeadlineExceeded: "kDeadlineExceeded", codes.NotFound: "kNotFound",
	codes.AlreadyExists: "kAlreadyExists", codes.PermissionDenied: "kPermissionDenied",
	codes.Unauthenticated: "kUnauthenticated", codes.ResourceExhausted: "kResourceExhausted",
	codes.FailedPrecondition: "kFailedPrecondition", codes.Aborted: "kAborted",
	codes.OutOfRange: "kOutOfRange", codes.Unimplemented: "kUnimplemented", codes.Internal: "kInternal",
	codes.Unavailable: "kUnavailable", codes.DataLoss: "kDataLoss",
}

var capital = regexp.MustCompile(`[A-Z]`)

// cppName is a placeholder as a variable; keywords get an underscore.
func cppName(parameter string) string {
	return capital.ReplaceAllStringFunc(parameter, func(c string) string { return "_" + strings.ToLower(c) })
}

func isRefusal(e reason.Entry) bool { return e.Kind() == commonv1.ReasonKind_REASON_KIND_REFUSAL }

// signature of the function that makes the reason.
func signature(e reason.Entry, w *commonv1.Wording) string {
	var parameters []string
	kind := "absl::Status"
	if !isRefusal(e) {
		kind = "Violation"
		parameters = append(parameters, "std::string_view field")
	}
	for _, p := range reason.Placeholders(w.GetEn()) {
		parameters = append(parameters, "const Param& "+cppName(p))
	}
	return fmt.Sprintf("%s %s(%s)", kind, reason.FactoryName(e, w.GetName()), strings.Join(parameters, ", "))
}

func cppHeader() string {
	var out strings.Builder
	fmt.Fprintf(&out, "// %s\n#pragma once\n\n", notice)
	out.WriteString("#include <string_view>\n\n#include \"absl/status/status.h\"\n#include \"libs/core/error.h\"\n\n")
	out.WriteString("namespace enlace::core {\n\n// The names of reasons, as answers carry them.\nnamespace reason {\n")
	for _, e := range reason.All() {
		fmt.Fprintf(&out, "inline constexpr std::string_view k%s = %q;\n", reason.FactoryName(e, ""), e.Name)
	}
	out.WriteString("}  // namespace reason\n\n// Refusals of whole calls, with their code, texts and details.\nnamespace refusal {\n")
	eachWording(true, func(e reason.Entry, w *commonv1.Wording) {
		fmt.Fprintf(&out, "%s;\n", signature(e, w))
	})
	out.WriteString("}  // namespace refusal\n\n// What is wrong with one field.\nnamespace violation {\n")
	eachWording(false, func(e reason.Entry, w *commonv1.Wording) {
		fmt.Fprintf(&out, "%s;\n", signature(e, w))
	})
	out.WriteString("}  // namespace violation\n\n}  // namespace enlace::core\n")
	return out.String()
}

func eachWording(refusals bool, visit func(reason.Entry, *commonv1.Wording)) {
	for _, e := range reason.All() {
		for _, w := range e.Wordings() {
			if isRefusal(e) == refusals {
				visit(e, w)
			}
		}
	}
}

func cppSource() string {
	var out strings.Builder
	fmt.Fprintf(&out, "// %s\n", notice)
	out.WriteString("#include \"libs/core/reasons.h\"\n\n#include \"libs/core/reason_text.h\"\n\nnamespace enlace::core {\n")
	out.WriteString("namespace {\n\nusing absl::StatusCode;\n\n")
	for _, refusals := range []bool{true, false} {
		eachWording(refusals, func(e reason.Entry, w *commonv1.Wording) {
			fmt.Fprintf(&out, "constexpr ReasonText k%s{reason::k%s, %q, StatusCode::%s, %d, %s, %s};\n",
				reason.FactoryName(e, w.GetName()), reason.FactoryName(e, ""), w.GetName(), statusCodes[e.Code()],
				e.RetryAfter(), quoted(w.GetEn()), quoted(w.GetEs()))
		})
	}
	out.WriteString("\nconstexpr const ReasonText* kAll[] = {")
	for _, refusals := range []bool{true, false} {
		eachWording(refusals, func(e reason.Entry, w *commonv1.Wording) {
			fmt.Fprintf(&out, "&k%s, ", reason.FactoryName(e, w.GetName()))
		})
	}
	out.WriteString("};\n\n}  // namespace\n\nabsl::Span<const ReasonText* const> ReasonTexts() { return kAll; }\n")
	for _, refusals := range []bool{true, false} {
		space := map[bool]string{true: "refusal", false: "violation"}[refusals]
		fmt.Fprintf(&out, "\nnamespace %s {\n", space)
		eachWording(refusals, func(e reason.Entry, w *commonv1.Wording) {
			fmt.Fprintf(&out, "%s { return %s; }\n", signature(e, w), cppCall(e, w))
		})
		fmt.Fprintf(&out, "}  // namespace %s\n", space)
	}
	out.WriteString("\n}  // namespace enlace::core\n")
	return out.String()
}

func cppCall(e reason.Entry, w *commonv1.Wording) string {
	call := "Refuse(k"
	if !isRefusal(e) {
		call = "Violate(field, k"
	}
	call += reason.FactoryName(e, w.GetName()) + ", {"
	for _, p := range reason.Placeholders(w.GetEn()) {
		call += fmt.Sprintf("{%q, %s.text()}, ", p, cppName(p))
	}
	return strings.TrimSuffix(call, ", ") + "})"
}

// quoted writes a C++ literal; the sources are UTF-8.
func quoted(text string) string { return strconv.QuoteToGraphic(text) }
