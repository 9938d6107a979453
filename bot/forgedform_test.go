package bot_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot"
	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
)

// What a modal carries is believed if the bot wrote it for this person, workspace
// and modal, within a day.
func TestForgedMetadata(t *testing.T) {
	t.Parallel()
	inTeam := func(team, user string) bot.Origin {
		o := origin()
		o.TeamID, o.UserID = team, user
		return o
	}
	seal := func(key string, o bot.Origin, modal string, until time.Time) func(string) string {
		return func(metadata string) string { return bot.SealMetadata(key, o, modal, metadata, until) }
	}
	later := monday().Add(time.Hour)
	forgeries := map[string]func(metadata string) string{
		"not sealed":            func(metadata string) string { return metadata },
		"sealed by another key": seal("another key", origin(), view.ModalReminder, later),
		"of another person":     seal(metadataKey, inTeam("T1", "U7"), view.ModalReminder, later),
		"of another workspace":  seal(metadataKey, inTeam("T2", "U1"), view.ModalReminder, later),
		"of another modal":      seal(metadataKey, origin(), view.ModalPeople, later),
		"expired":               seal(metadataKey, origin(), view.ModalReminder, monday()),
		"with another text":     func(m string) string { return strings.Replace(sealed(origin(), view.ModalReminder, m), "C2", "C9", 1) },
		"with a later expiry": func(m string) string {
			return strings.Replace(sealed(origin(), view.ModalReminder, m), " 17", " 27", 1)
		},
		"without its signature": func(m string) string {
			return strings.TrimRight(sealed(origin(), view.ModalReminder, m), "-_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
		},
		"with another's sealing": func(m string) string { return m + strings.TrimPrefix(sealed(origin(), view.ModalReminder, ""), "") },
	}
	for name, forge := range forgeries {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t)
			ids := w.remindedAt(t, owners())["another channel"]
			before := w.stored()
			v := filledIn(t, view.ModalReminder, ids)
			v.Metadata = forge(view.FormState{MeetingID: meetingID, SubscriptionID: ids.subscription, OpenedIn: ids.channel}.String())
			if got := w.sends(t, submission{Origin: at(""), View: v}); !strings.Contains(got, english(text.StaleModal)) {
				t.Errorf("the form becomes %s", got)
			}
			w.unchanged(t, "the form", before, w.stored())
		})
	}
}

// The metadata that the bot wrote is believed for a day.
func TestFormsWorkForADay(t *testing.T) {
	t.Parallel()
	now := monday()
	_, w := newBot(t, func(o *options) { o.Now = func() time.Time { return now } })
	w.knows(snapshot(3))
	form := entered(w.opens(t, remindCard), view.AudienceMe, "", "10m")
	now = monday().Add(23 * time.Hour)
	w.sends(t, form)
	w.keeps(t, "U1 914083136 [10m0s] U1")
	now = monday().Add(25 * time.Hour)
	if got := w.sends(t, form); !strings.Contains(got, english(text.StaleModal)) {
		t.Errorf("after a day the form becomes %s", got)
	}
}

// A form reminds the channel that it was opened in, and others that the person is
// in or can join, and no others.
func TestFormReminds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, channel string
		edit          func(w *world)
		may           bool
	}{
		{"where it was opened, whatever Slack says", "C1", func(w *world) { w.slack.fail["conversations.info"] = errors.New("no route to host") }, true},
		{"a public channel", "C2", nil, true},
		{"a private channel with them in it", "G1", nil, true},
		{"a private channel without them", "G4", nil, false},
		{"a private channel without the bot", "G3", nil, false},
		{"a channel that there is not", "C404", nil, false},
		{"somebody else", "U8", nil, false},
		{"somebody else of an organisation", "W8", nil, false},
		{"a direct message", "D8", nil, false},
		{"a name", "#general", nil, false},
		{"a public channel of another workspace", "C2", func(w *world) { w.slack.channels["C2"].ContextTeamID = "T2" }, false},
		{"a public channel shared with this workspace", "C2", func(w *world) {
			w.slack.channels["C2"].ContextTeamID, w.slack.channels["C2"].SharedTeamIDs = "T2", []string{"T2", "T1"}
		}, true},
		{"a public channel, as a guest", "C2", func(w *world) { w.AccountType = person.Guest }, false},
		{"a channel that they are in, as a guest", "G1", func(w *world) { w.AccountType = person.Guest }, true},
		{"a channel of which nothing may be known", "G1", func(w *world) {
			w.slack.fail["conversations.info"] = slack.SlackErrorResponse{Err: "missing_scope"}
		}, false},
		{"a channel whose members may not be known", "G1", func(w *world) {
			w.slack.fail["conversations.members"] = slack.SlackErrorResponse{Err: "missing_scope"}
		}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t, func(o *options) { o.Policy.Lookup = access.Everyone })
			w.knows(snapshot(3))
			m := w.opens(t, remindCard)
			if tt.edit != nil {
				tt.edit(w)
			}
			v, err := w.submit(t.Context(), entered(m, view.AudienceChannel, tt.channel, "10m"))
			if err != nil {
				t.Fatal(err)
			}
			if tt.may {
				w.keeps(t, tt.channel+" 914083136 [10m0s] U1")
				return
			}
			w.keeps(t)
			if got := mended(t, v)[view.InputChannel]; got != english(text.FormChannelOther) {
				t.Errorf("beside the channel stands %q", got)
			}
		})
	}
}
