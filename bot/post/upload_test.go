package post_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"meetingbot/bot/post"
)

// uploads is a Slack that takes files: calls are the methods in order, and answers what
// is answered in place of success, by method.
func uploads(t *testing.T, calls *[]string, answers map[string]string) func(http.ResponseWriter, *http.Request) {
	t.Helper()
	return func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseMultipartForm(1 << 20); err != nil && !strings.Contains(err.Error(), "isn't multipart") {
			t.Error(err)
		}
		method := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
		*calls = append(*calls, fmt.Sprint(method, " ", r.Form.Get("filename"), r.Form.Get("length"), r.Form.Get("users"), r.Form.Get("files"),
			r.Form.Get("channel_id"), r.Form.Get("initial_comment")))
		answer := map[string]string{
			"files.getUploadURLExternal": `{"ok":true,"file_id":"F1","upload_url":"http://` + r.Host + `/upload"}`, "conversations.open": `{"ok":true,"channel":{"id":"D1"}}`,
			"files.completeUploadExternal": `{"ok":true,"files":[{"id":"F1"}]}`, "upload": "OK - 3",
		}[method]
		if other := answers[method]; other != "" {
			answer = other
		}
		if answer == "503" {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		_, _ = w.Write([]byte(answer))
	}
}

// Each step follows the one before, and nothing is shared that was not sent.
func TestUpload(t *testing.T) {
	t.Parallel()
	all := []string{
		"files.getUploadURLExternal a.csv3", "conversations.open U1", "upload ", `files.completeUploadExternal [{"id":"F1","title":"Who came"}]D1*Budget*`,
	}
	for _, tt := range []struct {
		method, answer string
		code           string
		unconfirmed    bool
		steps          int
	}{
		{"", "", "", false, 4},
		{"files.getUploadURLExternal", `{"ok":false,"error":"missing_scope"}`, "missing_scope", false, 1},
		{"conversations.open", `{"ok":false,"error":"user_disabled"}`, "user_disabled", false, 2},
		{"upload", "503", "", false, 3},
		{"files.completeUploadExternal", `{"ok":false,"error":"file_not_found"}`, "file_not_found", false, 4},
		{"files.completeUploadExternal", `{"ok":false,"error":"internal_error"}`, "internal_error", true, 4},
	} {
		t.Run(tt.method+tt.code, func(t *testing.T) {
			t.Parallel()
			var calls []string
			c := client(t, uploads(t, &calls, map[string]string{tt.method: tt.answer}))
			err := post.Upload(t.Context(), c, "U1", post.File{Name: "a.csv", Title: "Who came", Comment: "*Budget*", Content: []byte("a,b")})
			failed, _ := err.(*post.Error) //nolint:errorlint // it must be one
			if (err == nil) != (tt.method == "") || post.SlackError(err) != tt.code || (failed != nil && failed.Unconfirmed) != tt.unconfirmed {
				t.Errorf("Upload() = %v, want %q", err, tt.code)
			}
			if !slices.Equal(calls, all[:tt.steps]) {
				t.Errorf("calls %q, want %q", calls, all[:tt.steps])
			}
		})
	}
}
