package handlers

import (
	"cmp"
	"slices"
	"strings"

	"meetingbot/bot"
	"meetingbot/bot/workspace"
)

// source is who sent an interaction and from where. The library's own type also
// decodes the message or the view that was acted in, and fails as a whole where
// an element of it is unknown.
type source struct {
	TriggerID  string      `json:"trigger_id"`
	Enterprise object      `json:"enterprise"` // null outside an organisation
	Team       object      `json:"team"`       // null in an organisation-wide installation
	User       payloadUser `json:"user"`
	Channel    object      `json:"channel"` // missing in a view
	Container  container   `json:"container"`
	View       payloadView `json:"view"`
}

// object is anything that is named by its id alone.
type object struct {
	ID string `json:"id"`
}

// payloadUser is who acted.
type payloadUser struct {
	ID     string `json:"id"`
	TeamID string `json:"team_id"`
}

// workspace is the workspace that a person belongs to, "" where Slack names their
// organisation in its place, as it may for a menu that wants options.
func (u payloadUser) workspace() string {
	if strings.HasPrefix(u.TeamID, "E") {
		return ""
	}
	return u.TeamID
}

// container is where the element is that was acted in.
type container struct {
	Type        string `json:"type"` // message, message_attachment or view
	ChannelID   string `json:"channel_id"`
	IsEphemeral bool   `json:"is_ephemeral"`
	IsAppUnfurl bool   `json:"is_app_unfurl"` // what we show under a link in somebody's message
}

// payloadView is the view that was acted in, zero for a message.
type payloadView struct {
	ID                 string `json:"id"`
	Type               string `json:"type"` // modal or home
	Hash               string `json:"hash"`
	CallbackID         string `json:"callback_id"`
	Metadata           string `json:"private_metadata"`
	AppInstalledTeamID string `json:"app_installed_team_id"`
	State              struct {
		Values map[string]map[string]input `json:"values"` // by block and action
	} `json:"state"`
}

// origin says who acted and where.
func (s *source) origin(requestID string) bot.Origin {
	return bot.Origin{
		Key:       s.workspace(),
		ChannelID: cmp.Or(s.Channel.ID, s.Container.ChannelID),
		UserID:    s.User.ID,
		UserTeam:  s.User.TeamID,
		TriggerID: s.TriggerID,
		RequestID: requestID,
	}
}

// workspace is where the app is installed. The order in which it is looked for
// is that of Slack's own framework. In a modal of a shared channel the team and
// the enterprise may be those of the person who acted.
func (s *source) workspace() workspace.Key {
	k := workspace.Key{EnterpriseID: s.Enterprise.ID, TeamID: cmp.Or(s.View.AppInstalledTeamID, s.Team.ID)}
	if k.TeamID == "" {
		k.TeamID = s.User.workspace()
	}
	if s.Team.ID != "" && s.Team.ID != k.TeamID {
		k.EnterpriseID = ""
	}
	return k
}

// surface says where the acted-in element is shown.
func (s *source) surface() bot.Surface {
	switch {
	case s.View.Type == "home":
		return bot.SurfaceHome
	case s.Container.Type == "view", s.View.Type == "modal":
		return bot.SurfaceModal
	case s.Container.IsEphemeral && !s.Container.IsAppUnfurl:
		return bot.SurfaceEphemeral
	default:
		return bot.SurfaceMessage
	}
}

// view is the view as the bot knows it.
func (v *payloadView) view() bot.View {
	return bot.View{ID: v.ID, Hash: v.Hash, CallbackID: v.CallbackID, Metadata: v.Metadata, State: v.state()}
}

// state is what has been entered, nil for nothing.
func (v *payloadView) state() bot.State {
	var state bot.State
	for block, actions := range v.State.Values {
		for action, in := range actions {
			values := in.values()
			if len(values) == 0 {
				continue
			}
			if state == nil {
				state = make(bot.State)
			}
			if state[block] == nil {
				state[block] = make(map[string][]string)
			}
			state[block][action] = values
		}
	}
	return state
}

// input is what has been entered into one element: each kind of element has a
// field of its own. Those of unknown elements are ignored.
type input struct {
	Value         string           `json:"value"`
	Option        *selectedOption  `json:"selected_option"`
	Options       []selectedOption `json:"selected_options"`
	Conversation  string           `json:"selected_conversation"`
	Conversations []string         `json:"selected_conversations"`
	Channel       string           `json:"selected_channel"`
	Channels      []string         `json:"selected_channels"`
	User          string           `json:"selected_user"`
	Users         []string         `json:"selected_users"`
	Date          string           `json:"selected_date"`
	Time          string           `json:"selected_time"`
}

// selectedOption is what was chosen from a menu.
type selectedOption struct {
	Value string `json:"value"`
	URL   string `json:"url"`
}

// values is what was entered or chosen, whatever the kind.
func (in *input) values() []string {
	var values []string
	if in.Option != nil {
		values = append(values, in.Option.Value)
	}
	for _, o := range in.Options {
		values = append(values, o.Value)
	}
	values = append(values, in.Value, in.Conversation, in.Channel, in.User, in.Date, in.Time)
	for _, more := range [][]string{in.Conversations, in.Channels, in.Users} {
		values = append(values, more...)
	}
	return slices.DeleteFunc(values, func(s string) bool { return s == "" }) // of another type
}
