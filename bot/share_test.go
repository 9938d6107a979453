package bot_test

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"meetingbot/bot"
	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// shared asks for something that goes to everybody in the channel.
func (w *world) shared(t *testing.T, ask func(say bot.Send) error) said {
	t.Helper()
	r := &recorder{t: t, channel: true}
	if err := ask(r.send); err != nil {
		t.Errorf("asked to share: %v", err)
	}
	return r.only()
}

func (w *world) shareByWord(t *testing.T, text string) said {
	t.Helper()
	return w.shared(t, func(say bot.Send) error {
		return ask(t.Context(), w.bot, command{Origin: origin(), Name: "/meeting", Text: text}, say)
	})
}

func TestShare(t *testing.T) {
	t.Parallel()
	for _, typed := range []string{"914083136 share", "share 914 083 136", "分享 914083136", "914083136分享"} {
		t.Run(typed, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t)
			w.knows(snapshot(57))
			got := w.shareByWord(t, typed)
			for _, want := range []string{"Budget", "Join: <https://c.meeting.huaweicloud.com/#/j/914083136/9505dc>", "Shared by Bo"} {
				if !strings.Contains(string(got.raw), want) {
					t.Errorf("the shared card lacks %q:\n%s", want, got.raw)
				}
			}
			if strings.Contains(string(got.raw), "Person ") || got.value(view.ChoiceShare) != "" || got.ReplaceOriginal {
				t.Errorf("the shared card is one for a single reader: %s", got.raw)
			}
			details := w.click(t, click{ActionID: view.ActionOpen, Value: got.value(view.ActionOpen)})
			if !strings.Contains(details.shown(), "1–10 of 57") || details.ReplaceOriginal {
				t.Errorf("its details: %s", details.raw)
			}
		})
	}
}

func TestShareFromTheMenu(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(3))
	question := w.click(t, click{ActionID: view.ActionMenu, Value: w.command(t, meetingID).value(view.ChoiceShare), Ephemeral: true})
	question.has(t, "Share *Budget* (914 083 136) with everybody in <#C1>?")
	r := &recorder{t: t, channel: true, confirms: true}
	yes := click{Origin: origin(), ActionID: view.ActionShare, Value: question.value(view.ActionShare), Ephemeral: true}
	if err := ask(t.Context(), w.bot, yes, r.send); err != nil || len(r.all) != 2 {
		t.Fatalf("Click = %v, said %+v, want the card and a word to the one who asked", err, r.all)
	}
	if got := r.all[0]; !strings.Contains(string(got.raw), "Shared by Bo") || got.ReplaceOriginal {
		t.Errorf("sharing from the menu says %s", got.raw)
	}
	if got := r.all[1]; got.Text != english(text.Shared) || !got.ReplaceOriginal || len(got.Blocks) > 0 {
		t.Errorf("the question becomes %s", got.raw)
	}
}

// An entry of the menu that was picked by accident speaks to nobody.
func TestShareDeclined(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(3))
	question := w.click(t, click{Origin: at("D1"), ActionID: view.ActionMenu, Value: view.ChoiceShare + " 914083136:1", Ephemeral: true})
	question.has(t, "Share *Budget* (914 083 136) with everybody in this conversation?")
	got := w.click(t, click{Origin: at("D1"), ActionID: view.ActionShareDecline, Value: question.value(view.ActionShareDecline), Ephemeral: true})
	if got.Text != english(text.ShareDeclined) || !got.ReplaceOriginal || len(got.Blocks) > 0 {
		t.Errorf("the question becomes %s", got.raw)
	}
}

// A date that is gone is not shared, and nobody reads that it was.
func TestShareOfADateThatIsGone(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(3))
	w.click(t, click{ActionID: view.ActionShare, Value: "914083136:1:@1795430521", Ephemeral: true}).has(t, english(text.SeriesGone))
}

// A channel reads the workspace's language, whatever the sharer reads.
func TestSharedCardsSpeakTheChannelsLanguage(t *testing.T) {
	t.Parallel()
	_, w := newBot(t, func(o *options) { o.Language = language.SimplifiedChinese })
	w.knows(snapshot(3))
	if got := w.shareByWord(t, "share "+meetingID); !strings.Contains(string(got.raw), "由 Bo 分享") {
		t.Errorf("shared to a Chinese channel:\n%s", got.raw)
	}
}

// Each sharer is named on their own card, though cards are kept.
func TestSharedCardsNameTheirSharer(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(3))
	w.shareByWord(t, "share "+meetingID)
	w.Name = "Ida"
	got := w.shared(t, func(say bot.Send) error {
		o := origin()
		o.UserID = "U2"
		return ask(t.Context(), w.bot, command{Origin: o, Text: "share " + meetingID}, say)
	})
	if !strings.Contains(string(got.raw), "Shared by Ida") {
		t.Errorf("the second sharer's card:\n%s", got.raw)
	}
}

// What is no card is told to the asker alone.
func TestRefusedSharing(t *testing.T) {
	t.Parallel()
	_, w := newBot(t, func(o *options) { o.Policy.Lookup = access.Invitees })
	w.answers(nil, &meeting.Error{Kind: meeting.NotFound})
	if got := w.command(t, "share "+meetingID); !strings.HasPrefix(got.Text, english(text.RefusalNotFound)) {
		t.Errorf("sharing what there is not says %q", got.Text)
	}
	w.knows(snapshot(2))
	if got := w.command(t, "share "+meetingID); !strings.Contains(got.Text, english(text.RefusalNotInvited)) {
		t.Errorf("sharing a meeting without being invited says %q", got.Text)
	}
	w.AccountType = person.Guest
	if got := w.command(t, "share "+meetingID); !strings.Contains(got.Text, english(text.RefusalGuest)) {
		t.Errorf("sharing as a guest says %q", got.Text)
	}
}

func TestUnknownChoices(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"", "share", "share x", "dance 914083136:1"} {
		_, w := newBot(t)
		if got := w.click(t, click{ActionID: view.ActionMenu, Value: value, Ephemeral: true}); !strings.Contains(got.Text, english(text.StaleButton)) {
			t.Errorf("choosing %q says %q", value, got.Text)
		}
	}
}

// Without the database the memory of the process alone keeps a request from
// sharing twice.
func TestShareOnceWithoutTheDatabase(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.knows(snapshot(3))
	w.broken = errors.New("the database is gone")
	q := command{Origin: origin(), Name: "/meeting", Text: meetingID + " share"}.question()
	q.ID = "v0=1"
	for i, want := range []int{1, 0, 0} {
		if got := w.answered(t, q); len(got) != want {
			t.Errorf("time %d: answered %q, want %d answers", i+1, got, want)
		}
	}
	q.ID = "v0=2"
	if got := w.answered(t, q); len(got) != 1 {
		t.Errorf("another request: answered %q", got)
	}
}
