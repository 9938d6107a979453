package view

import "meetingbot/bot/text"

// Notice is one sentence that needs no arguments.
func Notice(say text.Localizer, sentence text.Key) Message {
	return Message{Text: say.Say(sentence)}
}

// About is one sentence about the meeting that people know by number.
func About(say text.Localizer, sentence text.Key, number string) Message {
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
