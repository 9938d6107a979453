package playground

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
)

// verificationToken is Slack's deprecated way to verify requests; an app must not
// rely on it.
const verificationToken = "playground-verification-token"

// payload is an interaction payload. Which properties it has depends on the type;
// see https://docs.slack.dev/reference/interaction-payloads.
type payload struct {
	Type                string       `json:"type"`
	User                wireUser     `json:"user"`
	APIAppID            string       `json:"api_app_id"`
	Token               string       `json:"token"`
	Container           *container   `json:"container,omitempty"`
	TriggerID           string       `json:"trigger_id,omitempty"`
	CallbackID          string       `json:"callback_id,omitempty"`
	ActionTS            string       `json:"action_ts,omitempty"`
	MessageTS           string       `json:"message_ts,omitempty"`
	Team                *wireTeam    `json:"team"` // nil where the app is installed in a whole organisation
	Enterprise          *wireOrg     `json:"enterprise"`
	IsEnterpriseInstall bool         `json:"is_enterprise_install"`
	Channel             *wireChannel `json:"channel,omitempty"`
	Message             *wireMessage `json:"message,omitempty"`
	View                object       `json:"view,omitempty"`
	State               *wireState   `json:"state,omitempty"`
	ResponseURL         string       `json:"response_url,omitempty"`
	ResponseURLs        []object     `json:"response_urls,omitempty"`
	Actions             []object     `json:"actions,omitempty"`
	IsCleared           *bool        `json:"is_cleared,omitempty"`
	AppUnfurl           *unfurl      `json:"app_unfurl,omitempty"`
	*blockSuggestion
}

// blockSuggestion is a search in an external select.
type blockSuggestion struct {
	BlockID  string `json:"block_id"`
	ActionID string `json:"action_id"`
	Value    string `json:"value"`
}

type wireUser struct {
	ID       string `json:"id"`
	Username string `json:"username"`
	Name     string `json:"name"`
	TeamID   string `json:"team_id"`
}

type container struct {
	Type        string `json:"type"`
	MessageTS   string `json:"message_ts,omitempty"`
	ChannelID   string `json:"channel_id,omitempty"`
	ThreadTS    string `json:"thread_ts,omitempty"`
	ViewID      string `json:"view_id,omitempty"`
	IsEphemeral bool   `json:"is_ephemeral"`

	AttachmentID int    `json:"attachment_id,omitempty"`
	IsAppUnfurl  bool   `json:"is_app_unfurl,omitempty"`
	AppUnfurlURL string `json:"app_unfurl_url,omitempty"`
}

type wireTeam struct {
	ID     string `json:"id"`
	Domain string `json:"domain"`
}

type wireOrg struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type wireChannel struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type wireState struct {
	Values values `json:"values"`
}

// newPayload returns a payload with the properties that all types share.
func (s *Server) newPayload(kind string, p *person) *payload {
	all := &payload{
		Type: kind, User: wireUser{ID: p.id, Username: p.name, Name: p.name, TeamID: p.teamID},
		APIAppID: AppID, Token: verificationToken, IsEnterpriseInstall: s.installedForAll(),
	}
	if !all.IsEnterpriseInstall {
		all.Team = &wireTeam{ID: s.options.TeamID, Domain: s.options.Domain}
	}
	if o := s.organisation(); o != nil {
		all.Enterprise = (*wireOrg)(o)
	}
	return all
}

// newBlockActions returns the payload for the use of an element.
func (s *Server) newBlockActions(p *person, on surface, action object) *payload {
	payload := s.newPayload("block_actions", p)
	payload.TriggerID = s.workspace.newTrigger(p.id)
	payload.Actions = []object{action}
	s.setSource(payload, on)
	if on.message != nil {
		u := s.workspace.newResponseURL(responseURL{kind: "actions", userID: p.id, channelID: on.message.ChannelID, messageTS: on.message.TS})
		payload.ResponseURL = s.options.PublicURL + u.path
		payload.State = &wireState{Values: s.workspace.stateOf(on)}
	}
	return payload
}

// setSource adds to a payload the message or view that it is about. Like Slack, it
// leaves out an ephemeral message and sends its container only.
func (s *Server) setSource(p *payload, on surface) {
	if on.message == nil {
		p.Container = &container{Type: "view", ViewID: on.viewID}
		s.workspace.mu.Lock()
		defer s.workspace.mu.Unlock()
		if m := s.workspace.findView(on.viewID, ""); m != nil {
			p.View = m.wire()
		}
		return
	}
	m, c := on.message, s.workspace.channel(on.message.ChannelID)
	p.Container = &container{
		Type: "message", MessageTS: m.TS, ChannelID: c.id, ThreadTS: m.ThreadTS, IsEphemeral: m.EphemeralTo != "",
	}
	p.Channel = &wireChannel{ID: c.id, Name: c.wireName()}
	switch {
	case on.unfurl != nil: // of somebody else's message the app gets its own part
		p.Container.Type, p.Container.AttachmentID = "message_attachment", on.unfurl.ID
		p.Container.IsAppUnfurl, p.Container.AppUnfurlURL = true, on.unfurl.AppUnfurlURL
		p.AppUnfurl = on.unfurl
	case m.EphemeralTo == "":
		w := m.wire()
		p.Message = &w
	}
}

// sendPayload sends a payload to the app.
func (s *Server) sendPayload(ctx context.Context, p *payload) (appResponse, error) {
	if !s.Installed() {
		return appResponse{}, ErrNotInstalled
	}
	body, err := json.Marshal(p)
	if err != nil {
		return appResponse{}, fmt.Errorf("marshal payload: %w", err)
	}
	req := formRequest("/slack/interactions", url.Values{"payload": {string(body)}})
	a, err := s.sendAndCheck(ctx, req)
	call := Call{Method: CallInteraction, Type: p.Type}
	if p.Type == "message_action" {
		call.ChannelID, call.MessageTS = p.Channel.ID, p.MessageTS
	}
	if p.Container != nil {
		call.ChannelID, call.MessageTS = p.Container.ChannelID, p.Container.MessageTS
	}
	s.recordSent(call, req, a, err)
	return a, err
}
