package view

import "meetingbot/bot/text"

// Sentence is a message of one sentence without arguments.
func Sentence(say text.Localizer, sentence text.Key) Message {
	return Message{Text: say.Say(sentence)}
}

// MeetingSentence is a message of one sentence about the meeting with the given
// number.
func MeetingSentence(say text.Localizer, sentence text.Key, number string) Message {
	return Message{Text: say.Say(sentence, text.Args{"Number": Number(number)})}
}

// WithRef adds the reference by which an operator finds the log line, if there
// is one.
func (m Message) WithRef(say text.Localizer, ref string) Message {
	if ref = safe(ref, maxWord); ref != "" {
		m.Text = say.Say(text.WithRef, text.Args{"Text": m.Text, "Ref": ref})
	}
	return m
}
