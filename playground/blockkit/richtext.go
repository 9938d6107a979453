package blockkit

func (n node) richText() {
	n.only("block_id", "elements")
	n.need("elements")
	for _, e := range n.nodes("elements", 0, unbounded) {
		e.richPart()
	}
}

// richPart checks a section, list, quote or preformatted text.
func (n node) richPart() {
	kind, ok := n.kind()
	if !ok {
		return
	}
	switch kind {
	case "rich_text_section":
		n.only("elements")
	case "rich_text_quote":
		n.only("elements", "border")
	case "rich_text_preformatted":
		n.only("elements", "border", "language")
		n.str("language", 0, 255)
	case "rich_text_list":
		n.richList()
		return
	default:
		n.problem("type", RuleUnsupported, "unsupported type: %s", clip(kind))
		return
	}
	n.number("border", 0, 1)
	n.need("elements")
	for _, e := range n.nodes("elements", 0, unbounded) {
		e.richLeaf()
	}
}

func (n node) richList() {
	n.only("elements", "style", "indent", "offset", "border")
	n.need("elements", "style")
	n.oneOf("style", "bullet", "ordered")
	n.number("indent", 0, 8)
	n.number("offset", 0, unbounded)
	n.number("border", 0, 1)
	for _, e := range n.nodes("elements", 0, unbounded) {
		switch e.has["type"] {
		case "rich_text_section":
			e.richPart()
		default:
			e.need("type")
			if kind, ok := e.str("type", 1, unbounded); ok {
				e.problem("type", RulePlace, "%s is not allowed in a list, must be rich_text_section", clip(kind))
			}
		}
	}
}

// richLeaf checks the smallest part of a rich text.
func (n node) richLeaf() {
	kind, ok := n.kind()
	if !ok {
		return
	}
	switch kind {
	case "text":
		n.leaf("text")
	case "link":
		n.leaf("url", "text", "unsafe")
		n.link("url", clickable()...)
		n.flags("unsafe")
	case "emoji":
		n.leaf("name", "unicode", "skin_tone")
	case "user":
		n.leaf("user_id")
	case "usergroup":
		n.leaf("usergroup_id")
	case "channel":
		n.leaf("channel_id")
	case "team":
		n.leaf("team_id")
	case "color":
		n.leaf("value")
	case "broadcast":
		n.leaf("range")
		n.oneOf("range", "here", "channel", "everyone")
	case "date":
		n.leaf("timestamp", "format", "timezone", "url", "fallback")
		n.need("format")
		n.number("timestamp", 0, 1<<53)
	default:
		n.problem("type", RuleUnsupported, "unsupported type: %s", clip(kind))
	}
}

// leaf checks the properties of a leaf: the first is required, and a text
// unless it is a date's timestamp; the others are optional.
func (n node) leaf(required string, optional ...string) {
	n.only(append(optional, required, "style")...)
	n.need(required)
	if required != "timestamp" {
		n.str(required, 1, unbounded)
	}
	if s, ok := n.object("style"); ok {
		styles := []string{"bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"}
		s.only(styles...)
		s.flags(styles...)
	}
}
