package playground

import (
	"regexp"
	"strings"
)

// escape makes what a person typed safe as mrkdwn, as Slack stores it.
func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

// escapeCommand does what should_escape asks for with the text of a command: people,
// channels and addresses become <@U…|name>, <#C…|name> and <address>. A private
// channel has no name. See https://docs.slack.dev/interactivity/implementing-slash-commands.
func (s *Server) escapeCommand(text string) string {
	special := regexp.MustCompile(`https?://[^\s<>]+|[@#][\p{L}\p{N}._-]+`)
	var b strings.Builder
	rest := text
	for {
		at := special.FindStringIndex(rest)
		if at == nil {
			return b.String() + escape(rest)
		}
		b.WriteString(escape(rest[:at[0]]))
		b.WriteString(s.mention(rest[at[0]:at[1]]))
		rest = rest[at[1]:]
	}
}

// mention escapes an address, a person or a channel; other words stay as they are.
func (s *Server) mention(word string) string {
	switch word[0] {
	case '@':
		for _, p := range s.workspace.allPeople() {
			if p.name == word[1:] {
				return "<@" + p.id + "|" + p.name + ">"
			}
		}
	case '#':
		c := s.workspace.channel(word)
		if c != nil && c.kind == Private {
			return "<#" + c.id + "|>"
		}
		if c != nil {
			return "<#" + c.id + "|" + c.name + ">"
		}
	default:
		return "<" + escape(word) + ">"
	}
	return escape(word)
}
