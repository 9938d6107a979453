package playground

import (
	"encoding/json"
	"maps"
	"slices"

	"meetingbot/playground/blockkit"
)

// chatUnfurl is chat.unfurl: the app shows something under the links of a message,
// whoever posted it and wherever. A second call for a link replaces what is shown.
// The links have to be in the message, as the event had them, and the event has to be
// acknowledged. See https://docs.slack.dev/reference/methods/chat.unfurl.
func (s *Server) chatUnfurl(a args) (object, error) {
	target, err := s.unfurled(a)
	if err != nil {
		return nil, err
	}
	var shown map[string]json.RawMessage
	switch {
	case a["unfurls"] == "":
		return nil, apiErr("missing_unfurls")
	case json.Unmarshal([]byte(a["unfurls"]), &shown) != nil:
		return nil, apiErr("invalid_unfurls_format")
	}
	if err := s.checkUnfurls(target, shown); err != nil {
		return nil, err
	}
	target.show(shown)
	return object{}, nil
}

// unfurled is a message with links, posted or still written.
type unfurled struct {
	key   string // by which it is noted whether the app has acknowledged the event
	links []sharedLink
	show  func(map[string]json.RawMessage) // shows something under the links
}

// unfurled returns the message that chat.unfurl names.
func (s *Server) unfurled(a args) (unfurled, error) {
	if a["source"] == sourceComposer && a["unfurl_id"] != "" {
		box, d, ok := s.workspace.findDraft(a["unfurl_id"])
		if !ok {
			return unfurled{}, apiErr("invalid_unfurl_id")
		}
		return unfurled{d.unfurlID, d.links, func(shown map[string]json.RawMessage) {
			s.workspace.showInDraft(box, d.unfurlID, shown)
		}}, nil
	}
	m, err := s.unfurledMessage(a)
	if err != nil {
		return unfurled{}, err
	}
	u := unfurled{key: m.ChannelID + m.TS, show: func(shown map[string]json.RawMessage) {
		s.workspace.updateMessage(m.ChannelID, m.TS, func(m *Message) bool {
			m.Attachments = s.workspace.withUnfurls(m.Attachments, shown)
			return true
		})
	}}
	if m.BotID == "" {
		u.links = s.links(m.Text)
	}
	return u, nil
}

// unfurledMessage returns the posted message that is named by its channel and timestamp, or
// by its unfurl_id and source.
func (s *Server) unfurledMessage(a args) (Message, error) {
	byID := a["unfurl_id"] != "" || a["source"] != ""
	switch {
	case byID && a["source"] == "":
		return Message{}, apiErr("missing_source")
	case byID && a["unfurl_id"] == "":
		return Message{}, apiErr("missing_unfurl_id")
	case byID && a["source"] != sourcePosted:
		return Message{}, apiErr("invalid_source")
	case !byID && a["channel"] == "":
		return Message{}, apiErr("missing_channel")
	case !byID && a["ts"] == "":
		return Message{}, apiErr("missing_ts")
	case !byID && s.workspace.channel(a["channel"]) == nil:
		return Message{}, apiErr("cannot_find_channel")
	}
	m, ok := s.workspace.findMessage(func(m *Message) bool {
		if byID {
			return unfurlID(*m) == a["unfurl_id"]
		}
		return m.ChannelID == a["channel"] && m.TS == a["ts"]
	})
	switch {
	case !ok && byID:
		return Message{}, apiErr("invalid_unfurl_id")
	case !ok, m.EphemeralTo != "":
		return Message{}, apiErr("cannot_find_message")
	}
	return m, nil
}

// checkUnfurls returns why Slack refuses what an app shows under the links of a
// message.
func (s *Server) checkUnfurls(u unfurled, shown map[string]json.RawMessage) error {
	for url := range shown {
		if !slices.ContainsFunc(u.links, func(l sharedLink) bool { return l.URL == url }) {
			return apiErr("cannot_unfurl_url")
		}
	}
	if s.workspace.isUnacknowledged(u.key) {
		return apiErr("cannot_unfurl_url")
	}
	if problems := blockkit.CheckUnfurls(compactJSON(shown)); len(problems) > 0 {
		e := &apiError{code: "cannot_parse_attachment"}
		for _, p := range problems {
			e.messages = append(e.messages, p.String())
		}
		return e
	}
	for url, raw := range shown {
		var one unfurl
		if json.Unmarshal(raw, &one) != nil {
			continue
		}
		if s.workspace.checkCalls(one.Blocks, "/"+url+"/blocks") != nil {
			return apiErr("cannot_parse_attachment")
		}
	}
	return nil
}

func (w *workspace) isUnacknowledged(message string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.unacknowledged[message]
}

// findMessage returns the first message that fits.
func (w *workspace) findMessage(fits func(*Message) bool) (Message, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, e := range w.timeline {
		if e.message != nil && fits(e.message) {
			return *e.message, true
		}
	}
	return Message{}, false
}

// unfurl is what an app shows under a link: an attachment of the message.
type unfurl struct {
	ID           int             `json:"id"`
	Fallback     string          `json:"fallback,omitempty"`
	Title        string          `json:"title,omitempty"`
	Text         string          `json:"text,omitempty"`
	Blocks       json.RawMessage `json:"blocks,omitempty"`
	FromURL      string          `json:"from_url"`
	BotID        string          `json:"bot_id"`
	AppUnfurlURL string          `json:"app_unfurl_url"`
	IsAppUnfurl  bool            `json:"is_app_unfurl"`
	AppID        string          `json:"app_id"`
}

// unfurls are what is shown under the links of a message, in the order in which that
// came.
func (m *Message) unfurls() []unfurl {
	var all []unfurl
	if json.Unmarshal(m.Attachments, &all) != nil {
		return nil
	}
	return slices.DeleteFunc(all, func(u unfurl) bool { return !u.IsAppUnfurl })
}

// withUnfurls puts what is shown under links among the attachments of a message. The
// caller holds the lock.
func (w *workspace) withUnfurls(attachments json.RawMessage, shown map[string]json.RawMessage) json.RawMessage {
	all := (&Message{Attachments: attachments}).unfurls()
	for _, url := range slices.Sorted(maps.Keys(shown)) {
		var u unfurl
		if json.Unmarshal(shown[url], &u) != nil {
			continue
		}
		u.Blocks = w.withIDs(u.Blocks)
		u.FromURL, u.AppUnfurlURL, u.IsAppUnfurl, u.BotID, u.AppID = url, url, true, BotID, AppID
		at := slices.IndexFunc(all, func(old unfurl) bool { return old.AppUnfurlURL == url })
		if at < 0 {
			u.ID = len(all) + 1
			all = append(all, u)
			continue
		}
		u.ID = all[at].ID
		all[at] = u
	}
	return compactJSON(all)
}

// orUnfurl returns the part of a message that has an element: its own blocks, or
// what is shown under one of its links.
func (on surface) orUnfurl(e Element, values []string) surface {
	if _, _, err := on.find(e, values); err == nil || on.message == nil {
		return on
	}
	for _, u := range on.message.unfurls() {
		under := on
		under.unfurl, under.blocks = &u, parseBlocks(u.Blocks)
		if _, _, err := under.find(e, values); err == nil {
			return under
		}
	}
	return on
}
