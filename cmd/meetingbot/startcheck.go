package main

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"meetingbot/meeting"
)

const (
	// checkLimit is how long one check of serve may take.
	checkLimit = 30 * time.Second
	// recheckEvery is the pause between checks that did not pass.
	recheckEvery = 30 * time.Second
	// settleWithin is how long the process is not ready because it is not yet known
	// whether the Meeting API accepts the sign-in. One that does not answer must not
	// keep the process from saying so to people.
	settleWithin = 5 * time.Second
)

// errUnsettled is why the process is not ready right after its start.
var errUnsettled = errors.New("the first sign-in has not ended yet")

// startChecks makes the checks of all installations, until ctx ends.
func (a *app) startChecks(ctx context.Context, group *errgroup.Group) {
	for _, account := range a.accounts {
		settled := a.settle()
		group.Go(func() error {
			defer settled()
			a.watchSignIn(ctx, account, settled)
			return nil
		})
	}
	if a.installs != nil {
		group.Go(func() error {
			a.recheck(ctx, func(ctx context.Context) []finding { return checkInstallations(ctx, a.installs, a.slack) }, tokenJudged)
			return nil
		})
	}
	for _, c := range a.tokens {
		group.Go(func() error {
			a.watchToken(ctx, c)
			return nil
		})
	}
}

// recheck logs what a check finds, again whenever that changes, and repeats the
// check until ctx ends or done says that it is no longer needed.
func (a *app) recheck(ctx context.Context, check func(context.Context) []finding, done func([]finding) bool) {
	var last []finding
	for {
		limited, cancel := context.WithTimeoutCause(ctx, checkLimit, errors.New("the check took too long"))
		findings := check(limited)
		cancel()
		if ctx.Err() != nil {
			return
		}
		a.logFindings(ctx, last, findings)
		last = findings
		if done(findings) || !a.pause(ctx) {
			return
		}
	}
}

// pause waits until it is time for the next check, and reports whether there is one.
func (a *app) pause(ctx context.Context) bool {
	select {
	case <-time.After(a.recheckEvery):
		return true
	case <-ctx.Done():
		return false
	}
}

// logFindings logs the findings that are not the same as last time. Their texts may
// differ in the ids of requests. What a check that passed has found may name people,
// and is not logged.
func (a *app) logFindings(ctx context.Context, last, findings []finding) {
	for i, f := range findings {
		if i < len(last) && last[i].check == f.check && last[i].verdict == f.verdict && last[i].fix == f.fix {
			continue
		}
		check := slog.String("check", f.check)
		switch f.verdict {
		case passed:
			a.logger.InfoContext(ctx, "start check passed", check)
		case failed:
			a.logger.ErrorContext(ctx, "start check failed", check, slog.String("error", f.result), slog.String("fix", f.fix))
		case unchecked:
			a.logger.WarnContext(ctx, "start check not made", check, slog.String("reason", f.result))
		}
	}
}

// watchSignIn signs an account in ahead of the first question, so that a refused App
// Key shows in the log and in /readyz at once and the first person does not wait.
// While the sign-in is refused it tries again: a process that is not ready gets no
// question that would.
//
// It calls settled when something is known.
func (a *app) watchSignIn(ctx context.Context, account *meeting.Account, settled func()) {
	client := account.Client()
	var findings []finding
	check := func(ctx context.Context) []finding {
		if findings == nil || count(findings, passed) < len(findings) || client.Refused() != nil {
			if findings = checkMeetings(ctx, client); count(findings, passed) == len(findings) {
				account.Prepare(ctx)
			}
		}
		settled()
		return findings
	}
	a.recheck(ctx, check, func([]finding) bool { return false })
}

// watchToken checks the token of an installation until Slack has judged it: another
// one comes with another start.
func (a *app) watchToken(ctx context.Context, c slackConfig) {
	a.recheck(ctx, func(ctx context.Context) []finding { return checkSlack(ctx, c) }, tokenJudged)
}

// tokenJudged reports whether Slack has accepted or refused the token.
func tokenJudged(findings []finding) bool {
	return slices.ContainsFunc(findings, func(f finding) bool { return f.check == checkToken && f.verdict != unchecked })
}

// settle notes that it is not yet known whether a sign-in is accepted. The function
// that it returns ends that; so does time.
func (a *app) settle() (settled func()) {
	a.unsettled.Add(1)
	known := sync.OnceFunc(func() { a.unsettled.Add(-1) })
	timer := time.AfterFunc(settleWithin, known)
	return func() {
		timer.Stop()
		known()
	}
}

// checkSignedIn is a condition of readiness: no account's sign-in is refused. It asks
// nothing.
func (a *app) checkSignedIn(context.Context) error {
	if a.unsettled.Load() > 0 {
		return errUnsettled
	}
	var refused []error
	for _, account := range a.accounts {
		refused = append(refused, account.Client().Refused())
	}
	return errors.Join(refused...)
}
