package blockkit

import (
	"strconv"
	"unicode/utf8"
)

// AdviseMessage returns what Slack takes but people suffer from: a message
// without the text that screen readers read, more text than Slack recommends, two
// primary buttons side by side, a button whose label will be cut. Nobody has to
// follow it; what Slack refuses is for [CheckMessage].
func AdviseMessage(raw []byte) []Problem {
	c := newChecker(message)
	n, ok := c.parse(raw)
	if !ok {
		return nil
	}
	text, _ := n.has["text"].(string)
	blocks, _ := n.has["blocks"].([]any)
	if text == "" && len(blocks) > 0 {
		n.problem("text", RuleAdvice, "screen readers and notices read the text, not the blocks")
	}
	if utf8.RuneCountInString(text) > 4000 {
		n.problem("text", RuleAdvice, "should be at most 4000 characters")
	}
	for i, b := range blocks {
		if b, ok := b.(map[string]any); ok {
			node{c: c, at: "/blocks/" + strconv.Itoa(i), has: b}.advise()
		}
	}
	return c.problems
}

func (n node) advise() {
	primary := 0
	elements, _ := n.has["elements"].([]any)
	for i, e := range append(elements, n.has["accessory"]) {
		e, _ := e.(map[string]any)
		if e["type"] != "button" {
			continue
		}
		at := n.at + "/elements/" + strconv.Itoa(i)
		if i == len(elements) {
			at = n.at + "/accessory"
		}
		if e["style"] == "primary" {
			primary++
		}
		if primary > 1 && e["style"] == "primary" {
			n.c.problem(at+"/style", RuleAdvice, "at most one button of a set should be primary")
		}
		label, _ := e["text"].(map[string]any)
		if s, _ := label["text"].(string); utf8.RuneCountInString(s) > 30 {
			n.c.problem(at+"/text", RuleAdvice, "labels of more than 30 characters are cut on most screens")
		}
	}
}
