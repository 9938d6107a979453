package phrase

import (
	"cmp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// rule reads one sort of item where its pattern begins. False for what only
// looks like one.
type rule struct {
	pattern pattern
	read    reading
}

// reading makes an item of what a pattern has found. An item that ends earlier
// says so in to, counted from where it begins.
type reading func(r reader, m []string) (item, bool)

// reader finds items in a phrase.
type reader struct {
	today      time.Time // midnight UTC of the person's day
	monthFirst bool      // 3/4 is in March
	rest       string    // what follows the match
	before     string    // what precedes it
}

// items returns what a phrase says, in order. Where several rules read
// something, the longest reading counts.
func (r reader) items(s *source) []item {
	var found []item
	rules := append(englishRules(), hanRules()...)
	quotes, marks := quoted(s.read), s.marks
	for pos := 0; pos < len(s.read); {
		if end, ok := quotes[pos]; ok {
			pos = end
			continue
		}
		first, size := utf8.DecodeRuneInString(s.read[pos:])
		if first == mark {
			found = append(found, marked(marks[0], pos, pos+size))
			marks, pos = marks[1:], pos+size
			continue
		}
		it, ok := r.longest(rules, s.read, pos)
		if !ok {
			pos += size
			continue
		}
		pos = it.to
		if it.kind != isProtected {
			found = append(found, it)
		}
	}
	return found
}

// marked is the item of a person or an address that Slack has wrapped.
func marked(who string, from, to int) item {
	it := item{kind: isPerson, who: who, from: from, to: to}
	if strings.Contains(who, "@") {
		it.kind = isEmail
	}
	return it
}

// longest reads the longest item at a place.
func (r reader) longest(rules []rule, text string, pos int) (best item, ok bool) {
	if !begins(text, pos) {
		return item{}, false
	}
	for _, rule := range rules {
		m := match(rule.pattern, text, pos)
		if m == nil || pos+len(m[0]) <= best.to {
			continue
		}
		r.before, r.rest = before(text, pos), text[pos+len(m[0]):]
		if it, read := rule.read(r, m); read {
			it.from, it.to = pos, pos+cmp.Or(it.to, len(m[0]))
			best, ok = it, true
		}
	}
	return best, ok
}

// nearby is how far back is looked for words that make something else of what
// they stand before, in bytes.
const nearby = 24

// before returns the end of what precedes a place.
func before(text string, pos int) string { return text[max(0, pos-nearby):pos] }

// match finds a pattern at a place, as much of it as ends with a word.
func match(pattern pattern, text string, pos int) []string {
	end := len(text)
	for {
		m := pattern.findSubmatch(text[pos:end])
		if m == nil || m[0] == "" {
			return nil
		}
		if ends(text, pos+len(m[0])) {
			return m
		}
		end = pos + len(m[0]) - 1
	}
}

// otherWeekday is the second one of "Wed/Thu".
var otherWeekday = compile(`^/` + weekdays + `\b`)

// begins reports whether something can begin at a place: not within a word or
// a number.
func begins(text string, pos int) bool {
	first, _ := utf8.DecodeRuneInString(text[pos:])
	before, size := utf8.DecodeLastRuneInString(text[:pos])
	switch {
	case size == 0, unicode.IsSpace(before):
		return true
	case unicode.Is(unicode.Han, first):
		return true
	case alphanumeric(before):
		return false
	case before == ':', before == '.':
		return !unicode.IsDigit(first)
	case before == '@':
		return unicode.IsDigit(first)
	case before == '/' && otherWeekday.match(text[pos-1:]):
		return true
	default:
		return !strings.ContainsRune("$€£#_+/&", before)
	}
}

// ends reports whether something can end at a place.
func ends(text string, pos int) bool {
	last, _ := utf8.DecodeLastRuneInString(text[:pos])
	next, size := utf8.DecodeRuneInString(text[pos:])
	if size == 0 || !alphanumeric(last) {
		return last != '.' || !alphanumeric(next)
	}
	after, _ := utf8.DecodeRuneInString(text[pos+size:])
	switch {
	case alphanumeric(next), next == '%', next == '°', next == '_', next == '@', next == '\'':
		return false
	case next == '/' && otherWeekday.match(text[pos:]):
		return true
	case next == '.', next == ':', next == '/':
		return !alphanumeric(after)
	case next == '-':
		return unicode.IsDigit(last) || last == 'm' || !unicode.IsLetter(after) || unicode.Is(unicode.Han, after)
	}
	return true
}

func alphanumeric(r rune) bool {
	return 'a' <= r && r <= 'z' || '0' <= r && r <= '9'
}

// quoted returns where quotations begin and end. What is within them is subject.
func quoted(text string) map[int]int {
	ends := map[int]int{}
	for pos := 0; pos < len(text); {
		open, size := utf8.DecodeRuneInString(text[pos:])
		closing, ok := closingQuote(open)
		if !ok {
			pos += size
			continue
		}
		length := strings.IndexRune(text[pos+size:], closing)
		if length < 0 || strings.ContainsRune(text[pos:pos+size+length], mark) {
			pos += size
			continue
		}
		end := pos + size + length + utf8.RuneLen(closing)
		ends[pos], pos = end, end
	}
	return ends
}

func closingQuote(open rune) (rune, bool) {
	switch open {
	case '"':
		return '"', true
	case '“':
		return '”', true
	case '「':
		return '」', true
	case '《':
		return '》', true
	}
	return 0, false
}
