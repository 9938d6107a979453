package bot

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"meetingbot/meeting"
)

// token is a word, a group of digits, or a link with the label that Slack
// shows for it.
type token struct {
	text, label string
	link        bool
}

// asTyped is what people typed for a token that Slack has wrapped: "#general", "@ana".
func (t token) asTyped() string {
	switch {
	case t.label == "" || strings.HasPrefix(t.text, "http"):
		return t.text
	case t.text != "" && (t.text[0] == '#' || t.text[0] == '@'):
		return t.text[:1] + t.label
	default:
		return t.label
	}
}

// tokens cuts the text of a command. Slack escapes &, < and >, and wraps links
// into < and >, so these stand for nothing else.
func tokens(text string) []token {
	var all []token
	for text != "" {
		before, after, wrapped := strings.Cut(text, "<")
		all = append(all, cutText(before)...)
		if !wrapped {
			break
		}
		inside, rest, closed := strings.Cut(after, ">")
		if !closed {
			rest = ""
		}
		link, label, _ := strings.Cut(inside, "|")
		all = append(all, token{text: tidy(link), label: tidy(label), link: true})
		text = rest
	}
	return all
}

// cutText cuts text without wrapped links: at spaces, at punctuation, and between
// Chinese and anything else. Links that are not wrapped, times of day and e-mail
// addresses stay whole.
func cutText(text string) []token {
	var all []token
	for field := range strings.FieldsSeq(spellOut(tidy(text))) {
		if clock().MatchString(field) || address().MatchString(field) {
			all = append(all, token{text: strings.TrimFunc(field, punctuation)})
			continue
		}
		words, link := cutLink(field)
		if words != "" && strings.Trim(words, "?") == "" {
			words = ""
			all = append(all, token{text: "?"})
		}
		for _, word := range strings.FieldsFunc(words, punctuation) {
			for _, part := range parts(word) {
				all = append(all, token{text: part})
			}
		}
		if link != "" {
			all = append(all, token{text: link, link: true})
		}
	}
	return all
}

// cutLink cuts off the link that a word ends in, if it does. A word with a
// slash is a link, which Chinese may stand before without a space.
func cutLink(field string) (words, link string) {
	before, _, slash := strings.Cut(field, "/")
	if !slash {
		return field, ""
	}
	scheme := strings.TrimLeftFunc(before[notASCII(before):], punctuation)
	begin := len(before) - len(scheme)
	return field[:begin], strings.TrimRightFunc(field[begin:], punctuation)
}

// notASCII returns how far the characters of s go that are not ASCII.
func notASCII(s string) int {
	end := 0
	for i, r := range s {
		if r > unicode.MaxASCII {
			end = i + utf8.RuneLen(r)
		}
	}
	return end
}

// tidy undoes Slack's escapes, makes full-width characters narrow, digits of other
// scripts ASCII, all dashes alike, and drops what cannot be seen.
func tidy(s string) string {
	if strings.Contains(s, "&") {
		s = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s)
	}
	return strings.Map(func(r rune) rune {
		if d, ok := meeting.Digit(r); ok {
			return rune(d)
		}
		switch {
		case unicode.Is(unicode.Pd, r), r == '−':
			return '-'
		case unicode.Is(unicode.Cf, r):
			return -1
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, norm.NFKC.String(s))
}

func punctuation(r rune) bool {
	return strings.ContainsRune(",;:=.·!?()[]{}\"'#`*_~。、【】「」《》“”‘’…", r)
}

// parts cuts a word between Chinese and anything else, "会议号914083136", but
// leaves a time before the start whole: "提前", "1小时30分钟", "提醒".
func parts(word string) []string {
	var all []string
	for rest := units(scripts(word)); len(rest) > 0; {
		n := leadIn(rest)
		all = append(all, strings.Join(rest[:n], ""))
		rest = rest[n:]
	}
	return all
}

// leadIn returns how many parts of a word are one time before the start, from
// the first part on; one where that begins none.
func leadIn(parts []string) int {
	for n := min(len(parts), 2*maxUnits); n > 1; n-- {
		if _, isLead := parseLead(strings.Join(parts[:n], "")); isLead {
			return n
		}
	}
	return 1
}

// units cuts Chinese that goes on after the unit of an amount: "分钟提醒".
func units(parts []string) []string {
	var all []string
	for i, part := range parts {
		if i > 0 {
			_, counted := amount(parts[i-1])
			if name, _, rest := cutUnit(part); counted && name != "" && rest != "" {
				all, part = append(all, name), rest
			}
		}
		all = append(all, part)
	}
	return all
}

// scripts cuts a word between Chinese and anything else.
func scripts(word string) []string {
	var parts []string
	begin, before := 0, false
	for i, r := range word {
		han := unicode.Is(unicode.Han, r)
		if i > 0 && han != before {
			parts = append(parts, word[begin:i])
			begin = i
		}
		before = han
	}
	return append(parts, word[begin:])
}
