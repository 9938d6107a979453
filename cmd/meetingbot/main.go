// Command meetingbot answers questions about Huawei Cloud Meeting in Slack.
//
// It reads the configuration, wires the packages together and decides in which
// order they start and stop. It knows no rule of Slack or of meetings.
package main

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // the image has no zone files
)

func main() {
	// Libraries log through this what others send them: net/http does with bytes that
	// follow an answer. What matters goes through the program's own logger.
	slog.SetDefault(slog.New(slog.DiscardHandler))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
