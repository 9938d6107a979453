package view

import (
	"strings"

	"meetingbot/bot/text"
)

// NotInstalled says in several languages, one line each, where the app can be
// installed.
func NotInstalled(url string, languages ...text.Localizer) Message {
	lines := make([]string, len(languages))
	for i, loc := range languages {
		lines[i] = loc.Say(text.NotInstalled, text.Args{"Link": "<" + escapeControl(url) + ">"})
	}
	return Message{Text: strings.Join(lines, "\n")}
}
