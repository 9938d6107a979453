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

// modal makes a modal without a submit button.
func modal(title, dismiss string, blocks ...slack.Block) slack.ModalViewRequest {
	return slack.ModalViewRequest{
		Type:   slack.VTModal,
		Title:  plain(title),
		Close:  plain(dismiss),
		Blocks: slack.Blocks{BlockSet: blocks},
	}
}
