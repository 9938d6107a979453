package handlers

import (
	"cmp"

	"meetingbot/bot"
)

// shortcut is a shortcut that was chosen: one that belongs to no message, or one of
// a message.
type shortcut struct {
	source
	CallbackID  string       `json:"callback_id"`
	ResponseURL string       `json:"response_url"` // "" without a message
	MessageTS   string       `json:"message_ts"`
	Message     shownMessage `json:"message"`
}

// parseShortcut reads the payload of a shortcut that belongs to no message. It names
// no channel and has no response_url.
func parseShortcut(payload []byte, requestID string) (incoming, bool, error) {
	var p shortcut
	if err := decode(payload, &p); err != nil {
		return incoming{}, false, err
	}
	in := incoming{Question: bot.Question{
		Origin: p.origin(requestID), Kind: bot.KindShortcut, Surface: bot.SurfaceShortcut, Action: bot.Action{ID: p.CallbackID},
	}}
	if p.CallbackID == "" {
		return in, false, unusable(payload)
	}
	return in, true, nil
}

// parseMessageShortcut reads the payload of a shortcut of a message.
func parseMessageShortcut(payload []byte, requestID string) (incoming, bool, error) {
	var p shortcut
	if err := decode(payload, &p); err != nil {
		return incoming{}, false, err
	}
	in := incoming{responseURL: p.ResponseURL, Question: bot.Question{
		Origin: p.origin(requestID), Kind: bot.KindMessage, Surface: bot.SurfaceChannel,
		Action: bot.Action{ID: p.CallbackID}, Text: p.Message.words(), Thread: p.Message.thread(p.MessageTS),
	}}
	if p.CallbackID == "" {
		return in, false, unusable(payload)
	}
	return in, true, nil
}

// suggestion is what was typed into a menu whose options the app has.
type suggestion struct {
	source
	ActionID string `json:"action_id"`
	Value    string `json:"value"`
}

// parseSuggestion reads the payload of a menu that wants options.
func parseSuggestion(payload []byte, requestID string) (incoming, bool, error) {
	var p suggestion
	if err := decode(payload, &p); err != nil {
		return incoming{}, false, err
	}
	in := incoming{Question: bot.Question{
		Origin: p.origin(requestID), Kind: bot.KindSuggestion, Surface: bot.SurfaceModal,
		Action: bot.Action{ID: p.ActionID}, Text: p.Value, View: p.View.view(),
	}}
	if p.ActionID == "" {
		return in, false, unusable(payload)
	}
	return in, true, nil
}

// thread is the thread that a message is in, "" outside threads: the first message
// of a thread is in the channel as well.
func (m *shownMessage) thread(ts string) string {
	if m.ThreadTS == cmp.Or(m.TS, ts) {
		return ""
	}
	return m.ThreadTS
}
