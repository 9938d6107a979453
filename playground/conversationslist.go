package playground

import (
	"slices"
	"strings"
)

// conversationsList is conversations.list: the conversations that the app can see,
// in pages. See https://docs.slack.dev/reference/methods/conversations.list.
func (s *Server) conversationsList(a args) (object, error) {
	kinds := []string{string(Public)}
	if a["types"] != "" {
		kinds = strings.Split(strings.ReplaceAll(a["types"], " ", ""), ",")
	}
	for _, kind := range kinds {
		if err := s.checkReadScope(Kind(kind)); err != nil {
			return nil, err
		}
	}
	all := []object{}
	for _, c := range s.workspace.allChannels() {
		_, err := s.visibleChannel(c.id)
		if err != nil || !slices.Contains(kinds, string(c.kind)) || (c.archived && a.isTrue("exclude_archived")) {
			continue
		}
		channel := s.channelObject(c)
		channel["num_members"] = len(c.members)
		all = append(all, channel)
	}
	page, next, err := pageOf(a, all)
	if err != nil {
		return nil, err
	}
	return object{"channels": page, "response_metadata": object{"next_cursor": next}}, nil
}

// checkReadScope returns an error unless the app may read conversations of a type.
func (s *Server) checkReadScope(kind Kind) error {
	scopes := map[Kind]string{Public: "channels:read", Private: "groups:read", Direct: "im:read", Group: "mpim:read"}
	scope, ok := scopes[kind]
	if !ok {
		return apiErr("invalid_types")
	}
	return s.requireScopes(scope)
}
