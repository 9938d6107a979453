package remindertest

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"meetingbot/bot/home"
	"meetingbot/bot/linking"
	"meetingbot/bot/workspace"
)

// links are who people are at the meeting account.
type links struct{ s *Store }

var _ linking.Store = links{}

// Links are who people are at the meeting account, by the person whose workspace is
// named alone.
func (s *Store) Links() linking.Store { return links{s} }

func linkKey(k workspace.Key, userID string) home.Viewer {
	return home.Viewer{Key: k.Alone(), UserID: userID}
}

// Seals reports that links can be stored: nothing leaves the memory.
func (s links) Seals() bool { return !s.s.Unsealed }

// ListLinks returns all links.
func (s links) ListLinks(ctx context.Context) (all []linking.Link, err error) {
	err = s.s.inTx(ctx, func(t *tx) error {
		all = slices.SortedFunc(maps.Values(t.links.rows), func(a, b linking.Link) int {
			return cmp.Or(cmp.Compare(a.Key.String(), b.Key.String()), cmp.Compare(a.UserID, b.UserID))
		})
		return t.ready(ctx)
	})
	return all, err
}

// GetLink returns the link of a person, and whether there is one.
func (s links) GetLink(ctx context.Context, k workspace.Key, userID string) (l linking.Link, ok bool, err error) {
	err = s.s.inTx(ctx, func(t *tx) error {
		l, ok = t.links.rows[linkKey(k, userID)]
		return t.ready(ctx)
	})
	return l, ok, err
}

// PutLink stores a link in place of a former one of the same person.
func (s links) PutLink(ctx context.Context, l linking.Link) error {
	return s.s.inTx(ctx, func(t *tx) error {
		l.LinkedAt = stored(l.LinkedAt)
		t.links.put(linkKey(l.Key, l.UserID), l)
		return t.ready(ctx)
	})
}

// DeleteLink reports whether there was one.
func (s links) DeleteLink(ctx context.Context, k workspace.Key, userID string) (was bool, err error) {
	err = s.s.inTx(ctx, func(t *tx) error {
		_, was = t.links.rows[linkKey(k, userID)]
		t.links.drop(linkKey(k, userID))
		return t.ready(ctx)
	})
	return was, err
}
