package edge

import (
	"io"
	"log/slog"
	"strings"
)

// NewLog makes the JSON log: one object a line with ts, level, service and msg first, as the
// services write it.
func NewLog(out io.Writer, level slog.Level) *slog.Logger {
	handler := slog.NewJSONHandler(out, &slog.HandlerOptions{Level: level, ReplaceAttr: rename})
	return slog.New(handler).With("service", "gateway")
}

func rename(groups []string, a slog.Attr) slog.Attr {
	if len(groups) > 0 {
		return a
	}
	switch a.Key {
	case slog.TimeKey:
		return slog.String("ts", a.Value.Time().UTC().Format("2006-01-02T15:04:05.000000Z07:00"))
	case slog.LevelKey:
		if a.Value.String() == slog.LevelWarn.String() {
			return slog.String("level", "warning")
		}
		return slog.String("level", strings.ToLower(a.Value.String()))
	}
	return a
}
