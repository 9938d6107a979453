package bot_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/slack-go/slack"

	"meetingbot/bot/workspace"
	"meetingbot/playground/blockkit"
)

// fakeSlack is a Slack that keeps what is done in it, and refuses what the real
// one would refuse.
type fakeSlack struct {
	workspace.Slack // what no test here uses
	mu              sync.Mutex
	channels        map[string]*slack.Channel // by id
	members         map[string][]string       // of channels, by id; two to a page
	fail            map[string]error          // by method, as Slack calls it
	calls           []string                  // methods in order
	longest         int                       // how many blocks a message may have, 0 for as many as Slack takes
	modals          []modal
	posts           []posting
	homes           []published
	unfurled        []unfurled
	upload          string            // the content that was uploaded and is not shared yet
	files           map[string]string // content of those that were shared, by name and title
}

// published is a Home tab as somebody came to see it.
type published struct{ userID, raw string }

// newFakeSlack has a public channel C1, one with the bot C2, private ones with
// the bot G1 and G4, and an archived one C9. U1 is in G1 and not in G4. It does
// not tell of others.
func newFakeSlack() *fakeSlack {
	channel := func(id string, edit func(c *slack.Channel)) *slack.Channel {
		c := &slack.Channel{IsChannel: true}
		c.ID = id
		edit(c)
		return c
	}
	members := map[string][]string{"G1": {"U7", "UBOT", "U1"}, "G4": {"U7", "UBOT", "U8"}}
	return &fakeSlack{fail: map[string]error{}, members: members, channels: map[string]*slack.Channel{
		"C1": channel("C1", func(*slack.Channel) {}),
		"C2": channel("C2", func(c *slack.Channel) { c.IsMember = true }),
		"G1": channel("G1", func(c *slack.Channel) { c.IsMember, c.IsPrivate = true, true }),
		"G4": channel("G4", func(c *slack.Channel) { c.IsMember, c.IsPrivate = true, true }),
		"G3": channel("G3", func(c *slack.Channel) { c.IsPrivate = true }),
		"C9": channel("C9", func(c *slack.Channel) { c.IsArchived = true }),
	}}
}

// modal is a view that was opened or changed.
type modal struct {
	trigger, id string
	slack.ModalViewRequest
	raw []byte
}

// post is a message that was posted or changed.
type posting struct {
	method, channel, ts, text string
	to                        string // the only one who sees it, "" for all
	form                      url.Values
}

// call takes note of a call, and returns what it fails with.
func (w *fakeSlack) call(method string) error {
	w.calls = append(w.calls, method)
	return w.fail[method]
}

func (w *fakeSlack) AuthTestContext(context.Context) (*slack.AuthTestResponse, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return &slack.AuthTestResponse{}, w.call("auth.test")
}

func (w *fakeSlack) OpenViewContext(_ context.Context, trigger string, v slack.ModalViewRequest) (*slack.ViewResponse, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.call("views.open"); err != nil {
		return nil, err
	}
	if trigger == "" {
		return nil, slack.SlackErrorResponse{Err: "invalid_trigger_id"}
	}
	return w.show(modal{trigger: trigger, ModalViewRequest: v})
}

func (w *fakeSlack) UpdateViewContext(_ context.Context, v slack.ModalViewRequest, _, _, id string) (*slack.ViewResponse, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.call("views.update"); err != nil {
		return nil, err
	}
	return w.show(modal{id: id, ModalViewRequest: v})
}

func (w *fakeSlack) PublishViewContext(_ context.Context, req slack.PublishViewContextRequest) (*slack.ViewResponse, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.call("views.publish"); err != nil {
		return nil, err
	}
	raw, err := json.Marshal(req.View)
	if err != nil {
		return nil, err
	}
	if problems := blockkit.CheckView(raw); len(problems) > 0 {
		return nil, slack.SlackErrorResponse{Err: "invalid_arguments: " + problems[0].String()}
	}
	w.homes = append(w.homes, published{userID: req.UserID, raw: string(raw)})
	return &slack.ViewResponse{View: slack.View{ID: "V9", Hash: strconv.Itoa(len(w.homes))}}, nil
}

func (w *fakeSlack) show(m modal) (*slack.ViewResponse, error) {
	raw, err := json.Marshal(m.ModalViewRequest)
	if err != nil {
		return nil, err
	}
	if problems := blockkit.CheckView(raw); len(problems) > 0 {
		return nil, slack.SlackErrorResponse{Err: "invalid_arguments: " + problems[0].String()}
	}
	m.raw = raw
	w.modals = append(w.modals, m)
	return &slack.ViewResponse{View: slack.View{ID: "V1"}}, nil
}

func (w *fakeSlack) GetConversationInfoContext(_ context.Context, in *slack.GetConversationInfoInput) (*slack.Channel, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.call("conversations.info"); err != nil {
		return nil, err
	}
	c, ok := w.channels[in.ChannelID]
	if !ok {
		return nil, slack.SlackErrorResponse{Err: "channel_not_found"}
	}
	return c, nil
}

func (w *fakeSlack) GetUsersInConversationContext(_ context.Context, p *slack.GetUsersInConversationParameters) ([]string, string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.call("conversations.members"); err != nil {
		return nil, "", err
	}
	c, ok := w.channels[p.ChannelID]
	all := w.members[p.ChannelID]
	switch {
	case !ok, c.IsPrivate && !c.IsMember:
		return nil, "", slack.SlackErrorResponse{Err: "channel_not_found"}
	case p.Cursor != "" && p.Cursor != "second":
		return nil, "", slack.SlackErrorResponse{Err: "invalid_cursor"}
	case p.Cursor == "" && len(all) > 2:
		return all[:2], "second", nil
	case p.Cursor == "second":
		return all[2:], "", nil
	}
	return all, "", nil
}

func (w *fakeSlack) JoinConversationContext(_ context.Context, id string) (*slack.Channel, string, []string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.call("conversations.join"); err != nil {
		return nil, "", nil, err
	}
	c, ok := w.channels[id]
	switch {
	case !ok:
		return nil, "", nil, slack.SlackErrorResponse{Err: "channel_not_found"}
	case c.IsPrivate:
		return nil, "", nil, slack.SlackErrorResponse{Err: "method_not_supported_for_channel_type"}
	case c.IsArchived:
		return nil, "", nil, slack.SlackErrorResponse{Err: "is_archived"}
	}
	c.IsMember = true
	return c, "", nil, nil
}

// errLost is what a call fails with whose request was sent and whose answer is lost.
var errLost = errors.New("the answer is lost")

func (w *fakeSlack) PostMessageContext(ctx context.Context, channel string, options ...slack.MsgOption) (string, string, error) {
	ts, err := w.post("chat.postMessage", posting{channel: channel}, options)
	if trace := httptrace.ContextClientTrace(ctx); errors.Is(err, errLost) && trace != nil {
		trace.WroteHeaders()
	}
	return channel, ts, err
}

func (w *fakeSlack) PostEphemeralContext(_ context.Context, channel, user string, options ...slack.MsgOption) (string, error) {
	return w.post("chat.postEphemeral", posting{channel: channel, to: user}, options)
}

func (w *fakeSlack) UpdateMessageContext(_ context.Context, channel, ts string, options ...slack.MsgOption) (string, string, string, error) {
	_, err := w.post("chat.update", posting{channel: channel, ts: ts}, options)
	return channel, ts, "", err
}

func (w *fakeSlack) post(method string, p posting, options []slack.MsgOption) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.call(method); err != nil {
		return "", err
	}
	switch c, ok := w.channels[p.channel]; {
	case ok && c.IsArchived:
		return "", slack.SlackErrorResponse{Err: "is_archived"}
	case ok && !c.IsMember:
		return "", slack.SlackErrorResponse{Err: "not_in_channel"}
	case !ok && strings.Trim(p.channel[:1], "UWD") != "":
		return "", slack.SlackErrorResponse{Err: "channel_not_found"}
	}
	form, err := sent(p.channel, options)
	if err != nil {
		return "", err
	}
	p.method, p.form, p.text = method, form, form.Get("text")
	body, err := json.Marshal(map[string]any{"text": p.text, "blocks": json.RawMessage(orEmpty(form.Get("blocks")))})
	if err != nil {
		return "", err
	}
	if problems := blockkit.CheckMessage(body); len(problems) > 0 {
		return "", slack.SlackErrorResponse{Err: "invalid_blocks: " + problems[0].String()}
	}
	var blocks []json.RawMessage
	if err := json.Unmarshal([]byte(orEmpty(form.Get("blocks"))), &blocks); err != nil {
		return "", err
	}
	if w.longest > 0 && len(blocks) > w.longest {
		return "", slack.SlackErrorResponse{Err: "msg_blocks_too_long"}
	}
	w.posts = append(w.posts, p)
	return "1718.0001", nil
}

// sent returns the form that Slack's own client makes of a message.
func sent(channel string, options []slack.MsgOption) (url.Values, error) {
	var wire capture
	_, _, err := slack.New("xoxb-0", slack.OptionHTTPClient(&wire)).PostMessage(channel, options...)
	return wire.form, err
}

// capture keeps what is sent, and says that it was taken.
type capture struct{ form url.Values }

// Do keeps the form of a request.
func (c *capture) Do(r *http.Request) (*http.Response, error) {
	err := r.ParseForm()
	c.form = r.PostForm
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(`{"ok":true}`))}, err
}

func orEmpty(blocks string) string {
	if blocks == "" {
		return "[]"
	}
	return blocks
}

// lastModal returns the modal that is shown last.
func (w *fakeSlack) lastModal(t *testing.T) modal {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.modals) == 0 {
		t.Fatalf("no modal was opened; calls: %v", w.calls)
	}
	return w.modals[len(w.modals)-1]
}

// updated are the views that open modals were changed to.
func (w *fakeSlack) updated() (all []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, m := range w.modals {
		if m.id != "" {
			all = append(all, string(m.raw))
		}
	}
	return all
}

// unfurled is what is shown under links.
type unfurled struct {
	channel, ts, id string
	cards           map[string]slack.Attachment
}

func (w *fakeSlack) UnfurlMessageContext(
	_ context.Context, channel, ts string, cards map[string]slack.Attachment, _ ...slack.MsgOption,
) (string, string, string, error) {
	return w.unfurl(unfurled{channel: channel, ts: ts, cards: cards})
}

func (w *fakeSlack) UnfurlMessageByIDContext(
	_ context.Context, id, _ string, cards map[string]slack.Attachment, _ ...slack.MsgOption,
) (string, string, string, error) {
	return w.unfurl(unfurled{id: id, cards: cards})
}

func (w *fakeSlack) unfurl(u unfurled) (string, string, string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.call("chat.unfurl"); err != nil {
		return "", "", "", err
	}
	w.unfurled = append(w.unfurled, u)
	return "", "", "", nil
}

func (w *fakeSlack) OpenConversationContext(_ context.Context, p *slack.OpenConversationParameters) (*slack.Channel, bool, bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.call("conversations.open"); err != nil {
		return nil, false, false, err
	}
	c := &slack.Channel{}
	c.ID = "D" + p.Users[0]
	return c, false, true, nil
}

func (w *fakeSlack) GetUploadURLExternalContext(_ context.Context, p slack.GetUploadURLExternalParameters) (*slack.GetUploadURLExternalResponse, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.call("files.getUploadURLExternal"); err != nil {
		return nil, err
	}
	return &slack.GetUploadURLExternalResponse{UploadURL: "https://files.slack.com/upload/v1/secret?" + p.FileName, FileID: "F1" + strconv.Itoa(p.FileSize)}, nil
}

func (w *fakeSlack) UploadToURL(_ context.Context, p slack.UploadToURLParameters) error {
	content, err := io.ReadAll(p.Reader)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.upload = string(content)
	if err := w.call("upload"); err != nil {
		return err
	}
	return err
}

func (w *fakeSlack) CompleteUploadExternalContext(
	_ context.Context, p slack.CompleteUploadExternalParameters,
) (*slack.CompleteUploadExternalResponse, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.call("files.completeUploadExternal"); err != nil {
		return nil, err
	}
	if p.Files[0].ID != "F1"+strconv.Itoa(len(w.upload)) {
		return nil, slack.SlackErrorResponse{Err: "file_not_found"}
	}
	w.files = map[string]string{p.Channel + " " + p.Files[0].Title: w.upload}
	return &slack.CompleteUploadExternalResponse{Files: p.Files}, nil
}
