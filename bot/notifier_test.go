package bot_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/text/language"

	"meetingbot/bot"
	"meetingbot/bot/live"
	"meetingbot/bot/person"
	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/internal/remote"
	"meetingbot/meeting"
)

// testNotifier is a notifier in one workspace.
type testNotifier struct {
	*bot.Notifier
	ws workspace.Workspace
}

func (n testNotifier) Post(ctx context.Context, c reminder.Content) (post.Posted, error) {
	return n.Notifier.Post(ctx, n.ws, c)
}

func (n testNotifier) Update(ctx context.Context, c reminder.Content) error {
	return n.Notifier.Update(ctx, n.ws, c)
}

func (n testNotifier) PostChange(ctx context.Context, c reminder.Change) error {
	return n.Notifier.PostChange(ctx, n.ws, c)
}

func (n testNotifier) PostProblem(ctx context.Context, to post.Conversation, s reminder.Subscription, f watch.Facts) error {
	return n.Notifier.PostProblem(ctx, n.ws, to, s, f)
}

// newNotifier makes a notifier in a workspace that speaks English, where
// everybody reads Chinese.
func newNotifier(t *testing.T, edits ...func(*workspace.Installation)) (testNotifier, *world) {
	t.Helper()
	_, w := newBot(t)
	w.Language = language.SimplifiedChinese
	i := &workspace.Installation{Jobs: w.slack, People: w.people}
	for _, edit := range edits {
		edit(i)
	}
	n, err := bot.NewNotifier(bot.NotifierOptions{Now: monday})
	if err != nil {
		t.Fatal(err)
	}
	return testNotifier{n, workspace.Workspace{Key: workspace.Key{TeamID: "T1"}, Installation: i}}, w
}

// content is a notice in a channel, twelve minutes before the start.
func content(channel string) reminder.Content {
	c := post.Conversation{Key: workspace.Key{TeamID: "T1"}, ChannelID: channel}
	m := snapshot(3)
	m.Conference.BookerName = "Ana García"
	o := watch.Occurrence{
		Start: time.Date(2026, 11, 23, 10, 42, 0, 0, time.UTC), End: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC),
	}
	return reminder.Content{
		Subscription: reminder.Subscription{
			ID: "SUB1", Conversation: c, MeetingID: meetingID, Leads: []time.Duration{12 * time.Minute}, SetBy: "U7",
		},
		Notice: reminder.Notice{ID: "N1", SubscriptionID: "SUB1", Conversation: c, MeetingID: meetingID, Occurrence: o},
		Facts: watch.Facts{
			Subject: "Budget", Number: meetingID, Booker: "Ana García", Occurrences: []watch.Occurrence{o}, ReadAt: monday().Add(-time.Hour),
		},
		Meeting: m,
		State:   live.State{Phase: meeting.Upcoming},
		Now:     monday(),
	}
}

// last returns what was posted last, which must hold no secret.
func (w *fakeSlack) last(t *testing.T) posting {
	t.Helper()
	if len(w.posts) == 0 {
		t.Fatalf("nothing was posted; calls: %v", w.calls)
	}
	p := w.posts[len(w.posts)-1]
	for _, secret := range []string{chairCode, "772041", "365874", "@example.com", "@Example.com"} {
		if strings.Contains(p.form.Encode(), url.QueryEscape(secret)) {
			t.Errorf("posted %q, a secret: %v", secret, p.form)
		}
	}
	if p.form.Get("unfurl_links") != "false" || p.form.Get("unfurl_media") != "false" || p.form.Has("link_names") || p.form.Has("parse") {
		t.Errorf("links are unfolded, or names linked: %v", p.form)
	}
	return p
}

// buttons lists the ids and values of a message's buttons.
func (p posting) buttons(t *testing.T) []string {
	t.Helper()
	var blocks []struct {
		Elements []struct {
			ActionID string `json:"action_id"`
			Value    string `json:"value"`
			URL      string `json:"url"`
		} `json:"elements"`
	}
	if err := json.Unmarshal([]byte(orEmpty(p.form.Get("blocks"))), &blocks); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, b := range blocks {
		for _, e := range b.Elements {
			if e.ActionID != "" {
				all = append(all, strings.TrimSpace(e.ActionID+" "+e.Value+e.URL))
			}
		}
	}
	return all
}

const (
	joinButton    = "meeting_join https://c.meeting.huaweicloud.com/#/j/914083136/9505dc"
	detailsButton = "notice_details 914083136:1"
	snoozeButton  = "notice_snooze N1"
	stopButton    = "notice_stop SUB1:914083136"
)

func TestPost(t *testing.T) {
	t.Parallel()
	h, w := newNotifier(t)
	at, err := h.Post(t.Context(), content("C2"))
	if want := (post.Posted{ChannelID: "C2", TS: "1718.0001"}); err != nil || at != want {
		t.Errorf("Post = %+v, %v, want %+v", at, err, want)
	}
	p := w.slack.last(t)
	for _, want := range []string{
		"Budget starts in 12 minutes", "Join: <https://c.meeting.huaweicloud.com/#/j/914083136/9505dc>", "Organizer: Ana García", "Set by Bo",
	} {
		if !strings.Contains(p.text, want) {
			t.Errorf("posted\n%s\nwant %q", p.text, want)
		}
	}
	if got, want := p.buttons(t), []string{joinButton, detailsButton, snoozeButton, stopButton}; !slices.Equal(got, want) {
		t.Errorf("buttons %q, want %q", got, want)
	}
}

// Late reminders say the true remaining time.
func TestPostLate(t *testing.T) {
	t.Parallel()
	for wait, want := range map[time.Duration]string{
		3 * time.Minute: "Budget starts in 3 minutes", 0: "Budget starts now", -2 * time.Minute: "Budget started 2 minutes ago",
	} {
		h, w := newNotifier(t)
		a := content("C2")
		a.Now = a.Notice.Occurrence.Start.Add(-wait)
		if _, err := h.Post(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		p := w.slack.last(t)
		if !strings.HasPrefix(p.text, want) || slices.Contains(p.buttons(t), snoozeButton) != (wait > 0) {
			t.Errorf("posted %q with %q, want %q", p.text, p.buttons(t), want)
		}
	}
}

// From memory there is no link, and it is said how old the facts are.
func TestPostFromMemory(t *testing.T) {
	t.Parallel()
	h, w := newNotifier(t)
	a := content("C2")
	a.Meeting = nil
	if _, err := h.Post(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	p := w.slack.last(t)
	if !strings.Contains(p.text, "Huawei Cloud Meeting isn't answering right now; last updated 09:30 (UTC)") || slices.Contains(p.buttons(t), joinButton) {
		t.Errorf("posted %q with %q", p.text, p.buttons(t))
	}
}

// One person is told in their own language, and only they.
func TestPostInPrivate(t *testing.T) {
	t.Parallel()
	h, w := newNotifier(t)
	if _, err := h.Post(t.Context(), content("U7")); err != nil {
		t.Fatal(err)
	}
	p := w.slack.last(t)
	if p.channel != "U7" || !strings.HasPrefix(p.text, "Budget 将在 12 分钟后开始") || !slices.Contains(p.buttons(t), stopButton) {
		t.Errorf("posted to %s: %q with %q", p.channel, p.text, p.buttons(t))
	}
	a := content("C2")
	a.Notice.For = "U3"
	if _, err := h.Post(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	if p := w.slack.last(t); p.channel != "U3" || slices.Contains(p.buttons(t), stopButton) || !slices.Contains(p.buttons(t), snoozeButton) {
		t.Errorf("snoozed: posted to %s with %q, want no button to stop for all", p.channel, p.buttons(t))
	}
}

func TestPostEntersPublicChannels(t *testing.T) {
	t.Parallel()
	h, w := newNotifier(t)
	if _, err := h.Post(t.Context(), content("C1")); err != nil {
		t.Fatalf("Post = %v", err)
	}
	if want := []string{"chat.postMessage", "conversations.join", "chat.postMessage"}; !slices.Equal(w.slack.calls, want) {
		t.Errorf("calls %v, want %v", w.slack.calls, want)
	}
}

// A message that Slack finds too long is said in words alone.
func TestPostTooLong(t *testing.T) {
	t.Parallel()
	h, w := newNotifier(t)
	w.slack.longest = 1
	if _, err := h.Post(t.Context(), content("C2")); err != nil {
		t.Fatalf("Post = %v", err)
	}
	if p := w.slack.last(t); len(p.buttons(t)) != 0 || !strings.HasPrefix(p.text, "Budget starts in") {
		t.Errorf("posted %v", p.form)
	}
}

func TestUpdate(t *testing.T) {
	t.Parallel()
	tests := []struct {
		phase   meeting.Phase
		want    string
		buttons []string
	}{
		{meeting.Running, "Budget is in progress", []string{joinButton, detailsButton, stopButton}},
		{meeting.Over, "Budget is over", nil},
	}
	for _, tt := range tests {
		h, w := newNotifier(t)
		a := content("C2")
		a.State.Phase, a.Notice.Posted = tt.phase, post.Posted{ChannelID: "C2", TS: "17.1"}
		if err := h.Update(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		p := w.slack.last(t)
		if p.method != "chat.update" || p.channel != "C2" || p.ts != "17.1" || !strings.HasPrefix(p.text, tt.want) || !slices.Equal(p.buttons(t), tt.buttons) {
			t.Errorf("%s %s %s: %q with %q, want %q with %q", p.method, p.channel, p.ts, p.text, p.buttons(t), tt.want, tt.buttons)
		}
	}
}

// What has been taken back cannot be stopped, and nobody stands for it.
func TestUpdateAfterItWasTakenBack(t *testing.T) {
	t.Parallel()
	h, w := newNotifier(t)
	a := content("C2")
	a.State.Phase, a.Notice.Posted = meeting.Running, post.Posted{ChannelID: "C2", TS: "17.1"}
	a.Subscription = reminder.Subscription{Conversation: a.Subscription.Conversation, MeetingID: meetingID}
	if err := h.Update(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	p := w.slack.last(t)
	if strings.Contains(p.form.Encode(), "Set+by") || !slices.Equal(p.buttons(t), []string{joinButton, detailsButton}) {
		t.Errorf("%v with %q, want nobody who set it up and nothing to stop", p.form, p.buttons(t))
	}
}

// The API knows no meeting that has ended, which is not to say that it does not
// answer.
func TestUpdateWhatHasEnded(t *testing.T) {
	t.Parallel()
	h, w := newNotifier(t)
	a := content("C2")
	a.Meeting, a.State.Phase, a.Notice.Posted = nil, meeting.Over, post.Posted{ChannelID: "C2", TS: "17.1"}
	if err := h.Update(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	if p := w.slack.last(t); !strings.HasPrefix(p.text, "Budget is over") || strings.Contains(p.form.Encode(), "answering") {
		t.Errorf("posted %v, want nothing about an API that does not answer", p.form)
	}
}

// A message that is gone, or of which it is not known where it is, is said to be.
// Its channel may come back.
func TestUpdateWhatIsGone(t *testing.T) {
	t.Parallel()
	a := content("C2")
	for gone, want := range map[string]post.Reason{
		"message_not_found": post.MessageGone, "cant_update_message": post.MessageGone, "edit_window_closed": post.MessageGone,
		"channel_not_found": post.Gone, "is_archived": post.Archived,
	} {
		h, w := newNotifier(t)
		a.Notice.Posted = post.Posted{ChannelID: "C2", TS: "17.1"}
		w.slack.fail["chat.update"] = slack.SlackErrorResponse{Err: gone}
		if e, ok := errors.AsType[*post.Error](h.Update(t.Context(), a)); !ok || e.Reason != want {
			t.Errorf("Update after %s = %v, want %s", gone, e, want)
		}
	}
	h, w := newNotifier(t)
	w.slack.fail["chat.update"] = &slack.RateLimitedError{RetryAfter: time.Second}
	if r, ok := errors.AsType[*post.Error](h.Update(t.Context(), a)); !ok || r.RetryAfter != time.Second {
		t.Errorf("Update = %+v, want a refusal for a second", r)
	}
	a.Notice.Posted = post.Posted{}
	if e, ok := errors.AsType[*post.Error](h.Update(t.Context(), a)); !ok || e.Reason != post.MessageGone {
		t.Errorf("Update of nothing = %v, want that it is gone", e)
	}
}

func TestPostChange(t *testing.T) {
	t.Parallel()
	at := func(day int) watch.Occurrence {
		return watch.Occurrence{Start: time.Date(2026, 11, day, 2, 0, 0, 0, time.UTC)}
	}
	a := content("C2")
	tests := []struct {
		name string
		edit func(c *reminder.Change)
		want []string
	}{
		{"cancelled", func(c *reminder.Change) { c.Cancelled = true }, []string{"*Budget* (914 083 136) is cancelled. There will be no more reminders."}},
		{"moved", func(c *reminder.Change) { c.Moved = []watch.Move{{From: at(24), To: at(25)}} }, []string{
			"*Budget* (914 083 136) was moved", "Tue, 24 Nov, 02:00 (UTC)> → <!date^1795572000^",
		}},
		{"dropped", func(c *reminder.Change) { c.Dropped = []watch.Occurrence{at(24), at(26)} }, []string{
			"is cancelled on", "• <!date^1795485600^", "Thu, 26 Nov",
		}},
		{"much", func(c *reminder.Change) {
			for d := 1; d <= 9; d++ {
				c.Moved = append(c.Moved, watch.Move{From: at(d), To: at(d + 10)})
			}
			c.Dropped = []watch.Occurrence{at(24)}
		}, []string{"was moved", "• and 4 more", "is cancelled on"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h, w := newNotifier(t)
			c := reminder.Change{Subscription: a.Subscription, Facts: a.Facts}
			tt.edit(&c)
			if err := h.PostChange(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			for _, want := range tt.want {
				if got := w.slack.last(t); got.channel != "C2" || !strings.Contains(got.text, want) {
					t.Errorf("posted to %s\n%s\nwant %q", got.channel, got.text, want)
				}
			}
		})
	}
}

// The setter is told in private, in their language, why and what to do.
func TestPostProblem(t *testing.T) {
	t.Parallel()
	for reason, want := range map[reminder.Reason]string{
		reminder.NotInvited: "/invite", reminder.Archived: "已归档", reminder.Gone: "看不到", reminder.Revoked: "移出此工作区",
		reminder.Restricted: "不允许", reminder.AccessLost: "你已无权", reminder.AccountLost: "会议账号",
	} {
		t.Run(string(reason), func(t *testing.T) {
			t.Parallel()
			h, w := newNotifier(t)
			a := content("C2")
			a.Subscription.Suspended = reason
			setter := post.Conversation{Key: a.Subscription.Key, ChannelID: "U7"}
			if err := h.PostProblem(t.Context(), setter, a.Subscription, a.Facts); err != nil {
				t.Fatal(err)
			}
			if p := w.slack.last(t); p.channel != "U7" || !strings.Contains(p.text, want) || !strings.Contains(p.text, "<#C2>") || !strings.Contains(p.text, "*Budget*") {
				t.Errorf("told %s: %s, want %q", p.channel, p.text, want)
			}
		})
	}
}

// Where the setter has left, the channel is told, and who they were.
func TestPostProblemForOneWhoHasLeft(t *testing.T) {
	t.Parallel()
	h, w := newNotifier(t)
	w.AccountType = person.Deactivated
	a := content("C2")
	a.Subscription.Suspended = reminder.AccessLost
	setter := post.Conversation{Key: a.Subscription.Key, ChannelID: "U7"}
	if r, ok := errors.AsType[*post.Error](h.PostProblem(t.Context(), setter, a.Subscription, a.Facts)); !ok || r.Reason != post.Gone {
		t.Errorf("PostProblem = %+v, want that nobody is there", r)
	}
	if err := h.PostProblem(t.Context(), a.Subscription.Conversation, a.Subscription, a.Facts); err != nil {
		t.Fatal(err)
	}
	p := w.slack.last(t)
	for _, want := range []string{"<@U7>", "can no longer look it up", "*Budget*", "/meeting remind"} {
		if p.channel != "C2" || !strings.Contains(p.text, want) {
			t.Errorf("told %s: %s, want %q", p.channel, p.text, want)
		}
	}
}

// What Slack answers, and what it means for a subscription.
func TestRefusalsOfSlack(t *testing.T) {
	t.Parallel()
	said := func(err string) error { return slack.SlackErrorResponse{Err: err} }
	tests := []struct {
		err  error
		want post.Error
	}{
		{&slack.RateLimitedError{RetryAfter: 7 * time.Second}, post.Error{RetryAfter: 7 * time.Second, Workspace: true}},
		{slack.StatusCodeError{Code: 429, Status: "429 Too Many Requests"}, post.Error{}},
		{slack.StatusCodeError{Code: 503, Status: "503 Service Unavailable"}, post.Error{}},
		{&url.Error{Op: "Post", Err: context.DeadlineExceeded}, post.Error{}},
		{errors.New("connection reset by peer"), post.Error{}},
		{said("ratelimited"), post.Error{}},
		{said("internal_error"), post.Error{}},
		{said("fatal_error"), post.Error{}},
		{said("service_unavailable"), post.Error{}},
		{said("message_limit_exceeded"), post.Error{}},
		{said("never_heard_of"), post.Error{}},
		{said("is_archived"), post.Error{Reason: post.Archived}},
		{said("channel_not_found"), post.Error{Reason: post.Gone}},
		{said("user_not_found"), post.Error{Reason: post.Gone}},
		{said("account_inactive"), post.Error{Reason: post.Revoked}},
		{said("token_revoked"), post.Error{Reason: post.Revoked}},
		{said("token_expired"), post.Error{Reason: post.Revoked}},
		{said("invalid_auth"), post.Error{Reason: post.Revoked}},
		{said("team_access_not_granted"), post.Error{Reason: post.Revoked}},
		{said("missing_scope"), post.Error{Reason: post.Restricted}},
		{said("restricted_action"), post.Error{Reason: post.Restricted}},
		{said("restricted_action_read_only_channel"), post.Error{Reason: post.Restricted}},
		{said("restricted_action_thread_only_channel"), post.Error{Reason: post.Restricted}},
		{said("ekm_access_denied"), post.Error{Reason: post.Restricted}},
		{said("messages_tab_disabled"), post.Error{Reason: post.Restricted}},
		{said("msg_too_long"), post.Error{}},
	}
	for _, tt := range tests {
		t.Run(tt.err.Error(), func(t *testing.T) {
			t.Parallel()
			h, w := newNotifier(t)
			w.slack.fail["chat.postMessage"] = tt.err
			_, err := h.Post(t.Context(), content("C2"))
			r, ok := errors.AsType[*post.Error](err)
			if !ok || r.Reason != tt.want.Reason || r.RetryAfter != tt.want.RetryAfter || r.Workspace != tt.want.Workspace || !strings.Contains(err.Error(), remote.Reduce(tt.err).Error()) {
				t.Errorf("Post = %+v (%v), want %+v", r, err, tt.want)
			}
		})
	}
}

// Where the bot is not in the channel, what somebody can fix is told from the rest.
func TestRefusedToEnter(t *testing.T) {
	t.Parallel()
	said := func(err string) error { return slack.SlackErrorResponse{Err: err} }
	tests := []struct {
		channel string
		join    error
		want    post.Error
	}{
		{"G3", nil, post.Error{Reason: post.NotInChannel}},
		{"C1", said("missing_scope"), post.Error{Reason: post.NotInChannel}},
		{"C1", said("restricted_action"), post.Error{Reason: post.NotInChannel}},
		{"C1", said("channel_not_found"), post.Error{Reason: post.NotInChannel}},
		{"C1", said("is_archived"), post.Error{Reason: post.Archived}},
		{"C1", said("token_revoked"), post.Error{Reason: post.Revoked}},
		{"C1", &slack.RateLimitedError{RetryAfter: time.Second}, post.Error{RetryAfter: time.Second}},
		{"C1", slack.StatusCodeError{Code: 502, Status: "502 Bad Gateway"}, post.Error{}},
	}
	for _, tt := range tests {
		h, w := newNotifier(t)
		w.slack.fail["conversations.join"] = tt.join
		_, err := h.Post(t.Context(), content(tt.channel))
		if r, ok := errors.AsType[*post.Error](err); !ok || r.Reason != tt.want.Reason || r.RetryAfter != tt.want.RetryAfter {
			t.Errorf("Post in %s after %v = %v, want %+v", tt.channel, tt.join, err, tt.want)
		}
	}
}

// A context that ended before anything was sent says that it was not posted.
func TestPostCutOff(t *testing.T) {
	t.Parallel()
	h, w := newNotifier(t)
	w.slack.fail["chat.postMessage"] = context.Canceled
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := h.Post(ctx, content("C2"))
	if e, ok := errors.AsType[*post.Error](err); !ok || e.Reason != "" || e.Unconfirmed || !errors.Is(err, context.Canceled) {
		t.Errorf("Post = %v, want the end of the context", err)
	}
}

// The same over the wire, with Slack's own client.
func TestNotifierOverTheWire(t *testing.T) {
	t.Parallel()
	var bodies []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		bodies = append(bodies, r.URL.Path+" "+r.PostForm.Encode())
		switch len(bodies) {
		case 1:
			w.Header().Set("Retry-After", "3")
			w.WriteHeader(http.StatusTooManyRequests)
		case 2:
			w.WriteHeader(http.StatusBadGateway)
		case 3:
			_, _ = w.Write([]byte(`{"ok":false,"error":"restricted_action_read_only_channel"}`))
		default:
			_, _ = w.Write([]byte(`{"ok":true,"channel":"D9","ts":"17.2"}`))
		}
	}))
	t.Cleanup(server.Close)
	h, _ := newNotifier(t, func(i *workspace.Installation) {
		i.Jobs = slack.New("xoxb-s3cret", slack.OptionAPIURL(server.URL+"/api/"), slack.OptionHTTPClient(server.Client()))
	})
	for _, want := range []post.Error{{RetryAfter: 3 * time.Second}, {}, {Reason: post.Restricted}} {
		_, err := h.Post(t.Context(), content("U7"))
		if r, ok := errors.AsType[*post.Error](err); !ok || r.RetryAfter != want.RetryAfter || r.Reason != want.Reason || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("Post = %v, want %+v", err, want)
		}
	}
	at, err := h.Post(t.Context(), content("U7"))
	if want := (post.Posted{ChannelID: "D9", TS: "17.2"}); err != nil || at != want {
		t.Errorf("Post = %+v, %v, want %+v", at, err, want)
	}
	if !strings.HasPrefix(bodies[3], "/api/chat.postMessage ") || !strings.Contains(bodies[3], "channel=U7") {
		t.Errorf("Slack was sent %s", bodies[3])
	}
}
