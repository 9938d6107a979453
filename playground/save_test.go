package playground_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"meetingbot/playground"
)

// TestSave restores the state in another server.
func TestSave(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.app.reply = replyJSON(card(1))
	b.say(t, "/meeting 1")
	b.app.reply = nil
	address := b.app.lastRequest().form.Get("response_url")
	b.say(t, "words")
	ts := b.postBlocks(t, `[{"type":"actions","block_id":"b","elements":[{"type":"static_select","action_id":"a",`+choices+`}]}]`)
	if err := b.Click(t.Context(), playground.UserID, ts, "a", "b"); err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := b.client().JoinConversationContext(t.Context(), playground.OpenChannelID); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(b.Archive(playground.SecretChannelID, true), b.Remove(playground.PrivateChannelID, playground.NewYorkID)); err != nil {
		t.Fatal(err)
	}
	before := b.Messages(playground.ChannelID, playground.UserID)
	var state bytes.Buffer
	if err := b.Save(&state); err != nil {
		t.Fatalf("Save = %v, want nil", err)
	}

	b.clock.advance(-time.Hour) // a clock that was set back
	b.restartWith(t, func(o *playground.Options) {
		o.State = bytes.NewReader(state.Bytes())
		o.People = append(playground.DefaultPeople("en-US", "Europe/Berlin"), playground.Person{ID: "U0NEWCOMER", Name: "new", RealName: "New"})
	})
	if diff := cmp.Diff(before, b.Messages(playground.ChannelID, playground.UserID)); diff != "" {
		t.Errorf("messages (-before +after):\n%s", diff)
	}
	if got := b.Values(playground.UserID, ts)["b"]["a"]["selected_option"]; !cmp.Equal(got, any(optionObject("b"))) {
		t.Errorf("value = %v, want what was chosen", got)
	}
	b.say(t, "more")
	if got := b.last(t); got.Text != "more" || got.TS <= ts {
		t.Errorf("message %s after %s, want a later timestamp", got.TS, ts)
	}
	b.postBlocks(t, `[{"type":"divider"},{"type":"divider"},{"type":"divider"}]`)
	var fresh []struct {
		ID string `json:"block_id"`
	}
	if err := json.Unmarshal(b.last(t).Blocks, &fresh); err != nil {
		t.Fatal(err)
	}
	for _, block := range fresh {
		if strings.Contains(state.String(), `"`+block.ID+`"`) {
			t.Errorf("block_id %s was given twice, want one that nobody had", block.ID)
		}
	}
	if status, _ := b.post(t, address, `{"text":"x"}`); status != http.StatusNotFound {
		t.Errorf("old response_url = %d, want 404", status)
	}
	if _, _, err := b.client().PostMessageContext(t.Context(), playground.OpenChannelID, slack.MsgOptionText("hi", false)); err != nil {
		t.Errorf("PostMessage where the app had joined = %v, want nil", err)
	}
	b.click(t, before[0], "next") // old messages still work
	ids := func(userID string) (all []string) {
		for _, c := range b.Channels(userID) {
			if !c.Archived && c.Kind == playground.Private {
				all = append(all, c.ID)
			}
		}
		return all
	}
	if got := [][]string{ids(playground.UserID), ids(playground.NewYorkID), ids("U0NEWCOMER")}; !cmp.Equal(got, [][]string{
		{playground.PrivateChannelID}, nil, {playground.PrivateChannelID},
	}) {
		t.Errorf("private channels = %v, want them as they were, and the newcomer in", got)
	}
}

func TestState_Refused(t *testing.T) {
	t.Parallel()
	for name, state := range map[string]string{"no JSON": "{", "another version": `{"version":99}`} {
		b := setup(t)
		o := b.options
		o.State = strings.NewReader(state)
		if _, err := playground.New(o); err == nil {
			t.Errorf("%s: New = nil, want an error", name)
		}
	}
}

func TestSaveFile(t *testing.T) {
	t.Parallel()
	b := setup(t)
	dir := t.TempDir()
	path := filepath.Join(dir, "slack.json")
	if state, err := playground.OpenState(path); state != nil || err != nil {
		t.Errorf("OpenState of nothing = %v, %v, want nothing", state, err)
	}
	b.say(t, "words")
	for range 2 {
		if err := b.SaveFile(path); err != nil {
			t.Fatalf("SaveFile = %v, want nil", err)
		}
	}
	if all, err := os.ReadDir(dir); err != nil || len(all) != 1 {
		t.Errorf("files = %v, %v, want the one", all, err)
	}
	state, err := playground.OpenState(path)
	if err != nil {
		t.Fatalf("OpenState = %v, want nil", err)
	}
	b.restartWith(t, func(o *playground.Options) { o.State = state })
	if got := b.last(t).Text; got != "words" {
		t.Errorf("text = %q, want what was said", got)
	}
	if err := b.SaveFile(filepath.Join(dir, "none", "slack.json")); err == nil {
		t.Error("SaveFile into no directory = nil, want an error")
	}
	if _, err := playground.OpenState(dir); err == nil {
		t.Error("OpenState of a directory = nil, want an error")
	}
}

// TestSaveChanges updates a file until the context ends.
func TestSaveChanges(t *testing.T) {
	t.Parallel()
	b := setup(t)
	path := filepath.Join(t.TempDir(), "slack.json")
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- b.SaveChanges(ctx, path, time.Millisecond) }()
	b.say(t, "first")
	wanted := time.After(time.Minute)
	for {
		if raw, err := os.ReadFile(path); err == nil && strings.Contains(string(raw), "first") {
			break
		}
		select {
		case err := <-done:
			t.Fatalf("SaveChanges = %v before its time", err)
		case <-wanted:
			t.Fatal("what was said is never saved")
		case <-time.After(time.Millisecond):
		}
	}
	cancel()
	if err := <-done; err != nil {
		t.Errorf("SaveChanges = %v, want nil", err)
	}
	if err := b.SaveChanges(t.Context(), t.TempDir(), time.Hour); err == nil {
		t.Error("SaveChanges onto a directory = nil, want an error")
	}
}
