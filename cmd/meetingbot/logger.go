package main

import (
	"io"
	"log/slog"
	"os"
)

// newLogger returns a logger that writes text or JSON, as LOG_FORMAT says. Without
// LOG_FORMAT it writes text to a terminal and JSON to anything else.
func newLogger(w io.Writer, c serveConfig) *slog.Logger {
	options := &slog.HandlerOptions{Level: c.LogLevel}
	if c.LogFormat == "text" || c.LogFormat == "" && isTerminal(w) {
		return slog.New(slog.NewTextHandler(w, options))
	}
	return slog.New(slog.NewJSONHandler(w, options))
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
