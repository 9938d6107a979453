package blockkit

import (
	"encoding/json"
	"strconv"
)

// optionKind says what the options of an element may look like.
type optionKind struct {
	texts []string // allowed kinds of text
	url   bool     // overflow menus only
}

func menu() optionKind     { return optionKind{texts: []string{plain}} }
func list() optionKind     { return optionKind{texts: both()} }
func overflow() optionKind { return optionKind{texts: []string{plain}, url: true} }

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
		n.only("text", "value", "description", "url")
		n.link("url", clickable()...)
	} else {
		n.only("text", "value", "description")
	}
	n.need("text", "value")
	n.text("text", 75, kind.texts...)
	n.text("description", 75, kind.texts...)
	return n.str("value", 1, 150)
}

// choices checks the options of a select: a list, or groups of lists.
func (n node) choices() { n.choicesFrom(1) }

// suggestions checks what an app offers while somebody types, which may be
// nothing.
func (n node) suggestions() { n.choicesFrom(0) }

func (n node) choicesFrom(lo int) {
	n.either("options", "option_groups")
	n.optionsFrom(lo, 100, menu())
	for _, g := range n.nodes("option_groups", lo, 100) {
		g.only("label", "options")
		g.need("label", "options")
		g.text("label", 75)
		g.optionsFrom(lo, 100, menu())
	}
}

// initial checks that a preselected option is one of those offered, or that
// each of a list of them is.
func (n node) initial(key string, kind optionKind) {
	offered := n.offered()
	check := func(o node) {
		if _, ok := o.option(kind); ok && offered != nil && !offered[fingerprint(o.has)] {
			n.c.problem(o.at, RuleValue, "must match one of the options")
		}
	}
	if _, isList := n.has[key].([]any); isList {
		for _, o := range n.nodes(key, 1, 100) {
			check(o)
		}
		return
	}
	if o, ok := n.object(key); ok {
		check(o)
	}
}

// offered returns the options of an element, or nil when it has none of its own
// (an external select) or none that could be read.
func (n node) offered() map[string]bool {
	all := map[string]bool{}
	lists := []any{n.has["options"]}
	if groups, ok := n.has["option_groups"].([]any); ok {
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

// fingerprint makes options comparable: the same properties, whatever their
// order.
func fingerprint(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return strconv.Quote(err.Error())
	}
	return string(b)
}
