package bot

import (
	"slices"
	"strings"

	"meetingbot/bot/view"
	"meetingbot/internal/lazyregexp"
	"meetingbot/meeting"
)

// clock is a time of day with punctuation around it, perhaps.
var clock = lazyregexp.New(`^\d{1,2}:\d{2}\b`)

// address is an e-mail address with punctuation around it, perhaps.
var address = lazyregexp.New(`^[^/@]+@[^/@]+\.[^/@]+$`)

// labelled finds a meeting's number behind its label in an invitation, in groups or
// in one piece.
var labelled = lazyregexp.New(`(?i)(?:(?:meeting|conference|conf)[ .]*(?:id|number|no)|\bid|[会會][议議] *(?:id|[号號][码碼]|[号號]|[编編][号號]))[ .:]*(\d{7,32}|\d{3,6}(?:[ -]\d{3,6}){1,5})(?:\D|$)`)

// pasted reads a whole invitation in which the parser found a problem: its one
// labelled number, or else its one link, and a command word before it, if any.
// Whatever else it says is nobody's question.
func (p *parser) pasted(text string, problem view.Problem) (word, id string, ok bool) {
	id, ok = labelledNumber(text)
	if !ok && problem.Unknown != "" {
		id, ok = p.onlyLink(text)
	}
	if all := tokens(text); ok && len(p.commandWords) == 1 && p.known(strings.ToLower(all[0].text)) {
		word = p.commandWords[0]
	}
	return word, id, ok
}

// labelledNumber returns the number that follows a label, if it is the only one.
func labelledNumber(text string) (id string, ok bool) {
	var ids []string
	for line := range strings.Lines(unwrap(text)) {
		for _, found := range labelled().FindAllStringSubmatch(tidy(line), -1) {
			if id, ok := meeting.ParseID(found[1]); ok {
				ids = append(ids, id)
			}
		}
	}
	return only(ids)
}

// onlyLink returns the meeting that all links to meetings lead to.
func (p *parser) onlyLink(text string) (id string, ok bool) {
	var ids []string
	for _, t := range tokens(text) {
		if id, ok := meeting.ParseID(t.text, p.hosts...); ok && t.link {
			ids = append(ids, id)
		}
	}
	return only(ids)
}

// only returns the one element of ids, however often it is there.
func only(ids []string) (string, bool) {
	slices.Sort(ids)
	if ids = slices.Compact(ids); len(ids) != 1 {
		return "", false
	}
	return ids[0], true
}
