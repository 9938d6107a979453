package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"meetingbot/bot/install"
	"meetingbot/bot/store"
	"meetingbot/bot/workspace"
)

// workspacesCommand lists and removes the installations that are stored.
type workspacesCommand struct {
	List   workspacesListCommand   `cmd:"" help:"List the workspaces where the app is installed."`
	Remove workspacesRemoveCommand `cmd:"" help:"Delete everything of a workspace, as when the app is removed from it."`
}

type workspacesListCommand struct{}

// Run prints a line for each installation, and never a token.
func (workspacesListCommand) Run(ctx context.Context, std streams) error {
	return withInstallations(ctx, func(e *install.Engine) error {
		grants, err := e.Grants(ctx)
		if err != nil {
			return err
		}
		return printGrants(std.out, grants)
	})
}

func printGrants(w io.Writer, grants []workspace.Grant) error {
	if len(grants) == 0 {
		_, err := fmt.Fprintln(w, "The app is installed in no workspace.")
		return err
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "KEY\tNAME\tSINCE\tBY\tMISSING SCOPES")
	for _, g := range grants {
		missing := strings.Join(missingScopes(g.Scopes), ", ")
		if missing == "" {
			missing = "none"
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n",
			g.Key, orDash(g.TeamName), g.InstalledAt.Format(time.RFC3339), orDash(g.InstalledBy), missing)
	}
	return table.Flush()
}

// orDash is a text that cannot control the terminal, "-" for none.
func orDash(s string) string { return cmp.Or(printable(s), "-") }

type workspacesRemoveCommand struct {
	Key string `arg:"" help:"The workspace, as list prints it: T… or E…/T…, or E… for an organisation."`
	Yes bool   `help:"Do not ask."`
}

// errKept says that nothing was removed.
var errKept = errors.New("nothing was removed")

// Run deletes everything of a workspace. Slack is not asked: the token may be dead.
func (c workspacesRemoveCommand) Run(ctx context.Context, std streams) error {
	return withInstallations(ctx, func(e *install.Engine) error {
		grants, err := e.Grants(ctx)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(grants, func(g workspace.Grant) bool { return g.String() == c.Key || g.TeamID != "" && g.TeamID == c.Key })
		if i < 0 {
			return usageError{errors.New("there is no such workspace: meetingbot workspaces list prints their keys")}
		}
		g := grants[i]
		question := fmt.Sprintf("Delete everything of %s (%s), its reminders and settings too? Type yes: ", g.Key, orDash(g.TeamName))
		if !c.Yes && !confirmed(std.out, os.Stdin, question) {
			return errKept
		}
		if err := e.Remove(ctx, g); err != nil {
			return err
		}
		_, err = fmt.Fprintf(std.out, "Everything of %s is deleted.\n", g.Key)
		return err
	})
}

// confirmed asks a question and reports whether the answer is yes.
func confirmed(out io.Writer, in io.Reader, question string) bool {
	_, _ = fmt.Fprint(out, question)
	answer, _ := bufio.NewReader(in).ReadString('\n')
	return strings.EqualFold(strings.TrimSpace(answer), "yes")
}

// withInstallations does something with the installations in the database. Neither
// Slack nor the encryption key is needed.
func withInstallations(ctx context.Context, do func(*install.Engine) error) (err error) {
	var c databaseConfig
	if err := readEnv(&c); err != nil {
		return err
	}
	db, err := newDatabase(ctx, c, slog.New(slog.DiscardHandler))
	if errors.Is(err, store.ErrOccupied) {
		return fmt.Errorf("%w; stop the bot for this, or remove the app in Slack", err)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.Check(ctx); err != nil {
		return err
	}
	e, err := install.New(install.Options{Store: db.Installations(), Slack: tokenCalls{}})
	if err != nil {
		return err
	}
	return do(e)
}
