package playground

import (
	"encoding/json"
	"unicode/utf8"
)

// chatUpdate is chat.update: the app changes one of its messages. A text without
// blocks removes the blocks and marks the message as edited; with blocks there is no
// such mark. Ephemeral messages cannot be changed with it. See
// https://docs.slack.dev/reference/methods/chat.update.
func (s *Server) chatUpdate(a args) (object, error) {
	c, err := s.visibleChannel(a["channel"])
	if err != nil {
		return nil, err
	}
	if utf8.RuneCountInString(a["text"]) > 4000 {
		return nil, apiErr("msg_too_long")
	}
	in, err := s.message(a)
	if err != nil {
		return nil, err
	}
	var after Message
	code := "message_not_found"
	changed := s.workspace.updateMessage(c.id, a["ts"], func(m *Message) bool {
		switch {
		case c.archived:
			code = "is_inactive"
			return false
		case m.EphemeralTo != "":
			return false
		case m.BotID != BotID:
			code = "cant_update_message"
			return false
		}
		m.Text, m.Blocks, m.Attachments, m.Problem = in.Text, in.Blocks, in.Attachments, ""
		if isEmptyBlocks(in.Blocks) {
			m.EditedTS = s.workspace.newTS()
		}
		after = *m
		return true
	})
	if !changed {
		return nil, apiErr(code)
	}
	if stored, ok := s.workspace.visibleMessage(BotUserID, after.TS); ok {
		after = stored
	}
	return object{"channel": c.id, "ts": after.TS, "text": after.Text, "message": after.wire()}, nil
}

// isEmptyBlocks tells whether there are no blocks.
func isEmptyBlocks(blocks json.RawMessage) bool { return len(parseBlocks(blocks)) == 0 }
