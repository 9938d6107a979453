package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

type setupCommand struct {
	Answers string `placeholder:"FILE" help:"Ask nothing: read NAME=VALUE lines from a file, or - for standard input."`
}

// Run asks for what is missing, checks it and writes .env.
func (c setupCommand) Run(ctx context.Context, std streams) error {
	s, err := newSetup(std.out)
	if err != nil {
		return usageError{err}
	}
	if c.Answers != "" {
		if s.answers, err = readAnswers(c.Answers, os.Stdin); err != nil {
			return usageError{fmt.Errorf("--answers: %w", err)}
		}
		return s.run(ctx)
	}
	if s.terminal, err = openConsole(os.Stdin, std.out); err != nil {
		return usageError{err}
	}
	return s.run(ctx)
}

// setup is one run of the subcommand.
type setup struct {
	out      io.Writer
	terminal terminal          // nil where answers are given beforehand
	answers  map[string]string // nil where somebody is asked
	file     *envDocument      // the file that is written
	others   []*envDocument    // other files that serve reads, in their order
	sites    []site
	app      string            // the id of the app that the app-level token is of, "" if it is not known
	accepted map[string]string // by this run; not yet written
	problems problems
}

// newSetup reads what is there.
func newSetup(out io.Writer) (*setup, error) {
	s := &setup{out: out, sites: knownSites(), accepted: make(map[string]string)}
	for _, path := range envPaths() {
		d, err := readEnvDocument(path)
		if err != nil {
			return nil, err
		}
		s.others = append(s.others, d)
	}
	// The first file wins over the second, so what is written there counts.
	s.file = s.others[len(s.others)-1]
	if first := s.others[0]; first.mode != 0 {
		s.file = first
	}
	return s, nil
}

// run leads through the steps. Nothing is written before the last one has ended.
func (s *setup) run(ctx context.Context) error {
	s.begin()
	if err := s.file.writable(); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{s.slack, s.meetings, s.storage, s.furtherAnswers} {
		if err := step(ctx); err != nil {
			return s.interrupted(err)
		}
	}
	if err := s.write(); err != nil {
		return err
	}
	return s.finish(ctx)
}

// interrupted says that nothing was changed.
func (s *setup) interrupted(err error) error {
	if errors.Is(err, io.EOF) {
		err = errors.New("there are no more answers")
	}
	return fmt.Errorf("setup has ended early, and %s is as it was: %w", s.file.path, err)
}

func (s *setup) begin() {
	if s.terminal != nil {
		s.say("This makes meetingbot ready to start. Ctrl-C ends it and changes nothing.\n")
	}
	if s.file.openToOthers() {
		s.say("Attention: other people on this machine can read or change %s (mode %04o). From now on only its owner can (0600).\n"+
			"If somebody may have read it, make new tokens.\n", s.file.path, s.file.mode)
	}
}

// say prints a paragraph.
func (s *setup) say(format string, values ...any) {
	_, _ = fmt.Fprintf(s.out, format+"\n", values...)
}

// source is where a value comes from.
type source string

// The sources.
const (
	fromEnvironment source = "the environment"
	fromAnswer      source = "the answers"
	fromFile        source = ".env"
)

// present returns the value of a variable that is there already, "" for none.
func (s *setup) present(name string) (string, source) {
	if value := os.Getenv(name); strings.TrimSpace(value) != "" {
		return value, fromEnvironment
	}
	if value := cmp.Or(s.accepted[name], s.answers[name]); value != "" {
		return value, fromAnswer
	}
	for _, d := range s.others {
		if value := d.get(name); value != "" {
			return value, fromFile
		}
	}
	return "", ""
}

func (s *setup) has(name string) bool {
	value, _ := s.present(name)
	return value != ""
}

// value returns the value of a variable, or what is usual.
func (s *setup) value(name, usual string) string {
	value, _ := s.present(name)
	return cmp.Or(value, usual)
}

// write writes what was accepted, if anything was.
func (s *setup) write() error {
	var names, elsewhere []string
	for _, name := range variableOrder() {
		if _, from := s.present(name); from == fromEnvironment {
			elsewhere = append(elsewhere, name)
		}
		value, ok := s.accepted[name]
		if !ok || s.file.get(name) == value {
			continue
		}
		if err := s.file.set(name, value); err != nil {
			return usageError{err}
		}
		names = append(names, name)
	}
	if len(elsewhere) > 0 {
		s.say("\nNot written, since they are set in the environment, where the bot needs them too: %s.", strings.Join(elsewhere, ", "))
	}
	if !s.file.changed && !s.file.openToOthers() {
		s.say("\nThere is nothing to write: %s stays as it is.", s.file.path)
		return nil
	}
	if err := s.file.save(); err != nil {
		return err
	}
	s.say("\nWrote %s, which only you can read: %s.", s.file.path, cmp.Or(strings.Join(names, ", "), "nothing but its mode has changed"))
	return nil
}

// finish makes the checks of doctor with what serve would read, and says what comes
// next, or what is missing.
func (s *setup) finish(ctx context.Context) error {
	s.say("\nAll checks, as meetingbot doctor makes them:")
	err := doctorCommand{}.Run(ctx, streams{out: s.out, err: s.out})
	if missing := s.problems.err(); missing != nil {
		return missing
	}
	if err != nil {
		return err
	}
	s.next()
	return nil
}

// next says what to do now.
func (s *setup) next() {
	s.say("\nNext, start the bot here:\n\n  meetingbot serve\n")
	w, _ := s.presentWay()
	if w != bySocket {
		s.say("Slack must reach it at your https address. Then open the app's page, Event Subscriptions, and choose Retry beside the Request URL:\n" +
			"Slack sends nothing before it has found the bot there.\n")
	}
	if w == byOAuth {
		s.say("Install the app at %s/slack/install. For workspaces other than the app's own, first open the app's page, Manage Distribution,\n"+
			"and choose Activate Public Distribution.\n", s.value(publicURLVariable, ""))
	}
	s.say("Then type in Slack, with the number of one of your meetings:\n\n  /meeting 914083136\n\n/meeting alone shows your day, and /meeting help what else there is.")
}

// problems are the variables without which the bot cannot start.
type problems struct {
	unset   []string // not given, or of a wrong form
	refused []string // by the service that they are for
}

// err says what is missing. What was never right is a matter of configuration.
func (p problems) err() error {
	var parts []string
	if len(p.unset) > 0 {
		parts = append(parts, "not set: "+strings.Join(p.unset, ", "))
	}
	if len(p.refused) > 0 {
		parts = append(parts, "refused: "+strings.Join(p.refused, ", "))
	}
	switch {
	case len(parts) == 0:
		return nil
	case len(p.unset) > 0:
		return usageError{errors.New(strings.Join(parts, "; ") + ". Start setup again when you have them: it asks for nothing else")}
	default:
		return errors.New(strings.Join(parts, "; ") + ". Start setup again when they are right: it asks for nothing else")
	}
}
