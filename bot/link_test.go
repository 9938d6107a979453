package bot_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot"
	"meetingbot/bot/access"
	"meetingbot/bot/linking"
	"meetingbot/bot/person"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

// linkable is a bot whose meeting account knows the person who asks.
type linkable struct {
	*world
	api *meetingtest.Server
	log *bytes.Buffer
}

// bo is the user of the meeting account with the address of the person who asks.
func bo() meetingtest.User {
	return meetingtest.User{ID: "uuid-bo", Account: "bo@harbour", ThirdAccount: "third-bo", Name: "Bo Lindqvist", Email: "Person3@Example.com"}
}

func newLinkable(t *testing.T, edits ...func(*options)) *linkable {
	t.Helper()
	l := &linkable{api: meetingtest.New(meetingtest.Options{AppID: "app", AppKey: "key"}), log: &bytes.Buffer{}}
	l.api.AddUser(meetingtest.User{Account: "bob@harbour", ThirdAccount: "third-bob", Name: "Bob", Email: "xperson3@example.com"})
	l.api.AddUser(bo())
	account, err := meeting.NewAccount(meeting.AccountOptions{
		URL: "https://api.example", Credentials: meeting.Credentials{AppID: "app", AppKey: "key"},
		HTTPClient: &http.Client{Transport: inMemory{l.api}},
	})
	if err != nil {
		t.Fatal(err)
	}
	_, l.world = newBot(t, append(edits, func(o *options) {
		o.Meetings, o.Logger = account, slog.New(slog.NewTextHandler(l.log, nil))
	})...)
	return l
}

// asks sends /meeting link and returns the answers.
func (l *linkable) asks(t *testing.T) string {
	t.Helper()
	return strings.Join(l.answered(t, command{Origin: origin(), Name: "/meeting", Text: "link"}.question()), "\n")
}

// confirmation is what the button in the newest private message carries.
func (l *linkable) confirmation(t *testing.T) string {
	t.Helper()
	if len(l.slack.posts) == 0 {
		t.Fatal("nothing was posted")
	}
	p := l.slack.posts[len(l.slack.posts)-1]
	if p.channel != "U1" {
		t.Errorf("asked in %s, want the person alone", p.channel)
	}
	if form := p.form.Encode(); strings.Contains(form, "third-bo") || strings.Contains(form, "harbour") || strings.Contains(strings.ToLower(form), "person3") {
		t.Errorf("the question tells an address or an account: %s", form)
	}
	var blocks slack.Blocks
	if err := blocks.UnmarshalJSON([]byte(p.form.Get("blocks"))); err != nil {
		t.Fatal(err)
	}
	for _, b := range blocks.BlockSet {
		if a, ok := b.(*slack.ActionBlock); ok {
			if !bot.IsDirect(a.BlockID) {
				t.Errorf("block %s is not marked as one in the conversation with the bot alone", a.BlockID)
			}
			return a.Elements.ElementSet[0].(*slack.ButtonBlockElement).Value
		}
	}
	t.Fatalf("no button in %s", p.form.Get("blocks"))
	return ""
}

// presses presses a button in the conversation with the bot alone.
func (l *linkable) presses(t *testing.T, action, value string, edits ...func(*bot.Question)) string {
	t.Helper()
	q := click{Origin: at("D1"), ActionID: action, Value: value}.question()
	q.Surface = bot.SurfaceDirect
	for _, edit := range edits {
		edit(&q)
	}
	return strings.Join(l.answered(t, q), "\n")
}

// link is the stored link of U1.
func (l *linkable) link(t *testing.T) (linking.Link, bool) {
	t.Helper()
	got, ok, err := l.reminders.Store.Links().GetLink(t.Context(), workspace.Key{TeamID: "T1"}, "U1")
	if err != nil {
		t.Fatal(err)
	}
	return got, ok
}

// unlinked fails unless U1 is not linked.
func (l *linkable) unlinked(t *testing.T, when string) {
	t.Helper()
	if got, ok := l.link(t); ok {
		t.Errorf("%s: linked as %+v", when, got)
	}
}

// isLinked links U1.
func (l *linkable) isLinked(t *testing.T) {
	t.Helper()
	l.asks(t)
	l.presses(t, view.ActionLinkConfirm, l.confirmation(t))
	if _, ok := l.link(t); !ok {
		t.Fatal("not linked")
	}
}

// Nothing is linked before it is confirmed in private, and what then is, is told
// nowhere.
func TestLink(t *testing.T) {
	t.Parallel()
	l := newLinkable(t)
	if got := l.asks(t); !strings.Contains(got, english(text.LinkAsked)) || strings.Contains(got, "in_channel") {
		t.Errorf("answered %s", got)
	}
	l.unlinked(t, "before it was confirmed")
	got := l.presses(t, view.ActionLinkConfirm, l.confirmation(t))
	if !strings.Contains(got, english(text.LinkDone)) || !strings.Contains(got, `"replace_original":true`) {
		t.Errorf("confirmed: answered %s", got)
	}
	want := linking.Link{
		Key: workspace.Key{TeamID: "T1"}, UserID: "U1", Email: "person3@example.com", MeetingAccount: "app",
		MeetingUser: access.MeetingUser{UUID: "uuid-bo", Account: "bo@harbour", UserID: "third-bo"}, LinkedAt: monday().Truncate(time.Millisecond),
	}
	if link, _ := l.link(t); link != want {
		t.Errorf("stored %+v, want %+v", link, want)
	}
	if got := l.asks(t); !strings.Contains(got, view.ActionUnlink) || len(l.slack.posts) != 1 {
		t.Errorf("asked again: answered %s, posted %d times", got, len(l.slack.posts))
	}
	if got := l.presses(t, view.ActionUnlink, ""); !strings.Contains(got, english(text.UnlinkDone)) {
		t.Errorf("unlinked: answered %s", got)
	}
	l.unlinked(t, "after it was undone")
	if got := l.presses(t, view.ActionUnlink, ""); !strings.Contains(got, english(text.UnlinkNothing)) {
		t.Errorf("unlinked again: answered %s", got)
	}
	log := l.log.String()
	if strings.Count(log, "meeting account linked") != 1 || strings.Count(log, "meeting account unlinked") != 1 || !strings.Contains(log, "user_id=U1") {
		t.Errorf("the log has\n%s", log)
	}
	for _, secret := range []string{"erson3", "harbour", "third-bo", "uuid-bo", "Lindqvist"} {
		if strings.Contains(log, secret) {
			t.Errorf("the log tells %q:\n%s", secret, log)
		}
	}
}

// Only full members of this very workspace are linked, whatever else the workspace
// lets others do.
func TestNobodyElseIsLinked(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		who  func(person.Person) person.Person
		want text.Key
	}{
		"guest":            {as(person.Guest), text.LinkGuest},
		"external":         {as(person.External), text.LinkExternal},
		"bot":              {as(person.Bot), text.LinkMembers},
		"deactivated":      {as(person.Deactivated), text.LinkMembers},
		"unseen":           {as(person.Unseen), text.LinkMembers},
		"unknown":          {as(person.Unknown), text.LaterIdentity},
		"of another team":  {func(p person.Person) person.Person { p.Local = false; return p }, text.LinkMembers},
		"without address":  {func(p person.Person) person.Person { p.Email = ""; return p }, text.LinkNoEmail},
		"address to prove": {func(p person.Person) person.Person { p.Confirmed = false; return p }, text.LinkUnconfirmed},
	}
	everyone := func(o *options) {
		o.Policy = access.Policy{Lookup: access.Everyone, Unknown: access.UnknownAreMembers}
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLinkable(t, everyone)
			l.since = tt.who // Slack says so now, and said otherwise before
			if got := l.asks(t); !strings.Contains(got, english(tt.want)) || len(l.slack.posts) > 0 {
				t.Errorf("answered %s, posted %d times; want %q", got, len(l.slack.posts), english(tt.want))
			}
			if n := l.api.Calls(meetingtest.EndpointMembers); n != 0 {
				t.Errorf("the directory was searched %d times", n)
			}
			l.since = nil
			l.asks(t)
			l.since = tt.who // since the question
			if got := l.presses(t, view.ActionLinkConfirm, l.confirmation(t)); !strings.Contains(got, english(tt.want)) {
				t.Errorf("confirmed: answered %s, want %q", got, english(tt.want))
			}
			l.unlinked(t, "confirmed by somebody else than a member")
		})
	}
}

func as(is person.AccountType) func(person.Person) person.Person {
	return func(p person.Person) person.Person { p.AccountType = is; return p }
}

// What is missing at the meeting account is said, and nobody is linked.
func TestNobodyToLink(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		user func(*meetingtest.User)
		want text.Key
	}{
		"nobody":       {func(u *meetingtest.User) { u.Email = "person33@example.com" }, text.LinkNoMember},
		"no id":        {func(u *meetingtest.User) { u.ThirdAccount = "" }, text.LinkNoThirdID},
		"switched off": {func(u *meetingtest.User) { u.Disabled = true }, text.LinkInactive},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l, changed := newLinkable(t), bo()
			tt.user(&changed)
			l.api.AddUser(changed)
			if got := l.asks(t); !strings.Contains(got, english(tt.want)) || len(l.slack.posts) > 0 {
				t.Errorf("answered %s, want %q", got, english(tt.want))
			}
			l.api.AddUser(bo())
			l.asks(t)
			l.api.AddUser(changed)
			if got := l.presses(t, view.ActionLinkConfirm, l.confirmation(t)); !strings.Contains(got, english(tt.want)) {
				t.Errorf("confirmed: answered %s, want %q", got, english(tt.want))
			}
			l.unlinked(t, "there is nobody")
		})
	}
	t.Run("two", func(t *testing.T) {
		t.Parallel()
		l, other := newLinkable(t), bo()
		other.Account, other.ThirdAccount, other.ID = "bo2@harbour", "third-bo2", ""
		l.api.AddUser(other)
		if got := l.asks(t); !strings.Contains(got, english(text.LinkSeveral)) {
			t.Errorf("answered %s", got)
		}
	})
	t.Run("another", func(t *testing.T) {
		t.Parallel()
		l, other := newLinkable(t), bo()
		l.asks(t)
		other.ThirdAccount = "third-other"
		l.api.AddUser(other)
		if got := l.presses(t, view.ActionLinkConfirm, l.confirmation(t)); !strings.Contains(got, l.speak(text.LinkChanged, text.Args{"Command": "`/meeting link`"})) {
			t.Errorf("answered %s", got)
		}
		l.unlinked(t, "the account is another one")
	})
}

// The button is of the person who asked, for an hour.
func TestLinkButtonIsSealed(t *testing.T) {
	t.Parallel()
	l := newLinkable(t)
	now := monday()
	l.options.Now = func() time.Time { return now }
	l.bot = l.another(t)
	l.asks(t)
	value := l.confirmation(t)
	expired := l.speak(text.LinkExpired, text.Args{"Command": "`/meeting link`"})
	for name, press := range map[string]func() string{
		"somebody else": func() string {
			return l.presses(t, view.ActionLinkConfirm, value, func(q *bot.Question) { q.UserID = "U2" })
		},
		"another workspace": func() string {
			return l.presses(t, view.ActionLinkConfirm, value, func(q *bot.Question) { q.TeamID = "T2" })
		},
		"forged": func() string { return l.presses(t, view.ActionLinkConfirm, "x"+value) },
		"empty":  func() string { return l.presses(t, view.ActionLinkConfirm, "") },
		"late": func() string {
			now = monday().Add(time.Hour)
			return l.presses(t, view.ActionLinkConfirm, value)
		},
	} {
		if got := press(); !strings.Contains(got, expired) {
			t.Errorf("%s: answered %s", name, got)
		}
		now = monday()
	}
	if all, err := l.reminders.Store.Links().ListLinks(t.Context()); err != nil || len(all) > 0 {
		t.Errorf("linked: %+v, %v", all, err)
	}
	if got := l.presses(t, view.ActionLinkConfirm, value); !strings.Contains(got, english(text.LinkDone)) {
		t.Errorf("the person who asked: answered %s", got)
	}
}

// What happened to linked people while no process ran is found out one by one: those
// whom Slack shows no more lose their link, the others and those whom Slack cannot tell
// of do not.
func TestLinksAreCheckedWithoutAnEvent(t *testing.T) {
	t.Parallel()
	l := newLinkable(t)
	l.isLinked(t)
	of := linking.Link{Key: workspace.Key{TeamID: "T1"}, UserID: "U1", Email: l.Email}
	for _, tt := range []struct {
		name          string
		since         func(person.Person) person.Person
		known, stands bool
	}{
		{"still a member", nil, true, true},
		{"Slack cannot say", as(person.Unknown), false, true},
		{"deactivated", as(person.Deactivated), true, false},
	} {
		l.since = tt.since
		known, err := l.bot.CheckLink(t.Context(), of)
		if _, stands := l.link(t); err != nil || known != tt.known || stands != tt.stands {
			t.Errorf("%s: CheckLink() = %v, %v, and the link stands: %v", tt.name, known, err, stands)
		}
	}
}

// A link ends when Slack says that the person is no full member any more, or has
// another address; not while Slack cannot say.
func TestLinkEnds(t *testing.T) {
	t.Parallel()
	for name, since := range map[string]func(person.Person) person.Person{
		"deactivated": as(person.Deactivated), "guest": as(person.Guest),
		"other_address": func(p person.Person) person.Person { p.Email = "other@example.com"; return p },
		"elsewhere":     func(p person.Person) person.Person { p.Local = false; return p },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLinkable(t)
			l.isLinked(t)
			l.answered(t, bot.Question{Origin: origin(), Kind: bot.KindUserChanged})
			if _, ok := l.link(t); !ok {
				t.Fatal("unlinked although nothing has changed")
			}
			l.since = since
			l.answered(t, bot.Question{Origin: origin(), Kind: bot.KindUserChanged})
			l.unlinked(t, name)
			if !strings.Contains(l.log.String(), `msg="meeting account unlinked" reason=`+name) {
				t.Errorf("the log has\n%s", l.log)
			}
		})
	}
	t.Run("not while Slack cannot say", func(t *testing.T) {
		t.Parallel()
		l := newLinkable(t, func(o *options) { o.RetryFor, o.Policy.Unknown = time.Nanosecond, access.UnknownAreMembers })
		if err := l.links.Put(t.Context(), linking.Link{Key: workspace.Key{TeamID: "T1"}, UserID: "U1", Email: l.Email}); err != nil {
			t.Fatal(err)
		}
		l.since = as(person.Unknown)
		if err := answer(t.Context(), l.bot, bot.Question{Origin: origin(), Kind: bot.KindUserChanged}, silent(t)); err == nil {
			t.Error("no error although nobody knows whether the link stands")
		}
		l.since, l.AccountType = as(person.Deactivated), person.Unknown // what is remembered, and tells nothing
		l.answered(t, command{Origin: origin(), Name: "/meeting", Text: "help"}.question())
		if _, ok := l.link(t); !ok {
			t.Error("unlinked although Slack had not been asked for a reason")
		}
	})
	t.Run("asked without an event", func(t *testing.T) {
		t.Parallel()
		l := newLinkable(t)
		l.isLinked(t)
		l.Email = "other@example.com"
		l.answered(t, command{Origin: origin(), Name: "/meeting", Text: "today"}.question())
		l.unlinked(t, "the address is another one")
	})
}

// Whoever is linked hosts what they booked; another meeting account knows nobody.
func TestLinkedHosts(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	m := snapshot(2)
	w.knows(m)
	w.fresh[meetingID].Conference.BookerUUID = "uuid-bo"
	hosts := func() bool {
		return w.command(t, meetingID).value(view.ActionHost) != ""
	}
	if hosts() {
		t.Error("hosts although nobody is linked")
	}
	link := linking.Link{Key: workspace.Key{TeamID: "T1"}, UserID: "U1", Email: "PERSON3@example.com", MeetingUser: access.MeetingUser{UUID: "uuid-bo", UserID: "third-bo"}}
	if err := w.links.Put(t.Context(), link); err != nil {
		t.Fatal(err)
	}
	if !hosts() {
		t.Error("the booker is no host")
	}
	w.meetingAccount = "another"
	if hosts() {
		t.Error("hosts by a user of another meeting account")
	}
}
