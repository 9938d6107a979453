package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"meetingbot/internal/secret"
	"meetingbot/meeting"
)

// site is where accounts of Huawei Cloud Meeting are: those of one are not known at
// another.
type site struct{ name, url string }

func knownSites() []site {
	return []site{
		{"International site", "https://api-intl.meeting.huaweicloud.com"},
		{"Chinese site", "https://api.meeting.huaweicloud.com"},
	}
}

// meetings sees to the sign-in at the Meeting API: the account's site, App ID and
// App Key are right or wrong together.
func (s *setup) meetings(ctx context.Context) error {
	s.say("\n2 of 3  Huawei Cloud Meeting")
	c, err := s.presentSignIn()
	if err != nil {
		return err
	}
	if c.AppID != "" && c.AppKey != "" {
		return s.presentAccount(ctx, c)
	}
	if s.terminal == nil {
		s.problems.unset = append(s.problems.unset, unsetOf(c)...)
		return nil
	}
	if c.APIURL == "" {
		if c.APIURL, err = s.askSite(ctx); err != nil {
			return err
		}
	}
	s.say("   App ID and App Key come from the Meeting management console, under application management. The review takes one to three days.")
	return s.askSignIn(ctx, c)
}

// presentSignIn is what the variables say of the account.
func (s *setup) presentSignIn() (meetingConfig, error) {
	c := meetingConfig{
		APIURL: s.value("MEETING_API_URL", ""), AppID: s.value("MEETING_APP_ID", ""), AppKey: secret.Secret(s.value("MEETING_APP_KEY", "")),
		UserID: s.value("MEETING_USER_ID", ""), CorpID: s.value("MEETING_CORP_ID", ""),
	}
	if fault := baseURLFault(cmp.Or(c.APIURL, s.sites[0].url), s.sites[0].url); fault != "" {
		return c, usageError{fmt.Errorf("MEETING_API_URL %s", fault)}
	}
	return c, nil
}

func unsetOf(c meetingConfig) []string {
	var names []string
	if c.AppID == "" {
		names = append(names, "MEETING_APP_ID")
	}
	if c.AppKey == "" {
		names = append(names, "MEETING_APP_KEY")
	}
	return names
}

// presentAccount judges the account of the variables, and asks for another one if it
// is not right.
func (s *setup) presentAccount(ctx context.Context, c meetingConfig) error {
	j, c := s.judgeSignIn(ctx, c)
	s.tell(ctx, j)
	_, from := s.present("MEETING_APP_KEY")
	if s.terminal == nil || j.verdict == passed || from == fromEnvironment {
		s.concludeSignIn(c, from, j)
		return context.Cause(ctx)
	}
	return s.askSignIn(ctx, c)
}

func (s *setup) askSite(ctx context.Context) (string, error) {
	s.say("   Where is your company's account?")
	options := make([]option, len(s.sites))
	for i, known := range s.sites {
		options[i] = option{known.name + " (" + known.url + ")"}
	}
	i, err := s.choose(ctx, "Your choice", options)
	return s.sites[i].url, err
}

// askSignIn asks for App ID and App Key until a sign-in is accepted, a few times.
func (s *setup) askSignIn(ctx context.Context, c meetingConfig) error {
	var j judgement
	for range tries {
		id, err := s.read(ctx, setupQuestion{prompt: "App ID"}, c.AppID)
		if err != nil {
			return err
		}
		key, err := s.read(ctx, setupQuestion{prompt: "App Key", hidden: true}, c.AppKey.Reveal())
		if err != nil {
			return err
		}
		c.AppID, c.AppKey = cmp.Or(id, c.AppID), secret.Secret(cmp.Or(key, c.AppKey.Reveal()))
		j, c = s.judgeSignIn(ctx, c)
		s.tell(ctx, j)
		if j.verdict == passed || ctx.Err() != nil {
			break
		}
		if err := s.askUser(ctx, &c, j); err != nil {
			return err
		}
	}
	s.concludeSignIn(c, fromAnswer, j)
	return context.Cause(ctx)
}

// askUser asks who the bot is to sign in as, where that is what was refused.
func (s *setup) askUser(ctx context.Context, c *meetingConfig, j judgement) (err error) {
	if j.userRefused {
		c.UserID, err = s.terminal.Line(ctx, "   The user to sign in as (Enter for the default administrator): ")
	}
	return err
}

// judgeSignIn signs in. Where the account's site is not sure and it is not known
// there, the other sites are tried: the configuration that it returns has the right
// one.
func (s *setup) judgeSignIn(ctx context.Context, c meetingConfig) (judgement, meetingConfig) {
	for name, value := range map[string]string{"MEETING_APP_ID": c.AppID, "MEETING_APP_KEY": c.AppKey.Reveal()} {
		if value == "" {
			return misshapen(name, "is needed: nothing was typed"), c
		}
		if fault := wordVariableFault(value); fault != "" {
			return misshapen(name, fault), c
		}
	}
	asked := c
	asked.APIURL = cmp.Or(c.APIURL, s.sites[0].url)
	j := signIn(ctx, asked)
	_, from := s.present("MEETING_API_URL")
	if !j.siteRefused || from == fromEnvironment || !slices.ContainsFunc(s.sites, func(known site) bool { return known.url == asked.APIURL }) {
		return j, c
	}
	for _, other := range s.sites {
		if other.url == asked.APIURL {
			continue
		}
		asked.APIURL = other.url
		if there := signIn(ctx, asked); there.verdict == passed {
			there.say = "the account is at another site (" + other.name + "), which is noted as MEETING_API_URL; " + there.say
			return there, asked
		}
	}
	return j, c
}

// signIn asks the Meeting API whether it accepts an account.
func signIn(ctx context.Context, c meetingConfig) judgement {
	client, err := newMeetings(c)
	if err != nil {
		return judgement{verdict: failed, say: err.Error(), shape: true}
	}
	defer client.CloseIdleConnections()
	account, err := client.Identity(ctx)
	if err == nil {
		return approved("signed in as " + describe(account))
	}
	advice := ". " + meetingAdvice(err)
	refusal, _ := errors.AsType[*meeting.Error](err)
	if refusal == nil || refusal.Kind != meeting.SignInRefused {
		return judgement{verdict: unchecked, say: "The Meeting API did not say whether the account is right: " + err.Error() + advice}
	}
	return judgement{
		verdict: failed, say: "The Meeting API refuses the sign-in: " + err.Error() + advice,
		siteRefused: refusal.Code == "USG.206010025" || refusal.Code == "USG.206010064",
		userRefused: isUserCode(refusal.Code),
	}
}

// concludeSignIn keeps the account, or notes that it is not right.
func (s *setup) concludeSignIn(c meetingConfig, from source, j judgement) {
	if j.verdict == failed {
		if s.terminal != nil {
			s.say("   Going on without an account of Huawei Cloud Meeting.")
		}
		s.lack(j, "MEETING_APP_ID", "MEETING_APP_KEY")
		return
	}
	for name, value := range map[string]string{
		"MEETING_API_URL": c.APIURL, "MEETING_APP_ID": c.AppID, "MEETING_APP_KEY": c.AppKey.Reveal(), "MEETING_USER_ID": c.UserID,
	} {
		old, at := s.present(name)
		if value != "" && at != fromEnvironment && (value != old || from == fromAnswer) {
			s.accepted[name] = value
		}
	}
}
