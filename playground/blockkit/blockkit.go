// Package blockkit checks messages and views against the limits of Slack's
// Block Kit. It checks the JSON that is really sent, not a client library's
// structs.
//
// It knows Slack's documented sizes, which element is allowed in which block,
// and the rules that a schema cannot express: duplicate ids, a second table, a
// modal with inputs and no submit button, the size of all blocks together. It
// knows nothing about what a message says. Lengths are counted in Unicode code
// points.
package blockkit

import "fmt"

// The rules that a [Problem] can name.
const (
	// RuleJSON says that the text is not valid JSON.
	RuleJSON = "json"
	// RuleMissing says that a required property is absent.
	RuleMissing = "missing"
	// RuleUnknown says that Slack does not know the property.
	RuleUnknown = "unknown_property"
	// RuleKind says that a value has the wrong JSON type.
	RuleKind = "kind"
	// RuleUnsupported says that a block, element or object is of a type that
	// Slack does not have, or does not accept from an ordinary app.
	RuleUnsupported = "unsupported"
	// RulePlace says that a block or element is not allowed in this place.
	RulePlace = "place"
	// RuleLength says that a text is too short or too long.
	RuleLength = "length"
	// RuleCount says that a list has too few or too many items.
	RuleCount = "count"
	// RuleRange says that a number is too small or too big.
	RuleRange = "range"
	// RuleValue says that a text is not one of the allowed values or is malformed.
	RuleValue = "value"
	// RuleURL says that a URL is malformed or that its scheme is not allowed.
	RuleURL = "url"
	// RuleDuplicate says that an id is used twice.
	RuleDuplicate = "duplicate"
	// RuleConflict says that two properties exclude each other.
	RuleConflict = "conflict"
	// RuleTotal says that all blocks, cells or markdown texts together are too big.
	RuleTotal = "total"
	// RuleAdvice marks what Slack accepts but people find hard to use; only
	// [AdviseMessage] reports it.
	RuleAdvice = "advice"
)

// MaxTotal is how many code points the blocks of one message may have as
// compact JSON. Slack documents no such number; refusals (msg_blocks_too_long)
// were observed from 13,172 on, see slackapi/bolt-js#2509.
const MaxTotal = 13000

// Problem is one reason for Slack to refuse a message or view.
type Problem struct {
	// Pointer is the JSON pointer (RFC 6901) of what is wrong, counted like
	// Slack's from the request: /blocks/3/text in a message, /view/blocks/3 in
	// a view.
	Pointer string
	// Rule is one of the Rule constants.
	Rule string
	// Message says what is wrong, worded like Slack's own messages.
	Message string
}

// String formats a problem as Slack lists it in response_metadata.messages.
func (p Problem) String() string {
	return fmt.Sprintf("[ERROR] %s [json-pointer:%s]", p.Message, p.Pointer)
}

// CheckMessage returns every reason for Slack to refuse a message: the body of
// chat.postMessage, an inline answer, or what is posted to a response_url. It
// returns nil when there is none, and at most a hundred.
func CheckMessage(raw []byte) []Problem {
	c := newChecker(message)
	if n, ok := c.parse(raw); ok {
		c.message(n)
	}
	return c.problems
}

// CheckBlocks returns every reason for Slack to refuse a message's blocks,
// given as a JSON array alone, the way they travel in a form.
func CheckBlocks(raw []byte) []Problem {
	c := newChecker(message)
	if v, ok := c.decode(raw); ok {
		c.messageBlocks(v, "/blocks")
	}
	return c.problems
}

// CheckView returns every reason for Slack to refuse a view (a modal or a Home
// tab), given as the view object alone. Pointers start with /view.
func CheckView(raw []byte) []Problem {
	c := newChecker(modal)
	v, ok := c.decode(raw)
	if !ok {
		return c.problems
	}
	if n, ok := c.node(v, "/view"); ok {
		c.view(n)
	}
	return c.problems
}

// CheckOptions returns every reason for Slack to refuse the answer to a
// block_suggestion: an object with options or option_groups.
func CheckOptions(raw []byte) []Problem {
	c := newChecker(modal)
	if n, ok := c.parse(raw); ok {
		n.allowOnly("options", "option_groups")
		n.suggestions()
	}
	return c.problems
}
