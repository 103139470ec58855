package main

import "enlace.dev/gateway/internal/edge/reason"

// problemExamples are the refusals of one status, by reason.
func problemExamples(status int) node {
	examples := node{}
	for _, code := range []string{"INVALID_ARGUMENT", "UNAUTHENTICATED", "PERMISSION_DENIED", "NOT_FOUND",
		"ALREADY_EXISTS", "RESOURCE_EXHAUSTED", "UNAVAILABLE", "DEADLINE_EXCEEDED"} {
		if e, ok := reason.Lookup(code); ok && e.HTTPStatus() == status {
			examples[code] = node{"value": node{
				"type":  "https://api.example.com/errors/" + e.Slug(),
				"title": e.Title(reason.English), "status": status, "code": code, "reason": code,
				"detail":     e.Text(reason.English, ""),
				"violations": []any{}, "retryAfterSeconds": nil,
				"requestId": "01K9ZC6W0D9SM7Y4P5Q6R7T8V9", "traceId": "4bf92f3577b34da6a3ce929d0e0e4736",
			}}
		}
	}
	return examples
}
