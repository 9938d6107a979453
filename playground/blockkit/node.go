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

// maxProblems limits the problems that one check reports, so that a large hostile
// body cannot cause an even larger report.
const maxProblems = 100

// checker holds what one check has seen so far.
type checker struct {
	surface  surface
	blocks   map[string]blockRule
	elements map[string]elementRule

	problems     []Problem
	blockIDs     map[string]string // block_id to the pointer of its first use
	actionIDs    map[string]string // the same for action_ids, within one block
	tables       int
	focused      string // the pointer of the element with focus_on_load
	hasInput     bool
	markdownSize int // code points in markdown blocks
}

func newChecker(s surface) *checker {
	return &checker{surface: s, blocks: blockRules(), elements: elementRules(), blockIDs: map[string]string{}}
}

func (c *checker) problem(ptr, rule, format string, args ...any) {
	if len(c.problems) < maxProblems {
		c.problems = append(c.problems, Problem{Pointer: ptr, Rule: rule, Message: fmt.Sprintf(format, args...)})
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

// node returns a value that has to be an object, and reports any other.
func (c *checker) node(v any, ptr string) (node, bool) {
	o, ok := v.(map[string]any)
	if !ok {
		c.problem(ptr, RuleKind, "must provide an object")
		return node{}, false
	}
	return node{checker: c, ptr: ptr, props: o}, true
}

// node is one JSON object that is checked.
type node struct {
	checker *checker
	ptr     string // its JSON pointer
	props   map[string]any
}

// pointer returns the JSON pointer of a property.
func (n node) pointer(key string) string {
	return n.ptr + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(key)
}

func (n node) problem(key, rule, format string, args ...any) {
	n.checker.problem(n.pointer(key), rule, format, args...)
}

// allowOnly reports properties other than the named ones. The type is always
// allowed.
func (n node) allowOnly(keys ...string) {
	for _, key := range n.keys() {
		if key != "type" && !slices.Contains(keys, key) {
			n.checker.problem(n.ptr, RuleUnknown, "invalid additional property: %s", truncate(key))
		}
	}
}

// keys returns the names of the properties in a fixed order.
func (n node) keys() []string {
	keys := make([]string, 0, len(n.props))
	for key := range n.props {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// require reports the named properties that are missing.
func (n node) require(keys ...string) {
	for _, key := range keys {
		if _, ok := n.props[key]; !ok {
			n.checker.problem(n.ptr, RuleMissing, "missing required field: %s", key)
		}
	}
}

// exclude reports that both properties are present where only one is allowed.
func (n node) exclude(a, b string) {
	_, hasA := n.props[a]
	_, hasB := n.props[b]
	if hasA && hasB {
		n.checker.problem(n.ptr, RuleConflict, "only one of %s and %s is allowed", a, b)
	}
}

// requireOneOf reports that both or none of two properties are present.
func (n node) requireOneOf(a, b string) {
	n.exclude(a, b)
	_, hasA := n.props[a]
	_, hasB := n.props[b]
	if !hasA && !hasB {
		n.checker.problem(n.ptr, RuleMissing, "missing required field: %s or %s", a, b)
	}
}

// str returns a text property. It reports a value that is not a text of lo to hi
// code points; the property may be absent.
func (n node) str(key string, lo, hi int) (string, bool) {
	v, ok := n.props[key]
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

// oneOf reports a property that is present and not one of the values.
func (n node) oneOf(key string, values ...string) {
	s, ok := n.str(key, 0, unbounded)
	if ok && !slices.Contains(values, s) {
		n.problem(key, RuleValue, "must be one of: %s", strings.Join(values, ", "))
	}
}

// bools reports properties that are present and not booleans.
func (n node) bools(keys ...string) {
	for _, key := range keys {
		if v, ok := n.props[key]; ok {
			if _, ok := v.(bool); !ok {
				n.problem(key, RuleKind, "must provide a boolean")
			}
		}
	}
}

// number returns a whole number. It reports a value outside lo to hi; the property
// may be absent.
func (n node) number(key string, lo, hi int64) (int64, bool) {
	v, ok := n.props[key]
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

// list returns a property's items. It reports a value that is not a list of lo to
// hi items; the property may be absent.
func (n node) list(key string, lo, hi int) []any {
	v, ok := n.props[key]
	if !ok {
		return nil
	}
	return n.checker.list(v, n.pointer(key), lo, hi)
}

func (c *checker) list(v any, ptr string, lo, hi int) []any {
	items, ok := v.([]any)
	if !ok {
		c.problem(ptr, RuleKind, "must provide an array")
		return nil
	}
	if len(items) < lo {
		c.problem(ptr, RuleCount, "no fewer than %d items allowed", lo)
	}
	if len(items) > hi {
		c.problem(ptr, RuleCount, "no more than %d items allowed", hi)
	}
	return items
}

// nodes returns the objects of a list. It reports items that are not objects.
func (n node) nodes(key string, lo, hi int) []node {
	var all []node
	for i, v := range n.list(key, lo, hi) {
		if o, ok := n.checker.node(v, n.pointer(key)+"/"+strconv.Itoa(i)); ok {
			all = append(all, o)
		}
	}
	return all
}

// strings reports a list with an item other than a non-empty text; the list may be
// absent.
func (n node) strings(key string, hi int) {
	for i, v := range n.list(key, 1, hi) {
		if s, ok := v.(string); !ok || s == "" {
			n.checker.problem(n.pointer(key)+"/"+strconv.Itoa(i), RuleKind, "must provide a string")
		}
	}
}

// object returns a property that has to be an object if it is present.
func (n node) object(key string) (node, bool) {
	v, ok := n.props[key]
	if !ok {
		return node{}, false
	}
	return n.checker.node(v, n.pointer(key))
}

// kind returns the type of a block, element or object. It reports a missing type.
func (n node) kind() (string, bool) {
	n.require("type")
	s, ok := n.str("type", 1, unbounded)
	return s, ok
}

// unbounded is the upper end of a length that Slack leaves open.
const unbounded = 1 << 30

// truncate shortens text from the checked JSON before it goes into a problem.
func truncate(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
