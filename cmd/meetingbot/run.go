package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// Exit codes of every subcommand.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2 // wrong usage or configuration
)

// usageError is a mistake in the flags or the configuration: its text names the
// variable or flag to fix.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

// streams are where a subcommand writes: its result to out, and logs to err.
type streams struct{ out, err io.Writer }

// commandLine lists the subcommands and their flags.
type commandLine struct {
	Serve      serveCommand      `cmd:"" default:"withargs" help:"Run the bot (this is what happens without a command)."`
	Playground playgroundCommand `cmd:"" help:"Run the bot between a simulated Slack and a simulated Meeting API."`
	Lookup     lookupCommand     `cmd:"" help:"Ask the Meeting API once and print the meeting."`
	Doctor     doctorCommand     `cmd:"" help:"Check configuration, database, sign-in, clock and Slack token; say how to fix what fails."`
	Setup      setupCommand      `cmd:"" help:"Ask for what is missing, check it at once, and write .env."`
	Manifest   manifestCommand   `cmd:"" help:"Print the manifest of the Slack app, or the address that creates the app."`
	Migrate    migrateCommand    `cmd:"" help:"Bring the database to the current schema."`
	Health     healthCommand     `cmd:"" help:"Ask the bot on this machine whether it is alive (for the image's health check)."`
	Workspaces workspacesCommand `cmd:"" help:"List the workspaces where the app is installed, or remove one."`
	Accounts   accountsCommand   `cmd:"" help:"Meeting accounts that workspaces have of their own: add one, list them, remove one."`
	Version    versionCommand    `cmd:"" help:"Print the version."`
	Help       helpCommand       `cmd:"" help:"Print this, or what a command takes."`

	ShowVersion kong.VersionFlag `name:"version" help:"Print the version."`
}

// run parses the arguments, runs the subcommand and returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var line commandLine
	std := streams{out: stdout, err: stderr}
	exited := false
	parser, err := kong.New(&line,
		kong.Name("meetingbot"),
		kong.Description("Huawei Cloud Meeting in Slack. Variables are listed in the README."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(int) { exited = true }),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(std),
		kong.Vars{"version": "meetingbot " + version()},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		return report(stderr, err)
	}
	parsed, err := parser.Parse(args)
	if exited { // --help or --version has been printed
		return exitDone
	}
	if err != nil {
		return report(stderr, usageError{withSuggestion(parser, args, err)})
	}
	return report(stderr, parsed.Run(parser))
}

// report prints err, if any, each of its lines with the name of the program, and
// returns the exit code.
func report(stderr io.Writer, err error) int {
	if err == nil {
		return exitDone
	}
	for line := range strings.SplitSeq(err.Error(), "\n") {
		_, _ = fmt.Fprintln(stderr, "meetingbot:", line)
	}
	if _, ok := errors.AsType[usageError](err); ok {
		return exitUsage
	}
	return exitFailed
}

type helpCommand struct {
	Command string `arg:"" optional:"" help:"The command to explain."`
}

// Run prints the subcommands, or what one of them takes.
func (c helpCommand) Run(parser *kong.Kong) error {
	if c.Command == "" {
		parsed, err := parser.Parse([]string{"version"})
		if err != nil {
			return err
		}
		parsed.Path = parsed.Path[:1] // the program's own help, not that of a subcommand
		return parsed.PrintUsage(false)
	}
	if !slices.Contains(commandNames(parser), c.Command) {
		return usageError{withSuggestion(parser, []string{c.Command}, fmt.Errorf("there is no command %s", c.Command))}
	}
	_, _ = parser.Parse([]string{c.Command, "--help"}) // which is printed whatever else is missing
	return nil
}
