package blockkit

// view checks a modal or a Home tab.
func (c *checker) view(n node) {
	kind, ok := n.kind()
	if !ok {
		return
	}
	shared := []string{"blocks", "private_metadata", "callback_id", "external_id"}
	switch kind {
	case "modal":
		n.allowOnly(append(shared, "title", "submit", "close", "clear_on_close", "notify_on_close", "submit_disabled")...)
		n.require("title")
	case "home":
		c.surface = home
		n.allowOnly(append(shared, "title", "submit", "close", "clear_on_close", "notify_on_close")...)
	default:
		n.problem("type", RuleUnsupported, "unsupported type: %s", truncate(kind))
		return
	}
	n.require("blocks")
	for _, key := range []string{"title", "submit", "close"} {
		n.text(key, 24)
	}
	n.bools("clear_on_close", "notify_on_close", "submit_disabled")
	n.str("private_metadata", 0, 3000)
	n.str("callback_id", 0, 255)
	n.str("external_id", 0, 255)
	if blocks, ok := n.props["blocks"]; ok {
		c.blockList(blocks, n.pointer("blocks"), 100)
	}
	if _, submits := n.props["submit"]; kind == "modal" && c.hasInput && !submits {
		n.checker.problem(n.ptr, RuleMissing, "missing required field: submit, because there is an input block")
	}
}
