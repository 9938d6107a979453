package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"
)

type healthCommand struct{}

// Run succeeds if the bot on this machine answers /healthz with 200.
func (healthCommand) Run(ctx context.Context) error {
	var c serveConfig
	if err := readEnv(&c); err != nil {
		return err
	}
	host, port, err := net.SplitHostPort(c.ListenAddr)
	if err != nil {
		return usageError{fmt.Errorf("LISTEN_ADDR: %w", err)}
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	address := "http://" + net.JoinHostPort(host, port) + "/healthz"
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return err
	}
	client := http.Client{Timeout: 3 * time.Second}
	response, err := client.Do(request)
	if err != nil {
		return noHealth(address, err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("/healthz answers %d", response.StatusCode)
	}
	return nil
}

// noHealth says why there is no answer from the bot on this machine.
func noHealth(address string, err error) error {
	if cause := networkCause(err); cause != nil {
		err = cause
	}
	return fmt.Errorf("no answer from %s: %w; is the bot running, and with this LISTEN_ADDR?", address, err)
}
