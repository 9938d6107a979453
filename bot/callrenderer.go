package bot

import (
	"meetingbot/bot/live"
	"meetingbot/bot/post"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// CallRenderer says what Slack's own calls show, in the language of the workspace: a
// whole channel sees them.
type CallRenderer struct{ localizers *localizers }

var _ live.CallRenderer = (*CallRenderer)(nil)

// NewCallRenderer returns a renderer. It starts nothing.
func NewCallRenderer() (*CallRenderer, error) {
	catalog, err := text.Load()
	if err != nil {
		return nil, err
	}
	return &CallRenderer{newLocalizers(catalog)}, nil
}

// Call is that of live.CallRenderer. The link is the guest link of shared cards.
func (r *CallRenderer) Call(ws workspace.Workspace, m *meeting.Snapshot) post.Call {
	c := m.Conference
	return post.Call{
		Title: view.CallTitle(r.localizers.of(ws.Language), c), Number: view.CallNumber(c), JoinURL: view.JoinLink(c, false),
	}
}

// CallName is that of live.CallRenderer.
func (r *CallRenderer) CallName(_ workspace.Workspace, p *meeting.Attendee) string {
	return view.CallName(p)
}

// CallUnnamed is that of live.CallRenderer.
func (r *CallRenderer) CallUnnamed(ws workspace.Workspace) string {
	return view.CallUnnamed(r.localizers.of(ws.Language))
}
