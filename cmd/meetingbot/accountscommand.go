package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"regexp"
	"slices"
	"text/tabwriter"
	"time"

	"meetingbot/bot/store"
	"meetingbot/bot/workspace"
	"meetingbot/internal/sealed"
)

// accountsCommand gives workspaces a meeting account of their own.
type accountsCommand struct {
	Add    accountsAddCommand    `cmd:"" help:"Give a workspace a meeting account of its own, in place of the environment's."`
	List   accountsListCommand   `cmd:"" help:"List the meeting accounts that workspaces have of their own."`
	Remove accountsRemoveCommand `cmd:"" help:"Have a workspace asked with the environment's account again."`
}

// ownConfig is what the subcommands need.
type ownConfig struct {
	Database databaseConfig
	Seal     sealConfig
	Site     siteConfig
}

// siteConfig is where accounts are, unless they say otherwise.
type siteConfig struct {
	APIURL string `envconfig:"MEETING_API_URL" default:"https://api-intl.meeting.huaweicloud.com" word:"true"`
}

func (c *siteConfig) validate() []error {
	if fault := baseURLFault(c.APIURL, "https://api-intl.meeting.huaweicloud.com"); fault != "" {
		return []error{errors.New("MEETING_API_URL " + fault)}
	}
	return nil
}

type accountsListCommand struct{}

// Run prints a line for each account, and never an App Key.
func (accountsListCommand) Run(ctx context.Context, std streams) error {
	return withAccounts(ctx, func(db *store.DB, c ownConfig) error {
		list, err := db.Accounts().ListAccounts(ctx)
		if err != nil {
			return err
		}
		return printAccounts(std.out, list)
	})
}

func printAccounts(w io.Writer, list []workspace.OwnAccount) error {
	if len(list) == 0 {
		_, err := fmt.Fprintln(w, "No workspace has a meeting account of its own.")
		return err
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "KEY\tSITE\tAPP ID\tUSER ID\tCORP ID\tSINCE\tAPP KEY")
	for _, a := range list {
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", a.Key, printable(a.Site), printable(a.Credentials.AppID),
			orDash(a.Credentials.UserID), orDash(a.Credentials.CorpID), a.AddedAt.Format(time.RFC3339), sealState(a))
	}
	return table.Flush()
}

// sealState says whether the App Key of an account can be used here.
func sealState(a workspace.OwnAccount) string {
	switch {
	case a.Unreadable == nil:
		return "stored sealed"
	case errors.Is(a.Unreadable, sealed.ErrCannotOpen):
		return "CANNOT BE OPENED: no key of ENCRYPTION_KEY or ENCRYPTION_KEY_FILE is the one that sealed it"
	default:
		return "stored sealed; ENCRYPTION_KEY is not set here"
	}
}

type accountsRemoveCommand struct {
	Key string `arg:"" help:"The workspace, as list prints it."`
}

// Run removes the account of a workspace.
func (c accountsRemoveCommand) Run(ctx context.Context, std streams) error {
	key, err := parseAccountKey(c.Key)
	if err != nil {
		return usageError{err}
	}
	return withAccounts(ctx, func(db *store.DB, _ ownConfig) error {
		list, err := db.Accounts().ListAccounts(ctx)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(list, func(a workspace.OwnAccount) bool { return sameWorkspace(a.Key, key) })
		if i < 0 {
			return usageError{fmt.Errorf("%s has no meeting account of its own: meetingbot accounts list prints those that have", key)}
		}
		if _, err := db.Accounts().DeleteAccount(ctx, list[i].Key); err != nil {
			return err
		}
		_, err = fmt.Fprintf(std.out, "%s is asked with the environment's account again, by a bot that runs within half a minute.\n", list[i].Key)
		return err
	})
}

// accountKeyForm is how a workspace or an organisation is named.
func accountKeyForm() *regexp.Regexp {
	return regexp.MustCompile(`^(T[A-Z0-9]+|E[A-Z0-9]+(/T[A-Z0-9]+)?)$`)
}

// parseAccountKey reads the key of a workspace or an organisation.
func parseAccountKey(s string) (workspace.Key, error) {
	if !accountKeyForm().MatchString(s) {
		return workspace.Key{}, errors.New("KEY must be a workspace as meetingbot workspaces list prints it: T… or E…/T…, or E… for an organisation")
	}
	return workspace.ParseKey(s), nil
}

// sameWorkspace reports whether two keys name the same: no two teams have the same id.
func sameWorkspace(a, b workspace.Key) bool {
	if b.TeamID != "" {
		return a.TeamID == b.TeamID
	}
	return a == b
}

// withAccounts does something with the database that has the accounts.
func withAccounts(ctx context.Context, do func(*store.DB, ownConfig) error) (err error) {
	var c ownConfig
	if err := readEnv(&c.Database, &c.Seal, &c.Site); err != nil {
		return err
	}
	keys, err := c.Seal.keys()
	if err != nil {
		return usageError{err}
	}
	db, err := store.Open(ctx, store.Options{URL: c.Database.URL.Reveal(), Logger: slog.New(slog.DiscardHandler), Keys: keys})
	if errors.Is(err, store.ErrOccupied) {
		return fmt.Errorf("%w\nstop the bot, do this, and start it again: on PostgreSQL it can be done while the bot runs", err)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.Check(ctx); err != nil {
		return err
	}
	return do(db, c)
}
