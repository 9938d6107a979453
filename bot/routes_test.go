package bot_test

import (
	"slices"
	"strings"
	"testing"

	"meetingbot/bot"
	"meetingbot/bot/person"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
)

// everyRoute is one question for each route of a bot, by a name.
func everyRoute(b *bot.Bot) map[string]bot.Question {
	all := map[string]bot.Question{}
	for _, word := range b.Words() {
		all["word "+word] = command{Origin: origin(), Name: "/meeting", Text: word + " " + meetingID}.question()
	}
	for _, action := range b.Actions() {
		if action != view.ActionMenu {
			all["action "+action] = click{Origin: origin(), ActionID: action, Value: valueFor(action), View: viewFor(action), Ephemeral: true}.question()
		}
	}
	for _, choice := range b.Choices() {
		all["choice "+choice] = click{Origin: origin(), ActionID: view.ActionMenu, Value: choice + " 914083136:1", Ephemeral: true}.question()
	}
	for _, id := range b.Modals() {
		all["modal "+id] = submission{Origin: origin(), View: filledIn(id)}.question()
	}
	return all
}

// valueFor is what a button with an action id carries.
func valueFor(action string) string {
	switch action {
	case view.ActionListNext, view.ActionListPrevious:
		return "today:1"
	case view.ActionListedStop:
		return "SUB2:1"
	case view.ActionRemindersNext, view.ActionRemindersPrevious:
		return "1"
	case view.ActionReminderChange, view.ActionReminderStop, view.ActionNoticeStop:
		return "SUB1"
	case view.ActionNoticeSnooze:
		return "N1"
	case view.ActionAgain:
		return "c:/meeting:914083136"
	default:
		return "914083136:1"
	}
}

// viewFor is the modal that a button with an action id is in.
func viewFor(action string) bot.View {
	if action == view.ActionPeopleNext || action == view.ActionPeoplePrevious {
		return filledIn(view.ModalPeople)
	}
	return bot.View{}
}

// filledIn is a modal that can be sent off.
func filledIn(id string) bot.View {
	v := bot.View{ID: "V1", Hash: "h", CallbackID: id, Metadata: "914083136:1 person"}
	v.State = bot.State{view.BlockPeopleQuery: {view.ActionPeopleQuery: {"person"}}}
	if id == view.ModalReminder {
		v.Metadata = view.FormState{MeetingID: meetingID}.String()
		v.State = bot.State{view.InputLeads: {view.InputLeads: {"10m"}}, view.InputAudience: {view.InputAudience: {view.AudienceMe}}}
	}
	return v
}

// Everything is for those who may look up meetings, but for what is named here.
func TestEveryRouteDeclaresItsAccess(t *testing.T) {
	t.Parallel()
	b, _ := newBot(t)
	want := []string{
		"action " + view.ActionJoin, "action " + view.ActionReminderStop, "action " + view.ActionListedStop,
		"action " + view.ActionNoticeStop, "action " + view.ActionNoticeSnooze,
		"word help", "word ?", "word usage", "word 帮助",
	}
	var got []string
	for name, q := range everyRoute(b) {
		if !b.NeedsLookup(q) {
			got = append(got, name)
		}
	}
	slices.Sort(want)
	if slices.Sort(got); !slices.Equal(got, want) {
		t.Errorf("open to everybody are\n%v\nwant\n%v", got, want)
	}
}

// Whoever may not look up meetings reads that, and nothing else happens.
func TestEveryRouteDenies(t *testing.T) {
	t.Parallel()
	some, _ := newBot(t)
	denials := map[person.AccountType]text.Key{
		person.Guest: text.RefusalGuest, person.External: text.RefusalExternal,
		person.Bot: text.RefusalBot, person.Deactivated: text.RefusalDeactivated,
	}
	for name, q := range everyRoute(some) {
		for who, why := range denials {
			t.Run(name+" "+string(who), func(t *testing.T) {
				t.Parallel()
				b, w := newBot(t)
				w.knows(snapshot(3))
				w.subscribed(t, 2)
				q := q
				q.Action.Value = strings.NewReplacer("SUB1", w.id(1), "SUB2", w.id(2)).Replace(q.Action.Value)
				w.AccountType = who
				all := w.answered(t, q)
				if !b.NeedsLookup(q) {
					return
				}
				if len(all) != 1 || !strings.Contains(all[0], w.speak(why)) {
					t.Errorf("answered %q, want %q alone", all, w.speak(why))
				}
				if w.asked != 0 || len(w.subscriptions()) != 2 || len(w.slack.posts) != 0 {
					t.Errorf("the Meeting API was asked %d times, reminders are %v, posted %+v", w.asked, w.subscriptions(), w.slack.posts)
				}
			})
		}
	}
}
