package view

import "meetingbot/bot/text"

// Sentence is a message of one sentence without arguments.
func Sentence(loc text.Localizer, sentence text.Key) Message {
	return Message{Text: loc.Say(sentence)}
}

// MeetingSentence is a message of one sentence about the meeting with the given
// number.
func MeetingSentence(loc text.Localizer, sentence text.Key, number string) Message {
	return Message{Text: loc.Say(sentence, text.Args{"Number": Number(number)})}
}

// WithRef adds the reference with which an operator finds the log line, unless
// it is empty.
func (m Message) WithRef(loc text.Localizer, ref string) Message {
	if ref = safe(ref, maxWord); ref != "" {
		m.Text = loc.Say(text.WithRef, text.Args{"Text": m.Text, "Ref": ref})
	}
	return m
}
