package view_test

import (
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
)

func TestReminderForm(t *testing.T) {
	t.Parallel()
	form := view.FormFacts{FormState: view.FormState{MeetingID: "914083136", SubscriptionID: "SUB1", OpenedIn: "C024BE7LR"}, Number: "914083136", Leads: "1h 10m", Channel: "C024BE7LR"}
	known, private, marked := form, form, form
	known.Known, known.Subject, known.Start = true, strings.Repeat("关于年度预算与项目进度的讨论会议", 32), now().Add(time.Hour)
	private.Private, private.Channel = true, ""
	marked.Known, marked.Subject = true, markup
	known.Late, known.Overrun, marked.Overrun = true, true, true
	alone, blocked := private, known
	alone.Alone = true
	blocked.Private, blocked.Blocked = true, text.FormCannotInvite
	archived := blocked
	archived.Blocked = text.FormCannotArchived
	for lang, loc := range localizers(t) {
		for name, m := range map[string]func(view.Reader) slack.ModalViewRequest{
			"form":          func(r view.Reader) slack.ModalViewRequest { return view.ReminderForm(r, form) },
			"form_known":    func(r view.Reader) slack.ModalViewRequest { return view.ReminderForm(r, known) },
			"form_alone":    func(r view.Reader) slack.ModalViewRequest { return view.ReminderForm(r, alone) },
			"form_blocked":  func(r view.Reader) slack.ModalViewRequest { return view.ReminderForm(r, blocked) },
			"form_archived": func(r view.Reader) slack.ModalViewRequest { return view.ReminderForm(r, archived) },
			"form_private":  func(r view.Reader) slack.ModalViewRequest { return view.ReminderForm(r, private) },
			"form_marked":   func(r view.Reader) slack.ModalViewRequest { return view.ReminderForm(r, marked) },
			"info": func(r view.Reader) slack.ModalViewRequest {
				return view.InfoModal(r.Localizer, view.ReminderSet(r, view.SetFacts{ReminderFacts: reminderFacts(withLongSubject)}))
			},
		} {
			t.Run(name+"_"+lang, func(t *testing.T) {
				t.Parallel()
				checkModal(t, "modal_"+name+"_"+lang, m(newReader(t, loc)))
			})
		}
	}
}

func TestParseFormState(t *testing.T) {
	t.Parallel()
	for _, want := range []view.FormState{{MeetingID: "914083136"}, {MeetingID: "914083136", SubscriptionID: "ABC"}, {MeetingID: "914083136", SubscriptionID: "ABC", OpenedIn: "C1"}} {
		if got, ok := view.ParseFormState(want.String()); !ok || got != want {
			t.Errorf("ParseFormState(%q) = %+v, %v", want, got, ok)
		}
	}
	for _, metadata := range []string{"", "914083136", "914083136 ABC", " ABC C1", "x ABC C1", strings.Repeat("9", 33) + " ABC C1", "914083136 ABC C1 C2"} {
		if got, ok := view.ParseFormState(metadata); ok {
			t.Errorf("ParseFormState(%q) = %+v, want nothing", metadata, got)
		}
	}
}
