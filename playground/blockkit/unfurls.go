package blockkit

import "strconv"

// CheckUnfurls returns every reason for Slack to refuse what an app shows under
// links, given as the object that chat.unfurl takes: by URL, an attachment with
// blocks or with the texts of old. Pointers start with the URL.
func CheckUnfurls(raw []byte) []Problem {
	c := newChecker(message)
	all, ok := c.parse(raw)
	if !ok {
		return c.problems
	}
	for _, url := range all.keys() {
		c.blockIDs = map[string]string{} // each has blocks of its own
		if n, ok := c.node(all.props[url], all.pointer(url)); ok {
			c.unfurl(n)
		}
	}
	return c.problems
}

// unfurl checks what is shown under one link.
func (c *checker) unfurl(n node) {
	n.str("fallback", 0, 40000)
	n.str("text", 0, 40000)
	n.str("title", 0, 40000)
	blocks, ok := n.props["blocks"]
	if !ok || blocks == nil {
		if isEmptyUnfurl(n) {
			c.problem(n.ptr, RuleMissing, "missing required field: blocks, text or title")
		}
		return
	}
	list, _ := blocks.([]any)
	for i, b := range list {
		if o, ok := b.(map[string]any); ok && o["type"] == "rich_text" {
			c.problem(n.pointer("blocks")+"/"+strconv.Itoa(i), RulePlace, "rich_text is not allowed in unfurls")
		}
	}
	c.messageBlocks(blocks, n.pointer("blocks"))
}

// isEmptyUnfurl tells whether there is nothing to show.
func isEmptyUnfurl(n node) bool {
	for _, key := range []string{"text", "title", "image_url", "fields"} {
		if v := n.props[key]; v != nil && v != "" {
			return false
		}
	}
	return true
}
