package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"

	"meetingbot/bot/store"
	"meetingbot/bot/workspace"
	"meetingbot/internal/sealed"
	"meetingbot/meeting"
)

// checkAccounts is what is checked of the meeting accounts that workspaces have of
// their own.
const checkAccounts = "meeting accounts of workspaces"

// openChecked opens the database for checks that read what is sealed in it, or says why
// they cannot be made.
func openChecked(ctx context.Context, c *config) (db *store.DB, unchecked string) {
	keys, err := c.Seal.keys()
	if err != nil || keys == nil {
		return nil, "first the variables for what is sealed"
	}
	db, err = store.Open(ctx, store.Options{URL: c.Database.URL.Reveal(), Logger: slog.New(slog.DiscardHandler), Keys: keys})
	if errors.Is(err, store.ErrOccupied) {
		return nil, "the database is in use, probably by the bot that runs here: its log tells of them"
	}
	if err != nil {
		return nil, "first the database"
	}
	if err := db.Check(ctx); err != nil {
		_ = db.Close()
		return nil, "first the database: its tables are still to be made or changed, by serve or migrate"
	}
	return db, ""
}

// askAccounts signs in with each workspace's own meeting account. Without an encryption
// key there is none.
func askAccounts(ctx context.Context, c *config) []finding {
	if c.Seal.Key == "" && c.Seal.KeyFile == "" {
		return nil
	}
	db, unchecked := openChecked(ctx, c)
	if unchecked != "" {
		return []finding{notChecked(checkAccounts, unchecked)}
	}
	defer func() { _ = db.Close() }()
	accounts, err := db.Accounts().ListAccounts(ctx)
	if err != nil {
		return []finding{{check: checkAccounts, verdict: failed, result: err.Error()}}
	}
	if len(accounts) == 0 {
		return nil
	}
	return []finding{signInAs(ctx, accounts)}
}

// signInAs says which of the accounts cannot be used. The first one's remedy is told.
func signInAs(ctx context.Context, accounts []workspace.OwnAccount) finding {
	f := finding{check: checkAccounts, verdict: passed, result: strconv.Itoa(len(accounts)) + " signed in"}
	var problems []string
	for _, a := range accounts {
		err := signInOnce(ctx, a)
		if err == nil {
			continue
		}
		problems = append(problems, fmt.Sprintf("%s: %v", a.Key, err))
		if f.fix == "" {
			f.fix = ownAccountAdvice(err)
		}
	}
	if len(problems) > 0 {
		f.verdict, f.result = failed, few(problems)
	}
	return f
}

// signInOnce signs in with an account that a workspace has of its own.
func signInOnce(ctx context.Context, a workspace.OwnAccount) error {
	if a.Unreadable != nil {
		return a.Unreadable
	}
	client, err := meeting.New(a.Site, a.Credentials)
	if err != nil {
		return err
	}
	defer client.CloseIdleConnections()
	_, err = client.Identity(ctx)
	return err
}

// ownAccountAdvice is what to do about an account that cannot be used.
func ownAccountAdvice(err error) string {
	if errors.Is(err, sealed.ErrCannotOpen) {
		return "Add the key that the App Key was sealed with to ENCRYPTION_KEY, behind the first one"
	}
	return "With meetingbot accounts add KEY it can be stored anew. " + accountAdvice(err)
}
