package playground

import "time"

// chatPostMessage is chat.postMessage: the app speaks to a channel, or to a person
// in the direct message with them.
// See https://docs.slack.dev/reference/methods/chat.postMessage.
func (s *Server) chatPostMessage(a args) (object, error) {
	c, err := s.addressee(a["channel"])
	if err != nil {
		return nil, err
	}
	if err := s.mayPost(c); err != nil {
		return nil, err
	}
	r, err := a.reply()
	if err != nil {
		return nil, err
	}
	if err := s.space.pace("chat.postMessage "+c.id, 1, time.Second); err != nil {
		return nil, err
	}
	m := s.space.post(Message{
		ChannelID: c.id, UserID: BotUserID, BotID: BotID, ThreadTS: r.ThreadTS,
		Text: r.Text, Blocks: r.Blocks, Attachments: r.Attachments,
	})
	return object{"channel": c.id, "ts": m.TS, "message": m.wire()}, nil
}
