package playground

import (
	"crypto/sha256"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// sharedLink is a link in a message, to one of the app's unfurl domains.
type sharedLink struct {
	Domain string `json:"domain"`
	// URL is escaped, as it is in some of Slack's events.
	URL string `json:"url"`
}

// links are the links of a stored text that lead to the app's domains, each once.
func (s *Server) links(text string) []sharedLink {
	var all []sharedLink
	for _, found := range regexp.MustCompile(`<(https?://[^<>|]+)[^<>]*>`).FindAllStringSubmatch(text, -1) {
		domain := s.unfurlDomain(html.UnescapeString(found[1]))
		l := sharedLink{Domain: domain, URL: found[1]}
		if domain != "" && !slices.Contains(all, l) {
			all = append(all, l)
		}
	}
	return all
}

// unfurlDomain is the domain of the app that a URL leads to, or to a subdomain of
// it, on any port; "" for none.
func (s *Server) unfurlDomain(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	host := strings.ToLower(u.Hostname())
	for _, domain := range s.options.UnfurlDomains {
		if host == domain || strings.HasSuffix(host, "."+domain) {
			return domain
		}
	}
	return ""
}

// shareLinks tells the app that a person's message has links to its domains, in
// whatever channel that is. Without the scope links:read it is told nothing.
func (s *Server) shareLinks(m Message) {
	links := s.links(m.Text)
	if len(links) == 0 || s.requireScopes("links:read") != nil {
		return
	}
	c, p := s.workspace.channel(m.ChannelID), s.workspace.person(m.UserID)
	event := object{
		"channel": c.id, "is_bot_user_member": c.has(BotUserID), "user": p.id, "message_ts": m.TS,
		"unfurl_id": unfurlID(m), "source": sourcePosted, "links": links, "user_locale": p.locale,
	}
	if m.ThreadTS != "" {
		event["thread_ts"] = m.ThreadTS
	}
	s.shareUntil(m.ChannelID+m.TS, event, s.isShared(c))
}

// isShared tells whether people of another organisation are in a channel.
func (s *Server) isShared(c *channel) bool {
	return slices.ContainsFunc(c.members, func(id string) bool {
		p := s.workspace.person(id)
		return p != nil && p.external
	})
}

// sourcePosted says that a message was posted, and is not still written.
const sourcePosted = "conversations_history"

// unfurlID is the id of what is shown under the links of a message.
func unfurlID(m Message) string {
	return fmt.Sprintf("%s.%s.%x", m.ChannelID, m.TS, sha256.Sum256([]byte(m.ChannelID+m.TS)))
}

// setUnacknowledged stores whether the app still has to acknowledge an event.
func (w *workspace) setUnacknowledged(message string, waits bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if waits {
		w.unacknowledged[message] = true
		return
	}
	delete(w.unacknowledged, message)
}
