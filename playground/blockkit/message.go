package blockkit

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf8"
)

// message checks what is around the blocks of a message. Properties that are
// none of Slack's are let pass there, as Slack does.
func (c *checker) message(n node) {
	n.str("text", 0, 40000)
	n.oneOf("response_type", "ephemeral", "in_channel")
	n.flags("unfurl_links", "unfurl_media", "mrkdwn", "link_names")
	n.looseFlags("replace_original", "delete_original")
	n.str("thread_ts", 1, 255)
	blocks, hasBlocks := n.has["blocks"]
	if hasBlocks && blocks != nil {
		c.messageBlocks(blocks, "/blocks")
	}
	c.attachments(n)
	deletes := n.has["delete_original"] == true || n.has["delete_original"] == "true"
	if !deletes && empty(n) {
		n.c.problem(n.at, RuleMissing, "missing required field: text, blocks or attachments")
	}
}

// looseFlags reports properties that are neither booleans nor the texts "true"
// and "false", which Slack's own examples have.
func (n node) looseFlags(keys ...string) {
	for _, key := range keys {
		if v := n.has[key]; v != "true" && v != "false" {
			n.flags(key)
		}
	}
}

// empty tells whether a message has nothing to show.
func empty(n node) bool {
	for _, key := range []string{"text", "blocks", "attachments", "markdown_text"} {
		switch v := n.has[key].(type) {
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
	if n.has["attachments"] == nil {
		return
	}
	for _, a := range n.nodes("attachments", 0, 100) {
		if blocks, ok := a.has["blocks"]; ok {
			c.blockList(blocks, a.pointer("blocks"), 50)
		}
	}
}

// messageBlocks checks a message's blocks, each and all together.
func (c *checker) messageBlocks(v any, at string) {
	c.blockList(v, at, 50)
	if size := total(v); size > MaxTotal {
		c.problem(at, RuleTotal, "must be less than %d characters together, have %s", MaxTotal+1, strconv.Itoa(size))
	}
}

// total counts the code points of a value as compact JSON.
func total(v any) int {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return 0
	}
	return utf8.RuneCount(bytes.TrimSpace(b.Bytes()))
}
