package handlers_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"meetingbot/handlers"
)

// FuzzCallback checks that nobody without a state of ours gets Slack asked or
// anything installed, whatever the query and the cookie, and that only the word for a
// person's refusal is answered with 200.
func FuzzCallback(f *testing.F) {
	for _, query := range []string{
		"", "code=1.2.abc&state=x", "state=&code=", "error=access_denied", "error=access_denied&error=x", "error=%3Cscript%3E", "error", "state=a;code=b",
		"code=1&state=" + strings.Repeat("A", 75), "%zz", "state=x&state=y", strings.Repeat("a=b&", 2000),
	} {
		f.Add(query, "x")
		f.Add(query, strings.Repeat("A", 75))
		f.Add(query, "")
	}
	kept := &keeper{}
	client := &refusingClient{}
	h, err := handlers.New(handlers.Options{Bot: &deaf{}, SigningSecret: signingSecret, Install: &handlers.InstallOptions{
		ClientID: clientID, ClientSecret: clientSecret, AuthorizeURL: "https://slack.com/oauth/v2/authorize", APIURL: "https://slack.com/api/",
		PublicURL: "https://bot.example.com", Installer: kept, Pages: fakePages{}, Once: &usedOnce{}, Client: client,
	}})
	if err != nil {
		f.Fatal(err)
	}
	e := h.Echo()
	f.Fuzz(func(t *testing.T, query, cookie string) {
		r := httptest.NewRequest(http.MethodGet, "/slack/oauth/callback", http.NoBody)
		r.URL.RawQuery = query
		r.AddCookie(&http.Cookie{Name: "meetingbot_install", Value: cookie})
		w := httptest.NewRecorder()
		e.ServeHTTP(w, r)
		parsed, wrong := url.ParseQuery(query)
		denied := wrong == nil && len(parsed["error"]) == 1 && parsed.Get("error") == "access_denied"
		if got := w.Code; denied != (got == http.StatusOK) && len(query) <= 4<<10 || got != 200 && got != 400 && got != 401 {
			t.Errorf("callback with %q and cookie %q = %d", query, cookie, got)
		}
		if client.asked > 0 || len(kept.all()) > 0 {
			t.Fatalf("Slack was asked by %q with cookie %q", query, cookie)
		}
		if strings.Contains(w.Body.String(), "<script") {
			t.Errorf("callback with %q answers %s", query, w.Body)
		}
	})
}

// refusingClient counts calls and answers none.
type refusingClient struct{ asked int }

func (c *refusingClient) Do(*http.Request) (*http.Response, error) {
	c.asked++
	return nil, http.ErrHandlerTimeout
}
