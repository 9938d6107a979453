package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"meetingbot/bot/install"
	"meetingbot/bot/queue"
	"meetingbot/bot/store/internal/rows"
	"meetingbot/bot/workspace"
	"meetingbot/internal/sealed"
	"meetingbot/internal/secret"
)

// installationsTable is part of what its secrets are bound to.
const installationsTable = "installations"

// errNoKey says that a secret cannot be stored or read.
var errNoKey = errors.New("ENCRYPTION_KEY or ENCRYPTION_KEY_FILE must be set: what is secret is stored sealed")

// installations are what Slack granted.
type installations struct{ db *DB }

var _ install.Store = installations{}

// Installations are what Slack granted.
func (d *DB) Installations() install.Store { return installations{d} }

func (s installations) reader() *tx {
	t := s.db.engine.reader()
	t.keys = s.db.keys
	return t
}

// seal seals a secret of a row.
func (t *tx) seal(s secret.Secret, p sealed.Place) (string, error) {
	if t.keys == nil {
		return "", errNoKey
	}
	return t.keys.Seal(s, p)
}

// open opens a secret of a row.
func (t *tx) open(text string, p sealed.Place) (secret.Secret, error) {
	if t.keys == nil {
		return "", errNoKey
	}
	return t.keys.Open(text, p)
}

func placeOf(k workspace.Key) sealed.Place {
	return sealed.Place{Table: installationsTable, EnterpriseID: k.EnterpriseID, TeamID: k.TeamID}
}

// sealedTokens are a token and its refresh token as they are stored.
func (t *tx) sealedTokens(k workspace.Key, token, refresh secret.Secret) (texts [2]string, err error) {
	for i, s := range []secret.Secret{token, refresh} {
		if texts[i], err = t.seal(s, placeOf(k)); err != nil {
			return texts, fmt.Errorf("seal the tokens of %s: %w", k, err)
		}
	}
	return texts, nil
}

// PutGrant is that of install.Store.
func (s installations) PutGrant(ctx context.Context, g workspace.Grant) error {
	return s.db.inTx(ctx, func(t *tx) error {
		tokens, err := t.sealedTokens(g.Key, g.Token, g.RefreshToken)
		if err != nil {
			return err
		}
		if err := t.rows.DeleteFormerInstallations(ctx, rows.DeleteFormerInstallationsParams{
			TeamID: g.TeamID, EnterpriseID: g.EnterpriseID,
		}); err != nil {
			return failed("delete a workspace's former installation", err)
		}
		err = t.rows.PutInstallation(ctx, rows.PutInstallationParams{
			EnterpriseID: g.EnterpriseID, TeamID: g.TeamID, TeamName: g.TeamName, AppID: g.AppID,
			BotID: g.BotID, BotUserID: g.BotUserID, InstalledBy: g.InstalledBy, InstalledAt: millis(g.InstalledAt),
			Scopes: strings.Join(g.Scopes, ","), Token: tokens[0], RefreshToken: tokens[1], ExpiresAt: millis(g.ExpiresAt),
		})
		if err != nil {
			return failed("store an installation", err)
		}
		return t.endRefusals(ctx, g.Key)
	})
}

// FindGrant is that of install.Store.
func (s installations) FindGrant(ctx context.Context, k workspace.Key) (install.Record, error) {
	t := s.reader()
	row, err := t.rows.FindInstallation(ctx, rows.FindInstallationParams{TeamID: k.TeamID, EnterpriseID: k.EnterpriseID})
	return t.record(row, err)
}

// GetGrant is that of install.Store.
func (s installations) GetGrant(ctx context.Context, k workspace.Key) (install.Record, error) {
	t := s.reader()
	row, err := t.rows.GetInstallation(ctx, rows.GetInstallationParams{TeamID: k.TeamID, EnterpriseID: k.EnterpriseID})
	return t.record(row, err)
}

// record is what a row holds.
func (t *tx) record(row rows.Installation, err error) (install.Record, error) {
	if errors.Is(err, sql.ErrNoRows) {
		return install.Record{}, workspace.ErrUnknown
	}
	if err != nil {
		return install.Record{}, failed("find an installation", err)
	}
	r := install.Record{
		Grant:          grantOf(row),
		Version:        fmt.Sprintf("%s %s %d", row.Token, row.Scopes, row.InstalledAt),
		RefreshRefused: row.RefreshRefusedAt != 0,
	}
	if r.Token, err = t.open(row.Token, placeOf(r.Key)); err == nil {
		r.RefreshToken, err = t.open(row.RefreshToken, placeOf(r.Key))
	}
	if err != nil {
		return install.Record{}, fmt.Errorf("open the tokens of %s: %w", r.Key, err)
	}
	return r, nil
}

// grantOf is a row without its tokens.
func grantOf(row rows.Installation) workspace.Grant {
	return workspace.Grant{
		Key:      workspace.Key{EnterpriseID: row.EnterpriseID, TeamID: row.TeamID},
		TeamName: row.TeamName, AppID: row.AppID, BotID: row.BotID, BotUserID: row.BotUserID,
		InstalledBy: row.InstalledBy, InstalledAt: fromMillis(row.InstalledAt),
		Scopes:    strings.FieldsFunc(row.Scopes, func(r rune) bool { return r == ',' }),
		ExpiresAt: fromMillis(row.ExpiresAt),
	}
}

// Grants is that of install.Store.
func (s installations) Grants(ctx context.Context) ([]workspace.Grant, error) {
	all, err := s.reader().rows.ListInstallations(ctx)
	grants := make([]workspace.Grant, 0, len(all))
	for _, row := range all {
		grants = append(grants, grantOf(row))
	}
	return grants, failed("list the installations", err)
}

// Expiring is that of install.Store.
func (s installations) Expiring(ctx context.Context, before time.Time, most int) ([]workspace.Key, error) {
	all, err := s.reader().rows.ExpiringInstallations(ctx, rows.ExpiringInstallationsParams{
		ExpiringBefore: millis(before), Most: int64(most),
	})
	keys := make([]workspace.Key, 0, len(all))
	for _, row := range all {
		keys = append(keys, workspace.Key{EnterpriseID: row.EnterpriseID, TeamID: row.TeamID})
	}
	return keys, failed("list the tokens that expire", err)
}

// sealedToken is a record's token as it is stored: another one has another.
func sealedToken(r install.Record) string {
	token, _, _ := strings.Cut(r.Version, " ")
	return token
}

// ClaimRefresh is that of install.Store.
func (s installations) ClaimRefresh(ctx context.Context, r install.Record, now, until time.Time) (bool, error) {
	var claimed int64
	err := s.db.inTx(ctx, func(t *tx) (err error) {
		claimed, err = t.rows.ClaimRefresh(ctx, rows.ClaimRefreshParams{
			EnterpriseID: r.EnterpriseID, TeamID: r.TeamID, Token: sealedToken(r), Now: millis(now), Until: millis(until),
		})
		return failed("claim the refresh of a token", err)
	})
	return claimed > 0, err
}

// ReplaceToken is that of install.Store.
func (s installations) ReplaceToken(ctx context.Context, r install.Record, next install.Tokens) error {
	return s.db.inTx(ctx, func(t *tx) error {
		tokens, err := t.sealedTokens(r.Key, next.Token, next.RefreshToken)
		if err != nil {
			return err
		}
		_, err = t.rows.ReplaceToken(ctx, rows.ReplaceTokenParams{
			EnterpriseID: r.EnterpriseID, TeamID: r.TeamID, Token: sealedToken(r),
			Next: tokens[0], RefreshToken: tokens[1], ExpiresAt: millis(next.ExpiresAt), Scopes: strings.Join(next.Scopes, ","),
		})
		return failed("store the next token", err)
	})
}

// EndRefresh is that of install.Store.
func (s installations) EndRefresh(ctx context.Context, r install.Record, refusedAt time.Time) error {
	return s.db.inTx(ctx, func(t *tx) error {
		return failed("end the refresh of a token", t.rows.EndRefresh(ctx, rows.EndRefreshParams{
			EnterpriseID: r.EnterpriseID, TeamID: r.TeamID, Token: sealedToken(r), RefusedAt: millis(refusedAt),
		}))
	})
}

// Enqueue is that of install.Store.
func (s installations) Enqueue(ctx context.Context, jobs ...queue.Job) error {
	return s.db.inTx(ctx, func(t *tx) error { return t.Enqueue(ctx, jobs...) })
}
