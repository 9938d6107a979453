package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// ownAccountsEvery is how often the accounts of workspaces are read, which is how soon
// one that was added is asked.
const ownAccountsEvery = 15 * time.Second

// ownAccounts are the meeting accounts that workspaces have of their own. Those with
// the same credentials share one, which may be that of the environment. While the
// database cannot be read, what was read last holds. It is safe for concurrent use.
type ownAccounts struct {
	app    *app
	config meetingConfig // how answers are kept
	usual  string        // names the account of the environment
	store  workspace.AccountStore

	mu   sync.RWMutex
	of   map[workspace.Key]ownAccount    // by Key.Alone
	made map[accountKey]*meeting.Account // without that of the environment
}

// ownAccount is the account of one workspace.
type ownAccount struct {
	account *meeting.Account
	name    string // see accountName, "" for one that cannot be used
	problem error  // why it cannot be used, nil if it can
}

// Get returns the account of a workspace, else that of its organisation, else nil. It
// never waits.
func (o *ownAccounts) Get(k workspace.Key) workspace.Meetings {
	own, ok := o.get(k)
	if !ok {
		return nil
	}
	return own.account
}

// name names the account that a workspace uses, its own or that of the environment, ""
// for one that cannot be used. It never waits.
func (o *ownAccounts) name(k workspace.Key) string {
	if own, ok := o.get(k); ok {
		return own.name
	}
	return o.usual
}

func (o *ownAccounts) get(k workspace.Key) (ownAccount, bool) {
	o.mu.RLock()
	defer o.mu.RUnlock()
	own, ok := o.of[k.Alone()]
	if !ok {
		own, ok = o.of[workspace.Key{EnterpriseID: k.EnterpriseID}]
	}
	return own, ok
}

// run reads the accounts again and again, until ctx ends.
func (o *ownAccounts) run(ctx context.Context) {
	workspace.Repeat(ctx, ownAccountsEvery, o.app.logger, o.load)
}

// load reads the accounts of all workspaces.
func (o *ownAccounts) load(ctx context.Context) error {
	list, err := o.store.ListAccounts(ctx)
	if err != nil {
		return fmt.Errorf("read the meeting accounts of workspaces: %w", err)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	former := o.of
	made := make(map[accountKey]*meeting.Account)
	o.of = make(map[workspace.Key]ownAccount, len(list))
	for _, row := range list {
		account, err := o.take(row, made)
		own := ownAccount{account, accountName(row.Site, row.Credentials), err}
		switch {
		case err != nil && former[row.Alone()].problem != nil:
			own = former[row.Alone()]
		case err != nil:
			own.account, own.name = unusable(o.app.now), ""
			o.app.logger.LogAttrs(ctx, slog.LevelError, "the meeting account of a workspace cannot be used",
				slog.String("workspace", row.String()), slog.Any("error", err))
		}
		o.of[row.Alone()] = own
	}
	o.logChanges(ctx, former)
	for key, account := range o.made {
		if made[key] != account {
			account.Client().CloseIdleConnections()
		}
	}
	o.made = made
	return nil
}

// take returns the account of a row: that of the environment, one that was made
// before, or a new one. o.mu is held.
func (o *ownAccounts) take(row workspace.OwnAccount, made map[accountKey]*meeting.Account) (*meeting.Account, error) {
	if row.Unreadable != nil {
		return nil, row.Unreadable
	}
	c := o.config
	c.APIURL, c.AppID, c.AppKey = row.Site, row.Credentials.AppID, row.Credentials.AppKey
	c.UserID, c.CorpID = row.Credentials.UserID, row.Credentials.CorpID
	key := accountKey{c.APIURL, c.credentials()}
	if account := o.app.accountOf[key]; account != nil {
		return account, nil
	}
	account := cmp.Or(made[key], o.made[key])
	if account == nil {
		var err error
		if account, err = o.app.newAccount(c); err != nil {
			return nil, err
		}
	}
	made[key] = account
	return account, nil
}

// logChanges logs which workspaces have another account than before.
func (o *ownAccounts) logChanges(ctx context.Context, former map[workspace.Key]ownAccount) {
	for k, own := range o.of {
		if former[k].account != own.account && own.problem == nil {
			o.app.logger.LogAttrs(ctx, slog.LevelInfo, "a workspace has a meeting account of its own",
				slog.String("workspace", k.String()), slog.String("site", own.account.Site()))
		}
	}
	for k := range former {
		if _, ok := o.of[k]; !ok {
			o.app.logger.LogAttrs(ctx, slog.LevelInfo, "a workspace has no meeting account of its own any more", slog.String("workspace", k.String()))
		}
	}
}

// errUnusable is what an account answers that cannot be used.
var errUnusable = errors.New("the workspace's own meeting account cannot be used: see the log")

// unusable is an account that asks nobody. A workspace whose own account cannot be
// used is not answered with another one, whose meetings are not for it.
func unusable(now func() time.Time) *meeting.Account {
	account, err := meeting.NewAccount(meeting.AccountOptions{
		URL: "https://unusable.invalid", Credentials: meeting.Credentials{AppID: "unusable", AppKey: "unusable"},
		HTTPClient: &http.Client{Transport: refusing{}}, Now: now,
	})
	if err != nil {
		panic(err) // what it is made of is written here
	}
	return account
}

// refusing makes no call.
type refusing struct{}

// RoundTrip is that of http.RoundTripper.
func (refusing) RoundTrip(*http.Request) (*http.Response, error) { return nil, errUnusable }
