// Package examples holds the payloads that the API's documentation shows, once for everybody who
// needs them.
package examples

import "embed"

// Files are the JSON files of this folder: <call>.request.json and <call>.response.json.
//
//go:embed *.json
var Files embed.FS
