package playground_test

import (
	"net/url"
	"strings"
	"testing"

	"meetingbot/playground"
)

// methodCase is a request, Slack's response, and its source: "docs" is the method's
// page at https://docs.slack.dev/reference/methods/<method>, whose lists of
// arguments and errors the cases follow.
type methodCase struct {
	method string
	form   url.Values
	want   string   // the error; empty for ok
	has    []string // what an answer that is ok has at its top
	source string
}

const (
	docs     = "docs"
	pageDocs = "https://docs.slack.dev/apis/web-api/pagination"
)

// formOf returns a form of names and values.
func formOf(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

const (
	channelID = playground.ChannelID
	modal     = `{"type":"modal","title":{"type":"plain_text","text":"t"},"blocks":[]}`
	header    = `[{"type":"header","text":{"type":"mrkdwn","text":"x"}}]`
)

func methodCases(ts, mine string) []methodCase {
	var all []methodCase
	all = append(all, chatCases(ts, mine)...)
	all = append(all, conversationCases()...)
	all = append(all, fileCases()...)
	return append(all, []methodCase{
		{"auth.test", nil, "", []string{"url", "team", "user", "team_id", "user_id", "bot_id"}, docs},
		{"users.info", formOf("user", playground.UserID, "include_locale", "true"), "", []string{"user"}, docs},
		{"users.info", formOf("user", "U0NOBODY"), "user_not_found", nil, docs},
		{"users.info", nil, "user_not_found", nil, docs},
		{"users.lookupByEmail", formOf("email", "ana@example.com"), "", []string{"user"}, docs},
		{"users.lookupByEmail", formOf("email", "nobody@example.com"), "users_not_found", nil, docs},
		{"views.open", formOf("view", modal, "trigger_id", "1.2.x"), "invalid_trigger_id", nil, docs},
		{"views.open", formOf("trigger_id", "1.2.x"), "invalid_arguments", nil, docs},
		{"views.open", formOf("view", `{"type":"home","blocks":[]}`), "invalid_arguments", nil, docs},
		{"views.open", formOf("view", strings.Repeat("x", 250<<10+1)), "view_too_large", nil, docs},
		{"views.push", formOf("view", modal, "trigger_id", "1.2.x"), "invalid_trigger_id", nil, docs},
		{"views.update", formOf("view", modal), "invalid_arguments", nil, docs},
		{"views.update", formOf("view", modal, "view_id", "V1", "external_id", "e"), "invalid_arguments", nil, docs},
		{"views.update", formOf("view", modal, "view_id", "V1"), "not_found", nil, docs},
		{"views.dance", nil, "unknown_method", nil, "https://docs.slack.dev/apis/web-api"},
	}...)
}

// chatCases use the timestamps of a message of the app and of one of Ana's.
func chatCases(ts, mine string) []methodCase {
	long := strings.Repeat("x", 4001)
	return []methodCase{
		{"chat.postMessage", formOf("channel", channelID, "text", "hi"), "", []string{"channel", "ts", "message"}, docs},
		{"chat.postMessage", formOf("channel", channelID, "text", strings.Repeat("x", 40_001)), "", []string{"ts"}, docs},
		{"chat.postMessage", formOf("channel", channelID), "no_text", nil, docs},
		{"chat.postMessage", formOf("channel", channelID, "blocks", "["), "invalid_blocks_format", nil, docs},
		{"chat.postMessage", formOf("channel", channelID, "text", "t", "blocks", header), "invalid_blocks", nil, docs},
		{"chat.postMessage", formOf("channel", playground.OpenChannelID, "text", "t"), "not_in_channel", nil, docs},
		{"chat.postMessage", formOf("channel", playground.ArchivedChannelID, "text", "t"), "is_archived", nil, docs},
		{"chat.postMessage", formOf("channel", playground.SecretChannelID, "text", "t"), "channel_not_found", nil, docs},
		{"chat.postEphemeral", formOf("channel", channelID, "user", playground.UserID, "text", "hi"), "", []string{"message_ts"}, docs},
		{"chat.postEphemeral", formOf("channel", playground.OpenChannelID, "user", playground.UserID, "text", "x"), "not_in_channel", nil, docs},
		{"chat.postEphemeral", formOf("channel", playground.PrivateChannelID, "user", playground.GuestID, "text", "x"), "user_not_in_channel", nil, docs},
		{"chat.postEphemeral", formOf("channel", playground.ArchivedChannelID, "user", playground.UserID, "text", "x"), "is_archived", nil, docs},
		{"chat.postEphemeral", formOf("channel", channelID, "user", playground.UserID), "no_text", nil, docs},
		{"chat.update", formOf("channel", channelID, "ts", ts, "text", "new"), "", []string{"channel", "ts", "text", "message"}, docs},
		{"chat.update", formOf("channel", channelID, "ts", ts, "text", long), "msg_too_long", nil, docs},
		{"chat.update", formOf("channel", channelID, "ts", ts), "no_text", nil, docs},
		{"chat.update", formOf("channel", channelID, "ts", "1.2", "text", "x"), "message_not_found", nil, docs},
		{"chat.update", formOf("channel", channelID, "ts", mine, "text", "x"), "cant_update_message", nil, docs},
		{"chat.update", formOf("channel", playground.UserID, "ts", ts, "text", "x"), "channel_not_found", nil, docs},
		{"chat.delete", formOf("channel", channelID, "ts", "1.2"), "message_not_found", nil, docs},
		{"chat.delete", formOf("channel", channelID, "ts", mine), "cant_delete_message", nil, docs},
		{"chat.delete", formOf("channel", playground.SecretChannelID, "ts", ts), "channel_not_found", nil, docs},
		{"chat.delete", formOf("channel", channelID, "ts", ts), "", []string{"channel", "ts"}, docs},
	}
}

func conversationCases() []methodCase {
	return []methodCase{
		{"conversations.info", formOf("channel", channelID), "", []string{"channel"}, docs},
		{"conversations.info", formOf("channel", playground.SecretChannelID), "channel_not_found", nil, docs},
		{"conversations.info", formOf("channel", "#team-room"), "channel_not_found", nil, docs},
		{"conversations.join", formOf("channel", channelID), "", []string{"channel", "warning"}, docs},
		{"conversations.join", formOf("channel", playground.PrivateChannelID), "method_not_supported_for_channel_type", nil, docs},
		{"conversations.join", formOf("channel", playground.SecretChannelID), "channel_not_found", nil, docs},
		{"conversations.join", formOf("channel", playground.ArchivedChannelID), "is_archived", nil, docs},
		{"conversations.open", formOf("users", playground.UserID), "", []string{"channel", "already_open"}, docs},
		{"conversations.open", formOf("channel", playground.ChannelID), "method_not_supported_for_channel_type", nil, docs},
		{"conversations.open", formOf("users", "U0NOBODY"), "user_not_found", nil, docs},
		{"conversations.open", formOf("users", playground.UserID+","+playground.GuestID), "missing_scope", nil, docs},
		{"conversations.open", nil, "users_list_not_supplied", nil, docs},
		{"conversations.list", nil, "", []string{"channels", "response_metadata"}, docs},
		{"conversations.list", formOf("limit", "1001"), "invalid_limit", nil, docs},
		{"conversations.list", formOf("limit", "none"), "invalid_limit", nil, docs},
		{"conversations.list", formOf("cursor", "x"), "invalid_cursor", nil, pageDocs},
		{"conversations.list", formOf("types", "teams"), "invalid_types", nil, docs},
		{"conversations.members", formOf("channel", channelID), "", []string{"members", "response_metadata"}, docs},
		{"conversations.members", formOf("channel", playground.SecretChannelID), "channel_not_found", nil, docs},
		{"conversations.members", formOf("channel", channelID, "cursor", "bmV4dDo5OTk="), "invalid_cursor", nil, pageDocs},
	}
}

// idPattern is what Slack says of a channel_id, as people who tried a person's id report.
const idPattern = "https://github.com/slackapi/bolt-js/issues/2115"

func fileCases() []methodCase {
	return []methodCase{
		{"files.getUploadURLExternal", formOf("filename", "a.csv", "length", "3"), "", []string{"upload_url", "file_id"}, docs},
		{"files.getUploadURLExternal", formOf("filename", "a.csv"), "invalid_arguments", nil, docs},
		{"files.getUploadURLExternal", formOf("length", "3"), "invalid_arguments", nil, docs},
		{"files.getUploadURLExternal", formOf("filename", "a.csv", "length", "0"), "invalid_arguments", nil, docs},
		{"files.getUploadURLExternal", formOf("filename", "a.csv", "length", "1073741825"), "file_upload_size_restricted", nil, docs},
		{"files.completeUploadExternal", formOf("channel_id", channelID), "invalid_arguments", nil, docs},
		{"files.completeUploadExternal", formOf("files", "{}"), "invalid_arguments", nil, docs},
		{"files.completeUploadExternal", formOf("files", `[{"id":"F0NONE"}]`), "file_not_found", nil, docs},
		{"files.completeUploadExternal", formOf("files", `[{"id":"F1"}]`, "channel_id", playground.UserID), "invalid_arguments", nil, idPattern},
		{"files.completeUploadExternal", formOf("files", `[{"id":"F1"}]`, "channel_id", playground.SecretChannelID), "channel_not_found", nil, docs},
		{"files.completeUploadExternal", formOf("files", `[{"id":"F1"}]`, "channel_id", playground.OpenChannelID), "not_in_channel", nil, docs},
	}
}

// TestMethods calls every method, in order, and checks the documented response.
func TestMethods(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.say(t, "mine")
	mine := b.last(t).TS
	ts := b.postBlocks(t, `[{"type":"divider"}]`)
	for _, f := range methodCases(ts, mine) {
		got := b.call(t, f.method, f.form)
		said, _ := got["error"].(string)
		if said != f.want || got["ok"] != (f.want == "") {
			t.Errorf("%s(%.200v) = %.300v, want %q by %s", f.method, f.form, got, f.want, f.source)
		}
		for _, key := range f.has {
			if got[key] == nil {
				t.Errorf("%s(%.200v) = %.300v, want a %s by %s", f.method, f.form, got, key, f.source)
			}
		}
	}
}
