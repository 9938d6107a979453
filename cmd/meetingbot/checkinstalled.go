package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"meetingbot/bot/install"
	"meetingbot/bot/post"
	"meetingbot/bot/workspace"
	"meetingbot/internal/sealed"
)

// checkInstalled is what is checked of the installations that are stored.
const checkInstalled = "installations"

// tokenPause keeps the checks of many tokens apart.
const tokenPause = 100 * time.Millisecond

// askInstalled makes the checks of the installations with a database of their own.
func askInstalled(ctx context.Context, c *config) []finding {
	skipped := func(why string) []finding {
		return []finding{notChecked(checkInstalled, why), notChecked(checkToken, why), notChecked(checkGranted, why)}
	}
	db, unchecked := openChecked(ctx, c)
	if unchecked != "" {
		return skipped(unchecked)
	}
	defer func() { _ = db.Close() }()
	e, err := install.New(install.Options{Store: db.Installations(), Slack: tokenCalls{c.Slack}})
	if err != nil {
		return []finding{{check: checkInstalled, verdict: failed, result: err.Error()}}
	}
	return checkInstallations(ctx, e, c.Slack)
}

// checkInstallations says how many workspaces there are, and whether Slack takes the
// token of each and has granted the scopes.
func checkInstallations(ctx context.Context, e *install.Engine, c slackConfig) []finding {
	grants, err := e.Grants(ctx)
	if err != nil {
		return []finding{
			{check: checkInstalled, verdict: failed, result: err.Error()},
			notChecked(checkToken, "first the database"), notChecked(checkGranted, "first the database"),
		}
	}
	installed := finding{check: checkInstalled, verdict: passed, result: strconv.Itoa(len(grants))}
	if len(grants) == 0 {
		installed.result = "none yet: open " + c.installURL()
	}
	return []finding{installed, checkTokens(ctx, e, c, grants), checkGrants(c, grants)}
}

// checkTokens asks Slack whether it takes the token of each installation.
func checkTokens(ctx context.Context, e *install.Engine, c slackConfig, grants []workspace.Grant) finding {
	var refused, unasked []string
	var trouble error
	for _, g := range grants {
		switch code, err := tokenOf(ctx, e, c, g); {
		case code != "":
			refused = append(refused, fmt.Sprintf("%s (%s)", g.Key, code))
		case err != nil:
			unasked, trouble = append(unasked, g.String()), err
		}
		select {
		case <-time.After(tokenPause):
		case <-ctx.Done():
		}
	}
	switch {
	case len(refused) > 0:
		return finding{
			check: checkToken, verdict: failed, result: "refused in " + few(refused),
			fix: "Install the app there again at " + c.installURL() + ", or remove what is left of it: meetingbot workspaces remove KEY",
		}
	case errors.Is(trouble, sealed.ErrCannotOpen):
		return finding{
			check: checkToken, verdict: failed, result: "cannot be opened in " + few(unasked),
			fix: "Add the key that they were sealed with to ENCRYPTION_KEY, behind the first one",
		}
	case trouble != nil:
		return notChecked(checkToken, fmt.Sprintf("no answer about %s: %s", few(unasked), slackTrouble(trouble)))
	}
	return finding{check: checkToken, verdict: passed, result: fmt.Sprintf("%d of %d accepted", len(grants), len(grants))}
}

// tokenOf returns the code with which Slack refuses the token of an installation, or
// why it is not known whether it does.
func tokenOf(ctx context.Context, e *install.Engine, c slackConfig, g workspace.Grant) (code string, err error) {
	r, err := e.Find(ctx, g.Key)
	if err == nil {
		err = tokenCalls{c}.Test(ctx, r.Token)
	}
	return post.SlackError(err), err
}

// checkGrants finds scopes that the app needs and that a workspace has not granted.
func checkGrants(c slackConfig, grants []workspace.Grant) finding {
	var lacking []string
	for _, g := range grants {
		if scopes := missingScopes(g.Scopes); len(scopes) > 0 {
			lacking = append(lacking, fmt.Sprintf("%s in %s", strings.Join(scopes, ", "), g.Key))
		}
	}
	if len(lacking) == 0 {
		return finding{check: checkGranted, verdict: passed, result: "complete"}
	}
	return finding{
		check: checkGranted, verdict: failed, result: "missing: " + few(lacking),
		fix: "Install the app there again at " + c.installURL(),
	}
}

// maxNamed bounds how many workspaces a finding names.
const maxNamed = 10

// few lists what was found, or the beginning of it.
func few(found []string) string {
	if more := len(found) - maxNamed; more > 0 {
		found = append(slices.Clone(found[:maxNamed]), fmt.Sprintf("and %d more", more))
	}
	return strings.Join(found, "; ")
}

// missingScopes are those that the app needs and that were not granted.
func missingScopes(granted []string) []string {
	return slices.DeleteFunc(neededScopes(), func(scope string) bool { return slices.Contains(granted, scope) })
}
