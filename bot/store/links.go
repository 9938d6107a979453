package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"meetingbot/bot/access"
	"meetingbot/bot/linking"
	"meetingbot/bot/store/internal/rows"
	"meetingbot/bot/workspace"
	"meetingbot/internal/sealed"
	"meetingbot/internal/secret"
)

// linksTable is part of what is sealed in it is bound to.
const linksTable = "meeting_links"

// links are who people are at their meeting account.
type links struct{ db *DB }

var _ linking.Store = links{}

// Links are who people are at their meeting account.
func (d *DB) Links() linking.Store { return links{d} }

func linkPlace(k workspace.Key) sealed.Place {
	return sealed.Place{Table: linksTable, EnterpriseID: k.EnterpriseID, TeamID: k.TeamID}
}

// sealedLink is what is sealed of a link. It names the person, so that it cannot be
// moved to the row of another one.
type sealedLink struct {
	For            string `json:"for"` // the Slack user
	UUID           string `json:"uuid"`
	Account        string `json:"account"`
	UserID         string `json:"user_id"`
	Email          string `json:"email"`
	MeetingAccount string `json:"meeting_account"`
}

// Seals is that of linking.Store.
func (s links) Seals() bool { return s.db.keys != nil }

// ListLinks is that of linking.Store.
func (s links) ListLinks(ctx context.Context) ([]linking.Link, error) {
	t := s.reader()
	list, err := t.rows.ListLinks(ctx)
	if err != nil {
		return nil, failed("list links", err)
	}
	all := make([]linking.Link, 0, len(list))
	for _, row := range list {
		if l, ok := t.link(row); ok {
			all = append(all, l)
		}
	}
	return all, nil
}

// GetLink is that of linking.Store.
func (s links) GetLink(ctx context.Context, k workspace.Key, userID string) (linking.Link, bool, error) {
	t := s.reader()
	row, err := t.rows.GetLink(ctx, rows.GetLinkParams{UserID: userID, TeamID: k.TeamID, EnterpriseID: k.EnterpriseID})
	if errors.Is(err, sql.ErrNoRows) {
		return linking.Link{}, false, nil
	}
	if err != nil {
		return linking.Link{}, false, failed("get a link", err)
	}
	l, ok := t.link(row)
	return l, ok, nil
}

func (s links) reader() *tx {
	t := s.db.engine.reader()
	t.keys = s.db.keys
	return t
}

// link opens a row. It reports false where it cannot be opened, or belongs to
// somebody else.
func (t *tx) link(row rows.MeetingLink) (linking.Link, bool) {
	k := workspace.Key{EnterpriseID: row.EnterpriseID, TeamID: row.TeamID}
	text, err := t.open(row.MeetingUser, linkPlace(k))
	var s sealedLink
	if err != nil || json.Unmarshal([]byte(text.Reveal()), &s) != nil || s.For != row.UserID {
		return linking.Link{}, false
	}
	return linking.Link{
		Key: k, UserID: row.UserID, MeetingUser: access.MeetingUser{UUID: s.UUID, Account: s.Account, UserID: s.UserID},
		Email: s.Email, MeetingAccount: s.MeetingAccount, LinkedAt: fromMillis(row.LinkedAt),
	}, true
}

// PutLink is that of linking.Store.
func (s links) PutLink(ctx context.Context, l linking.Link) error {
	u := l.MeetingUser
	raw, err := json.Marshal(sealedLink{l.UserID, u.UUID, u.Account, u.UserID, l.Email, l.MeetingAccount})
	if err != nil {
		return fmt.Errorf("write a link: %w", err)
	}
	return s.db.inTx(ctx, func(t *tx) error {
		text, err := t.seal(secret.Secret(raw), linkPlace(l.Key))
		if err != nil {
			return fmt.Errorf("seal a link in %s: %w", l.Key, err)
		}
		if _, err := t.rows.DeleteLinks(ctx, linkOf(l.Key, l.UserID)); err != nil {
			return failed("replace a link", err)
		}
		return failed("store a link", t.rows.PutLink(ctx, rows.PutLinkParams{
			EnterpriseID: l.Key.EnterpriseID, TeamID: l.Key.TeamID, UserID: l.UserID, MeetingUser: text, LinkedAt: millis(l.LinkedAt),
		}))
	})
}

// DeleteLink is that of linking.Store.
func (s links) DeleteLink(ctx context.Context, k workspace.Key, userID string) (was bool, err error) {
	err = s.db.inTx(ctx, func(t *tx) error {
		n, err := t.rows.DeleteLinks(ctx, linkOf(k, userID))
		was = n > 0
		return failed("delete a link", err)
	})
	return was, err
}

func linkOf(k workspace.Key, userID string) rows.DeleteLinksParams {
	return rows.DeleteLinksParams{UserID: userID, TeamID: k.TeamID, EnterpriseID: k.EnterpriseID}
}
