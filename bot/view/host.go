package view

import (
	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Ids of the blocks of the answer to a host.
const (
	BlockHost     = "host_secrets"
	BlockHostJoin = "host_join"
)

// maxHostLink is the longest link, as mrkdwn, that fits into a block beside what
// else a host is told.
const maxHostLink = 1500

// hostSecrets are what lets its holder into a meeting as host, each "" where
// the API gives none or none that could be used.
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

// HostSecrets tells a host what lets its holder in as host. Whoever calls it
// has made sure that the reader is one, and that nobody else sees the message.
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
