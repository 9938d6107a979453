package bot_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot"
	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
)

// users is Slack's answer about whoever is asked for, after a while.
type users struct {
	takes time.Duration
	user  slack.User
	err   error
	until time.Time // no error from then on, zero for ever
	asked int
}

func (u *users) GetUserInfoContext(ctx context.Context, id string, _ ...slack.GetUserInfoOption) (*slack.User, error) {
	u.asked++
	select {
	case <-time.After(u.takes):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if u.err != nil && (u.until.IsZero() || time.Now().Before(u.until)) {
		return nil, u.err
	}
	user := u.user
	user.ID = id
	return &user, nil
}

func (*users) AuthTestContext(context.Context) (*slack.AuthTestResponse, error) {
	return &slack.AuthTestResponse{TeamID: "T1"}, nil
}

// member is how Slack describes a full member of the workspace.
func member() slack.User {
	return slack.User{TeamID: "T1", Locale: "en-US", IsEmailConfirmed: true, Profile: slack.UserProfile{Email: "person3@example.com"}}
}

// newBotAsking makes a bot that asks Slack who people are.
func newBotAsking(t *testing.T, u *users, edits ...func(*options)) (*bot.Bot, *world) {
	t.Helper()
	d, err := person.NewDirectory(u, person.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return newBot(t, append(edits, func(o *options) { o.People = d })...)
}

// notMembers is what Slack may say of somebody who may look up nothing, and what
// they read then.
func notMembers() map[string]struct {
	users
	team string // that the request says they belong to
	want text.Key
} {
	guest, deleted, external := member(), member(), member()
	guest.IsRestricted, deleted.Deleted, external.TeamID = true, true, "T9"
	code := func(code string) error { return slack.SlackErrorResponse{Err: code} }
	return map[string]struct {
		users
		team string
		want text.Key
	}{
		"guest, slowly":           {users{takes: 400 * time.Millisecond, user: guest}, "", text.RefusalGuest},
		"deactivated, slowly":     {users{takes: 400 * time.Millisecond, user: deleted}, "", text.RefusalDeactivated},
		"stranger, slowly":        {users{takes: 400 * time.Millisecond, user: external}, "", text.RefusalExternal},
		"user_not_found":          {users{err: code("user_not_found")}, "", text.RefusalUnseen},
		"user_not_visible":        {users{err: code("user_not_visible")}, "", text.RefusalUnseen},
		"team_access_not_granted": {users{err: code("team_access_not_granted")}, "", text.RefusalUnseen},
		"another type":            {users{err: &json.UnmarshalTypeError{Field: "user.name"}}, "", text.RefusalUnseen},
		"no user":                 {users{}, "", text.RefusalUnseen},
		"of another workspace":    {users{user: member()}, "T9", text.RefusalExternal},
	}
}

// Whatever is asked, it is denied to those who are not known to be members, and
// nothing else happens.
func TestNobodyIsAMemberUntilSlackSaysSo(t *testing.T) {
	t.Parallel()
	some, _ := newBot(t)
	for name, q := range everyRoute(t, some, rowIDs{subscription: "S1", notice: "N1", channel: "C1", rule: "R1"}) {
		for says, tt := range notMembers() {
			t.Run(name+" "+says, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					b, w := newBotAsking(t, &tt.users)
					q := w.prepared(t, q)
					if q.UserTeam = tt.team; !b.NeedsLookup(q) {
						return
					}
					if all := w.answered(t, q); len(all) != 1 || !strings.Contains(all[0], english(tt.want)) {
						t.Errorf("answered %q, want %q alone", all, english(tt.want))
					}
					w.expectNothingDone(t)
				})
			})
		}
	}
}

// opensSettings reports whether a route is one that opens the settings.
func opensSettings(name string) bool {
	return name == "action "+view.ActionSettings || name == "action "+view.ActionMySettings || name == "word settings" || name == "word 设置"
}

// opensChange reports whether a route is one that opens the form that changes a meeting.
func opensChange(name string) bool {
	return slices.Contains([]string{
		"action " + view.ActionChangeDate, "action " + view.ActionChangeOther, "action " + view.ActionChangeAll,
		"choice " + view.ChoiceChange, "word change", "word 修改", "word 修改会议", "word 更改", "word 更改会议",
	}, name)
}

// While Slack cannot say who somebody is, they are told, and nothing happens.
func TestEveryRouteWaitsForSlack(t *testing.T) {
	t.Parallel()
	some, _ := newBot(t)
	for name, q := range everyRoute(t, some, rowIDs{subscription: "S1", notice: "N1", channel: "C1", rule: "R1"}) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b, w := newBotAsking(t, &users{err: errors.New("out of order")})
				q := w.prepared(t, q)
				if !b.NeedsLookup(q) {
					return
				}
				want := []string{english(text.TryingIdentity), english(text.GaveUpIdentity)}
				if opensForm := strings.Contains(name, view.ActionPeopleSearch) || strings.Contains(name, view.ActionReminderChange) || strings.Contains(name, view.ActionRunInvite) || name == "action "+view.ActionRuleChange ||
					name == "choice "+view.ChoiceRemind || opensSettings(name) || opensChange(name) || b.OpensSchedule(q) || strings.Contains(name, view.ActionRemind); opensForm || q.Kind == bot.KindSubmission || q.Surface >= bot.SurfaceModal {
					want = []string{english(text.LaterIdentity)}
				}
				var all []string
				err := answer(t.Context(), b, q, func(_ context.Context, r bot.Reply) error {
					all = append(all, string(r.JSON()))
					return nil
				})
				for _, m := range w.slack.modals {
					all = append(all, string(m.raw))
				}
				if !slices.EqualFunc(all, want, strings.Contains) || err == nil {
					t.Errorf("answered %q (%v), want %q and an error for the operator", all, err, want)
				}
				again := q.Kind != bot.KindSubmission && q.Surface < bot.SurfaceModal
				if strings.Contains(all[len(all)-1], view.ActionAgain) != again {
					t.Errorf("at last says %s, want a button to ask again: %v", all[len(all)-1], again)
				}
				w.expectNothingDone(t)
			})
		})
	}
}

// prepared is a question about what the world has: a meeting and two
// subscriptions.
func (w *world) prepared(t *testing.T, q bot.Question) bot.Question {
	t.Helper()
	w.knows(snapshot(3))
	w.subscribed(t, 2)
	q.Action.Value = strings.NewReplacer("SUB1", w.id(1), "SUB2", w.id(2)).Replace(q.Action.Value)
	return q
}

// expectNothingDone checks that a prepared world is as it was.
func (w *world) expectNothingDone(t *testing.T) {
	t.Helper()
	if w.asked != 0 || len(w.subscriptions()) != 2 || len(w.slack.posts) != 0 {
		t.Errorf("the Meeting API was asked %d times, reminders are %v, posted %+v", w.asked, w.subscriptions(), w.slack.posts)
	}
}

// A question is answered by itself as soon as Slack has said who asks.
func TestAnsweredWhenSlackCanSay(t *testing.T) {
	t.Parallel()
	guest := member()
	guest.IsRestricted = true
	for want, user := range map[string]slack.User{"Budget": member(), english(text.RefusalGuest): guest} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				u := &users{err: slack.StatusCodeError{Code: 503}, user: user}
				b, w := newBotAsking(t, u, func(o *options) { o.Now = time.Now })
				w.answers(snapshot(3), nil)
				began, r := time.Now(), &recorder{t: t}
				u.until = began.Add(9 * time.Second)
				if err := ask(t.Context(), b, command{Origin: origin(), Text: meetingID}, r.send); err != nil {
					t.Errorf("Command = %v, want nil", err)
				}
				if len(r.all) != 2 || r.all[0].Text != english(text.TryingIdentity) || !strings.Contains(r.all[1].Text, want) {
					t.Fatalf("said %+v, want that it waits, and then %q", r.all, want)
				}
				if told, after := r.all[0].at.Sub(began), r.all[1].at.Sub(began); told != 0 || after != 12*time.Second || u.asked != 5 {
					t.Errorf("told after %v, answered after %v and %d calls, want at once, after 12s and 5", told, after, u.asked)
				}
			})
		})
	}
}

// A slow answer is waited for, which is said.
func TestSlackIsSlowToSayWho(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b, w := newBotAsking(t, &users{takes: 9 * time.Second, user: member()})
		w.answers(snapshot(3), nil)
		began, r := time.Now(), &recorder{t: t}
		if err := ask(t.Context(), b, command{Origin: origin(), Text: meetingID}, r.send); err != nil {
			t.Errorf("Command = %v, want nil", err)
		}
		if len(r.all) != 2 || r.all[0].Text != english(text.TryingIdentity) || r.all[0].at.Sub(began) != 8*time.Second ||
			!strings.Contains(r.all[1].Text, "Budget") || r.all[1].at.Sub(began) != 9*time.Second {
			t.Errorf("said %+v, want after 8s that it waits, and after 9s the card", r.all)
		}
	})
}

// Who prefers answers gets them, without what only those may see who are known.
func TestUnknownUsersAsMembers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b, w := newBotAsking(t, &users{err: errors.New("out of order")}, func(o *options) { o.Policy.Unknown = access.UnknownAreMembers })
		w.answers(hosted(), nil)
		r := &recorder{t: t, channel: false}
		if err := ask(t.Context(), b, command{Origin: origin(), Text: meetingID}, r.send); err != nil {
			t.Errorf("Command = %v, want nil", err)
		}
		if got := r.only(); !strings.Contains(got.Text, "Budget") || strings.Contains(got.Text, "365874") {
			t.Errorf("said %s, want the card without the password", got.Text)
		}
		if got := w.hostClick(t, false); !strings.Contains(got.Text, english(text.LaterIdentity)) {
			t.Errorf("the host's button says %s, want %q", got.Text, english(text.LaterIdentity))
		}
	})
}

// Host secrets are shown on what Slack says now, not on what it has said before.
func TestHostsAreLookedUpAnew(t *testing.T) {
	t.Parallel()
	deleted, unconfirmed, invited, moved := member(), member(), member(), member()
	deleted.Deleted, unconfirmed.IsEmailConfirmed, invited.IsInvitedUser, moved.Profile.Email = true, false, true, "perſon3@example.com"
	tests := []struct {
		name string
		now  users
		want text.Key // "" for the secrets
	}{
		{"still a host", users{user: member()}, ""},
		{"slow to say so", users{user: member(), takes: 3 * time.Second}, ""},
		{"deactivated", users{user: deleted}, text.RefusalNotHost},
		{"deactivated, slowly", users{user: deleted, takes: 4 * time.Second}, text.RefusalNotHost},
		{"not confirmed", users{user: unconfirmed}, text.RefusalNotHost},
		{"invitation pending", users{user: invited}, text.RefusalNotHost},
		{"another address", users{user: moved}, text.RefusalNotHost},
		{"gone", users{err: slack.SlackErrorResponse{Err: "user_not_found"}}, text.RefusalNotHost},
		{"hanging", users{user: member(), takes: time.Hour}, text.LaterIdentity},
		{"failing", users{err: errors.New("out of order")}, text.LaterIdentity},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				u := &users{user: member()}
				b, w := newBotAsking(t, u)
				w.held(3)
				w.answers(hosted(), nil)
				w.knows(hosted())
				card := &recorder{t: t}
				if err := ask(t.Context(), b, command{Origin: origin(), Text: meetingID}, card.send); err != nil {
					t.Fatal(err)
				}
				if card.only().value(view.ActionHost) == "" {
					t.Fatal("the host's card has no button")
				}
				*u = tt.now
				if got := w.hostClick(t, tt.want == "").Text; strings.Contains(got, chairCode) != (tt.want == "") || tt.want != "" && !strings.Contains(got, english(tt.want)) {
					t.Errorf("the host's button says %s, want %q", got, tt.want)
				}
				*u = tt.now
				got := w.click(t, click{ActionID: view.ActionAttendance, Value: "914083136:1"})
				if strings.Contains(string(got.raw), "Visitor") != (tt.want == "") {
					t.Errorf("who came: %s, want it shown: %v", got.raw, tt.want == "")
				}
			})
		})
	}
}

// A member who is known acts from another workspace: it is not they.
func TestKnownMembersFromElsewhere(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b, w := newBotAsking(t, &users{user: member()})
		w.knows(snapshot(3))
		c := click{Origin: origin(), ActionID: view.ActionOpen, Value: "914083136:1"}
		for team, want := range map[string]string{"": "Budget", "T1": "Budget", "T9": english(text.RefusalExternal)} {
			c.UserTeam = team
			r := &recorder{t: t}
			if err := ask(t.Context(), b, c, r.send); err != nil || !strings.Contains(r.only().Text, want) {
				t.Errorf("a press of somebody of %q is answered %+v (%v), want %q", team, r.all, err, want)
			}
		}
	})
}
