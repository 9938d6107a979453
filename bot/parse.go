package bot

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// maxCommand is the longest text that is read, in characters. Links have some
// hundred.
const maxCommand = 500

// wholeNumber is the least number of digits of an id that is typed in one
// piece: groups are shorter.
const wholeNumber = 7

// request is what a command asks for.
type request struct {
	word    string        // one of the table of routes
	id      string        // of a meeting, "" for none
	text    string        // what stands after a word that takes free text
	trouble *view.Problem // nil when everything was understood
}

// parse reads the text of a command: at most one word of the table of routes
// and one meeting, in either order. A meeting is a number, in groups or not,
// or a link as Slack wraps it. Words such as "meeting" or "id" before a number
// mean nothing. It never fails: what it does not understand is trouble.
func (b *Bot) parse(text string) request {
	if utf8.RuneCountInString(text) > maxCommand {
		return request{trouble: &view.Problem{TooLong: true}}
	}
	if id, ok := plain(text); ok {
		return request{id: id}
	}
	if r, ok := b.routes.freely(text); ok {
		return r
	}
	p := parser{hosts: b.o.LinkHosts, words: b.routes.words}
	for _, piece := range pieces(text) {
		p.take(piece)
	}
	p.endNumber()
	return p.request()
}

// plain reads what nearly everybody sends, a number and nothing else, without
// the rest of the grammar.
func plain(text string) (id string, ok bool) {
	if strings.Trim(text, "0123456789- ") != "" {
		return "", false
	}
	if groups := strings.Fields(text); len(groups) > 1 && slices.ContainsFunc(groups, whole) {
		return "", false
	}
	return meeting.ParseID(text)
}

// freely reads a command that begins with a word that takes free text: Chinese
// needs no space after it.
func (r routes) freely(text string) (request, bool) {
	text = strings.TrimSpace(tidy(text))
	first, rest, _ := strings.Cut(text, " ")
	if begin := strings.ToLower(first); r.words[begin].takes == takesText {
		return request{word: begin, text: strings.TrimSpace(rest)}, true
	}
	for word, c := range r.words {
		rest, ok := strings.CutPrefix(text, word)
		if ok && c.takes == takesText && notASCII(word) == len(word) {
			return request{word: word, text: strings.TrimSpace(rest)}, true
		}
	}
	return request{}, false
}

// parser gathers what the pieces of a command mean.
type parser struct {
	hosts []string
	words map[string]command

	number  []string // pieces of a number that may go on
	ids     []string
	said    []string // words of the table
	strange []string
}

// take reads one piece.
func (p *parser) take(s piece) {
	word := strings.ToLower(s.text)
	if number := strings.TrimPrefix(word, "id"); !s.link && numeric(number) {
		p.number = append(p.number, number)
		return
	}
	p.endNumber()
	switch _, known := p.words[word]; {
	case s.link:
		p.takeLink(s)
	case known && word != wordNone:
		p.said = append(p.said, word)
	case slices.Contains([]string{"", "meeting", "id", "会议", "会议号"}, word):
	default:
		p.strange = append(p.strange, s.text)
	}
}

// takeLink reads a link: its target, or else the words that stand for it, as
// when Slack takes a number for that of a telephone.
func (p *parser) takeLink(s piece) {
	for _, text := range []string{s.text, s.label} {
		if id, ok := meeting.ParseID(text, p.hosts...); ok {
			p.ids = append(p.ids, id)
			return
		}
	}
	p.strange = append(p.strange, s.text)
}

// endNumber makes an id of the pieces of a number. Two whole numbers beside
// each other are two ids.
func (p *parser) endNumber() {
	groups := p.number
	p.number = nil
	if slices.ContainsFunc(groups, whole) {
		for _, group := range groups {
			p.takeNumber(group)
		}
	} else if len(groups) > 0 {
		p.takeNumber(strings.Join(groups, " "))
	}
}

func (p *parser) takeNumber(text string) {
	number := strings.Trim(text, "- ")
	if id, ok := meeting.ParseID(number); ok {
		p.ids = append(p.ids, id)
	} else {
		p.strange = append(p.strange, text)
	}
}

// request is what all pieces together ask for.
func (p *parser) request() request {
	slices.Sort(p.ids)
	p.ids = slices.Compact(p.ids)
	switch {
	case len(p.strange) > 0:
		return request{trouble: &view.Problem{Strange: strings.Join(p.strange, " ")}}
	case len(p.ids) > 1:
		return request{trouble: &view.Problem{Several: true}}
	case len(p.said) > 1:
		return request{trouble: &view.Problem{Strange: strings.Join(p.said[1:], " ")}}
	}
	var r request
	if len(p.said) > 0 {
		r.word = p.said[0]
	}
	if len(p.ids) > 0 {
		r.id = p.ids[0]
	}
	return r
}

// piece is a word, a group of digits, or a link with the label that Slack
// shows for it.
type piece struct {
	text, label string
	link        bool
}

// pieces cuts the text of a command. Slack escapes &, < and >, and wraps links
// into < and >, so these stand for nothing else.
func pieces(text string) []piece {
	var all []piece
	for text != "" {
		before, after, wrapped := strings.Cut(text, "<")
		all = append(all, bare(before)...)
		if !wrapped {
			break
		}
		inside, rest, closed := strings.Cut(after, ">")
		if !closed {
			rest = ""
		}
		link, label, _ := strings.Cut(inside, "|")
		all = append(all, piece{text: tidy(link), label: tidy(label), link: true})
		text = rest
	}
	return all
}

// bare cuts text without wrapped links: at spaces, at punctuation, and between
// Chinese and anything else. Links that are not wrapped stay whole.
func bare(text string) []piece {
	var all []piece
	for field := range strings.FieldsSeq(tidy(text)) {
		words, link := address(field)
		if words != "" && strings.Trim(words, "?") == "" {
			words = ""
			all = append(all, piece{text: "?"})
		}
		for _, word := range strings.FieldsFunc(words, punctuation) {
			for _, part := range scripts(word) {
				all = append(all, piece{text: part})
			}
		}
		if link != "" {
			all = append(all, piece{text: link, link: true})
		}
	}
	return all
}

// address cuts off the link that a word ends in, if it does. A word with a
// slash is a link, which Chinese may stand before without a space.
func address(field string) (words, link string) {
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

// tidy undoes Slack's escapes, makes full-width characters narrow, all dashes
// alike, and drops what cannot be seen.
func tidy(s string) string {
	if strings.Contains(s, "&") {
		s = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s)
	}
	return strings.Map(func(r rune) rune {
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
	return strings.ContainsRune(",;:.!?()[]{}\"'#`*_~。、【】「」《》“”‘’…", r)
}

// scripts cuts a word between Chinese and anything else: "会议号914083136".
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

// numeric reports whether s is made of digits and dashes.
func numeric(s string) bool { return s != "" && strings.Trim(s, "0123456789-") == "" }

// whole reports whether s has the digits of a whole number.
func whole(s string) bool { return len(s)-strings.Count(s, "-") >= wholeNumber }
