package page

import (
	"encoding/json"
	"strconv"

	"github.com/slack-go/slack"
)

// state holds the values of elements, by block id and action id.
type state map[string]map[string]slack.BlockAction

// parseState reads Slack's state.values. It returns nil for invalid JSON.
func parseState(raw json.RawMessage) state {
	var s state
	if len(raw) == 0 || json.Unmarshal(raw, &s) != nil {
		return nil
	}
	return s
}

// action returns an element's value in the state.
func (r *blockRenderer) action(actionID string) (a slack.BlockAction, ok bool) {
	a, ok = r.state[r.blockID][actionID]
	return a, ok
}

// selectedOptions returns the selected options from the state, or the initial ones
// if the state has no value.
func (r *blockRenderer) selectedOptions(actionID string, initial ...*slack.OptionBlockObject) []*slack.OptionBlockObject {
	var all []*slack.OptionBlockObject
	a, ok := r.action(actionID)
	if !ok {
		for _, o := range initial {
			if o != nil {
				all = append(all, o)
			}
		}
		return all
	}
	if a.SelectedOption.Value != "" {
		all = append(all, &a.SelectedOption)
	}
	for i := range a.SelectedOptions {
		all = append(all, &a.SelectedOptions[i])
	}
	return all
}

// selectedIDs returns the selected people, channels or conversations.
func (r *blockRenderer) selectedIDs(actionID string, initial ...string) []string {
	a, ok := r.action(actionID)
	if !ok {
		return nonEmpty(initial...)
	}
	all := nonEmpty(a.SelectedUser, a.SelectedChannel, a.SelectedConversation)
	for _, more := range [][]string{a.SelectedUsers, a.SelectedChannels, a.SelectedConversations} {
		all = append(all, more...)
	}
	return all
}

// enteredValue returns the text, date or time of an element.
func (r *blockRenderer) enteredValue(actionID, initial string) string {
	a, ok := r.action(actionID)
	if !ok {
		return initial
	}
	if a.SelectedDateTime != 0 {
		return strconv.FormatInt(a.SelectedDateTime, 10)
	}
	for _, s := range nonEmpty(a.Value, a.SelectedDate, a.SelectedTime) {
		return s
	}
	return richTextAsPlain(&a.RichTextValue)
}

// nonEmpty returns the texts that are not empty.
func nonEmpty(all ...string) []string {
	var kept []string
	for _, s := range all {
		if s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}
