package blockkit

import (
	"encoding/json"
	"strconv"
)

// optionKind says what the options of an element may contain.
type optionKind struct {
	texts []string // allowed text types
	url   bool     // overflow menus only
}

func menuOptions() optionKind     { return optionKind{texts: []string{plainText}} }
func listOptions() optionKind     { return optionKind{texts: anyTextType()} }
func overflowOptions() optionKind { return optionKind{texts: []string{plainText}, url: true} }

// options checks a list of 1 to hi options.
func (n node) options(hi int, kind optionKind) { n.optionsFrom(1, hi, kind) }

func (n node) optionsFrom(lo, hi int, kind optionKind) {
	seen := map[string]bool{}
	for _, o := range n.nodes("options", lo, hi) {
		value, ok := o.option(kind)
		if ok && seen[value] {
			o.problem("value", RuleDuplicate, "option value already exists")
		}
		seen[value] = true
	}
}

func (n node) option(kind optionKind) (value string, ok bool) {
	if kind.url {
		n.allowOnly("text", "value", "description", "url")
		n.link("url", clickable()...)
	} else {
		n.allowOnly("text", "value", "description")
	}
	n.require("text", "value")
	n.text("text", 75, kind.texts...)
	n.text("description", 75, kind.texts...)
	return n.str("value", 1, 150)
}

// selectOptions checks the options of a select: a list, or groups of lists.
func (n node) selectOptions() { n.selectOptionsFrom(1) }

// suggestions checks the app's answer to a block_suggestion, which may be empty.
func (n node) suggestions() { n.selectOptionsFrom(0) }

func (n node) selectOptionsFrom(lo int) {
	n.requireOneOf("options", "option_groups")
	n.optionsFrom(lo, 100, menuOptions())
	for _, g := range n.nodes("option_groups", lo, 100) {
		g.allowOnly("label", "options")
		g.require("label", "options")
		g.text("label", 75)
		g.optionsFrom(lo, 100, menuOptions())
	}
}

// initial checks that a preselected option, or each of a list of them, is one of
// the element's options.
func (n node) initial(key string, kind optionKind) {
	offered := n.offered()
	check := func(o node) {
		if _, ok := o.option(kind); ok && offered != nil && !offered[fingerprint(o.props)] {
			n.checker.problem(o.ptr, RuleValue, "must match one of the options")
		}
	}
	if _, isList := n.props[key].([]any); isList {
		for _, o := range n.nodes(key, 1, 100) {
			check(o)
		}
		return
	}
	if o, ok := n.object(key); ok {
		check(o)
	}
}

// offered returns the options of an element. It returns nil for an external
// select and for options that cannot be read.
func (n node) offered() map[string]bool {
	all := map[string]bool{}
	lists := []any{n.props["options"]}
	if groups, ok := n.props["option_groups"].([]any); ok {
		for _, g := range groups {
			if g, ok := g.(map[string]any); ok {
				lists = append(lists, g["options"])
			}
		}
	}
	for _, l := range lists {
		items, _ := l.([]any)
		for _, o := range items {
			all[fingerprint(o)] = true
		}
	}
	if len(all) == 0 {
		return nil
	}
	return all
}

// fingerprint makes options comparable: it is equal for equal properties,
// whatever their order.
func fingerprint(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return strconv.Quote(err.Error())
	}
	return string(b)
}
