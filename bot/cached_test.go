package bot_test

import (
	"strings"
	"testing"

	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/meeting"
)

func TestBeginAnswersFromMemory(t *testing.T) {
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
			b, w := newBot(t, func(o *options) { o.Policy.Lookup = tt.access })
			w.AccountType = tt.who
			if !tt.unread {
				w.knows(snapshot(57))
			}
			r, work := b.Begin(command{Origin: origin(), Name: "/meeting", Text: tt.text}.question())
			if ok := len(r.JSON()) > 0; ok != tt.want || ok != (work == nil) {
				t.Errorf("Begin(%q) = %d bytes, work %v, want an answer: %v", tt.text, len(r.JSON()), work != nil, tt.want)
			}
		})
	}
}

// A running meeting is answered from memory too, if who is in it is there.
func TestBeginAnswersRunningMeetingsFromMemory(t *testing.T) {
	t.Parallel()
	for _, in := range []*meeting.Attendees{nil, inIt(5, 0)} {
		b, w := newBot(t)
		w.knows(running())
		w.seen = in
		r, work := b.Begin(command{Origin: origin(), Name: "/meeting", Text: meetingID}.question())
		if known := in != nil; (work == nil) != known || strings.Contains(string(r.JSON()), "5 of 12") != known {
			t.Errorf("Begin = %s, work %v, with attendees in memory: %v", r.JSON(), work != nil, known)
		}
	}
}

// Somebody who is alone with the bot has nobody to share a card with; the card of the
// same meeting in a channel is another one.
func TestCardInADirectMessage(t *testing.T) {
	t.Parallel()
	b, w := newBot(t)
	w.knows(snapshot(57))
	for _, channel := range []string{"C1", "D1", "C1"} {
		o := origin()
		o.ChannelID = channel
		r, _ := b.Begin(command{Origin: o, Name: "/meeting", Text: meetingID}.question())
		if got, want := strings.Contains(string(r.JSON()), `"share `), channel == "C1"; got != want || len(r.JSON()) == 0 {
			t.Errorf("in %s the card offers to be shared: %v, want %v", channel, got, want)
		}
	}
}

func TestMemoryHidesMeetingsFromThoseNotInvited(t *testing.T) {
	t.Parallel()
	b, w := newBot(t, func(o *options) { o.Policy.Lookup = access.Invitees })
	w.Email = "somebody.else@example.com"
	w.knows(snapshot(57))
	if r, work := b.Begin(command{Origin: origin(), Name: "/meeting", Text: meetingID}.question()); work == nil {
		t.Errorf("Begin = %s, want work", r.JSON())
	}
}
