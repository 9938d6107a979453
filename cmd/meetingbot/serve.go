package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"strings"
)

type serveCommand struct{}

// Run answers Slack until ctx ends.
func (serveCommand) Run(ctx context.Context, std streams) (err error) {
	var c config
	if err := readEnv(c.groups()...); err != nil {
		return err
	}
	logger := newLogger(std.err, c.Serve)
	for _, name := range unknownVariables(os.Environ()) {
		logger.WarnContext(ctx, "unknown variable: is its name mistyped?", slog.String("variable", name))
	}
	a, err := newApp(ctx, c, logger, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.stop(ctx)) }()
	a.retireFor = retireTime
	listener, err := listen(ctx, "LISTEN_ADDR", c.Serve.ListenAddr)
	if err != nil {
		return err
	}
	metrics, err := listen(ctx, "METRICS_ADDR", c.Serve.MetricsAddr)
	if err != nil {
		return err
	}
	logger.InfoContext(ctx, "serving", slog.String("address", listener.Addr().String()), slog.String("version", version()))
	return a.serve(ctx, listener, metrics)
}

// listen opens the address that a variable names; an empty one gives nil.
func listen(ctx context.Context, variable, address string) (net.Listener, error) {
	if strings.TrimSpace(address) == "" {
		return nil, nil //nolint:nilnil // no address means no listener
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, usageError{fmt.Errorf("%s: %w", variable, err)}
	}
	return listener, nil
}
