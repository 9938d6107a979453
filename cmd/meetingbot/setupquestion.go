package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// tries is how often the same question is asked.
const tries = 3

// setupQuestion is about one variable.
type setupQuestion struct {
	variable string
	where    string // where the answer is found, "" where nobody needs to be told
	prompt   string
	hidden   bool // not shown while it is typed
	// judge says what is known of an answer. It may ask the service that the answer is for.
	judge func(ctx context.Context, value string) judgement
}

// judgement is what is known of an answer.
type judgement struct {
	verdict verdict // unchecked: it may be right and is kept, although something is to be done
	say     string  // what was found, and what to do about it
	shape   bool    // it is refused for how it is written: no service was asked

	siteRefused bool // of a sign-in: the account may be at another site
	userRefused bool // of a sign-in: it is the user who is not accepted
}

func approved(say string) judgement { return judgement{verdict: passed, say: say} }

// misshapen is a judgement about how a variable is written, which a fault ends.
func misshapen(name, fault string) judgement {
	return judgement{verdict: failed, say: name + " " + fault, shape: true}
}

// judgementOf makes one of what doctor finds: the first that is not well.
func judgementOf(findings ...finding) judgement {
	var results []string
	for _, f := range findings {
		if f.verdict == failed {
			return judgement{verdict: failed, say: strings.TrimSpace(strings.TrimPrefix(f.String(), string(failed)))}
		}
		if f.verdict == passed {
			results = append(results, f.check+": "+f.result)
		}
	}
	return approved(strings.Join(results, "; "))
}

// line is how a judgement is told: what is right in one line, the rest with its advice.
func (j judgement) line() string {
	mark := map[verdict]string{passed: "ok", failed: "No", unchecked: "Hm"}[j.verdict]
	return "   " + mark + "  " + j.say
}

// settle sees to it that a variable has a value that is accepted: the one that is
// there, or one that is asked for. After a few tries it goes on without.
func (s *setup) settle(ctx context.Context, q setupQuestion) error {
	value, from := s.present(q.variable)
	if value != "" {
		j := q.judge(ctx, value)
		s.tell(ctx, j)
		if j.verdict == passed || from == fromEnvironment || s.terminal == nil {
			s.conclude(q.variable, value, from, j)
			return ctx.Err()
		}
	}
	if s.terminal == nil {
		s.problems.unset = append(s.problems.unset, q.variable)
		return nil
	}
	return s.ask(ctx, q, value)
}

// ask asks until an answer is accepted, a few times. Nothing typed means what was
// typed before.
func (s *setup) ask(ctx context.Context, q setupQuestion, value string) error {
	if q.where != "" {
		s.say("   %s", q.where)
	}
	var j judgement
	for range tries {
		if j.shape {
			value = "" // the same again would be as wrong
		}
		typed, err := s.read(ctx, q, value)
		if err != nil {
			return err
		}
		value = cmp.Or(typed, value)
		if j = misshapen(q.variable, "is needed: nothing was typed"); value != "" {
			j = q.judge(ctx, value)
		}
		s.tell(ctx, j)
		if j.verdict == passed || ctx.Err() != nil {
			break
		}
	}
	s.conclude(q.variable, value, fromAnswer, j)
	return context.Cause(ctx)
}

// read shows a prompt and reads an answer. There may be a value already.
func (s *setup) read(ctx context.Context, q setupQuestion, value string) (string, error) {
	hints := make([]string, 0, 2)
	if q.hidden {
		hints = append(hints, "not shown")
	}
	if value != "" {
		hints = append(hints, "Enter checks the same again")
	}
	prompt := "   " + q.prompt
	if len(hints) > 0 {
		prompt += " (" + strings.Join(hints, "; ") + ")"
	}
	if q.hidden {
		return s.terminal.Secret(ctx, prompt+": ")
	}
	return s.terminal.Line(ctx, prompt+": ")
}

// tell says what is known of an answer, unless everything has ended.
func (s *setup) tell(ctx context.Context, j judgement) {
	if ctx.Err() == nil && j.say != "" {
		s.say("%s", j.line())
	}
}

// conclude keeps a value that may be right, and notes one that is not.
func (s *setup) conclude(name, value string, from source, j judgement) {
	switch {
	case j.verdict != failed:
		if from == fromAnswer {
			s.accepted[name] = value
		}
		return
	case from == fromEnvironment:
		s.say("   %s is set in the environment, which wins over .env: it has to be set right there.", name)
	case s.terminal != nil:
		s.say("   Going on without %s.", name)
	}
	s.lack(j, name)
}

// lack notes variables that are not right.
func (s *setup) lack(j judgement, names ...string) {
	if j.shape {
		s.problems.unset = append(s.problems.unset, names...)
		return
	}
	s.problems.refused = append(s.problems.refused, names...)
}

// option is one of several to choose from.
type option struct{ label string }

// choose asks for one of the options, by number. Nothing typed means the first.
func (s *setup) choose(ctx context.Context, prompt string, options []option) (int, error) {
	for i, o := range options {
		s.say("   %d  %s", i+1, o.label)
	}
	numbers := make([]string, len(options))
	for i := range options {
		numbers[i] = strconv.Itoa(i + 1)
	}
	for {
		typed, err := s.terminal.Line(ctx, fmt.Sprintf("   %s [1]: ", prompt))
		if err != nil {
			return 0, err
		}
		if i := slices.Index(numbers, cmp.Or(typed, "1")); i >= 0 {
			return i, nil
		}
		s.say("   Type one of the numbers %s, or press Enter for 1.", strings.Join(numbers, ", "))
	}
}
