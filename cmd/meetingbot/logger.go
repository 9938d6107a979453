package main

import (
	"io"
	"log/slog"
	"os"

	"meetingbot/internal/outagelog"
)

// newLogger returns a logger that writes text or JSON, as LOG_FORMAT says. Without
// LOG_FORMAT it writes text to a terminal and JSON to anything else. Of an outage
// it writes the beginning and the end.
func newLogger(w io.Writer, c serveConfig) *slog.Logger {
	options := &slog.HandlerOptions{Level: c.LogLevel}
	var h slog.Handler = slog.NewJSONHandler(w, options)
	if c.LogFormat == "text" || c.LogFormat == "" && isTerminal(w) {
		h = slog.NewTextHandler(w, options)
	}
	return slog.New(outagelog.New(h))
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
