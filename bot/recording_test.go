package bot_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"

	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// partLink leads to a part of the recording.
const partLink = "https://c.meeting.huaweicloud.com/#/record/p4rt"

// recordedFor is a meeting of 57 that has ended and of which two parts were recorded, whose
// page lets somebody in.
func (w *world) recordedFor(audience meeting.RecordingAudience) {
	w.held(1)
	w.past[meetingID].Conference.HasRecord = true
	w.answers(w.past[meetingID], nil)
	w.recorded = func(uuid string) ([]meeting.Recording, error) {
		if uuid != "uuid1" {
			return nil, &meeting.Error{Kind: meeting.NotFound}
		}
		part := meeting.Recording{URL: partLink + "1", Playable: true, Audience: audience}
		other := part
		other.URL = partLink + "2"
		return []meeting.Recording{part, other}, nil
	}
}

// watch presses the button to the recording on a card in a channel.
func (w *world) watch(t *testing.T) said {
	t.Helper()
	return w.click(t, click{ActionID: view.ActionRecording, Value: "914083136:1:@1795430520"})
}

// Who was invited is shown where the recording is watched, to them alone, and that is
// written into the log without the link.
func TestRecordingIsShown(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	_, w := newBot(t, func(o *options) {
		o.Logger = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	w.recordedFor(meeting.AudienceAnyone)
	w.Email = "person4@example.com" // invited, and no host
	for name, got := range map[string]said{"on a channel's card": w.watch(t), "on one's own": w.press(t, w.command(t, meetingID), view.ActionRecording)} {
		if got.ResponseType == "in_channel" || got.ReplaceOriginal || !strings.Contains(string(got.raw), `"url":"`+partLink+`1"`) || !strings.Contains(got.Text, "<"+partLink+"2>") {
			t.Errorf("%s: %s, want both parts for them alone", name, got.raw)
		}
	}
	if n := strings.Count(log.String(), `"msg":"recording shown","enterprise_id":"","team_id":"T1","user_id":"U1","meeting_id":"914083136","request_id":"7f3a91"`); n != 2 {
		t.Errorf("%d lines of the log say who was shown it, want 2:\n%s", n, &log)
	}
	for _, secret := range []string{"p4rt", "example.com", "huaweicloud"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log has %s in it:\n%s", secret, &log)
		}
	}
}

// The people of the meeting are always shown it, others only where the page lets in the
// whole enterprise, and guests and strangers never.
func TestWhoIsShownARecording(t *testing.T) {
	t.Parallel()
	const shown = text.RecordingPrivate
	never := func(said text.Key) [3]text.Key { return [3]text.Key{said, said, said} }
	unless := func(said text.Key) [3]text.Key { return [3]text.Key{said, said, shown} }
	as := func(kind person.AccountType) func(*world) { return func(w *world) { w.AccountType = kind } }
	everyone := access.Policy{Lookup: access.Everyone}
	for name, tt := range map[string]struct {
		policy access.Policy
		edit   func(w *world)
		said   [3]text.Key // where anyone may watch, attendees, and the enterprise
	}{
		"host":                  {edit: func(*world) {}, said: never(shown)},
		"invited":               {edit: func(w *world) { w.Email = "person9@example.com" }, said: never(shown)},
		"not invited":           {edit: func(w *world) { w.Email = "other@example.com" }, said: unless(text.RefusalRecording)},
		"address not confirmed": {edit: func(w *world) { w.Confirmed = false }, said: unless(text.RefusalRecording)},
		"no address":            {edit: func(w *world) { w.Email = "" }, said: unless(text.RefusalRecordingUnverified)},
		"account of that name": {edit: func(w *world) {
			w.Email = "odd@example.org"
			w.past[meetingID].Participants[5].Email, w.past[meetingID].Participants[5].Account = "", "odd"
		}, said: unless(text.RefusalRecordingUnclear)},
		"list cut":                            {edit: func(w *world) { w.Email, w.past[meetingID].Count = "other@example.com", 99 }, said: unless(text.RefusalRecordingUnclear)},
		"lookups for invitees":                {access.Policy{Lookup: access.Invitees}, func(w *world) { w.Email = "other@example.com" }, never(text.RefusalRecording)},
		"guest where everyone may look up":    {everyone, as(person.Guest), never(text.RefusalRecordingOutside)},
		"stranger where everyone may look up": {everyone, as(person.External), never(text.RefusalRecordingOutside)},
		"of another workspace":                {edit: func(w *world) { w.Local = false }, said: never(text.RefusalRecordingOutside)},
		"guest":                               {edit: as(person.Guest), said: never(text.RefusalGuest)},
		"unknown":                             {access.Policy{Unknown: access.UnknownAreMembers}, as(person.Unknown), never(text.LaterIdentity)},
	} {
		for i, audience := range []meeting.RecordingAudience{meeting.AudienceAnyone, meeting.AudienceAttendees, meeting.AudienceEnterprise} {
			t.Run(name+", "+string(audience), func(t *testing.T) {
				t.Parallel()
				_, w := newBot(t, func(o *options) { o.Policy = tt.policy })
				w.recordedFor(audience)
				tt.edit(w)
				got := w.watch(t)
				if !strings.Contains(got.Text, english(tt.said[i])) || tt.said[i] == shown != strings.Contains(string(got.raw), "p4rt") {
					t.Errorf("says %s, want %q", got.raw, english(tt.said[i]))
				}
			})
		}
	}
}

// Who may not watch is refused before the API is asked for the recording.
func TestRecordingIsNotReadForStrangers(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	_, w := newBot(t, func(o *options) {
		o.Policy.Lookup, o.Logger = access.Everyone, slog.New(slog.NewJSONHandler(&log, nil))
	})
	w.recordedFor(meeting.AudienceEnterprise)
	w.recorded = func(string) ([]meeting.Recording, error) {
		t.Error("the API was asked for the recording")
		return nil, nil
	}
	w.AccountType = person.Guest
	w.watch(t)
	if !strings.Contains(log.String(), `"msg":"recording refused"`) || !strings.Contains(log.String(), `"reason":"guest"`) {
		t.Errorf("the log says\n%s", &log)
	}
}

// Whatever is wrong with a recording has a sentence.
func TestRecordingThatCannotBeShown(t *testing.T) {
	t.Parallel()
	fails := func(kind meeting.Kind) func(w *world) {
		return func(w *world) {
			w.recorded = func(string) ([]meeting.Recording, error) {
				return nil, &meeting.Error{Op: "list recordings", Kind: kind}
			}
		}
	}
	parts := func(all ...meeting.Recording) func(w *world) {
		return func(w *world) { w.recorded = func(string) ([]meeting.Recording, error) { return all, nil } }
	}
	for name, tt := range map[string]struct {
		edit func(w *world)
		want text.Key
	}{
		"not yet playable": {parts(meeting.Recording{URL: partLink}), text.RecordingNotYet},
		"no link yet":      {parts(meeting.Recording{}), text.RecordingNotYet},
		"nothing recorded": {parts(), text.RecordingNone},
		"link of no use":   {parts(meeting.Recording{URL: "javascript:p4rt", Playable: true}), text.RecordingNone},
		"gone":             {fails(meeting.NotFound), text.RecordingNone},
		"not told":         {fails(meeting.Forbidden), text.RecordingForbidden},
		"meeting gone":     {func(w *world) { w.past = nil }, text.RecordingNone},
		"refused":          {fails(meeting.Invalid), text.RefusalInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, w := newBot(t)
			w.recordedFor(meeting.AudienceAnyone)
			tt.edit(w)
			r := &recorder{t: t}
			err := ask(t.Context(), w.bot, click{Origin: origin(), ActionID: view.ActionRecording, Value: "914083136:1"}, r.send)
			got := r.only()
			if !strings.Contains(got.Text, english(tt.want)) || strings.Contains(string(got.raw), "p4rt") {
				t.Errorf("says %s, want %q", got.raw, english(tt.want))
			}
			if failed := err != nil; failed != (name == "refused") {
				t.Errorf("the operator gets %v", err)
			}
		})
	}
}

// While the API is down, whoever asks is told so, with a button to ask again.
func TestRecordingWhileTheAPIIsDown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, w := newBot(t)
		w.recordedFor(meeting.AudienceAnyone)
		w.recorded = func(string) ([]meeting.Recording, error) {
			return nil, &meeting.Error{Op: "list recordings", Kind: meeting.Unavailable}
		}
		r := &recorder{t: t}
		err := ask(t.Context(), w.bot, click{Origin: origin(), ActionID: view.ActionRecording, Value: "914083136:1"}, r.send)
		last := r.all[len(r.all)-1]
		if meeting.KindOf(err) != meeting.Unavailable || last.value(view.ActionAgain) == "" {
			t.Errorf("says %s, %v, want a button to ask again", last.raw, err)
		}
	})
}

// Without a recording, the card of a meeting that has ended has no button to one.
func TestRecordingIsOffered(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	w.recordedFor(meeting.AudienceAnyone)
	if got := w.command(t, meetingID).value(view.ActionRecording); got != "914083136:1:@1795430520" {
		t.Errorf("the button has %q, want the time that the meeting was held", got)
	}
	w.past[meetingID].Conference.HasRecord = false
	w.past[meetingID].Version++
	if got := w.command(t, meetingID).value(view.ActionRecording); got != "" {
		t.Errorf("the button has %q, want none", got)
	}
}
