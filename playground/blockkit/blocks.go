package blockkit

import (
	"slices"
	"strconv"
)

// blockRule says how a block is checked and on which surfaces it is allowed.
type blockRule struct {
	check func(node)
	on    []surface // all if empty
}

// blockRules lists the blocks that Slack accepts from an ordinary app.
func blockRules() map[string]blockRule {
	messages, views := []surface{message}, []surface{modal, home}
	return map[string]blockRule{
		"actions":         {check: node.actions},
		"call":            {check: node.call, on: messages},
		"context":         {check: node.context},
		"context_actions": {check: node.contextActions, on: messages},
		"data_table":      {check: node.dataTable, on: messages},
		"divider":         {check: node.divider},
		"file":            {check: node.file, on: messages},
		"header":          {check: node.header},
		"image":           {check: node.image},
		"input":           {check: node.input, on: append(views, message)},
		"markdown":        {check: node.markdown, on: messages},
		"rich_text":       {check: node.richText},
		"section":         {check: node.section},
		"table":           {check: node.table, on: messages},
		"video":           {check: node.video},
	}
}

// unavailableBlocks lists the blocks that Slack documents but that
// chat.postMessage and views refuse, always or in some workspaces.
func unavailableBlocks() []string {
	return []string{
		"alert", "auth_provider", "card", "carousel", "container",
		"data_visualization", "layout", "plan", "task_card",
	}
}

// blockList checks an array of blocks, at most hi of them.
func (c *checker) blockList(v any, ptr string, hi int) {
	for i, b := range c.list(v, ptr, 0, hi) {
		if n, ok := c.node(b, ptr+"/"+strconv.Itoa(i)); ok {
			c.block(n)
		}
	}
}

func (c *checker) block(n node) {
	kind, ok := n.kind()
	if !ok {
		return
	}
	rule, known := c.blocks[kind]
	switch {
	case slices.Contains(unavailableBlocks(), kind):
		n.problem("type", RuleUnsupported, "unsupported block type: %s needs the streaming API or a phased roll-out", kind)
		return
	case !known:
		n.problem("type", RuleUnsupported, "unsupported type: %s", truncate(kind))
		return
	case len(rule.on) > 0 && !slices.Contains(rule.on, c.surface):
		n.problem("type", RulePlace, "%s blocks are not allowed in a %s", kind, c.surface)
		return
	}
	c.actionIDs = map[string]string{}
	c.id(n, "block_id", c.blockIDs)
	rule.check(n)
}

// id checks a block_id or action_id: its length, and that it is used once.
func (c *checker) id(n node, key string, seen map[string]string) {
	s, ok := n.str(key, 1, 255)
	if !ok {
		return
	}
	if _, twice := seen[s]; twice {
		n.problem(key, RuleDuplicate, "%s already exists: %s", key, truncate(s))
	}
	seen[s] = n.ptr
}

func (n node) section() {
	n.allowOnly("block_id", "text", "fields", "accessory", "expand")
	_, hasText := n.props["text"]
	_, hasFields := n.props["fields"]
	if !hasText && !hasFields {
		n.checker.problem(n.ptr, RuleMissing, "missing required field: text or fields")
	}
	n.text("text", 3000, anyTextType()...)
	for _, f := range n.nodes("fields", 1, 10) {
		f.textObject(2000, anyTextType()...)
	}
	n.bools("expand")
	if a, ok := n.object("accessory"); ok {
		n.checker.element(a, "section")
	}
}

func (n node) header() {
	n.allowOnly("block_id", "text", "level")
	n.require("text")
	n.text("text", 150)
	n.number("level", 1, 4)
}

func (n node) divider() { n.allowOnly("block_id") }

func (n node) image() {
	n.allowOnly("block_id", "image_url", "slack_file", "alt_text", "title")
	n.imageSource()
	n.text("title", 2000)
}

// imageSource checks the properties that image blocks and image elements share.
func (n node) imageSource() {
	n.requireOneOf("image_url", "slack_file")
	n.require("alt_text")
	n.link("image_url")
	n.slackFile()
	n.str("alt_text", 1, 2000)
}

func (n node) context() {
	n.allowOnly("block_id", "elements")
	n.require("elements")
	for _, e := range n.nodes("elements", 1, 10) {
		switch e.props["type"] {
		case plainText, mrkdwn:
			e.textObject(3000, anyTextType()...)
		default:
			n.checker.element(e, "context")
		}
	}
}

func (n node) actions() {
	n.allowOnly("block_id", "elements")
	n.require("elements")
	for _, e := range n.nodes("elements", 1, 25) {
		n.checker.element(e, "actions")
	}
}

func (n node) contextActions() {
	n.allowOnly("block_id", "elements")
	n.require("elements")
	for _, e := range n.nodes("elements", 1, 5) {
		n.checker.element(e, "context_actions")
	}
}

func (n node) input() {
	n.checker.hasInput = true
	n.allowOnly("block_id", "label", "element", "hint", "optional", "dispatch_action")
	n.require("label", "element")
	n.text("label", 2000)
	n.text("hint", 2000)
	n.bools("optional", "dispatch_action")
	if e, ok := n.object("element"); ok {
		n.checker.element(e, "input")
	}
}

func (n node) markdown() {
	const most = 12000
	n.allowOnly("block_id", "text")
	n.require("text")
	s, ok := n.str("text", 1, most)
	if !ok {
		return
	}
	before := n.checker.markdownSize
	n.checker.markdownSize += len([]rune(s))
	if before <= most && n.checker.markdownSize > most {
		n.problem("text", RuleTotal, "markdown blocks must be less than %d characters together", most+1)
	}
}

func (n node) video() {
	n.allowOnly("block_id", "video_url", "thumbnail_url", "alt_text", "title", "title_url",
		"author_name", "provider_name", "provider_icon_url", "description")
	n.require("video_url", "thumbnail_url", "alt_text", "title")
	n.link("video_url", "https")
	n.link("title_url", "https")
	n.link("thumbnail_url")
	n.link("provider_icon_url")
	n.str("alt_text", 1, 2000)
	n.str("author_name", 1, 49)
	n.str("provider_name", 1, 49)
	n.text("title", 199)
	n.text("description", 200)
}

func (n node) file() {
	n.allowOnly("block_id", "external_id", "source")
	n.require("external_id", "source")
	n.str("external_id", 1, 255)
	n.oneOf("source", "remote")
}

func (n node) call() {
	n.allowOnly("block_id", "call_id", "call", "api_decoration_available")
	n.require("call_id")
	n.str("call_id", 1, 255)
}
