package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"golang.org/x/term"

	"meetingbot/bot/install"
	"meetingbot/bot/store"
	"meetingbot/bot/workspace"
	"meetingbot/internal/secret"
	"meetingbot/meeting"
)

// maxAppKey is how much of standard input is read for an App Key, in bytes.
const maxAppKey = 4096

type accountsAddCommand struct {
	Key    string `arg:"" help:"The workspace, as workspaces list prints it: T… or E…/T…, or E… for an organisation."`
	AppID  string `name:"app-id" help:"The App ID. Asked for on a terminal."`
	Site   string `help:"The Meeting API's address. Defaults to MEETING_API_URL." placeholder:"URL"`
	UserID string `name:"user-id" help:"The user to sign in as. Defaults to the enterprise's default administrator."`
	CorpID string `name:"corp-id" help:"The enterprise, where the App ID serves several."`
}

// Run signs in with the account and stores it. The App Key comes from standard input,
// which never shows it.
func (c accountsAddCommand) Run(ctx context.Context, std streams) error {
	key, err := parseAccountKey(c.Key)
	if err != nil {
		return usageError{err}
	}
	return withAccounts(ctx, func(db *store.DB, config ownConfig) error {
		if config.Seal.Key == "" && config.Seal.KeyFile == "" {
			return usageError{errors.New("ENCRYPTION_KEY must be set, or ENCRYPTION_KEY_FILE: the App Key is stored sealed; meetingbot setup makes a key")}
		}
		if key, err = installedKey(ctx, db, key); err != nil {
			return err
		}
		a := workspace.OwnAccount{Key: key, Site: cmp.Or(c.Site, config.Site.APIURL), AddedAt: time.Now().UTC()}
		a.Credentials = meeting.Credentials{AppID: c.AppID, UserID: c.UserID, CorpID: c.CorpID}
		if err := askAccount(ctx, os.Stdin, std.err, &a); err != nil {
			return err
		}
		return addAccount(ctx, std.out, db.Accounts(), a)
	})
}

// installedKey is the key under which the app is installed in a workspace, or the
// given one where no installation is stored: a bot token is in the environment then.
func installedKey(ctx context.Context, db *store.DB, key workspace.Key) (workspace.Key, error) {
	e, err := install.New(install.Options{Store: db.Installations(), Slack: tokenCalls{}})
	if err != nil {
		return key, err
	}
	grants, err := e.Grants(ctx)
	if err != nil || len(grants) == 0 {
		return key, err
	}
	for _, g := range grants {
		if sameWorkspace(g.Key, key) {
			return g.Key, nil
		}
	}
	organisation := workspace.Key{EnterpriseID: key.EnterpriseID}
	if key.EnterpriseID != "" && slices.ContainsFunc(grants, func(g workspace.Grant) bool { return g.Key == organisation }) {
		return key, nil
	}
	return key, usageError{fmt.Errorf("the app is not installed in %s: meetingbot workspaces list prints where it is", key)}
}

// askAccount completes an account: the App Key comes from in, unseen where that is a
// terminal, which is asked for the App ID too if there is none yet.
func askAccount(ctx context.Context, in *os.File, out io.Writer, a *workspace.OwnAccount) error {
	if !term.IsTerminal(int(in.Fd())) {
		return readAppKey(in, a)
	}
	t := &console{in: in, lines: bufio.NewReader(in), out: out}
	return promptAccount(ctx, t, a)
}

// readAppKey reads the App Key as it is piped in.
func readAppKey(in io.Reader, a *workspace.OwnAccount) error {
	if a.Credentials.AppID == "" {
		return usageError{errors.New("--app-id must be given where standard input is no terminal")}
	}
	text, err := io.ReadAll(io.LimitReader(in, maxAppKey))
	if err != nil {
		return fmt.Errorf("read the App Key from standard input: %w", err)
	}
	a.Credentials.AppKey = secret.Secret(strings.TrimRight(string(text), "\r\n"))
	return nil
}

// promptAccount asks somebody for what is missing.
func promptAccount(ctx context.Context, t terminal, a *workspace.OwnAccount) (err error) {
	if a.Credentials.AppID == "" {
		if a.Credentials.AppID, err = t.Line(ctx, "App ID: "); err != nil {
			return fmt.Errorf("read the App ID: %w", err)
		}
		if a.Credentials.UserID == "" {
			if a.Credentials.UserID, err = t.Line(ctx, "User to sign in as (Enter for the default administrator): "); err != nil {
				return fmt.Errorf("read the user: %w", err)
			}
		}
	}
	key, err := t.Secret(ctx, "App Key (not shown): ")
	if err != nil {
		return fmt.Errorf("read the App Key: %w", err)
	}
	a.Credentials.AppKey = secret.Secret(key)
	return nil
}

// addAccount signs in with an account, and stores it if that works.
func addAccount(ctx context.Context, out io.Writer, accounts workspace.AccountStore, a workspace.OwnAccount) error {
	if err := accountFault(a); err != nil {
		return usageError{err}
	}
	client, err := meeting.New(a.Site, a.Credentials)
	if err != nil {
		return usageError{fmt.Errorf("--site: %w", err)}
	}
	defer client.CloseIdleConnections()
	identity, err := client.Identity(ctx)
	if err != nil {
		return fmt.Errorf("%w\n%s\nNothing was stored", err, accountAdvice(err))
	}
	if err := accounts.PutAccount(ctx, a); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "Signed in as %s.\n%s is asked with this account from now on, by a bot that runs within half a minute.\n",
		printable(describe(identity)), a.Key)
	return err
}

// accountFault is what is wrong with how an account is written. It never repeats the
// App Key.
func accountFault(a workspace.OwnAccount) error {
	if fault := baseURLFault(a.Site, "https://api-intl.meeting.huaweicloud.com"); fault != "" {
		return errors.New("--site " + fault)
	}
	for _, field := range []struct{ name, value string }{
		{"--app-id", a.Credentials.AppID}, {"the App Key", a.Credentials.AppKey.Reveal()},
	} {
		if field.value == "" {
			return errors.New(field.name + " must not be empty")
		}
		if fault := cmp.Or(writingFault(field.value, false), wordFault(field.value)); fault != "" {
			return errors.New(field.name + " " + fault)
		}
	}
	for name, value := range map[string]string{"--user-id": a.Credentials.UserID, "--corp-id": a.Credentials.CorpID} {
		if fault := writingFault(value, false); fault != "" {
			return errors.New(name + " " + fault)
		}
	}
	return nil
}

// accountAdvice is what to do about a sign-in that failed, by the flags of this
// command.
func accountAdvice(err error) string {
	return strings.NewReplacer(
		"MEETING_API_URL", "--site", "MEETING_APP_ID", "--app-id", "MEETING_APP_KEY", "the App Key",
		"MEETING_USER_ID", "--user-id", "MEETING_CORP_ID", "--corp-id",
	).Replace(meetingAdvice(err))
}
