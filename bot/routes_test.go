package bot_test

import (
	"slices"
	"testing"
	"time"

	"meetingbot/bot"
	"meetingbot/bot/view"
)

// rowIDs are the ids of rows that a button or a form carries.
type rowIDs struct{ subscription, notice, channel, rule string }

// everyRoute is one question for each route of a bot, by a name, with ids of
// rows in it. A route without a case here fails the test.
func everyRoute(t *testing.T, b *bot.Bot, ids rowIDs) map[string]bot.Question {
	t.Helper()
	all := map[string]bot.Question{}
	for _, word := range b.Words() {
		typed := word + " " + meetingID
		if word == "remind" || word == "提醒" {
			typed += " 5m"
		}
		if word == "follow" || word == "关注" {
			typed = word + ` "budget" 5m`
		}
		all["word "+word] = command{Origin: origin(), Name: "/meeting", Text: typed}.question()
	}
	for _, action := range b.Actions() {
		if action != view.ActionMenu {
			all["action "+action] = click{
				Origin: origin(), ActionID: action, Value: valueFor(t, action, ids), View: viewFor(t, action, ids), Ephemeral: true,
			}.question()
		}
	}
	for _, choice := range b.Choices() {
		all["choice "+choice] = click{Origin: origin(), ActionID: view.ActionMenu, Value: choice + " 914083136:1", Ephemeral: true}.question()
	}
	for _, id := range b.Shortcuts() {
		q := bot.Question{Origin: origin(), Kind: bot.KindShortcut, Surface: bot.SurfaceShortcut, Action: bot.Action{ID: id}}
		if id == view.ShortcutMessage {
			q.Kind, q.Surface, q.Text = bot.KindMessage, bot.SurfaceChannel, "See you in "+meetingID
		}
		all["shortcut "+id] = q
	}
	for _, id := range b.Modals() {
		all["modal "+id] = submission{Origin: origin(), View: filledIn(t, id, ids)}.question()
	}
	return all
}

// valueFor is what a button with an action id carries.
func valueFor(t *testing.T, action string, ids rowIDs) string {
	t.Helper()
	switch action {
	case view.ActionListNext, view.ActionListPrevious, view.ActionListOther:
		return "today:1"
	case view.ActionSettings, view.ActionMySettings, view.ActionDigestStop, view.ActionHelp, view.ActionHomeRefresh, view.ActionLink, view.ActionLinkDecline, view.ActionUnlink, view.ActionStartNow, view.ActionSchedule:
		return ""
	case view.ActionBookingCheck: // of an attempt that stands nowhere
		return "A1"
	case view.ActionListedStop:
		return ids.subscription + ":1"
	case view.ActionRemindersNext, view.ActionRemindersPrevious:
		return "1"
	case view.ActionReminderChange, view.ActionReminderStop:
		return ids.subscription
	case view.ActionReminderUndo: // of what the person alone is reminded of, which stands nowhere
		undo := view.UndoRef{ChannelID: "U1", MeetingID: meetingID, Leads: []time.Duration{5 * time.Minute}, SetBy: "U1"}
		return sealed(origin(), action, undo.String())
	case view.ActionSharedRefresh:
		return "U2 914083136:1" // no row
	case view.ActionRuleChange, view.ActionRuleStop:
		return ids.rule
	case view.ActionRuleListedStop:
		return ids.rule + ":1"
	case view.ActionRuleUndo: // of the person alone, which stands nowhere
		return sealed(origin(), action, view.RuleRef{ChannelID: "U1", Leads: []time.Duration{5 * time.Minute}, SetBy: "U1", Words: "budget"}.String())
	case view.ActionRuleMeetingUndo: // of what the person alone has stopped nothing of
		return sealed(origin(), action, view.RuleMeetingRef{ChannelID: "U1", MeetingID: meetingID}.String())
	case view.ActionLinkConfirm: // of another account than the one that is found
		return sealed(origin(), action, "digest")
	case view.ActionNoticeStop:
		return ids.subscription + ":" + meetingID
	case view.ActionOwnStop:
		return meetingID
	case view.ActionOwnOn:
		return "10"
	case view.ActionOwnSkip:
		return "10:" + meetingID
	case view.ActionDigestOn:
		return "08:30"
	case view.ActionNoticeSnooze:
		return ids.notice
	case view.ActionRecording, view.ActionJoin, view.ActionJoinOwn, view.ActionPrevious, view.ActionNext, view.ActionGroup, view.ActionOpen, view.ActionRefresh,
		view.ActionInvited, view.ActionDates, view.ActionDatesPrevious, view.ActionDatesNext, view.ActionHost,
		view.ActionAttendance, view.ActionAttendancePrevious, view.ActionAttendanceNext, view.ActionAttendanceCSV,
		view.ActionPeopleSearch, view.ActionPeopleNext, view.ActionPeoplePrevious, view.ActionPick, view.ActionNoticeDetails,
		view.ActionRemind, view.ActionShare, view.ActionShareDecline, view.ActionCancelIdle, view.ActionFind, view.InputBookRepeat,
		view.ActionCancel, view.ActionCancelDate, view.ActionCancelOther, view.ActionCancelAll, view.ActionActNot,
		view.ActionRunEnd, view.ActionRunExtend, view.ActionRunMute, view.ActionRunLock, view.ActionRunUnlock, view.ActionRunInvite,
		view.ActionChangeDate, view.ActionChangeOther, view.ActionChangeAll:
		return "914083136:1" // no row
	case "suggestion_1", "suggestion_2", "suggestion_3", "suggestion_4", "suggestion_5", view.ActionAgain, view.ActionMeantMeeting, view.ActionMeantRoom:
		return "c:/meeting:914083136"
	default:
		if slices.Contains(view.WatchActions(), action) {
			return ""
		}
		t.Fatalf("no value for the action %s: say here which ids it carries", action)
		return ""
	}
}

// viewFor is the modal that a button with an action id is in.
func viewFor(t *testing.T, action string, ids rowIDs) bot.View {
	t.Helper()
	if action == view.ActionPeopleNext || action == view.ActionPeoplePrevious {
		return filledIn(t, view.ModalPeople, ids)
	}
	if action == view.InputBookRepeat {
		return filledIn(t, view.ModalBook, ids)
	}
	if action == view.ActionFind {
		return bot.View{ID: "V1", Hash: "h", CallbackID: view.ModalFind}
	}
	return bot.View{}
}

// filledIn is a modal that can be sent off.
func filledIn(t *testing.T, id string, ids rowIDs) bot.View {
	t.Helper()
	v := bot.View{ID: "V1", Hash: "h", CallbackID: id}
	switch id {
	case view.ModalPeople:
		v.Metadata = "914083136:1 person"
		v.State = bot.State{view.BlockPeopleQuery: {view.ActionPeopleQuery: {"person"}}}
	case view.ModalReminder:
		v.Metadata = view.FormState{MeetingID: meetingID, SubscriptionID: ids.subscription, OpenedIn: ids.channel}.String()
		v.State = bot.State{view.InputLeads: {view.InputLeads: {"5m"}}, view.InputAudience: {view.InputAudience: {view.AudienceMe}}}
	case view.ModalRule:
		v.Metadata = view.RuleState{ID: ids.rule, OpenedIn: ids.channel}.String()
		v.State = bot.State{view.InputLeads: {view.InputLeads: {"5m"}}}
	case view.ModalInvite:
		v.Metadata = meetingID + ":1"
		v.State = bot.State{view.InputInvitePhones: {view.InputInvitePhones: {"+351 210 000 017"}}}
	case view.ModalSettings:
		v.Metadata = view.SettingsValues{}.String()
		v.State = bot.State{view.InputSettingsLists: {view.InputSettingsLists: {"all"}}}
	case view.ModalMySettings:
		v.State = bot.State{view.InputMyDigest: {view.InputMyDigest: {view.DigestOff}}, view.InputMyLeads: {view.InputMyLeads: {"5m"}}}
	case view.ModalBook, view.ModalChange, view.ModalChangeDate:
		v.Metadata = view.BookState{Zone: "UTC"}.String()
		if id != view.ModalBook {
			v.Metadata = view.BookState{Zone: "UTC", Once: true, Changes: view.ChangeRef{PageRef: view.PageRef{ID: meetingID, Page: 1}, Seen: "x"}.String()}.String()
		}
		v.State = bot.State{
			view.InputBookSubject: {view.InputBookSubject: {"Budget"}}, view.InputBookDate: {view.InputBookDate: {"2026-11-24"}},
			view.InputBookTime: {view.InputBookTime: {"10:00"}}, view.InputBookLength: {view.InputBookLength: {"30"}},
		}
	default:
		t.Fatalf("no metadata for the modal %s: say here which ids it carries", id)
	}
	v.Metadata = sealed(origin(), id, v.Metadata)
	return v
}

// Everything is for those who may look up meetings, but for what is named here.
func TestEveryRouteDeclaresItsAccess(t *testing.T) {
	t.Parallel()
	b, _ := newBot(t)
	want := []string{
		"action " + view.ActionJoin, "action " + view.ActionJoinOwn, "action " + view.ActionHelp, "action " + view.ActionHomeRefresh,
		"action " + view.ActionUnlink, "action " + view.ActionLinkDecline,
		"action " + view.ActionOwnStop, "action " + view.ActionDigestStop,
		"word help", "word ?", "word usage", "word 帮助",
		"word unlink", "word 解绑", "word 解除绑定", "word 取消绑定", "word 取消关联",
	}
	for _, id := range view.WatchActions() {
		want = append(want, "action "+id)
	}
	var got []string
	for name, q := range everyRoute(t, b, rowIDs{}) {
		if !b.NeedsLookup(q) {
			got = append(got, name)
		}
	}
	slices.Sort(want)
	if slices.Sort(got); !slices.Equal(got, want) {
		t.Errorf("open to everybody are\n%v\nwant\n%v", got, want)
	}
}
