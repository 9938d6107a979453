package playground_test

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"meetingbot/playground"
)

// call calls a method with a form and returns the answer.
func (b *env) call(t *testing.T, method string, form url.Values) map[string]any {
	t.Helper()
	return decode(t, b.send(t, testRequest{
		method: http.MethodPost, path: "/api/" + method, body: form.Encode(), header: http.Header{"Authorization": {"Bearer " + token}},
	}).body)
}

// withScopes changes the default scopes of the token.
func withScopes(more []string, less ...string) func(*playground.Options) {
	return func(o *playground.Options) {
		o.Scopes = more
		for _, scope := range []string{
			"channels:join", "channels:read", "chat:write", "commands", "groups:read", "im:read", "im:write", "mpim:read", "users:read", "users:read.email",
		} {
			if !slices.Contains(less, scope) {
				o.Scopes = append(o.Scopes, scope)
			}
		}
	}
}

func TestPeople(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var ids []string
	for _, p := range b.People() {
		ids = append(ids, p.ID)
		if dm := b.Channels(p.ID); dm[len(dm)-1].Kind != playground.Direct || dm[len(dm)-1].ID != b.DirectMessage(p.ID) {
			t.Errorf("channels of %s = %+v, want the direct message last", p.ID, dm)
		}
	}
	want := []string{playground.UserID, playground.ChineseID, playground.NewYorkID, playground.GuestID, playground.ExternalID}
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Errorf("people (-want +got):\n%s", diff)
	}
	if p, ok := b.Person(playground.DeactivatedID); !ok || !p.Deactivated {
		t.Errorf("Person = %+v, %t, want the one who has left", p, ok)
	}
	if _, ok := b.Person("U0NOBODY"); ok {
		t.Error("Person finds nobody's id, want none")
	}
}

func TestChannels(t *testing.T) {
	t.Parallel()
	b := setup(t)
	tests := []struct {
		user string
		want []string
	}{
		{playground.UserID, []string{
			playground.ChannelID, playground.OpenChannelID, playground.PrivateChannelID, playground.SecretChannelID,
			playground.ArchivedChannelID, "D0ANAMOREL",
		}},
		{playground.GuestID, []string{playground.ChannelID, "D0PRIYASHA"}},
		{playground.BotUserID, []string{
			playground.ChannelID, playground.PrivateChannelID, playground.ArchivedChannelID,
			"D0ANAMOREL", "D0WANGWEI0", "D0CAMILAGZ", "D0PRIYASHA", "D0OLENAKOV",
		}},
	}
	for _, tt := range tests {
		var got []string
		for _, c := range b.Channels(tt.user) {
			got = append(got, c.ID)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("Channels(%s) (-want +got):\n%s", tt.user, diff)
		}
	}
}

func TestNew_InvalidWorkspace(t *testing.T) {
	t.Parallel()
	ana := playground.Person{ID: "U1", Name: "a", RealName: "A"}
	tests := []struct {
		name     string
		people   []playground.Person
		channels []playground.Channel
		want     string
	}{
		{"nobody's id", []playground.Person{{Name: "a", RealName: "A"}}, nil, "a person needs"},
		{"twice the same", []playground.Person{ana, ana}, nil, "a person needs"},
		{"the app", []playground.Person{{ID: playground.BotUserID, Name: "a", RealName: "A"}}, nil, "a person needs"},
		{"no such zone", []playground.Person{{ID: "U1", Name: "a", RealName: "A", Zone: "Mars/Base"}}, nil, "load zone of U1"},
		{"no such member", []playground.Person{ana}, []playground.Channel{{ID: "C1", Name: "c", Members: []string{"U2"}}}, "a channel needs"},
		{"no name", []playground.Person{ana}, []playground.Channel{{ID: "C1"}}, "a channel needs"},
		{"twice the same channel", []playground.Person{ana}, []playground.Channel{{ID: "C1", Name: "c"}, {ID: "C1", Name: "d"}}, "a channel needs"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := playground.New(playground.Options{
				BotToken: token, SigningSecret: secret, BotURL: "http://127.0.0.1:1", PublicURL: "http://127.0.0.1:2",
				People: tt.people, Channels: tt.channels,
			})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("New = %v, want %q", err, tt.want)
			}
		})
	}
}

// TestPosting posts in every type of conversation, with and without
// chat:write.public. See https://docs.slack.dev/reference/methods/chat.postMessage
// and the scope's page.
func TestPosting(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, channel, to string
		want, wantPublic  string
	}{
		{"public, in it", playground.ChannelID, playground.ChannelID, "", ""},
		{"by name", "#team-room", playground.ChannelID, "", ""},
		{"public, not in it", playground.OpenChannelID, playground.OpenChannelID, "not_in_channel", ""},
		{"private, in it", playground.PrivateChannelID, playground.PrivateChannelID, "", ""},
		{"private, not in it", playground.SecretChannelID, "", "channel_not_found", "channel_not_found"},
		{"private, by name", "#board", "", "channel_not_found", "channel_not_found"},
		{"archived", playground.ArchivedChannelID, "", "is_archived", "is_archived"},
		{"direct message", "D0ANAMOREL", "D0ANAMOREL", "", ""},
		{"a person", playground.GuestID, "D0PRIYASHA", "", ""},
		{"deactivated member", playground.DeactivatedID, "", "channel_not_found", "channel_not_found"},
		{"another bot", playground.OtherBotID, "", "channel_not_found", "channel_not_found"},
		{"unknown channel", "C0NOWHERE", "", "channel_not_found", "channel_not_found"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, public := range []bool{false, true} {
				b, want := setup(t), tt.want
				if public {
					b, want = setup(t, withScopes([]string{"chat:write.public"})), tt.wantPublic
				}
				channel, ts, err := b.client().PostMessageContext(t.Context(), tt.channel, slack.MsgOptionText("hi", false))
				if errorCode(err) != want || (err == nil && channel != tt.to) {
					t.Errorf("PostMessage = %s, %v, want %s, %q", channel, err, tt.to, want)
				}
				if err == nil && !containsMessage(b.Messages(tt.to, playground.BotUserID), ts) {
					t.Errorf("messages of %s lack %s", tt.to, ts)
				}
			}
		})
	}
}

func containsMessage(all []playground.Message, ts string) bool {
	return slices.ContainsFunc(all, func(m playground.Message) bool { return m.TS == ts })
}

// TestJoin joins a public channel and posts there.
func TestJoin(t *testing.T) {
	t.Parallel()
	b := setup(t)
	c, _, _, err := b.client().JoinConversationContext(t.Context(), playground.OpenChannelID)
	if err != nil || c.ID != playground.OpenChannelID || !c.IsMember {
		t.Fatalf("JoinConversation = %+v, %v, want a member of it", c, err)
	}
	if _, _, err := b.client().PostMessageContext(t.Context(), playground.OpenChannelID, slack.MsgOptionText("hi", false)); err != nil {
		t.Errorf("PostMessage = %v, want nil", err)
	}
	if _, warning, _, err := b.client().JoinConversationContext(t.Context(), playground.OpenChannelID); err != nil || warning != "already_in_channel" {
		t.Errorf("JoinConversation again = %q, %v, want a warning", warning, err)
	}
	for channel, want := range map[string]string{
		playground.SecretChannelID: "channel_not_found", playground.PrivateChannelID: "method_not_supported_for_channel_type",
		playground.ArchivedChannelID: "is_archived", "D0ANAMOREL": "method_not_supported_for_channel_type",
	} {
		if _, _, _, err := b.client().JoinConversationContext(t.Context(), channel); errorCode(err) != want {
			t.Errorf("JoinConversation(%s) = %v, want %s", channel, err, want)
		}
	}
}

// TestScopes checks missing_scope for every method that needs a scope.
func TestScopes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		method, scope string
		form          url.Values
	}{
		{"chat.postMessage", "chat:write", url.Values{"channel": {playground.ChannelID}, "text": {"hi"}}},
		{"chat.postEphemeral", "chat:write", url.Values{"channel": {playground.ChannelID}, "text": {"hi"}}},
		{"chat.update", "chat:write", url.Values{"channel": {playground.ChannelID}, "text": {"hi"}}},
		{"chat.delete", "chat:write", url.Values{"channel": {playground.ChannelID}}},
		{"conversations.info", "channels:read", url.Values{"channel": {playground.ChannelID}}},
		{"conversations.info", "groups:read", url.Values{"channel": {playground.PrivateChannelID}}},
		{"conversations.info", "im:read", url.Values{"channel": {"D0ANAMOREL"}}},
		{"conversations.members", "groups:read", url.Values{"channel": {playground.PrivateChannelID}}},
		{"conversations.list", "groups:read", url.Values{"types": {"public_channel,private_channel"}}},
		{"conversations.join", "channels:join", url.Values{"channel": {playground.OpenChannelID}}},
		{"users.info", "users:read", url.Values{"user": {playground.UserID}}},
		{"chat.unfurl", "links:write", url.Values{"channel": {playground.ChannelID}}},
		{"users.lookupByEmail", "users:read.email", url.Values{"email": {"ana@example.com"}}},
	}
	for _, tt := range tests {
		t.Run(tt.method+" "+tt.scope, func(t *testing.T) {
			t.Parallel()
			b := setup(t, withScopes(nil, tt.scope))
			got := b.call(t, tt.method, tt.form)
			provided, _ := got["provided"].(string)
			if got["error"] != "missing_scope" || got["needed"] != tt.scope || provided == "" || slices.Contains(strings.Split(provided, ","), tt.scope) {
				t.Errorf("%s = %v, want missing_scope %s", tt.method, got, tt.scope)
			}
		})
	}
}

// TestConversationsList reads all pages of the conversations that the app can see.
func TestConversationsList(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var ids []string
	params := &slack.GetConversationsParameters{Limit: 3, Types: []string{"public_channel", "private_channel", "im"}}
	for pages := 1; ; pages++ {
		some, next, err := b.client().GetConversationsContext(t.Context(), params)
		if err != nil || len(some) > 3 {
			t.Fatalf("GetConversations = %d, %v, want at most 3", len(some), err)
		}
		for _, c := range some {
			ids = append(ids, c.ID)
		}
		if params.Cursor = next; next == "" {
			if pages != 3 {
				t.Errorf("%d pages, want 3", pages)
			}
			break
		}
	}
	want := []string{
		playground.ChannelID, playground.OpenChannelID, playground.PrivateChannelID, playground.ArchivedChannelID,
		"D0ANAMOREL", "D0WANGWEI0", "D0CAMILAGZ", "D0PRIYASHA", "D0OLENAKOV",
	}
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Errorf("channels (-want +got):\n%s", diff)
	}
	some, _, err := b.client().GetConversationsContext(t.Context(), &slack.GetConversationsParameters{ExcludeArchived: true})
	if err != nil || len(some) != 2 {
		t.Errorf("GetConversations = %+v, %v, want the two public ones that live", some, err)
	}
}

func TestConversationsMembers(t *testing.T) {
	t.Parallel()
	b := setup(t)
	some, next, err := b.client().GetUsersInConversationContext(t.Context(), &slack.GetUsersInConversationParameters{
		ChannelID: playground.PrivateChannelID, Limit: 3,
	})
	if err != nil || len(some) != 3 || next == "" {
		t.Fatalf("GetUsersInConversation = %v %q, %v, want three and a cursor", some, next, err)
	}
	rest, next, err := b.client().GetUsersInConversationContext(t.Context(), &slack.GetUsersInConversationParameters{
		ChannelID: playground.PrivateChannelID, Limit: 3, Cursor: next,
	})
	if diff := cmp.Diff([]string{playground.BotUserID}, rest); err != nil || next != "" || diff != "" {
		t.Errorf("GetUsersInConversation = %q, %v (-want +got):\n%s", next, err, diff)
	}
}

func TestChatDelete(t *testing.T) {
	t.Parallel()
	b := setup(t)
	_, ts, err := b.client().PostMessageContext(t.Context(), playground.ChannelID, slack.MsgOptionText("hi", false))
	if err != nil {
		t.Fatal(err)
	}
	b.say(t, "mine")
	if _, _, err := b.client().DeleteMessageContext(t.Context(), playground.ChannelID, b.last(t).TS); errorCode(err) != "cant_delete_message" {
		t.Errorf("DeleteMessage of another's = %v, want cant_delete_message", err)
	}
	if _, got, err := b.client().DeleteMessageContext(t.Context(), playground.ChannelID, ts); err != nil || got != ts {
		t.Errorf("DeleteMessage = %s, %v, want %s", got, err, ts)
	}
	if containsMessage(b.Messages(playground.ChannelID, playground.UserID), ts) {
		t.Error("the message is still there, want it gone")
	}
}

func TestThreads(t *testing.T) {
	t.Parallel()
	b := setup(t)
	_, root, err := b.client().PostMessageContext(t.Context(), playground.ChannelID, slack.MsgOptionText("root", false))
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = b.client().PostMessageContext(t.Context(), playground.ChannelID, slack.MsgOptionText("reply", false), slack.MsgOptionTS(root))
	if got := b.last(t); err != nil || got.ThreadTS != root || got.Text != "reply" || !strings.Contains(string(got.JSON()), `"thread_ts": "`+root+`"`) {
		t.Errorf("message = %+v, %v, want a reply to %s", got, err, root)
	}
}

// TestInvite adds the app to a channel, removes it and archives the channel.
func TestInvite(t *testing.T) {
	t.Parallel()
	b := setup(t)
	post := func() (string, error) {
		_, ts, err := b.client().PostMessageContext(t.Context(), playground.SecretChannelID, slack.MsgOptionText("hi", false))
		return ts, err
	}
	if err := b.Say(t.Context(), playground.UserID, playground.SecretChannelID, "/invite @meetingbot"); err != nil {
		t.Fatalf("Say(/invite) = %v, want nil", err)
	}
	ts, err := post()
	if err != nil {
		t.Errorf("PostMessage after the invitation = %v, want nil", err)
	}
	if err := b.Archive(playground.SecretChannelID, true); err != nil {
		t.Fatal(err)
	}
	if _, err := post(); errorCode(err) != "is_archived" {
		t.Errorf("PostMessage into the archive = %v, want is_archived", err)
	}
	if _, _, _, err := b.client().UpdateMessageContext(t.Context(), playground.SecretChannelID, ts, slack.MsgOptionText("x", false)); errorCode(err) != "is_inactive" {
		t.Errorf("UpdateMessage in the archive = %v, want is_inactive", err)
	}
	if err := b.Remove(playground.SecretChannelID, playground.BotUserID); err != nil {
		t.Fatal(err)
	}
	if _, err := post(); errorCode(err) != "channel_not_found" {
		t.Errorf("PostMessage after that = %v, want channel_not_found", err)
	}
	if err := b.Say(t.Context(), playground.UserID, playground.ChannelID, "/invite @nobody"); !errors.Is(err, playground.ErrUnknownPerson) {
		t.Errorf("Say(/invite @nobody) = %v, want %v", err, playground.ErrUnknownPerson)
	}
	for _, err := range []error{
		b.Invite("C0NOWHERE", playground.UserID), b.Remove("D0ANAMOREL", playground.UserID), b.Archive("C0NOWHERE", true),
	} {
		if !errors.Is(err, playground.ErrUnknownChannel) {
			t.Errorf("error = %v, want %v", err, playground.ErrUnknownChannel)
		}
	}
	if err := b.Invite(playground.ChannelID, "U0NOBODY"); !errors.Is(err, playground.ErrUnknownPerson) {
		t.Errorf("Invite = %v, want %v", err, playground.ErrUnknownPerson)
	}
}
