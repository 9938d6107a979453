package blockkit

import (
	"strconv"
	"unicode/utf8"
)

// AdviseMessage returns advice about a message that Slack accepts but that people
// find hard to use: no text for screen readers, more text than Slack recommends,
// two primary buttons side by side, a button label that Slack truncates. What Slack
// refuses is reported by [CheckMessage].
func AdviseMessage(raw []byte) []Problem {
	c := newChecker(message)
	n, ok := c.parse(raw)
	if !ok {
		return nil
	}
	text, _ := n.props["text"].(string)
	blocks, _ := n.props["blocks"].([]any)
	if text == "" && len(blocks) > 0 {
		n.problem("text", RuleAdvice, "screen readers and notices read the text, not the blocks")
	}
	if utf8.RuneCountInString(text) > 4000 {
		n.problem("text", RuleAdvice, "should be at most 4000 characters")
	}
	for i, b := range blocks {
		if b, ok := b.(map[string]any); ok {
			node{checker: c, ptr: "/blocks/" + strconv.Itoa(i), props: b}.advise()
		}
	}
	return c.problems
}

// advise checks the buttons of one block.
func (n node) advise() {
	primary := 0
	elements, _ := n.props["elements"].([]any)
	for i, e := range append(elements, n.props["accessory"]) {
		e, _ := e.(map[string]any)
		if e["type"] != "button" {
			continue
		}
		ptr := n.ptr + "/elements/" + strconv.Itoa(i)
		if i == len(elements) {
			ptr = n.ptr + "/accessory"
		}
		if e["style"] == "primary" {
			primary++
		}
		if primary > 1 && e["style"] == "primary" {
			n.checker.problem(ptr+"/style", RuleAdvice, "at most one button of a set should be primary")
		}
		label, _ := e["text"].(map[string]any)
		if s, _ := label["text"].(string); utf8.RuneCountInString(s) > 30 {
			n.checker.problem(ptr+"/text", RuleAdvice, "labels of more than 30 characters are cut on most screens")
		}
	}
}
