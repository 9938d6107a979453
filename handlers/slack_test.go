package handlers_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

const signingSecret = "8f742231b10e8888abcd99yyyzzz85a5"

// commandForm is a slash command as Slack's documentation shows it.
const commandForm = "token=gIkuvaNzQIHg97ATvDxqgjtO&team_id=T0001&team_domain=example" +
	"&enterprise_id=E0001&enterprise_name=Globular%20Construct%20Inc" +
	"&channel_id=C2147483705&channel_name=test&user_id=U2147483697&user_name=Steve" +
	"&command=/meeting&text=914083136" +
	"&response_url=https://hooks.slack.com/commands/1234/5678" +
	"&trigger_id=13345224609.738474920.8088930838d88f008e0&api_app_id=A123456"

const formType = "application/x-www-form-urlencoded"

// sign returns the header that Slack sends with a form, signed at a time.
func sign(body string, at time.Time) http.Header {
	timestamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(signingSecret))
	mac.Write([]byte("v0:" + timestamp + ":" + body))
	h := http.Header{}
	h.Set("Content-Type", formType)
	h.Set("X-Slack-Request-Timestamp", timestamp)
	h.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	return h
}

// escape is how a value stands in a form.
func escape(value string) string { return url.QueryEscape(value) }
