package phrase

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// mark stands for a person or an address that Slack has wrapped. It is no
// character of any script.
const mark = '\uE000'

// source is a phrase in two forms of the same number of characters: as it was
// typed, without what Slack adds to it, and as it is read, in lower case and
// with narrow digits and signs.
type source struct {
	typed []rune
	read  string
	at    []int    // of each byte of read, and of its end: which character it is of
	marks []string // what each mark stands for, in order
	han   bool     // some of it is Chinese
}

// newSource takes Slack's escapes and wraps out of a phrase.
func newSource(text string) *source {
	s := &source{}
	for text != "" {
		before, after, wrapped := strings.Cut(text, "<")
		s.add(unescape(before))
		if !wrapped {
			break
		}
		inside, rest, closed := strings.Cut(after, ">")
		if !closed {
			s.add("<")
			text = after
			continue
		}
		s.wrap(inside)
		text = rest
	}
	s.index()
	return s
}

// add appends text that stands for itself.
func (s *source) add(text string) {
	for _, r := range text {
		switch {
		case r == mark, r == utf8.RuneError, unicode.Is(unicode.Cf, r):
			continue
		case unicode.IsSpace(r), unicode.IsControl(r):
			r = ' '
		}
		s.typed = append(s.typed, r)
	}
}

// user is how Slack wraps a person: <@U123|ann>.
var user = compile(`^@([UW][A-Z0-9]+)$`)

// wrap appends what Slack has wrapped: people and addresses as marks, all else
// as people see it.
func (s *source) wrap(inside string) {
	link, label, labelled := strings.Cut(inside, "|")
	if m := user.findSubmatch(link); m != nil {
		s.mark(m[1])
		return
	}
	if to, ok := strings.CutPrefix(link, "mailto:"); ok && email.find(strings.ToLower(to)) == strings.ToLower(to) && to != "" {
		s.mark(to)
		return
	}
	switch {
	case labelled && strings.HasPrefix(link, "#"):
		s.add("#" + unescape(label))
	case labelled && label != "":
		s.add(unescape(label))
	default:
		s.add(unescape(link))
	}
}

func (s *source) mark(who string) {
	s.typed = append(s.typed, mark)
	s.marks = append(s.marks, who)
}

// index makes the form that is read.
func (s *source) index() {
	var b strings.Builder
	for i, r := range s.typed {
		s.han = s.han || unicode.Is(unicode.Han, r)
		n, _ := b.WriteRune(narrow(r))
		s.at = append(s.at, slices.Repeat([]int{i}, n)...)
	}
	s.at = append(s.at, len(s.typed))
	s.read = isoTime.replaceAll(b.String(), "$1 $2")
}

// isoTime is a date and a time with a letter in between.
var isoTime = compile(`\b(20\d\d-\d\d-\d\d)t(\d)`)

// words returns what was typed between two places of the form that is read.
func (s *source) words(from, to int) string {
	runes := slices.DeleteFunc(slices.Clone(s.typed[s.at[from]:s.at[to]]), func(r rune) bool { return r == mark })
	return strings.TrimSpace(string(runes))
}

// narrow returns the character that one is read as.
func narrow(r rune) rune {
	switch {
	case r == '’':
		return '\''
	case r == '、', r == '。':
		return ','
	case unicode.Is(unicode.Pd, r), r == '−':
		return '-'
	case '！' <= r && r <= '～':
		r -= '！' - '!'
	}
	return unicode.ToLower(r)
}

func unescape(s string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s)
}
