package page

import (
	"encoding/json"
	"strconv"

	"github.com/slack-go/slack"
)

// state is what was chosen and typed, by block id and action id.
type state map[string]map[string]slack.BlockAction

// stateOf reads Slack's state.values; what cannot be read is no state.
func stateOf(raw json.RawMessage) state {
	var s state
	if len(raw) == 0 || json.Unmarshal(raw, &s) != nil {
		return nil
	}
	return s
}

// action returns what was done to an element, if anything was.
func (d *drawing) action(actionID string) (a slack.BlockAction, ok bool) {
	a, ok = d.state[d.block][actionID]
	return a, ok
}

// picked returns the options that are chosen: those of the state, or the initial
// ones where the state has none.
func (d *drawing) picked(actionID string, initial ...*slack.OptionBlockObject) []*slack.OptionBlockObject {
	var all []*slack.OptionBlockObject
	a, ok := d.action(actionID)
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

// ids returns the ids that are chosen of people, channels or conversations.
func (d *drawing) ids(actionID string, initial ...string) []string {
	a, ok := d.action(actionID)
	if !ok {
		return filled(initial...)
	}
	all := filled(a.SelectedUser, a.SelectedChannel, a.SelectedConversation)
	for _, more := range [][]string{a.SelectedUsers, a.SelectedChannels, a.SelectedConversations} {
		all = append(all, more...)
	}
	return all
}

// typedIn returns the text, date or time that an element holds.
func (d *drawing) typedIn(actionID, initial string) string {
	a, ok := d.action(actionID)
	if !ok {
		return initial
	}
	if a.SelectedDateTime != 0 {
		return strconv.FormatInt(a.SelectedDateTime, 10)
	}
	for _, s := range filled(a.Value, a.SelectedDate, a.SelectedTime) {
		return s
	}
	return plainOf(&a.RichTextValue)
}

// filled returns those that are not empty.
func filled(all ...string) []string {
	var kept []string
	for _, s := range all {
		if s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}
