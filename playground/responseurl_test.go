package playground_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/playground"
)

// post posts to a response_url and returns status and body.
func (b *env) post(t *testing.T, address, body string) (status int, answer string) {
	t.Helper()
	got := b.send(t, testRequest{
		method: http.MethodPost, path: address, body: body,
		header: http.Header{"Content-Type": {"application/json"}},
	})
	return got.status, got.body
}

// clickedCard posts an in-channel or ephemeral card, clicks it and returns the
// click's response_url.
func clickedCard(t *testing.T, kind string) (b *env, m playground.Message, address string) {
	t.Helper()
	b = setup(t)
	b.app.reply = replyJSON(strings.Replace(card(1), `"ephemeral"`, `"`+kind+`"`, 1))
	b.say(t, "/meeting 1")
	b.app.reply = nil
	m = b.last(t)
	b.click(t, m, "next")
	return b, m, b.app.lastCallback().ResponseURL
}

func TestResponseURL_FiveUses(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.say(t, "/meeting 1")
	address := b.app.lastRequest().form.Get("response_url")
	for i := range 5 {
		if status, answer := b.post(t, address, `{"text":"hi"}`); status != http.StatusOK || answer != "ok" {
			t.Fatalf("use %d = %d %s, want 200 ok", i+1, status, answer)
		}
		// A refused body does not count.
		if status, _ := b.post(t, address, `{"blocks":[{"type":"x"}]}`); i < 4 && status != http.StatusBadRequest {
			t.Errorf("bad blocks = %d, want 400", status)
		}
	}
	if status, answer := b.post(t, address, `{"text":"hi"}`); status != http.StatusNotFound || answer != `{"error":"used_url","ok":false}` {
		t.Errorf("sixth use = %d %s, want 404 used_url", status, answer)
	}
	if n := len(b.Messages(playground.ChannelID, playground.UserID)); n != 5 {
		t.Errorf("%d messages, want 5", n)
	}
}

func TestResponseURL_Expires(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.say(t, "/meeting 1")
	address := b.app.lastRequest().form.Get("response_url")
	b.clock.advance(30*time.Minute - time.Second)
	if status, _ := b.post(t, address, `{"text":"hi"}`); status != http.StatusOK {
		t.Errorf("after 29:59 = %d, want 200", status)
	}
	b.clock.advance(time.Second)
	if status, answer := b.post(t, address, `{"text":"hi"}`); status != http.StatusNotFound || answer != `{"error":"expired_url","ok":false}` {
		t.Errorf("after 30:00 = %d %s, want 404 expired_url", status, answer)
	}
	b.clock.advance(2 * time.Hour)
	b.say(t, "/meeting 2") // forgets the old address
	if status, answer := b.post(t, address, `{"text":"hi"}`); status != http.StatusNotFound || !strings.Contains(answer, "invalid_url") {
		t.Errorf("after hours = %d %s, want 404 invalid_url", status, answer)
	}
}

// TestResponseURL_Replace keeps the message's timestamp and visibility.
func TestResponseURL_Replace(t *testing.T) {
	t.Parallel()
	tests := []struct{ kind, body, to string }{
		{"ephemeral", `{"replace_original":true,"text":"new"}`, playground.UserID},
		{"ephemeral", `{"replace_original":"true","response_type":"in_channel","text":"new"}`, playground.UserID},
		{"in_channel", `{"replace_original":true,"text":"new"}`, ""},
		{"in_channel", `{"replace_original":true,"response_type":"ephemeral","text":"new"}`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.kind+tt.body, func(t *testing.T) {
			t.Parallel()
			b, m, address := clickedCard(t, tt.kind)
			if status, answer := b.post(t, address, tt.body); status != http.StatusOK {
				t.Fatalf("replace = %d %s, want 200", status, answer)
			}
			want := m
			want.Text, want.Blocks, want.EphemeralTo = "new", nil, tt.to
			if diff := cmp.Diff([]playground.Message{want}, b.Messages(playground.ChannelID, playground.UserID)); diff != "" {
				t.Errorf("messages (-want +got):\n%s", diff)
			}
		})
	}
}

func TestResponseURL_Post(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, body, to string }{
		{"ephemeral by default", `{"text":"new"}`, playground.UserID},
		{"in the channel", `{"text":"new","response_type":"in_channel"}`, ""},
		{"replace_original off", `{"text":"new","replace_original":false}`, playground.UserID},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b, m, address := clickedCard(t, "in_channel")
			if status, answer := b.post(t, address, tt.body); status != http.StatusOK {
				t.Fatalf("post = %d %s, want 200", status, answer)
			}
			all := b.Messages(playground.ChannelID, playground.UserID)
			if len(all) != 2 || all[0].TS != m.TS || all[1].Text != "new" || all[1].EphemeralTo != tt.to {
				t.Errorf("messages = %+v, want the old and the new one", all)
			}
			if n := len(b.Messages(playground.ChannelID, playground.BotUserID)); (n == 2) != (tt.to == "") {
				t.Errorf("somebody else sees %d messages", n)
			}
		})
	}
}

func TestResponseURL_Delete(t *testing.T) {
	t.Parallel()
	b, _, address := clickedCard(t, "ephemeral")
	if status, answer := b.post(t, address, `{"delete_original":true}`); status != http.StatusOK {
		t.Fatalf("delete = %d %s, want 200", status, answer)
	}
	if all := b.Messages(playground.ChannelID, playground.UserID); len(all) != 0 {
		t.Errorf("messages = %+v, want none", all)
	}
	for _, body := range []string{`{"delete_original":true}`, `{"replace_original":true,"text":"x"}`} {
		if status, answer := b.post(t, address, body); status != http.StatusBadRequest || !strings.Contains(answer, "message_not_found") {
			t.Errorf("%s after that = %d %s, want 400 message_not_found", body, status, answer)
		}
	}
}

// TestResponseURL_OfCommand cannot delete or replace the command.
func TestResponseURL_OfCommand(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.say(t, "/meeting 1")
	address := b.app.lastRequest().form.Get("response_url")
	if status, answer := b.post(t, address, `{"delete_original":true}`); status != http.StatusBadRequest {
		t.Errorf("delete = %d %s, want 400", status, answer)
	}
	if status, answer := b.post(t, address, `{"replace_original":true,"text":"new"}`); status != http.StatusOK || b.last(t).Text != "new" {
		t.Errorf("replace = %d %s with %q, want a message beside it", status, answer, b.last(t).Text)
	}
}

func TestResponseURL_Refused(t *testing.T) {
	t.Parallel()
	b, _, address := clickedCard(t, "ephemeral")
	long := `{"text":"t","blocks":[` + strings.TrimSuffix(strings.Repeat(`{"type":"section","text":{"type":"mrkdwn","text":"`+strings.Repeat("x", 2900)+`"}},`, 5), ",") + `]}`
	tests := []struct {
		name, body, code, pointer string
		status                    int
	}{
		{"no JSON", `text=hi`, "invalid_payload", "", http.StatusBadRequest},
		{"nothing", `{}`, "no_text", "", http.StatusBadRequest},
		{"bad blocks", `{"text":"t","blocks":[{"type":"header","text":{"type":"mrkdwn","text":"x"}}]}`, "invalid_blocks", "/blocks/0/text/type", http.StatusBadRequest},
		{"bad attachments", `{"attachments":[{"blocks":[{"type":"x"}]}]}`, "invalid_attachments", "/attachments/0/blocks/0/type", http.StatusBadRequest},
		{"too long together", long, "msg_blocks_too_long", "", http.StatusBadRequest},
		{"too big", `{"text":"` + strings.Repeat("x", 1<<20) + `"}`, "payload_too_large", "", http.StatusRequestEntityTooLarge},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			status, answer := b.post(t, address, tt.body)
			var got struct {
				OK       bool
				Error    string
				Metadata struct{ Messages []string } `json:"response_metadata"`
			}
			if err := json.Unmarshal([]byte(answer), &got); err != nil {
				t.Fatalf("answer %q: %v", answer, err)
			}
			if status != tt.status || got.OK || got.Error != tt.code {
				t.Errorf("answer = %d %s, want %d %s", status, answer, tt.status, tt.code)
			}
			if tt.pointer != "" && (len(got.Metadata.Messages) != 1 || !strings.Contains(got.Metadata.Messages[0], "[json-pointer:"+tt.pointer+"]")) {
				t.Errorf("messages = %v, want the pointer %s", got.Metadata.Messages, tt.pointer)
			}
		})
	}
}
