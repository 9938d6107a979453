package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"meetingbot/meeting"
)

// What is checked of the Meeting API.
const (
	checkMeetingAPI = "Meeting API"
	checkSignIn     = "sign-in to the Meeting API"
	checkOwnClock   = "clock"
)

// maxClockSkew is how far this machine's clock may be off: Slack's signatures
// expire after five minutes, and the Meeting API checks the time of a sign-in.
const maxClockSkew = time.Minute

// checkMeetings signs in and compares this machine's clock with the date that
// the Meeting API puts on its answers.
func checkMeetings(ctx context.Context, client *meeting.Client) []finding {
	account, err := client.Identity(ctx)
	if err != nil {
		return signInFailed(err)
	}
	clock := notChecked(checkOwnClock, "the Meeting API's answer has no date")
	if account.SkewKnown {
		clock = checkClock(account.Skew)
	}
	return []finding{
		{check: checkMeetingAPI, verdict: passed, result: "it answers"},
		{check: checkSignIn, verdict: passed, result: "as " + describe(account)},
		clock,
	}
}

// signInFailed tells a sign-in that was refused from one that was not heard.
func signInFailed(err error) []finding {
	refusal, _ := errors.AsType[*meeting.Error](err)
	if refusal == nil || refusal.Kind != meeting.SignInRefused {
		return []finding{
			{check: checkMeetingAPI, verdict: failed, result: err.Error(), fix: meetingAdvice(err)},
			notChecked(checkSignIn, "the Meeting API gave no answer to it"),
			notChecked(checkOwnClock, "it is compared with the Meeting API's"),
		}
	}
	clock := notChecked(checkOwnClock, "the Meeting API's answer has no date")
	if !refusal.ServerTime.IsZero() {
		clock = checkClock(time.Until(refusal.ServerTime))
	}
	return []finding{
		{check: checkMeetingAPI, verdict: passed, result: "it answers"},
		{check: checkSignIn, verdict: failed, result: err.Error(), fix: meetingAdvice(err)},
		clock,
	}
}

func describe(a meeting.Identity) string {
	who := cmp.Or(a.Name.String(), meeting.Name(a.Login).String(), a.ThirdID, a.UserID, "a user without a name")
	switch a.AdminType {
	case 0, 1:
		return who + ", an administrator: sees every meeting of the enterprise"
	case 2:
		return who + ", a member: sees only meetings that it booked or is invited to"
	default:
		return who
	}
}

func checkClock(skew time.Duration) finding {
	skew = skew.Abs().Round(time.Second)
	f := finding{check: checkOwnClock, verdict: passed, result: fmt.Sprintf("%s from the Meeting API's", skew)}
	if skew > maxClockSkew {
		f.verdict, f.fix = failed, "Set this machine's clock, for example by NTP: signatures are dated"
	}
	return f
}
