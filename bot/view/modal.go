package view

import (
	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// BlockRemark is the block of a modal that only says something.
const BlockInfo = "remark"

// InfoModal is a modal that says a message and asks for nothing. The message has
// no blocks of its own.
func InfoModal(loc text.Localizer, m Message) slack.ModalViewRequest {
	return modal(loc.Say(text.ModalTitle), loc.Say(text.ModalClose), section(BlockInfo, m.Text))
}

// modal makes a modal that cannot be sent off.
func modal(title, dismiss string, blocks ...slack.Block) slack.ModalViewRequest {
	return slack.ModalViewRequest{
		Type:   slack.VTModal,
		Title:  plain(title),
		Close:  plain(dismiss),
		Blocks: slack.Blocks{BlockSet: blocks},
	}
}
