package blockkit

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf8"
)

// message checks a message and its blocks. Like Slack, it ignores unknown
// properties of the message itself.
func (c *checker) message(n node) {
	n.str("text", 0, 40000)
	n.oneOf("response_type", "ephemeral", "in_channel")
	n.bools("unfurl_links", "unfurl_media", "mrkdwn", "link_names")
	n.looseBools("replace_original", "delete_original")
	n.str("thread_ts", 1, 255)
	blocks, hasBlocks := n.props["blocks"]
	if hasBlocks && blocks != nil {
		c.messageBlocks(blocks, "/blocks")
	}
	c.attachments(n)
	deletes := n.props["delete_original"] == true || n.props["delete_original"] == "true"
	if !deletes && isEmptyMessage(n) {
		n.checker.problem(n.ptr, RuleMissing, "missing required field: text, blocks or attachments")
	}
}

// looseBools reports properties other than booleans and the texts "true" and
// "false", which Slack's own examples use.
func (n node) looseBools(keys ...string) {
	for _, key := range keys {
		if v := n.props[key]; v != "true" && v != "false" {
			n.bools(key)
		}
	}
}

// isEmptyMessage tells whether a message has nothing to show.
func isEmptyMessage(n node) bool {
	for _, key := range []string{"text", "blocks", "attachments", "markdown_text"} {
		switch v := n.props[key].(type) {
		case nil:
		case string:
			if v != "" {
				return false
			}
		case []any:
			if len(v) > 0 {
				return false
			}
		default: // reported as the wrong kind already
			return false
		}
	}
	return true
}

func (c *checker) attachments(n node) {
	if n.props["attachments"] == nil {
		return
	}
	for _, a := range n.nodes("attachments", 0, 100) {
		if blocks, ok := a.props["blocks"]; ok {
			c.blockList(blocks, a.pointer("blocks"), 50)
		}
	}
}

// messageBlocks checks each block of a message, and the size of all together.
func (c *checker) messageBlocks(v any, ptr string) {
	c.blockList(v, ptr, 50)
	if size := jsonSize(v); size > MaxTotal {
		c.problem(ptr, RuleTotal, "must be less than %d characters together, have %s", MaxTotal+1, strconv.Itoa(size))
	}
}

// jsonSize counts the code points of a value as compact JSON.
func jsonSize(v any) int {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return 0
	}
	return utf8.RuneCount(bytes.TrimSpace(b.Bytes()))
}
