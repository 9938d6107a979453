package blockkit

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// surface is where blocks are shown.
type surface string

// The surfaces that take different blocks.
const (
	message surface = "message"
	modal   surface = "modal"
	home    surface = "home"
)

// maxProblems bounds what one check reports: a hostile body of a megabyte must
// not become a report of ten.
const maxProblems = 100

// checker holds what one check has seen so far.
type checker struct {
	surface  surface
	blocks   map[string]blockRule
	elements map[string]elementRule

	problems  []Problem
	blockIDs  map[string]string // block_id to the pointer of its first use
	actionIDs map[string]string // the same for action_ids, within one block
	tables    int
	focused   string // the pointer of the element with focus_on_load
	inputs    bool
	markdown  int // code points in markdown blocks
}

func newChecker(s surface) *checker {
	return &checker{surface: s, blocks: blockRules(), elements: elementRules(), blockIDs: map[string]string{}}
}

func (c *checker) problem(at, rule, format string, args ...any) {
	if len(c.problems) < maxProblems {
		c.problems = append(c.problems, Problem{Pointer: at, Rule: rule, Message: fmt.Sprintf(format, args...)})
	}
}

// decode reads one JSON value and nothing after it.
func (c *checker) decode(raw []byte) (any, bool) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	err := d.Decode(&v)
	if err == nil {
		if _, err = d.Token(); errors.Is(err, io.EOF) {
			return v, true
		}
	}
	c.problem("", RuleJSON, "must be valid JSON")
	return nil, false
}

func (c *checker) parse(raw []byte) (node, bool) {
	v, ok := c.decode(raw)
	if !ok {
		return node{}, false
	}
	return c.node(v, "")
}

// node takes a value that has to be an object.
func (c *checker) node(v any, at string) (node, bool) {
	o, ok := v.(map[string]any)
	if !ok {
		c.problem(at, RuleKind, "must provide an object")
		return node{}, false
	}
	return node{c: c, at: at, has: o}, true
}

// node is one JSON object on its way through the checker.
type node struct {
	c   *checker
	at  string // its JSON pointer
	has map[string]any
}

// pointer returns the JSON pointer of a property.
func (n node) pointer(key string) string {
	return n.at + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(key)
}

func (n node) problem(key, rule, format string, args ...any) {
	n.c.problem(n.pointer(key), rule, format, args...)
}

// only reports properties other than the named ones. The type is always
// allowed.
func (n node) only(keys ...string) {
	for _, key := range n.keys() {
		if key != "type" && !slices.Contains(keys, key) {
			n.c.problem(n.at, RuleUnknown, "invalid additional property: %s", clip(key))
		}
	}
}

// keys returns the names of the properties in a fixed order.
func (n node) keys() []string {
	keys := make([]string, 0, len(n.has))
	for key := range n.has {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// need reports the named properties that are missing.
func (n node) need(keys ...string) {
	for _, key := range keys {
		if _, ok := n.has[key]; !ok {
			n.c.problem(n.at, RuleMissing, "missing required field: %s", key)
		}
	}
}

// exclude reports that both properties are there where one is allowed.
func (n node) exclude(a, b string) {
	_, hasA := n.has[a]
	_, hasB := n.has[b]
	if hasA && hasB {
		n.c.problem(n.at, RuleConflict, "only one of %s and %s is allowed", a, b)
	}
}

// either reports that none or both of two properties are there.
func (n node) either(a, b string) {
	n.exclude(a, b)
	_, hasA := n.has[a]
	_, hasB := n.has[b]
	if !hasA && !hasB {
		n.c.problem(n.at, RuleMissing, "missing required field: %s or %s", a, b)
	}
}

// str reports a property that is there and is no text of lo to hi code points.
func (n node) str(key string, lo, hi int) (string, bool) {
	v, ok := n.has[key]
	if !ok {
		return "", false
	}
	s, ok := v.(string)
	if !ok {
		n.problem(key, RuleKind, "must provide a string")
		return "", false
	}
	switch l := utf8.RuneCountInString(s); {
	case l < lo:
		n.problem(key, RuleLength, "must be more than %d characters", lo-1)
	case l > hi:
		n.problem(key, RuleLength, "must be less than %d characters", hi+1)
	default:
		return s, true
	}
	return "", false
}

// oneOf reports a property that is there and is none of the values.
func (n node) oneOf(key string, values ...string) {
	s, ok := n.str(key, 0, unbounded)
	if ok && !slices.Contains(values, s) {
		n.problem(key, RuleValue, "must be one of: %s", strings.Join(values, ", "))
	}
}

// flags reports properties that are there and are neither true nor false.
func (n node) flags(keys ...string) {
	for _, key := range keys {
		if v, ok := n.has[key]; ok {
			if _, ok := v.(bool); !ok {
				n.problem(key, RuleKind, "must provide a boolean")
			}
		}
	}
}

// number reports a property that is there and is no whole number from lo to hi.
func (n node) number(key string, lo, hi int64) (int64, bool) {
	v, ok := n.has[key]
	if !ok {
		return 0, false
	}
	digits, ok := v.(json.Number)
	if !ok {
		n.problem(key, RuleKind, "must provide a number")
		return 0, false
	}
	i, err := strconv.ParseInt(digits.String(), 10, 64)
	switch {
	case err != nil:
		n.problem(key, RuleKind, "must provide a whole number")
	case i < lo || i > hi:
		n.problem(key, RuleRange, "must be between %d and %d", lo, hi)
	default:
		return i, true
	}
	return 0, false
}

// list returns a property's items; it reports one that is no list of lo to hi.
func (n node) list(key string, lo, hi int) []any {
	v, ok := n.has[key]
	if !ok {
		return nil
	}
	return n.c.list(v, n.pointer(key), lo, hi)
}

func (c *checker) list(v any, at string, lo, hi int) []any {
	items, ok := v.([]any)
	if !ok {
		c.problem(at, RuleKind, "must provide an array")
		return nil
	}
	if len(items) < lo {
		c.problem(at, RuleCount, "no fewer than %d items allowed", lo)
	}
	if len(items) > hi {
		c.problem(at, RuleCount, "no more than %d items allowed", hi)
	}
	return items
}

// nodes returns the objects of a list; it reports items that are no objects.
func (n node) nodes(key string, lo, hi int) []node {
	var all []node
	for i, v := range n.list(key, lo, hi) {
		if o, ok := n.c.node(v, n.pointer(key)+"/"+strconv.Itoa(i)); ok {
			all = append(all, o)
		}
	}
	return all
}

// strings reports a list that is there and holds anything but texts.
func (n node) strings(key string, hi int) {
	for i, v := range n.list(key, 1, hi) {
		if s, ok := v.(string); !ok || s == "" {
			n.c.problem(n.pointer(key)+"/"+strconv.Itoa(i), RuleKind, "must provide a string")
		}
	}
}

// object returns a property that has to be an object if it is there.
func (n node) object(key string) (node, bool) {
	v, ok := n.has[key]
	if !ok {
		return node{}, false
	}
	return n.c.node(v, n.pointer(key))
}

// kind returns the type of a block, element or object and reports its absence.
func (n node) kind() (string, bool) {
	n.need("type")
	s, ok := n.str("type", 1, unbounded)
	return s, ok
}

// unbounded is the upper end of a length that Slack leaves open.
const unbounded = 1 << 30

// clip shortens what a stranger wrote before it goes into a message.
func clip(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
