package main

import (
	"cmp"
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"
	"strings"
)

// metadataKey is what the bot seals the private metadata of modals with. It is
// derived from what every process that serves the same app has, so that each can
// read what another one sealed; a secret that changes makes open modals stale.
func (c *slackConfig) metadataKey() ([]byte, error) {
	app := c.SigningSecret.Reveal()
	if strings.TrimSpace(app) == "" {
		app = c.AppToken.Reveal() // Socket Mode needs no signing secret
	}
	// Of the token and the client secret one is set. Quoting keeps the secrets apart.
	secrets := fmt.Sprintf("%q %q", app, cmp.Or(c.BotToken, c.ClientSecret).Reveal())
	key, err := hkdf.Key(sha256.New, []byte(secrets), nil, "meetingbot modal metadata", sha256.Size)
	if err != nil {
		return nil, fmt.Errorf("derive the key of modal metadata: %w", err)
	}
	return key, nil
}
