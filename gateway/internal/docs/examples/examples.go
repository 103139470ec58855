// Package examples holds the payloads that the API's documentation shows, once for everybody who
// needs them.
package examples

import "embed"

// Files are problem.json, requests/<operation>.<name>.json and answers/<message>.json.
//
//go:embed *.json requests answers
var Files embed.FS
