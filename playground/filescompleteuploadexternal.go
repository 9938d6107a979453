package playground

import (
	"encoding/json"
	"regexp"
	"strings"
)

// conversationIDs is what Slack takes for a channel_id here: no person's id.
var conversationIDs = regexp.MustCompile(`^[CGDZ][A-Z0-9]{8,}$`)

// filesCompleteUploadExternal is files.completeUploadExternal: the app shares files
// that it has sent, once. Without a conversation they stay private.
// See https://docs.slack.dev/reference/methods/files.completeUploadExternal.
func (s *Server) filesCompleteUploadExternal(a args) (object, error) {
	var wanted []File
	if a["files"] == "" {
		return nil, invalidArguments("missing required field: files")
	}
	if err := json.Unmarshal([]byte(a["files"]), &wanted); err != nil || len(wanted) == 0 {
		return nil, invalidArguments("no more than 0 items allowed or not an array [json-pointer:/files]")
	}
	where, err := s.uploadTargets(a)
	if err != nil {
		return nil, err
	}
	files, err := s.workspace.takeUploads(wanted)
	if err != nil {
		return nil, err
	}
	for _, c := range where {
		s.tellOfMessage(c, s.workspace.addMessage(Message{
			ChannelID: c.id, UserID: BotUserID, BotID: BotID, ThreadTS: a["thread_ts"], Text: truncateText(a["initial_comment"]), Files: files,
		}))
	}
	answer := []object{}
	for _, f := range files {
		answer = append(answer, object{"id": f.ID, "title": f.Title})
	}
	return object{"files": answer}, nil
}

// uploadTargets are the conversations that the files are shared in.
func (s *Server) uploadTargets(a args) ([]*channel, error) {
	var ids []string
	if id := a["channel_id"]; id != "" {
		if !conversationIDs.MatchString(id) {
			return nil, invalidArguments("input must match regex pattern: " + conversationIDs.String() + " [json-pointer:/channel_id]")
		}
		ids = append(ids, id)
	}
	for id := range strings.SplitSeq(a["channels"], ",") {
		if id != "" {
			ids = append(ids, id)
		}
	}
	var all []*channel
	for _, id := range ids {
		c, err := s.resolveRecipient(id)
		if err != nil {
			return nil, err
		}
		if err := s.checkCanPost(c); err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}
