package view

import (
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// Ids of the buttons that run a meeting, on its card for hosts and below what became
// of one.
const (
	BlockRun       = "meeting_run"
	BlockRunResult = "run_result"
	BlockRunNext   = "run_next"

	ActionRunEnd    = "run_end"
	ActionRunExtend = "run_extend"
	ActionRunMute   = "run_mute"
	ActionRunLock   = "run_lock"
	ActionRunUnlock = "run_unlock"
	ActionRunInvite = "run_invite" // opens the form to call people
)

// Ids of the form that calls people into a meeting. An element has the id of its block.
const (
	ModalInvite       = "invite_form"
	InputInvitePeople = "invite_people"
	InputInvitePhones = "invite_phones"
)

// Limits of the form.
const (
	MaxInvitePeople = 10
	MaxInvitePhones = 10
	maxInvitePhones = 300 // characters
)

// runButtons run the meeting: a row of its own on the card of one that is in progress,
// for its hosts. Slack asks before the two that everybody notices.
func (c card) runButtons() slack.Block {
	ref := PageRef{ID: c.ref.ID, Page: 1}
	mute := button(ActionRunMute, c.Say(text.RunMute), c.Say(text.RunMuteLabel), ref)
	mute.Confirm = c.confirm(text.RunSureMuteTitle, text.RunSureMute, text.RunSureMuteYes, text.RunSureMuteNo)
	return slack.NewActionBlock(BlockRun,
		button(ActionRunInvite, c.Say(text.RunInvite), c.Say(text.RunInviteLabel), ref),
		mute,
		button(ActionRunLock, c.Say(text.RunLock), c.Say(text.RunLockLabel), ref),
		button(ActionRunExtend, c.Say(text.RunExtend), c.Say(text.RunExtendLabel), ref),
		c.endButton())
}

// confirm asks before a button does something.
func (c card) confirm(title, sentence, yes, no text.Key) *slack.ConfirmationBlockObject {
	words := c.Say(sentence, text.Args{"Meeting": c.meetingText()})
	return slack.NewConfirmationBlockObject(plain(c.Say(title)), mrkdwn(words), plain(c.Say(yes)), plain(c.Say(no)))
}

// endButton ends the meeting for everybody, once that is confirmed.
func (c card) endButton() *slack.ButtonBlockElement {
	end := button(ActionRunEnd, c.Say(text.RunEnd), c.Say(text.RunEndLabel), PageRef{ID: c.ref.ID, Page: 1})
	end.Style = slack.StyleDanger
	end.Confirm = c.confirm(text.RunSureEndTitle, text.RunSureEnd, text.RunSureEndYes, text.RunSureEndNo)
	end.Confirm.Style = slack.StyleDanger
	return end
}

// RunExtended says that a meeting lasts longer, and until when where the reading is
// from after that.
func RunExtended(loc text.Localizer, f Facts, reread bool) Message {
	c := newCard(loc, f)
	if !reread || c.occurrence.End.IsZero() {
		return ActSentence(loc, text.RunExtended, f)
	}
	return Message{Text: loc.Say(text.RunExtendedUntil, text.Args{"Meeting": c.meetingText(), "End": c.timeToken(c.occurrence.End)})}
}

// RunLocked says that a meeting is locked, with a button that unlocks it.
func RunLocked(loc text.Localizer, f Facts) Message {
	m := ActSentence(loc, text.RunLocked, f)
	unlock := button(ActionRunUnlock, loc.Say(text.RunUnlock), loc.Say(text.RunUnlockLabel), PageRef{ID: f.ID, Page: 1})
	m.Blocks = []slack.Block{section(BlockRunResult, m.Text), slack.NewActionBlock(BlockRunNext, unlock)}
	return m
}

// InviteForm asks whom to call into a meeting.
func InviteForm(loc text.Localizer, id string) slack.ModalViewRequest {
	people := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeUser, plain(loc.Say(text.InvitePeopleNone)), InputInvitePeople)
	people.MaxSelectedItems = new(int)
	*people.MaxSelectedItems = MaxInvitePeople
	phones := slack.NewPlainTextInputBlockElement(nil, InputInvitePhones)
	phones.MaxLength = maxInvitePhones
	m := modal(loc.Say(text.InviteTitle), loc.Say(text.FormCancel),
		slack.NewInputBlock(InputInvitePeople, plain(loc.Say(text.InvitePeople)), plain(loc.Say(text.InvitePeopleHint)), people).WithOptional(true),
		slack.NewInputBlock(InputInvitePhones, plain(loc.Say(text.InvitePhones)), plain(loc.Say(text.InvitePhonesHint)), phones).WithOptional(true))
	m.CallbackID, m.Submit, m.PrivateMetadata = ModalInvite, plain(loc.Say(text.InviteSubmit)), PageRef{ID: id, Page: 1}.String()
	return m
}

// SplitPhones splits the numbers that were typed into the form, at commas and the like.
func SplitPhones(typed string) []string {
	if utf8.RuneCountInString(typed) > maxInvitePhones {
		return []string{""} // Slack does not send as much; it is no number
	}
	var all []string
	for part := range strings.FieldsFuncSeq(typed, func(r rune) bool { return strings.ContainsRune(",;\n\r，；、", r) }) {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	return all
}

// InviteResult says who is called, by their user ids and a count of phone numbers, and
// who is not, since no number of theirs was found.
func InviteResult(loc text.Localizer, f Facts, called []string, phones int, missing []string) Message {
	all := mentions(called)
	if phones > 0 {
		all = append(all, loc.Count(text.InvitePhonesCount, phones))
	}
	calling := loc.Say(text.InviteCalling, text.Args{"Who": loc.List(all...), "Meeting": newCard(loc, f).meetingText()})
	return Message{Text: lines(calling, notFound(loc, mentions(missing)))}
}

// InviteNotFound says beside a field of whom no number was found, by their names:
// there is no mark-up.
func InviteNotFound(loc text.Localizer, names []string) string {
	var all []string
	for _, name := range names {
		all = append(all, clean(name, maxName))
	}
	return notFound(loc, all)
}

func notFound(loc text.Localizer, all []string) string {
	if len(all) == 0 {
		return ""
	}
	return loc.Say(text.InviteNotFound, text.Args{"Who": loc.List(all...)})
}

func mentions(userIDs []string) []string {
	var all []string
	for _, id := range userIDs {
		all = append(all, mention(id))
	}
	return all
}
