package playground_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"meetingbot/playground"
	"meetingbot/playground/page"
)

// postForm posts a form like the page's scripts, as Ana in #team-room.
func (b *env) postForm(t *testing.T, path string, form url.Values) testResponse {
	t.Helper()
	return b.send(t, testRequest{method: http.MethodPost, path: path, body: form.Encode(), header: http.Header{"Hx-Request": {"true"}}})
}

// postOK posts a form and requires status 204.
func (b *env) postOK(t *testing.T, path string, form url.Values) {
	t.Helper()
	if res := b.postForm(t, path, form); res.status != http.StatusNoContent {
		t.Fatalf("POST %s %v = %d %s, want 204", path, form, res.status, res.body)
	}
}

// getPage returns the page's HTML for a query.
func (b *env) getPage(t *testing.T, query url.Values) string {
	t.Helper()
	res := b.send(t, testRequest{method: http.MethodGet, path: "/?" + query.Encode()})
	if res.status != http.StatusOK {
		t.Fatalf("GET / = %d, want 200", res.status)
	}
	return res.body
}

// TestPost_Modal fills in a modal over several requests, as the page does.
func TestPost_Modal(t *testing.T) {
	t.Parallel()
	b := setup(t)
	replyWithForms(t, b)
	b.say(t, "/meeting form")
	view := b.topView(t).ID
	all := url.Values{"view": {view}, "name/name": {"bad"}, "tone/tone": {"loud"}, "team/team": {playground.ChineseID, playground.UserID}, "moment/moment/local": {"2027-01-15T12:00"}, "number/number": {"4"}}
	told := b.app.requestCount()
	b.postOK(t, "/fill", all)
	if b.app.requestCount() != told {
		t.Error("the app heard of what was filled in, want it to hear nothing")
	}
	got := b.topView(t).Values
	if got["name"]["name"]["value"] != "bad" || len(got["team"]["team"]["selected_users"].([]any)) != 2 || got["moment"]["moment"]["selected_date_time"] != float64(1_800_010_800) {
		t.Errorf("values = %v, want what was filled in, on Ana's clock", got)
	}

	b.postOK(t, "/submit?view="+view, all)
	if b.topView(t).Errors["name"] == "" {
		t.Error("there is no error, want the app's")
	}
	b.postOK(t, "/fill", all)
	if b.topView(t).Errors["name"] == "" {
		t.Error("the error was removed, though nothing changed")
	}
	all.Set("name/name", "good")
	all.Del("team/team") // nobody is ticked any more
	all.Set("block", "number")
	all.Set("action", "number")
	b.postOK(t, "/act", all)
	if a := b.app.lastCallback().ActionCallback.BlockActions[0]; a.ActionID != "number" || a.Value != "4" {
		t.Errorf("the app got %s %q, want the number 4", a.ActionID, a.Value)
	}
	if got := b.topView(t); got.Errors["name"] != "" || len(got.Values["team"]["team"]["selected_users"].([]any)) != 0 {
		t.Errorf("view = %+v, want no error and no selected user", got)
	}
	b.postOK(t, "/submit?view="+view, all)
	if v, ok := b.View(playground.UserID); ok {
		t.Errorf("%s is open, want it closed", v.ID)
	}
}

// TestPost_Stack closes only the topmost view.
func TestPost_Stack(t *testing.T) {
	t.Parallel()
	b := setup(t)
	replyWithForms(t, b)
	b.say(t, "/meeting form")
	below := b.topView(t).ID
	b.postOK(t, "/act", url.Values{"view": {below}, "block": {"more"}, "action": {"push"}})
	top := b.topView(t).ID
	if top == below {
		t.Fatal("nothing lies on top, want the second view")
	}
	for _, path := range []string{"/close", "/submit", "/fill", "/act"} {
		if res := b.postForm(t, path, url.Values{"view": {below}}); res.status != http.StatusUnprocessableEntity {
			t.Errorf("%s for the view below = %d, want 422", path, res.status)
		}
	}
	b.postOK(t, "/close?view="+top, nil)
	if got := b.topView(t).ID; got != below {
		t.Errorf("%s is on top, want %s", got, below)
	}
}

// TestPost_Suggest searches in an external select and selects an option.
func TestPost_Suggest(t *testing.T) {
	t.Parallel()
	b := setup(t)
	replyWithForms(t, b)
	b.say(t, "/meeting form")
	view := b.topView(t).ID
	ask := testRequest{method: http.MethodPost, body: "e-1-search=boa&e-2-search=x", path: "/suggest?" + url.Values{
		"view": {view}, "block": {"meeting"}, "action": {"meeting"}, "list": {"e-1"}, "kind": {"radio"}, "field": {"meeting/meeting"},
	}.Encode()}
	if res := b.send(t, ask); !strings.Contains(res.body, `Weekly sync boa`) || !strings.Contains(res.body, `hx-target="#e-1-found"`) || !strings.Contains(res.body, `type="radio"`) {
		t.Errorf("suggestions = %d %s, want what the app offers", res.status, res.body)
	}
	b.postOK(t, "/fill", url.Values{"view": {view}, "meeting/meeting": {"m2"}})
	if html := b.getPage(t, nil); !strings.Contains(html, `value="m2" checked`) {
		t.Error("the page has lost what was chosen")
	}
	b.app.reply = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }
	if res := b.send(t, ask); !strings.Contains(res.body, `class="trouble"`) {
		t.Errorf("suggestions of a broken app = %d %s, want a problem", res.status, res.body)
	}
}

// TestPost_Say posts in channels and threads as different people.
func TestPost_Say(t *testing.T) {
	t.Parallel()
	b := setup(t)
	at := func(p page.Location) string {
		return "/say?" + strings.TrimPrefix(p.URL(), "./?")
	}
	b.postOK(t, at(page.Location{Person: playground.ChineseID, Channel: playground.OpenChannelID}), url.Values{"text": {"你好"}})
	all := b.Messages(playground.OpenChannelID, playground.UserID)
	if len(all) != 1 || all[0].UserID != playground.ChineseID {
		t.Fatalf("messages = %v, want one of Wang Wei's", all)
	}
	thread := page.Location{Person: playground.UserID, Channel: playground.OpenChannelID, Thread: all[0].TS}
	b.postOK(t, at(thread), url.Values{"text": {"hello <you>"}})
	all = b.Messages(playground.OpenChannelID, playground.UserID)
	if len(all) != 2 || all[1].ThreadTS != all[0].TS || all[1].Text != "hello &lt;you&gt;" {
		t.Errorf("messages = %+v, want an escaped reply in the thread", all)
	}
	html := b.getPage(t, url.Values{"channel": {playground.OpenChannelID}, "thread": {all[0].TS}})
	if strings.Count(html, "hello &amp;lt;you") != 0 || strings.Count(html, "hello &lt;you&gt;") != 1 || !strings.Contains(html, "1 reply") {
		t.Error("the page does not show the reply once, in the thread")
	}
	tests := []struct {
		name, text string
		at         page.Location
	}{
		{"empty text", " ", page.Location{}},
		{"empty text in a thread", " ", thread},
		{"a command in a thread", "/meeting 1", thread},
		{"unknown thread", "x", page.Location{Channel: playground.OpenChannelID, Thread: "1.2"}},
		{"archived channel", "x", page.Location{Channel: playground.ArchivedChannelID}},
		{"thread in an archived channel", "x", page.Location{Channel: playground.ArchivedChannelID, Thread: "1.2"}},
	}
	for _, tt := range tests {
		if res := b.postForm(t, at(tt.at), url.Values{"text": {tt.text}}); res.status != http.StatusUnprocessableEntity {
			t.Errorf("%s = %d, want 422", tt.name, res.status)
		}
	}
}

// TestPost_WithoutScripts redirects a browser without scripts to its location.
func TestPost_WithoutScripts(t *testing.T) {
	t.Parallel()
	b := setup(t)
	place := page.Location{Person: playground.ChineseID, Channel: playground.OpenChannelID}.URL()
	res := b.send(t, testRequest{method: http.MethodPost, path: "/say" + strings.TrimPrefix(place, "./"), body: "text=x"})
	if res.status != http.StatusSeeOther || res.header.Get("Location") != place {
		t.Errorf("say = %d to %s, want 303 to %s", res.status, res.header.Get("Location"), place)
	}
}

// TestPost_Control runs an action of the control panel and checks its result.
func TestPost_Control(t *testing.T) {
	t.Parallel()
	b := setup(t, withPanel(func(word string) (string, error) {
		if word == "" {
			return "", errors.New("say <something>")
		}
		return "heard " + word, nil
	}))
	tests := []struct {
		name, path string
		form       url.Values
		status     int
		want       string
	}{
		{"done", "/control?control=one", url.Values{"action": {"echo"}, "word": {"you"}}, http.StatusOK, `<span class="good">heard you</span>`},
		{"refused", "/control?control=one", url.Values{"action": {"echo"}}, http.StatusOK, `<span class="trouble">say &lt;something&gt;</span>`},
		{"no such action", "/control?control=one", url.Values{"action": {"x"}}, http.StatusUnprocessableEntity, "no such"},
		{"no such control", "/control?control=x", url.Values{"action": {"echo"}}, http.StatusUnprocessableEntity, "no such"},
	}
	for _, tt := range tests {
		if res := b.postForm(t, tt.path, tt.form); res.status != tt.status || !strings.Contains(res.body, tt.want) {
			t.Errorf("%s = %d %s, want %d with %s", tt.name, res.status, res.body, tt.status, tt.want)
		}
	}
	res := b.send(t, testRequest{method: http.MethodPost, path: "/control?control=one", body: "action=echo&word=x"})
	if res.status != http.StatusSeeOther {
		t.Errorf("a control without scripts = %d, want 303", res.status)
	}
}

// TestPage_Locations renders locations, as far as the person may see them.
func TestPage_Locations(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.app.reply = replyJSON(card(1))
	b.say(t, "/meeting 1")
	ts := b.last(t).TS
	tests := []struct {
		name      string
		query     url.Values
		has, lack []string
	}{
		{"Ana", nil, []string{`aria-current="page"><span class="sign" aria-hidden="true">#</span><span class="name" dir="auto">team-room`, "Weekly sync", "9:00 AM", "lighthouse"}, []string{"<aside"}},
		{"a draft", url.Values{"say": {`/meeting "2"`}}, []string{`value="/meeting &#34;2&#34;"`}, nil},
		{"somebody else", url.Values{"as": {playground.ChineseID}}, []string{"Asia/Shanghai · zh-CN", `dir="auto">王伟</strong>`}, []string{"Invited"}},
		{"another organisation", url.Values{"as": {playground.ExternalID}, "channel": {playground.PrivateChannelID}}, []string{"Other organization", `dir="auto">team-room</span></h1>`}, []string{"lighthouse"}},
		{"nobody", url.Values{"as": {"U404"}, "channel": {"C404"}}, []string{`dir="auto">Ana Morel</strong>`}, nil},
		{"a bot", url.Values{"as": {playground.BotUserID}}, []string{`dir="auto">Ana Morel</strong>`}, nil},
		{"inspector", url.Values{"inspect": {ts}}, []string{"To the app: command", `&#34;is_ephemeral&#34;: true`}, []string{token, secret}},
		{"inspector for another person", url.Values{"inspect": {ts}, "as": {playground.ChineseID}}, []string{"This message is gone."}, []string{"To the app"}},
	}
	for _, tt := range tests {
		html := b.getPage(t, tt.query)
		for _, want := range tt.has {
			if !strings.Contains(html, want) {
				t.Errorf("%s: the page lacks %q", tt.name, want)
			}
		}
		for _, bad := range tt.lack {
			if strings.Contains(html, bad) {
				t.Errorf("%s: the page has %q", tt.name, bad)
			}
		}
	}
}

// TestPage_Unread counts messages in a channel that is not open.
func TestPage_Unread(t *testing.T) {
	t.Parallel()
	b := setup(t)
	count := func() bool {
		return strings.Contains(b.getPage(t, url.Values{"channel": {playground.OpenChannelID}}), `<span class="count">2<`)
	}
	b.getPage(t, nil)
	for _, who := range []string{playground.ChineseID, playground.ChineseID, playground.UserID} {
		if err := b.Say(t.Context(), who, playground.ChannelID, "x"); err != nil {
			t.Fatal(err)
		}
	}
	if !count() {
		t.Error("two messages of others are not counted")
	}
	b.getPage(t, nil)
	if count() {
		t.Error("what was seen is still counted")
	}
}

// TestPage_State keeps selected values of a message.
func TestPage_State(t *testing.T) {
	t.Parallel()
	b := setup(t)
	replyWithForms(t, b)
	b.say(t, "/meeting choices")
	ts := b.last(t).TS
	click := func(action string, values url.Values) {
		t.Helper()
		values.Set("ts", ts)
		values.Set("block", "choices")
		values.Set("action", action)
		b.postOK(t, "/click", values)
	}
	click("lead", url.Values{"option": {"60"}})
	click("extras", url.Values{"option": {"twice", "sing"}})
	click("tone", url.Values{"option-x": {"loud"}})
	click("moment", url.Values{"option/local": {"2027-01-15T12:00"}})
	if got := b.app.lastCallback().ActionCallback.BlockActions[0].SelectedDateTime; got != 1_800_010_800 {
		t.Errorf("moment = %d, want noon on Ana's clock", got)
	}
	html := b.getPage(t, nil)
	for _, want := range []string{`value="60" selected`, `value="twice" data-action="extras" checked`, `value="loud" data-action="tone" checked`, `value="2027-01-15T12:00"`} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if others := b.getPage(t, url.Values{"as": {playground.ChineseID}}); strings.Contains(others, `value="60" selected`) {
		t.Error("somebody else sees what Ana chose")
	}
	click("extras", url.Values{})
	if got := b.app.lastCallback().ActionCallback.BlockActions[0].SelectedOptions; len(got) != 0 {
		t.Errorf("extras = %v, want none", got)
	}
}

// TestPost_PageLeft delivers what a person sends off, even if they leave the page
// before the app answers.
func TestPost_PageLeft(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.app.reply = replyJSON(`{"text":"here it is"}`)
	left, leave := context.WithCancel(t.Context())
	leave()
	req := httptest.NewRequestWithContext(left, http.MethodPost, b.url+"/say", strings.NewReader("text=%2Fmeeting+1"))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	b.ServeHTTP(httptest.NewRecorder(), req)
	if got := b.last(t).Text; got != "here it is" {
		t.Errorf("the newest message is %q, want the app's answer", got)
	}
}
