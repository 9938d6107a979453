package playground

import (
	"fmt"
	"slices"
)

// blockActions is the payload that Slack sends when somebody uses an interactive
// element of a message.
type blockActions struct {
	Type                string       `json:"type"`
	User                wireUser     `json:"user"`
	APIAppID            string       `json:"api_app_id"`
	Token               string       `json:"token"`
	Container           container    `json:"container"`
	TriggerID           string       `json:"trigger_id"`
	Team                wireTeam     `json:"team"`
	Enterprise          *struct{}    `json:"enterprise"`
	IsEnterpriseInstall bool         `json:"is_enterprise_install"`
	Channel             wireChannel  `json:"channel"`
	Message             *wireMessage `json:"message,omitempty"`
	State               wireState    `json:"state"`
	ResponseURL         string       `json:"response_url"`
	Actions             []object     `json:"actions"`
}

type wireUser struct {
	ID       string `json:"id"`
	Username string `json:"username"`
	Name     string `json:"name"`
	TeamID   string `json:"team_id"`
}

type container struct {
	Type        string `json:"type"`
	MessageTS   string `json:"message_ts"`
	ChannelID   string `json:"channel_id"`
	IsEphemeral bool   `json:"is_ephemeral"`
}

type wireTeam struct {
	ID     string `json:"id"`
	Domain string `json:"domain"`
}

type wireChannel struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type wireState struct {
	Values struct{} `json:"values"`
}

// blockActions builds the payload of a click. An ephemeral message is not part of
// it, since Slack keeps none: such an app has the container alone to go by.
func (s *Server) blockActions(p *person, m Message, actionID string, option []string) (*blockActions, error) {
	action, err := s.action(&m, actionID, option)
	if err != nil {
		return nil, err
	}
	c := s.space.channel(m.ChannelID)
	u := s.space.grant(answerURL{kind: "actions", userID: p.id, channelID: c.id, messageTS: m.TS})
	payload := &blockActions{
		Type:        "block_actions",
		User:        wireUser{ID: p.id, Username: p.name, Name: p.name, TeamID: TeamID},
		APIAppID:    AppID,
		Token:       "playground-verification-token",
		Container:   container{Type: "message", MessageTS: m.TS, ChannelID: c.id, IsEphemeral: m.EphemeralTo != ""},
		TriggerID:   trigger(s.options.Now()),
		Team:        wireTeam{ID: TeamID, Domain: "playground"},
		Channel:     wireChannel{ID: c.id, Name: c.name},
		ResponseURL: s.options.PublicURL + u.path,
		Actions:     []object{action},
	}
	if m.EphemeralTo == "" {
		w := m.wire()
		payload.Message = &w
	}
	return payload, nil
}

// action describes what was done to an element, by the element's own words.
func (s *Server) action(m *Message, actionID string, option []string) (object, error) {
	block, element, ok := m.find(actionID)
	if !ok {
		return nil, fmt.Errorf("%w: %s", ErrUnknownAction, actionID)
	}
	action := object{
		"type": element["type"], "action_id": actionID, "block_id": block["block_id"],
		"action_ts": timestamp(s.options.Now().UnixMicro()),
	}
	switch element["type"] {
	case "button":
		for _, key := range []string{"text", "value", "style"} {
			if v, ok := element[key]; ok {
				action[key] = v
			}
		}
	case "overflow", "static_select", "radio_buttons":
		chosen, ok := choose(element, option)
		if !ok {
			return nil, fmt.Errorf("%w: %s has no option %q", ErrUnknownAction, actionID, option)
		}
		action["selected_option"] = chosen
	default:
		return nil, fmt.Errorf("%w: %v cannot be used here", ErrUnknownAction, element["type"])
	}
	return action, nil
}

// choose returns the option that has the value.
func choose(element object, value []string) (object, bool) {
	options, _ := element["options"].([]any)
	for _, o := range options {
		o, _ := o.(object)
		if v, _ := o["value"].(string); slices.Contains(value, v) {
			return object{"text": o["text"], "value": v}, true
		}
	}
	return nil, false
}
