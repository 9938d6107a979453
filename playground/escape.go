package playground

import (
	"regexp"
	"strings"
)

// escape escapes text for mrkdwn, as Slack stores what people type.
func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

// escapeCommand escapes a command's text for should_escape: people, channels and
// URLs become <@U…|name>, <#C…|name> and <URL>. The name of a private channel is
// left out. See https://docs.slack.dev/interactivity/implementing-slash-commands.
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

// mention escapes a URL, a person or a channel; other words are only escaped for
// mrkdwn.
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
