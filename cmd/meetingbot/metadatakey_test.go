package main

import (
	"bytes"
	"testing"

	"meetingbot/internal/secret"
)

// Processes with the same secrets have the same key, and others another one.
func TestMetadataKey(t *testing.T) {
	t.Parallel()
	key := func(signing, token string) []byte {
		c := slackConfig{SigningSecret: secret.Secret(signing), BotToken: secret.Secret(token)}
		k, err := c.metadataKey()
		if err != nil || len(k) != 32 {
			t.Fatalf("metadataKey() = %d bytes, %v", len(k), err)
		}
		return k
	}
	first := key("a1b2", "xoxb-1")
	if !bytes.Equal(first, key("a1b2", "xoxb-1")) {
		t.Error("another process has another key")
	}
	for _, other := range [][]byte{key("a1b3", "xoxb-1"), key("a1b2", "xoxb-2"), key("", "xoxb-1"), key("a1b2 xoxb-1", ""), key("a1b2\" \"xoxb-1", "")} {
		if bytes.Equal(first, other) {
			t.Error("other secrets have the same key")
		}
	}
}
