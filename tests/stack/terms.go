package stack

import (
	"net/http"
	"testing"
)

// PublishTerms publishes terms as the platform's administrator, and answers their version.
func (s *Stack) PublishTerms(t testing.TB, kind string) int {
	t.Helper()
	terms := s.Must(t, http.StatusOK, Request{Method: "POST", Path: "/v1/terms", Key: s.AdminKey, Body: Object{
		"kind": kind, "titleEs": "Tratamiento de datos", "titleEn": "Data processing", "bodyEs": "Uno.\nDos.", "bodyEn": "One.\nTwo."}})
	return int(terms["version"].(float64))
}
