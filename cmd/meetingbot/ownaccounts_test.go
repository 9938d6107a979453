package main

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"meetingbot/bot/store"
	"meetingbot/bot/workspace"
	"meetingbot/internal/sealed"
	"meetingbot/internal/secret"
	"meetingbot/meeting"
)

// ownStore is a database that the test may change.
type ownStore struct{ db *store.DB }

// withAccountsStore does something with the database of the environment.
func withAccountsStore(t *testing.T, do func(*ownStore) error) error {
	t.Helper()
	return withAccounts(t.Context(), func(db *store.DB, _ ownConfig) error { return do(&ownStore{db}) })
}

// accountRows are accounts in memory.
type accountRows struct {
	workspace.AccountStore
	rows []workspace.OwnAccount
	err  error
}

func (s *accountRows) ListAccounts(context.Context) ([]workspace.OwnAccount, error) {
	return s.rows, s.err
}

func row(k workspace.Key, appID string) workspace.OwnAccount {
	return workspace.OwnAccount{Key: k, Site: "https://api.example.com", Credentials: meeting.Credentials{AppID: appID, AppKey: "app-key-of-" + secret.Secret(appID)}}
}

// Workspaces with the same credentials share one account; a row that comes, changes or
// goes is followed, and a database that fails is not.
func TestOwnAccounts(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	a := newEmptyApp(slog.New(slog.NewTextHandler(&log, nil)), nil)
	environment, err := a.account(meetingConfig{APIURL: "https://api.example.com", AppID: "env", AppKey: "app-key-of-env"})
	if err != nil {
		t.Fatal(err)
	}
	rows := &accountRows{rows: []workspace.OwnAccount{
		row(workspace.Key{TeamID: "T1"}, "one"), row(workspace.Key{EnterpriseID: "E1", TeamID: "T2"}, "one"),
		row(workspace.Key{TeamID: "T3"}, "three"), row(workspace.Key{TeamID: "T4"}, "env"), row(workspace.Key{EnterpriseID: "E5"}, "five"),
	}}
	o := &ownAccounts{app: a, store: rows}
	load := func() {
		t.Helper()
		if err := o.load(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	of := func(k workspace.Key) workspace.Meetings { return o.Get(k) }
	load()
	first := of(workspace.Key{TeamID: "T1"})
	if first == nil || first == of(workspace.Key{TeamID: "T3"}) {
		t.Errorf("T1 has %v, T3 %v", first, of(workspace.Key{TeamID: "T3"}))
	}
	for _, k := range []workspace.Key{{EnterpriseID: "E1", TeamID: "T2"}, {TeamID: "T2"}, {EnterpriseID: "E9", TeamID: "T1"}} {
		if of(k) != first {
			t.Errorf("%v has another account than T1", k)
		}
	}
	if of(workspace.Key{TeamID: "T4"}) != workspace.Meetings(environment) {
		t.Error("T4 does not share the environment's account")
	}
	if of(workspace.Key{EnterpriseID: "E5", TeamID: "T6"}) == nil || of(workspace.Key{TeamID: "T6"}) != nil || of(workspace.Key{}) != nil {
		t.Error("the account of E5 is not that of its workspaces alone")
	}
	load()
	if of(workspace.Key{TeamID: "T1"}) != first {
		t.Error("the account was made anew")
	}
	rows.err = errors.New("the database is gone")
	if err := o.load(t.Context()); !errors.Is(err, rows.err) || of(workspace.Key{TeamID: "T1"}) != first {
		t.Errorf("while the database is gone: %v", err)
	}
	rows.err, rows.rows = nil, []workspace.OwnAccount{row(workspace.Key{TeamID: "T1"}, "other")}
	load()
	if now := of(workspace.Key{TeamID: "T1"}); now == first || now == nil || of(workspace.Key{TeamID: "T3"}) != nil {
		t.Errorf("after a change T1 has %v, T3 %v", now, of(workspace.Key{TeamID: "T3"}))
	}
	if strings.Contains(log.String(), "app-key") || strings.Count(log.String(), "of its own\"") != 6 {
		t.Errorf("the log is %s", &log)
	}
}

// A workspace whose App Key cannot be opened is never asked with another account.
func TestOwnAccountsThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	a := newEmptyApp(slog.New(slog.NewTextHandler(&log, nil)), nil)
	k := workspace.Key{TeamID: "T1"}
	bad := row(k, "one")
	bad.Unreadable = sealed.ErrCannotOpen
	rows := &accountRows{rows: []workspace.OwnAccount{bad}}
	o := &ownAccounts{app: a, store: rows}
	for range 3 {
		if err := o.load(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	account := o.Get(k)
	if account == nil {
		t.Fatal("T1 is asked with the environment's account")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if _, err := account.Get(ctx, "914083136"); meeting.KindOf(err) != meeting.Unavailable {
		t.Errorf("a question is answered with %v", err)
	}
	if n := strings.Count(log.String(), "cannot be used"); n != 1 || strings.Contains(log.String(), "app-key") {
		t.Errorf("logged %d times: %s", n, &log)
	}
	rows.rows = []workspace.OwnAccount{row(k, "one")}
	if err := o.load(t.Context()); err != nil || o.Get(k) == account {
		t.Errorf("once the key is there, the account is the same (%v)", err)
	}
}

// A bot that runs asks with the account that was added, and with the environment's
// again once it is removed.
func TestOwnAccountOfARunningBot(t *testing.T) {
	t.Parallel()
	w := startTwoWorkspaces(t)
	alpha, beta := w.workspaces[0], w.workspaces[1]
	before := w.say(alpha, "/meeting doctor")
	if !strings.Contains(before.Text, alpha.account) {
		t.Fatalf("doctor says %s", before.Text)
	}
	own := w.app.database.Accounts()
	w.check(own.PutAccount(t.Context(), workspace.OwnAccount{
		Key: alpha.key, Site: beta.site, Credentials: meeting.Credentials{AppID: beta.account, AppKey: secret.Secret(beta.appKey), UserID: beta.account},
	}))
	w.check(w.app.own.load(t.Context()))
	if got := w.say(alpha, "/meeting doctor"); !strings.Contains(got.Text, beta.account) {
		t.Errorf("with another account doctor says %s", got.Text)
	}
	if got := w.say(alpha, "/meeting "+sharedID); !strings.Contains(string(got.JSON()), beta.subject) {
		t.Errorf("with another account the card is %s", got.JSON())
	}
	if got := w.app.own.Get(alpha.key); got != workspace.Meetings(w.app.accounts[1]) {
		t.Error("two workspaces with the same credentials have two accounts")
	}
	_, err := own.DeleteAccount(t.Context(), alpha.key)
	w.check(errors.Join(err, w.app.own.load(t.Context())))
	if got := w.say(alpha, "/meeting "+sharedID); !strings.Contains(string(got.JSON()), alpha.subject) {
		t.Errorf("without it the card is %s", got.JSON())
	}
	if log := w.logs.String(); strings.Contains(log, beta.appKey) || strings.Contains(log, alpha.appKey) {
		t.Error("the log holds an App Key")
	}
}
