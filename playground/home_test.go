package playground_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"meetingbot/playground"
)

// homeView is a Home tab with a button.
func homeView(words string) slack.HomeTabViewRequest {
	button := slack.NewButtonBlockElement("press", "v", plainText("Press"))
	return slack.HomeTabViewRequest{
		Type: slack.VTHomeTab, PrivateMetadata: "m", CallbackID: "home",
		Blocks: slack.Blocks{BlockSet: []slack.Block{
			slack.NewSectionBlock(plainText(words), nil, nil, slack.SectionBlockOptionBlockID("words")), slack.NewActionBlock("buttons", button),
		}},
	}
}

// publish publishes Ana's Home tab.
func (b *env) publish(t *testing.T, words, hash string) (*slack.ViewResponse, error) {
	t.Helper()
	return b.client().PublishView(playground.UserID, homeView(words), hash)
}

// mustPublish publishes Ana's Home tab, which must work.
func (b *env) mustPublish(t *testing.T, words, hash string) *slack.ViewResponse {
	t.Helper()
	v, err := b.publish(t, words, hash)
	if err != nil {
		t.Fatalf("PublishView = %v, want nil", err)
	}
	return v
}

func TestViewsPublish(t *testing.T) {
	t.Parallel()
	b := setup(t)
	if _, ok := b.Home(playground.UserID); ok {
		t.Error("there is a Home tab before it was published")
	}
	first := b.mustPublish(t, "one", "")
	if first.Type != slack.VTHomeTab || first.ID == "" || first.Hash == "" || first.PrivateMetadata != "m" || first.CallbackID != "home" || first.AppID != playground.AppID {
		t.Errorf("view = %+v, want the Home tab", first.View)
	}
	second := b.mustPublish(t, "two", first.Hash)
	if second.ID != first.ID || second.Hash == first.Hash {
		t.Errorf("published again it is %s with hash %s, want the same view %s with another hash than %s", second.ID, second.Hash, first.ID, first.Hash)
	}
	if _, err := b.publish(t, "three", first.Hash); errorCode(err) != "hash_conflict" {
		t.Errorf("with an old hash = %v, want hash_conflict", err)
	}
	b.mustPublish(t, "four", "")
	if v, ok := b.Home(playground.UserID); !ok || !strings.Contains(string(v.JSON), `"four"`) {
		t.Errorf("Home() = %s, %v, want the fourth", v.JSON, ok)
	}
	if _, ok := b.Home(playground.ChineseID); ok {
		t.Error("somebody else has a Home tab")
	}
	if _, ok := b.View(playground.UserID); ok {
		t.Error("a Home tab is among the modals")
	}
}

func TestViewsPublish_Refused(t *testing.T) {
	t.Parallel()
	b := setup(t)
	many := homeView("many")
	for range 99 {
		many.Blocks.BlockSet = append(many.Blocks.BlockSet, slack.NewDividerBlock())
	}
	raw := func(v any) string {
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	for name, tt := range map[string]struct {
		form url.Values
		want string
	}{
		"no person":       {formOf("view", raw(homeView("x"))), "invalid_arguments"},
		"a stranger":      {formOf("user_id", "U0NOBODY", "view", raw(homeView("x"))), "user_not_found"},
		"the app":         {formOf("user_id", playground.BotUserID, "view", raw(homeView("x"))), "user_not_found"},
		"no view":         {formOf("user_id", playground.UserID), "invalid_arguments"},
		"a modal":         {formOf("user_id", playground.UserID, "view", raw(formModal("x"))), "invalid_arguments"},
		"too many blocks": {formOf("user_id", playground.UserID, "view", raw(many)), "invalid_arguments"},
		"long metadata":   {formOf("user_id", playground.UserID, "view", raw(slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: many.Blocks, PrivateMetadata: strings.Repeat("x", 3001)})), "invalid_arguments"},
		"a hash of none":  {formOf("user_id", playground.UserID, "hash", "1.2", "view", raw(homeView("x"))), "hash_conflict"},
	} {
		res := b.send(t, testRequest{
			method: http.MethodPost, path: "/api/views.publish", body: tt.form.Encode(),
			header: http.Header{"Authorization": {"Bearer " + token}, "Content-Type": {"application/x-www-form-urlencoded"}},
		})
		if got, _ := decode(t, res.body)["error"].(string); got != tt.want {
			t.Errorf("%s = %s, want %s", name, res.body, tt.want)
		}
	}
	home := b.mustPublish(t, "x", "")
	if _, err := b.client().UpdateView(formModal("y"), "", "", home.ID); errorCode(err) != "not_found" {
		t.Errorf("views.update of a Home tab = %v, want not_found", err)
	}
}

// openedEvent is app_home_opened as the app gets it.
type openedEvent struct {
	Type, User, Channel, Tab string
	View                     *struct{ ID, Type, Hash string }
}

func (a *app) lastOpened(t *testing.T) openedEvent {
	t.Helper()
	var e struct{ Event openedEvent }
	if err := json.Unmarshal([]byte(a.lastRequest().body), &e); err != nil {
		t.Fatal(err)
	}
	return e.Event
}

// The app is told at each opening, and of the view that is shown.
func TestOpenHome(t *testing.T) {
	t.Parallel()
	b := setup(t)
	if err := b.OpenHome(t.Context(), playground.UserID); err != nil {
		t.Fatal(err)
	}
	want := openedEvent{Type: "app_home_opened", User: playground.UserID, Channel: b.DirectMessage(playground.UserID), Tab: "home"}
	if got := b.app.lastOpened(t); got != want {
		t.Errorf("the app got %+v, want %+v", got, want)
	}
	v := b.mustPublish(t, "one", "")
	if err := b.OpenHome(t.Context(), playground.UserID); err != nil {
		t.Fatal(err)
	}
	if got := b.app.lastOpened(t).View; got == nil || got.ID != v.ID || got.Hash != v.Hash || got.Type != "home" {
		t.Errorf("the app got the view %+v, want %s", got, v.ID)
	}
	if err := b.OpenMessages(t.Context(), playground.UserID); err != nil {
		t.Fatal(err)
	}
	if got := b.app.lastOpened(t); got.Tab != "messages" || got.View != nil {
		t.Errorf("the app got %+v, want its messages tab without a view", got)
	}
	if err := b.OpenHome(t.Context(), "U0NOBODY"); err == nil {
		t.Error("OpenHome of nobody = nil, want an error")
	}
}

// A press on the Home tab comes with its view, and with a trigger that opens a modal
// over it.
func TestClickHome(t *testing.T) {
	t.Parallel()
	b := setup(t)
	v := b.mustPublish(t, "one", "")
	if err := b.ClickHome(t.Context(), playground.UserID, "press"); err != nil {
		t.Fatal(err)
	}
	c := b.app.lastCallback()
	if c.Container.Type != "view" || c.Container.ViewID != v.ID || c.View.Type != slack.VTHomeTab || c.View.Hash != v.Hash ||
		c.Channel.ID != "" || c.ResponseURL != "" || c.ActionCallback.BlockActions[0].Value != "v" {
		t.Errorf("the app got %s, want the view and no channel", b.app.lastRequest().form.Get("payload"))
	}
	if _, err := b.client().OpenView(c.TriggerID, formModal("over it")); err != nil {
		t.Errorf("OpenView = %v, want nil", err)
	}
	if top := b.topView(t); top.CallbackID != "form" || top.Depth != 1 {
		t.Errorf("the modal %+v is open, want the form alone", top)
	}
	if err := b.ClickHome(t.Context(), playground.ChineseID, "press"); err == nil {
		t.Error("a press on a Home tab that was not published = nil, want an error")
	}
}

// The page has the tabs of the app's conversation, and tells the app which one is
// opened.
func TestHomeOnThePage(t *testing.T) {
	t.Parallel()
	b := setup(t)
	direct := b.DirectMessage(playground.UserID)
	at := func(tab string) url.Values {
		return url.Values{"as": {playground.UserID}, "channel": {direct}, "tab": {tab}}
	}
	if html := b.getPage(t, at("home")); !strings.Contains(html, `id="home-empty"`) || strings.Contains(html, `id="composer"`) {
		t.Error("the page shows no empty Home tab, or a message box on it")
	}
	b.app.waitForRequests(1)
	if got := b.app.lastOpened(t); got.Tab != "home" || got.User != playground.UserID {
		t.Errorf("the app got %+v, want that Ana has opened its Home tab", got)
	}
	v := b.mustPublish(t, "Good <morning>", "")
	html := b.getPage(t, at("home"))
	if !strings.Contains(html, "Good &lt;morning&gt;") || strings.Contains(html, `id="home-empty"`) {
		t.Errorf("the page lacks the Home tab: %s", html)
	}
	b.app.waitForRequests(2)
	b.postOK(t, "/click?"+at("home").Encode(), url.Values{"home": {v.ID}, "block": {"buttons"}, "action": {"press"}, "option": {"v"}})
	if c := b.app.lastCallback(); c.View.ID != v.ID {
		t.Errorf("the app got a press in %q, want %s", c.View.ID, v.ID)
	}
	n := b.app.requestCount()
	if html := b.getPage(t, at("")); !strings.Contains(html, `id="composer"`) {
		t.Error("the messages tab has no message box")
	}
	b.app.waitForRequests(n + 1)
	if got := b.app.lastOpened(t); got.Tab != "messages" {
		t.Errorf("the app got %+v, want its messages tab", got)
	}
	for _, q := range []url.Values{nil, {"tab": {"home"}}, {"as": {playground.UserID}, "channel": {playground.ChannelID}, "tab": {"home"}}} {
		if html := b.getPage(t, q); strings.Contains(html, `id="home"`) {
			t.Errorf("a channel has a Home tab at %v", q)
		}
	}
	for path, form := range map[string]url.Values{"/click": {"home": {"V0NONE"}, "action": {"press"}}, "/act": {"view": {v.ID}, "action": {"press"}}} {
		if res := b.postForm(t, path+"?"+at("home").Encode(), form); res.status != http.StatusUnprocessableEntity {
			t.Errorf("%s %v = %d, want 422", path, form, res.status)
		}
	}
}

// An app that does not answer holds up neither the page nor the end of the server.
func TestHomeOfAnAppThatHangs(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.app.reply = func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	b.getPage(t, url.Values{"as": {playground.UserID}, "channel": {b.DirectMessage(playground.UserID)}, "tab": {"home"}})
	b.app.waitForRequests(1)
	b.Close()
}
