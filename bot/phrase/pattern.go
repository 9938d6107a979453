package phrase

import (
	"regexp"

	"meetingbot/internal/lazyregexp"
)

// pattern is a regular expression that is compiled when it is used first: a program that
// starts is not kept waiting for all of them.
type pattern struct {
	compiled func() *regexp.Regexp
}

// compile returns the pattern of an expression. One that is wrong panics when it is used.
func compile(expression string) pattern {
	return pattern{lazyregexp.New(expression)}
}

func (p pattern) find(s string) string { return p.compiled().FindString(s) }

func (p pattern) findIndex(s string) []int { return p.compiled().FindStringIndex(s) }

func (p pattern) findSubmatch(s string) []string { return p.compiled().FindStringSubmatch(s) }

func (p pattern) match(s string) bool { return p.compiled().MatchString(s) }

func (p pattern) replaceAll(s, by string) string { return p.compiled().ReplaceAllString(s, by) }
