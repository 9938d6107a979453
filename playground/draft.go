package playground

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"slices"
	"strings"
)

const (
	// sourceComposer says that a message is still written, and composerChannel is in
	// the place of its channel, which the app does not learn.
	sourceComposer  = "composer"
	composerChannel = "COMPOSER"
)

// draft is a message with links to the app's domains that a person is writing.
type draft struct {
	unfurlID    string
	links       []sharedLink
	attachments json.RawMessage
}

// Compose takes note of what a person has typed so far into the message box of a
// channel. The app is told of links to its domains, as soon as they are others than
// before.
func (s *Server) Compose(userID, channelID, text string) {
	p, c := s.workspace.activeUser(userID), s.workspace.channel(channelID)
	if p == nil || c == nil || !c.has(userID) || s.requireScopes("links:read") != nil {
		return
	}
	var links []sharedLink
	if !strings.HasPrefix(strings.TrimSpace(text), "/") {
		marked, _ := s.markMessage(text)
		links = s.links(marked)
	}
	d, isNew := s.workspace.setDraft(userID+channelID, links)
	if !isNew {
		return
	}
	event := object{
		"channel": composerChannel, "is_bot_user_member": false, "user": p.id, "message_ts": d.unfurlID,
		"unfurl_id": d.unfurlID, "source": sourceComposer, "links": links, "user_locale": p.locale,
	}
	s.shareUntil(d.unfurlID, event, s.isShared(c))
}

// shareUntil sends the event of links. What is shown under them is refused until the app
// has acknowledged it.
func (s *Server) shareUntil(key string, event object, external bool) {
	s.workspace.setUnacknowledged(key, true)
	s.background(func(ctx context.Context) {
		if s.deliver(ctx, "link_shared", event, external) == nil {
			s.workspace.setUnacknowledged(key, false)
		}
	})
}

// setDraft stores the links in a message box, and reports whether there are some that
// are others than before.
func (w *workspace) setDraft(box string, links []sharedLink) (d draft, isNew bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	before, ok := w.drafts[box]
	switch {
	case len(links) == 0 && !ok, ok && slices.Equal(before.links, links):
		return draft{}, false
	case len(links) == 0:
		delete(w.drafts, box)
		w.notifyWatchers()
		return draft{}, false
	}
	d = draft{unfurlID: "U" + rand.Text(), links: links}
	w.drafts[box] = d
	w.notifyWatchers()
	return d, true
}

// draftUnfurls is what the app shows under the links in a message box.
func (w *workspace) draftUnfurls(box string) []unfurl {
	w.mu.Lock()
	defer w.mu.Unlock()
	return (&Message{Attachments: w.drafts[box].attachments}).unfurls()
}

// findDraft returns the message that is still written with an unfurl_id, and its box.
func (w *workspace) findDraft(unfurlID string) (box string, d draft, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for box, d := range w.drafts {
		if d.unfurlID == unfurlID {
			return box, d, true
		}
	}
	return "", draft{}, false
}

// showInDraft shows something under links that are still written. They may have become
// others meanwhile, which shows nothing.
func (w *workspace) showInDraft(box, unfurlID string, shown map[string]json.RawMessage) {
	w.mu.Lock()
	defer w.mu.Unlock()
	d := w.drafts[box]
	if d.unfurlID != unfurlID {
		return
	}
	d.attachments = w.withUnfurls(d.attachments, shown)
	w.drafts[box] = d
	w.notifyWatchers()
}
