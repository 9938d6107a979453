package playground_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"meetingbot/playground"
	"meetingbot/playground/page"
)

const table = "\ufeffName,Came\r\nAna,yes\r\n"

// sendFile sends a file to Ana with the library.
func (b *env) sendFile(t *testing.T, name, content string) error {
	t.Helper()
	direct, _, _, err := b.client().OpenConversationContext(t.Context(), &slack.OpenConversationParameters{Users: []string{playground.UserID}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.client().UploadFileContext(t.Context(), slack.UploadFileParameters{
		Filename: name, Title: "Who came", FileSize: len(content), Content: content, Channel: direct.ID, InitialComment: "*Here*",
	})
	return err
}

func TestAFileIsShared(t *testing.T) {
	t.Parallel()
	b := setup(t)
	if err := b.sendFile(t, "who came.csv", table); err != nil {
		t.Fatal(err)
	}
	var saved bytes.Buffer
	if err := b.Save(&saved); err != nil {
		t.Fatal(err)
	}
	b.options.State = &saved
	b.restart(t)
	direct := b.DirectMessage(playground.UserID)
	all := b.Messages(direct, playground.UserID)
	m := all[len(all)-1]
	if len(m.Files) != 1 || m.Files[0].Title != "Who came" || string(m.Files[0].Content) != table || m.Text != "*Here*" {
		t.Fatalf("the message is %+v", m)
	}
	for _, want := range []string{`"subtype": "file_share"`, `"mimetype": "text/csv"`, `"size": 23`} {
		if !strings.Contains(string(m.JSON()), want) {
			t.Errorf("the message lacks %s: %s", want, m.JSON())
		}
	}
	path := "files/" + playground.UserID + "/" + m.Files[0].ID + "/who%20came.csv"
	if html := b.getPage(t, formOf(page.KeyPerson, playground.UserID, page.KeyChannel, direct)); !strings.Contains(html, `href="./`+path+`"`) || !strings.Contains(html, "who came.csv · 23 bytes") {
		t.Errorf("the page lacks the file: %s", html)
	}
	got := b.send(t, testRequest{method: http.MethodGet, path: "/" + path})
	if got.body != strings.TrimSpace(table) || got.header.Get("Content-Type") != "text/csv" || !strings.HasPrefix(got.header.Get("Content-Disposition"), "attachment;") {
		t.Errorf("the file is %q with %v", got.body, got.header)
	}
	for _, path := range []string{"/files/" + playground.GuestID + "/" + m.Files[0].ID + "/a", "/files/" + playground.UserID + "/F0/a"} {
		if got := b.send(t, testRequest{method: http.MethodGet, path: path}); got.status != http.StatusNotFound {
			t.Errorf("%s is %d %q, want 404", path, got.status, got.body)
		}
	}
}

func TestAFileIsRefused(t *testing.T) {
	t.Parallel()
	b := setup(t, withScopes(nil, "files:write"))
	if err := b.sendFile(t, "a.csv", table); err == nil || !strings.Contains(err.Error(), "missing_scope") {
		t.Errorf("without the scope: %v", err)
	}
	b = setup(t)
	b.Fail(playground.CallUpload, "503", 1)
	if err := b.sendFile(t, "a.csv", table); err == nil || !strings.Contains(err.Error(), "503") {
		t.Errorf("an upload that fails: %v", err)
	}
	announced := func(length string) (address, id string) {
		got := b.call(t, "files.getUploadURLExternal", formOf("filename", "a.csv", "length", length))
		address, _ = got["upload_url"].(string)
		id, _ = got["file_id"].(string)
		return address, id
	}
	address, id := announced("3")
	if status, _ := b.post(t, address, "four"); status != http.StatusBadRequest {
		t.Errorf("another length than announced is %d", status)
	}
	complete := formOf("files", `[{"id":"`+id+`"}]`, "channel_id", b.DirectMessage(playground.UserID))
	if got := b.call(t, "files.completeUploadExternal", complete); got["error"] != "file_not_found" {
		t.Errorf("completing what was not sent: %v", got)
	}
	if status, _ := b.post(t, address+"x", "abc"); status != http.StatusNotFound {
		t.Errorf("another secret is %d", status)
	}
	if status, answer := b.post(t, address, "abc"); status != http.StatusOK || answer != "OK - 3" {
		t.Errorf("the content is %d %s", status, answer)
	}
	if status, _ := b.post(t, address, "abc"); status != http.StatusBadRequest {
		t.Errorf("the content once more is %d", status)
	}
	if got := b.call(t, "files.completeUploadExternal", complete); got["ok"] != true {
		t.Errorf("completing: %v", got)
	}
	if got := b.call(t, "files.completeUploadExternal", complete); got["error"] != "file_not_found" {
		t.Errorf("completing once more: %v", got)
	}
}
