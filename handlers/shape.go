package handlers

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// shapeDepth is how many levels of a payload are described.
const shapeDepth = 4

// shapeOf describes JSON for a log, such as
// {type:string view:{state:{values:array}} +2}. It tells types and the names that
// Slack has given to what is read here; all other names are only counted, since
// people's text may stand in them.
func shapeOf(raw []byte) string {
	if !json.Valid(raw) {
		return "no JSON"
	}
	return shape(raw, shapeDepth)
}

func shape(raw json.RawMessage, depth int) string {
	switch first(raw) {
	case '{':
		return objectShape(raw, depth)
	case '[':
		return "array"
	case '"':
		return "string"
	case 'n':
		return "null"
	case 't', 'f':
		return "boolean"
	default:
		return "number"
	}
}

func objectShape(raw json.RawMessage, depth int) string {
	var fields map[string]json.RawMessage
	if depth == 0 || json.Unmarshal(raw, &fields) != nil {
		return "object"
	}
	var parts []string
	for name, value := range fields {
		if isKnownName(name) {
			parts = append(parts, name+":"+shape(value, depth-1))
		}
	}
	slices.Sort(parts)
	if others := len(fields) - len(parts); others > 0 {
		parts = append(parts, fmt.Sprintf("+%d", others))
	}
	return "{" + strings.Join(parts, " ") + "}"
}

// formShape describes a form for a log: the fields that are read here, and the shape
// of a payload among them.
func formShape(body string) string {
	var parts []string
	others := 0
	for pair := range strings.SplitSeq(body, "&") {
		name, value, _ := strings.Cut(pair, "=")
		switch {
		case name == "payload":
			payload, err := url.QueryUnescape(value)
			if err != nil {
				payload = ""
			}
			parts = append(parts, "payload:"+shapeOf([]byte(payload)))
		case isKnownName(name) && len(parts) < 20:
			parts = append(parts, name)
		default:
			others++
		}
	}
	return fmt.Sprintf("form {%s +%d}", strings.Join(parts, " "), others)
}

// isKnownName reports whether a name is Slack's own, of something that is read here.
func isKnownName(name string) bool {
	switch name {
	case "type", "user", "team", "enterprise", "channel", "container", "view", "message", "state", "values", "actions",
		"action_id", "block_id", "value", "url", "selected_option", "response_url", "trigger_id", "id", "team_id", "user_id",
		"enterprise_id", "channel_id", "command", "text", "payload", "callback_id", "private_metadata", "hash", "is_ephemeral",
		"app_installed_team_id", "blocks", "attachments", "message_ts", "ts", "thread_ts", "subtype", "bot_id", "channel_type", "event", "event_id", "authorizations", "challenge", "api_app_id", "is_enterprise_install", "token":
		return true
	}
	return false
}
