package handlers_test

import (
	"mime"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"meetingbot/bot"
	"meetingbot/handlers"
)

// deaf is a bot that must not be asked.
type deaf struct {
	forgetful
	asked int
}

func (d *deaf) Begin(bot.Question) (bot.Reply, bot.Work) {
	d.asked++
	return bot.Reply{}, nil
}

// FuzzUnsigned checks that of everything without Slack's signature only the probe
// of the certificate is answered with 200, with nothing in it, and that the bot is
// never asked.
func FuzzUnsigned(f *testing.F) {
	for _, body := range []string{
		"ssl_check=1", "ssl_check=1&token=x", "ssl_check=1&ssl_check=1", "ssl_check=1&ssl_check=0", "ssl_check=0&x=ssl_check=1", "ssl_check=1;command=/meeting",
		"%73sl_check=1", "ssl_check=%31", "ssl_check=1&command=%zz", "SSL_CHECK=1", "ssl_check=1\n", "payload={}&ssl_check=1", commandForm, commandForm + "&ssl_check=1",
		"", "\x00ssl_check=1", "ssl_check=1&" + strings.Repeat("a=b&", 100),
	} {
		f.Add(body, formType, "", "")
		f.Add(body, "application/json", "v0=00", "1")
	}
	f.Add("ssl_check=1", "Application/X-WWW-Form-Urlencoded; charset=utf-8", "", "")
	f.Add("ssl_check=1", "multipart/form-data; boundary=x", "v0=", "9223372036854775808")
	b := &deaf{}
	h, err := handlers.New(handlers.Options{Bot: b, SigningSecret: signingSecret})
	if err != nil {
		f.Fatal(err)
	}
	e := h.Echo()
	f.Fuzz(func(t *testing.T, body, contentType, signature, timestamp string) {
		for _, path := range []string{"/slack/commands", "/slack/interactions", "/slack/events"} {
			r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
			r.Header = http.Header{"Content-Type": {contentType}, "X-Slack-Signature": {signature}, "X-Slack-Request-Timestamp": {timestamp}}
			w := httptest.NewRecorder()
			e.ServeHTTP(w, r)
			switch {
			case b.asked > 0:
				t.Fatalf("the bot was asked by %q to %s", body, path)
			case w.Code < 400 && (w.Code != http.StatusOK || !isProbe(body, contentType)):
				t.Errorf("POST %s %q (%s) = %d", path, body, contentType, w.Code)
			case w.Body.Len() > 0:
				t.Errorf("POST %s %q is answered with %q", path, body, w.Body)
			}
		}
	})
}

// isProbe reports whether a body is Slack's probe of the certificate.
func isProbe(body, contentType string) bool {
	media, _, err := mime.ParseMediaType(contentType)
	form, wrong := url.ParseQuery(body)
	return err == nil && wrong == nil && strings.EqualFold(media, formType) && len(form["ssl_check"]) == 1 && form.Get("ssl_check") == "1"
}
