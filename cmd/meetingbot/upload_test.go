package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"meetingbot/bot/post"
)

// uploadTo sends a file through a Slack that names an address for its content, and
// returns the content that came to the API's own host, and the error.
func uploadTo(t *testing.T, address string) (content string, err error) {
	t.Helper()
	c := slackAt(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/files.getUploadURLExternal":
			at := address
			if at == "" {
				at = "http://" + r.Host + "/own/sEcReT"
			}
			_, _ = io.WriteString(w, `{"ok":true,"file_id":"F1","upload_url":"`+at+`"}`)
		case "/conversations.open":
			_, _ = io.WriteString(w, `{"ok":true,"channel":{"id":"D1"}}`)
		case "/files.completeUploadExternal":
			_, _ = io.WriteString(w, `{"ok":true,"files":[{"id":"F1","title":"t"}]}`)
		default:
			_, header, err := r.FormFile("file")
			if err != nil {
				t.Errorf("%s: %v", r.URL.Path, err)
				return
			}
			file, _ := header.Open()
			all, _ := io.ReadAll(file)
			content = header.Filename + " " + string(all)
			_, _ = io.WriteString(w, "OK - 3")
		}
	})
	err = post.Upload(t.Context(), c, "U1", post.File{Name: "a.csv", Title: "t", Comment: "c", Content: []byte("a,b")})
	return content, err
}

// The content and the token go to Slack's hosts and to that of the API, and nowhere else,
// and no error says where they would have gone.
func TestFilesAreSentToSlackAlone(t *testing.T) {
	t.Parallel()
	if got, err := uploadTo(t, ""); err != nil || got != "a.csv a,b" {
		t.Errorf("to the host of the API: %q, %v", got, err)
	}
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("%s was sent elsewhere with %v", r.URL, r.Header)
	}))
	t.Cleanup(elsewhere.Close)
	for _, address := range []string{
		elsewhere.URL + "/sEcReT", "http://files.slack.com/sEcReT", "https://slack.com.evil.example/sEcReT",
		"https://evilslack.com/sEcReT", "https://files.slack.com@evil.example/sEcReT", "//files.slack.com/sEcReT", "::sEcReT",
	} {
		if got, err := uploadTo(t, address); err == nil || got != "" || strings.Contains(err.Error(), "sEcReT") || strings.Contains(err.Error(), "evil") {
			t.Errorf("to %s: %q, %v, want an error that does not quote it", address, got, err)
		}
	}
}
