package view

import (
	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Ids of the blocks of HostSecrets.
const (
	BlockHost     = "host_secrets"
	BlockHostJoin = "host_join"
)

// maxHostLink is the longest link, as mrkdwn, that fits into one block with the
// rest of the message.
const maxHostLink = 1500

// hostSecrets let their holder into a meeting as host. Each is "" when the API
// gives none that can be used.
type hostSecrets struct{ link, password string }

func newHostSecrets(c *meeting.Conference) hostSecrets {
	s := hostSecrets{link: webLink(c.ChairJoin)}
	if len(escapeControl(s.link)) > maxHostLink {
		s.link = ""
	}
	for _, p := range c.Passwords {
		if p.Role == meeting.PasswordChair && !masked(p.Password) {
			s.password = copyable(p.Password.Reveal())
		}
	}
	return s
}

// HostSecrets shows the link and the password that let their holder into the
// meeting as host. Callers must have checked that the reader is a host and that
// nobody else sees the message.
func HostSecrets(loc text.Localizer, f Facts) Message {
	c := newCard(loc, f)
	s := newHostSecrets(c.conference)
	if s == (hostSecrets{}) {
		return MeetingSentence(loc, text.HostNothing, f.ID)
	}
	all := []string{loc.Say(text.HostIntro, text.Args{"Subject": escapeMrkdwn(c.title()), "Number": c.number()})}
	if s.link != "" {
		all = append(all, c.labelled(text.FieldHostLink, "<"+escapeControl(s.link)+">"))
	}
	if s.password != "" {
		all = append(all, c.labelled(text.FieldHostPassword, code(s.password)))
	}
	words := lines(append(all, loc.Say(text.HostWarning))...)
	m := Message{Text: words, Blocks: []slack.Block{section(BlockHost, words)}}
	if s.link != "" {
		m.Blocks = append(m.Blocks, slack.NewActionBlock(BlockHostJoin,
			joinButton(s.link, loc.Say(text.ButtonHostJoin), loc.Say(text.LabelJoin))))
	}
	return m
}
