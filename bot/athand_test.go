package bot_test

import (
	"testing"

	"meetingbot/bot"
	"meetingbot/bot/access"
	"meetingbot/bot/person"
)

func TestAtHand(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		text   string
		unread bool
		who    person.AccountType
		access access.Lookup
		want   bool
	}{
		{name: "all in memory", text: meetingID, who: person.Member, want: true},
		{name: "in groups", text: "914 083 136", who: person.Member, want: true},
		{name: "a word", text: "help", who: person.Member},
		{name: "nothing", text: "", who: person.Member},
		{name: "not read", text: meetingID, who: person.Member, unread: true},
		{name: "somebody not known", text: meetingID, who: person.Unknown},
		{name: "a guest", text: meetingID, who: person.Guest},
		{name: "a guest where everybody may", text: meetingID, who: person.Guest, access: access.Everyone, want: true},
		{name: "somebody invited", text: meetingID, who: person.Member, access: access.Invitees, want: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b, w := newBot(t, func(o *bot.Options) { o.Policy.Lookup = tt.access })
			w.AccountType = tt.who
			if !tt.unread {
				w.knows(snapshot(57))
			}
			r, ok := b.AtHand(bot.Command{Origin: origin(), Name: "/meeting", Text: tt.text})
			if ok != tt.want || ok != (len(r.JSON()) > 0) {
				t.Errorf("AtHand(%q) = %d bytes, %v, want %v", tt.text, len(r.JSON()), ok, tt.want)
			}
		})
	}
}

func TestAtHandHidesMeetingsFromThoseNotInvited(t *testing.T) {
	t.Parallel()
	b, w := newBot(t, func(o *bot.Options) { o.Policy.Lookup = access.Invitees })
	w.Email = "somebody.else@example.com"
	w.knows(snapshot(57))
	if r, ok := b.AtHand(bot.Command{Origin: origin(), Name: "/meeting", Text: meetingID}); ok {
		t.Errorf("AtHand = %s, want nothing", r.JSON())
	}
}
