package view

import (
	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// BlockInfo is the id of the only block of an InfoModal.
const BlockInfo = "remark"

// InfoModal is a modal that shows the text of a message and has no input.
func InfoModal(loc text.Localizer, m Message) slack.ModalViewRequest {
	return modal(loc.Say(text.ModalTitle), loc.Say(text.ModalClose), section(BlockInfo, m.Text))
}

// MessageModal is a modal that shows a message with its blocks.
func MessageModal(loc text.Localizer, m Message) slack.ModalViewRequest {
	if len(m.Blocks) == 0 {
		return InfoModal(loc, m)
	}
	return modal(loc.Say(text.ModalTitle), loc.Say(text.ModalClose), m.Blocks...)
}

// ResultModal shows what has become of a form, under the title of that form.
func ResultModal(loc text.Localizer, callbackID string, m Message) slack.ModalViewRequest {
	result := MessageModal(loc, m)
	if title, ok := formTitles()[callbackID]; ok {
		result.Title = plain(loc.Say(title))
	}
	return result
}

// formTitles are the titles of forms, by their callback ids.
func formTitles() map[string]text.Key {
	return map[string]text.Key{
		ModalBook: text.ScheduleTitle, ModalChange: text.ScheduleChangeTitle, ModalChangeDate: text.ChangeDateTitle,
		ModalMySettings: text.OwnTitle, ModalSettings: text.SettingsTitle, ModalReminder: text.FormTitle, ModalInvite: text.InviteTitle,
	}
}

// modal makes a modal without a submit button.
func modal(title, dismiss string, blocks ...slack.Block) slack.ModalViewRequest {
	return slack.ModalViewRequest{
		Type:   slack.VTModal,
		Title:  plain(title),
		Close:  plain(dismiss),
		Blocks: slack.Blocks{BlockSet: blocks},
	}
}
