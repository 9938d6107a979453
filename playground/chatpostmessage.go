package playground

import "time"

// chatPostMessage is chat.postMessage: the app posts to a channel, or to a person in
// their direct message with the app.
// See https://docs.slack.dev/reference/methods/chat.postMessage.
func (s *Server) chatPostMessage(a args) (object, error) {
	c, err := s.resolveRecipient(a["channel"])
	if err != nil {
		return nil, err
	}
	if err := s.checkCanPost(c); err != nil {
		return nil, err
	}
	in, err := s.message(a)
	if err != nil {
		return nil, err
	}
	if err := s.workspace.limitRate("chat.postMessage "+c.id, 1, time.Second); err != nil {
		return nil, err
	}
	m := s.workspace.addMessage(Message{
		ChannelID: c.id, UserID: BotUserID, BotID: BotID, ThreadTS: in.ThreadTS,
		Text: in.Text, Blocks: in.Blocks, Attachments: in.Attachments,
	})
	s.tellOfMessage(c, m)
	return object{"channel": c.id, "ts": m.TS, "message": m.wire()}, nil
}
