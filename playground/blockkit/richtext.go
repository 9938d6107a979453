package blockkit

func (n node) richText() {
	n.allowOnly("block_id", "elements")
	n.require("elements")
	for _, e := range n.nodes("elements", 0, unbounded) {
		e.richTextElement()
	}
}

// richTextElement checks a section, list, quote or preformatted text of a rich
// text.
func (n node) richTextElement() {
	kind, ok := n.kind()
	if !ok {
		return
	}
	switch kind {
	case "rich_text_section":
		n.allowOnly("elements")
	case "rich_text_quote":
		n.allowOnly("elements", "border")
	case "rich_text_preformatted":
		n.allowOnly("elements", "border", "language")
		n.str("language", 0, 255)
	case "rich_text_list":
		n.richTextList()
		return
	default:
		n.problem("type", RuleUnsupported, "unsupported type: %s", truncate(kind))
		return
	}
	n.number("border", 0, 1)
	n.require("elements")
	for _, e := range n.nodes("elements", 0, unbounded) {
		e.richTextInline()
	}
}

func (n node) richTextList() {
	n.allowOnly("elements", "style", "indent", "offset", "border")
	n.require("elements", "style")
	n.oneOf("style", "bullet", "ordered")
	n.number("indent", 0, 8)
	n.number("offset", 0, unbounded)
	n.number("border", 0, 1)
	for _, e := range n.nodes("elements", 0, unbounded) {
		switch e.props["type"] {
		case "rich_text_section":
			e.richTextElement()
		default:
			e.require("type")
			if kind, ok := e.str("type", 1, unbounded); ok {
				e.problem("type", RulePlace, "%s is not allowed in a list, must be rich_text_section", truncate(kind))
			}
		}
	}
}

// richTextInline checks an element of a rich text section, such as a text or a
// link.
func (n node) richTextInline() {
	kind, ok := n.kind()
	if !ok {
		return
	}
	switch kind {
	case "text":
		n.inlineProps("text")
	case "link":
		n.inlineProps("url", "text", "unsafe")
		n.link("url", clickable()...)
		n.bools("unsafe")
	case "emoji":
		n.inlineProps("name", "unicode", "skin_tone")
	case "user":
		n.inlineProps("user_id")
	case "usergroup":
		n.inlineProps("usergroup_id")
	case "channel":
		n.inlineProps("channel_id")
	case "team":
		n.inlineProps("team_id")
	case "color":
		n.inlineProps("value")
	case "broadcast":
		n.inlineProps("range")
		n.oneOf("range", "here", "channel", "everyone")
	case "date":
		n.inlineProps("timestamp", "format", "timezone", "url", "fallback")
		n.require("format")
		n.number("timestamp", 0, 1<<53)
	default:
		n.problem("type", RuleUnsupported, "unsupported type: %s", truncate(kind))
	}
}

// inlineProps checks the properties of an inline element. The first is required
// and is a text, except a date's timestamp; the others are optional.
func (n node) inlineProps(required string, optional ...string) {
	n.allowOnly(append(optional, required, "style")...)
	n.require(required)
	if required != "timestamp" {
		n.str(required, 1, unbounded)
	}
	if s, ok := n.object("style"); ok {
		styles := []string{"bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"}
		s.allowOnly(styles...)
		s.bools(styles...)
	}
}
