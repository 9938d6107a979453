package bot

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"meetingbot/bot/view"
	"meetingbot/internal/lazyregexp"
	"meetingbot/meeting"
)

// maxCommand is the longest text that is read, in characters. Links have some
// hundred, invitations that are pasted whole more than a thousand.
const maxCommand = 3000

// wholeNumber is the least number of digits of an id that is typed in one
// piece: groups are shorter.
const wholeNumber = 7

// parse reads the text of a command: at most one word of the table of routes,
// wordNone for none, and what that word takes, in any order. A meeting is a number, in groups or
// not, or a link as Slack wraps it. Words such as "meeting" or "id" before a
// number mean nothing. What is not understood is the problem.
func (b *Bot) parse(text string) (word string, a Args, problem *view.Problem) {
	if utf8.RuneCountInString(text) > maxCommand {
		return wordNone, Args{}, &view.Problem{TooLong: true}
	}
	if id, ok := plainID(text); ok {
		return wordNone, Args{Page: view.PageRef{ID: id, Page: 1}}, nil
	}
	if word := strings.ToLower(strings.Join(strings.Fields(text), " ")); strings.Contains(word, " ") && b.routes.words[word] != nil {
		return word, Args{}, nil
	}
	if word, rest, ok := b.routes.cutTextWord(text); ok {
		if t := b.routes.takes(word); t == takesPhrase || t == takesRule {
			rest = phraseAfter(word, text)
		}
		return word, Args{Text: rest}, nil
	}
	p := b.gather(text)
	word, a, problem = p.args()
	if problem != nil && !b.slipped(p, text) {
		if word, id, ok := p.pasted(text, *problem); ok {
			return word, Args{Page: view.PageRef{ID: id, Page: 1}}, nil
		}
	}
	return word, a, problem
}

// slipped reports whether a command of one line about one meeting begins with a word
// of ours that has a slip in it. It is no invitation.
func (b *Bot) slipped(p *parser, text string) bool {
	if len(p.ids) != 1 || len(p.extras) == 0 || strings.Contains(text, "\n") {
		return false
	}
	first := p.extras[0].text
	return strings.HasPrefix(tidy(text), first) && len(b.routes.nearest(strings.ToLower(first))) > 0
}

// gather reads the tokens of a command.
func (b *Bot) gather(text string) *parser {
	p := &parser{hosts: b.o.LinkHosts, words: b.routes.words}
	for _, t := range tokens(text) {
		p.take(t)
	}
	p.endNumber()
	slices.Sort(p.ids)
	p.ids = slices.Compact(p.ids)
	return p
}

// cutTextWord cuts a command that begins with a word that takes free text into
// both: Chinese needs no space between them.
func (r routes) cutTextWord(text string) (word, rest string, ok bool) {
	text = strings.TrimSpace(tidy(unwrap(text)))
	first, rest, _ := strings.Cut(text, " ")
	if begin := strings.ToLower(strings.TrimRight(first, ":")); r.takes(begin).free() {
		return begin, unquote(rest), true
	}
	var longest string
	for word := range r.words {
		if r.takes(word).free() && notASCII(word) == len(word) && strings.HasPrefix(text, word) && len(word) > len(longest) {
			longest = word
		}
	}
	return longest, unquote(strings.TrimPrefix(text, longest)), longest != ""
}

// phraseAfter is what stands after a word that a command begins with, as Slack sent it.
func phraseAfter(word, text string) string {
	for i := range text {
		if strings.ToLower(strings.TrimSpace(tidy(text[:i]))) == word {
			return strings.TrimLeft(text[i:], " :：")
		}
	}
	return ""
}

// unquote drops a colon before free text, and the quotation marks around it.
func unquote(text string) string {
	text = strings.TrimLeft(strings.TrimSpace(text), ": ")
	return strings.TrimSpace(strings.Trim(text, "\"'`“”„‘’‚«»‹›「」『』《》"))
}

// unwrap writes what Slack wraps into < and > as people know it: a web address
// as it is, and anything else, such as a channel, by its label.
func unwrap(text string) string {
	before, after, _ := strings.Cut(text, "<")
	inside, rest, closed := strings.Cut(after, ">")
	if !closed {
		return text
	}
	target, label, _ := strings.Cut(inside, "|")
	if label == "" || strings.HasPrefix(target, "http") {
		label = target
	}
	return before + label + unwrap(rest)
}

// plainID reads what nearly everybody sends, a number and nothing else, without
// the rest of the grammar.
func plainID(text string) (id string, ok bool) {
	if strings.Trim(text, "0123456789- ") != "" || strings.Contains(text, "-") && calendarDate().MatchString(text) {
		return "", false
	}
	if groups := strings.Fields(text); len(groups) > 1 && slices.ContainsFunc(groups, whole) {
		return "", false
	}
	return meeting.ParseID(text)
}

// parser gathers what the tokens of a command mean.
type parser struct {
	hosts []string
	words map[string]*route

	number       []string // tokens of a number that may go on
	ids          []string
	commandWords []string // words of the table
	extras       []extra
}

// extra is a token that means something to some words only, or to none.
type extra struct {
	text string
	kind extraKind
	lead time.Duration // of an extraLead
}

type extraKind byte

const (
	extraUnknown extraKind = iota
	extraLead              // a time before the start
	extraFiller            // a word that says nothing more beside such a time
	extraMe                // the person alone is to be reminded
	extraLate              // a late start is to be told as well
	extraOverrun           // so are people who are still there at the end
	extraCard              // a word for what is on the card
	extraNothing           // a word that says nothing beside a command or a meeting
)

// take reads one token.
func (p *parser) take(s token) {
	word := strings.ToLower(s.text)
	if number := strings.TrimPrefix(word, "id"); !s.link && numeric(number) && !calendarDate().MatchString(number) {
		p.number = append(p.number, number)
		return
	}
	if !s.link && p.takeUnit(s.text) {
		return
	}
	p.endNumber()
	switch before, isLead := parseLead(word); {
	case s.link:
		p.takeLink(s)
	case p.known(word):
		p.commandWords = append(p.commandWords, word)
	case isLead:
		p.extras = append(p.extras, extra{text: s.text, kind: extraLead, lead: before})
	case besideLead(word):
		p.extras = append(p.extras, extra{text: s.text, kind: extraFiller})
	case forMe(word):
		p.extras = append(p.extras, extra{text: s.text, kind: extraMe})
	case startsLate(word):
		p.extras = append(p.extras, extra{text: s.text, kind: extraLate})
	case runsOver(word):
		p.extras = append(p.extras, extra{text: s.text, kind: extraOverrun})
	case namesNothing(word):
	case p.words != nil && asksCard(word):
		p.extras = append(p.extras, extra{text: s.text, kind: extraCard})
	case p.words != nil && saysNothing(word):
		p.extras = append(p.extras, extra{text: s.text, kind: extraNothing})
	case p.takeGlued(word):
	default:
		p.extras = append(p.extras, extra{text: s.text})
	}
}

func (p *parser) known(word string) bool {
	_, known := p.words[word]
	return known && word != wordNone
}

// forMe reports words that say that the person alone is to be reminded.
func forMe(word string) bool {
	return slices.Contains([]string{"me", "myself", "privately", "private", "我", "我自己", "自己", "私下", "私信"}, word)
}

// namesNothing reports words that may stand before a number.
func namesNothing(word string) bool {
	return slices.Contains([]string{"", "meeting", "id", "会议", "会议号"}, word)
}

// maxGlued is how many characters of Chinese are cut into words.
const maxGlued = 12

// takeGlued reads Chinese without spaces, "前提醒我", if it is made of nothing but
// words that mean something here.
func (p *parser) takeGlued(word string) bool {
	runes := []rune(word)
	if len(runes) > maxGlued || notASCII(word) != len(word) {
		return false
	}
	words, ok := p.cutGlued(runes)
	if !ok || len(words) < 2 {
		return false
	}
	for _, w := range words {
		p.take(token{text: w})
	}
	return true
}

// cutGlued cuts Chinese into words that mean something, the longest first.
func (p *parser) cutGlued(runes []rune) (words []string, ok bool) {
	if len(runes) == 0 {
		return nil, true
	}
	for end := len(runes); end > 0; end-- {
		word := string(runes[:end])
		if !p.means(word) {
			continue
		}
		if rest, ok := p.cutGlued(runes[end:]); ok {
			return append([]string{word}, rest...), true
		}
	}
	return nil, false
}

// means reports whether a word means something, by itself or as a synonym.
func (p *parser) means(word string) bool {
	return p.known(word) || besideLead(word) || forMe(word) || startsLate(word) || runsOver(word) || namesNothing(word) ||
		p.words != nil && (asksCard(word) || saysNothing(word) || len(synonyms(word)) > 0)
}

// takeUnit reads a unit of time that stands apart from its amount, "10
// minutes": the amount has been taken for a part of a number. Chinese may go
// on without a space, "10分钟提醒".
func (p *parser) takeUnit(word string) bool {
	if len(p.number) == 0 || p.known(strings.ToLower(word)) {
		return false
	}
	last := len(p.number) - 1
	n, ok := amount(p.number[last])
	name, u, rest := cutUnit(strings.ToLower(word))
	if !ok || name == "" {
		return false
	}
	text := p.number[last] + " " + name
	p.number = p.number[:last]
	p.endNumber()
	p.extras = append(p.extras, extra{text: text, kind: extraLead, lead: times(n, u)})
	if rest != "" {
		p.take(token{text: rest})
	}
	return true
}

// cutUnit cuts the unit off that a word begins with: the whole word, or the
// longest beginning in Chinese.
func cutUnit(word string) (name string, u time.Duration, rest string) {
	if u, ok := unit(word); ok {
		return word, u, ""
	}
	for end := len(word) - 1; end > 0; end-- {
		if u, ok := unit(word[:end]); ok && notASCII(word[:end]) == end {
			return word[:end], u, word[end:]
		}
	}
	return "", 0, word
}

// takeLink reads a link: its target, or else the words that stand for it, as
// when Slack takes a number for that of a telephone.
func (p *parser) takeLink(s token) {
	for _, text := range []string{s.text, s.label} {
		if id, ok := meeting.ParseID(text, p.hosts...); ok {
			p.ids = append(p.ids, id)
			return
		}
	}
	p.extras = append(p.extras, extra{text: s.asTyped()})
}

// endNumber makes an id of the tokens of a number. Two whole numbers beside
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
		p.extras = append(p.extras, extra{text: text})
	}
}

// args is what all tokens together ask for.
func (p *parser) args() (word string, a Args, problem *view.Problem) {
	if len(p.commandWords) > 0 {
		word = p.commandWords[0]
	}
	found := p.words[word]
	remind := found.takes == takesLeads
	var unknown []string
	for _, x := range p.extras {
		switch {
		case x.kind == extraMe && found.me:
			a.Me = true
		case remind && x.kind == extraLate:
			a.Late = true
		case remind && x.kind == extraOverrun:
			a.Overrun = true
		case remind && isMinutes(x):
			minutes, _ := amount(x.text)
			a.Leads = append(a.Leads, times(minutes, time.Minute))
		case p.without(x):
		case x.kind == extraUnknown || !remind:
			unknown = append(unknown, x.text)
		case x.kind == extraLead:
			a.Leads = append(a.Leads, x.lead)
		}
	}
	switch {
	case len(unknown) > 0:
		return wordNone, Args{}, &view.Problem{Unknown: strings.Join(unknown, " "), Remind: remind}
	case len(p.ids) > 1:
		return wordNone, Args{}, &view.Problem{Several: true, Remind: remind}
	case len(p.commandWords) > 1:
		return wordNone, Args{}, &view.Problem{Unknown: strings.Join(p.commandWords[1:], " "), Remind: remind}
	}
	if len(p.ids) > 0 {
		a.Page = view.PageRef{ID: p.ids[0], Page: 1}
	}
	return word, a, nil
}

// without reports whether a command means the same without a token: it has a meeting
// or a command word, and the token says nothing more.
func (p *parser) without(x extra) bool {
	switch x.kind {
	case extraCard, extraNothing:
		return len(p.ids)+len(p.commandWords) > 0
	case extraMe: // "show me"
		return len(p.ids) > 0 && len(p.commandWords) == 0
	default:
		return false
	}
}

// isMinutes reports whether a token is a number without a unit: minutes, where times
// before the start are asked for.
func isMinutes(x extra) bool {
	_, isNumber := amount(x.text)
	return x.kind == extraUnknown && isNumber
}

// calendarDate is a date, which has the digits of a number.
var calendarDate = lazyregexp.New(`^ *20\d\d-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\d|3[01]) *$`)

// numeric reports whether s is made of digits and dashes.
func numeric(s string) bool { return s != "" && strings.Trim(s, "0123456789-") == "" }

// whole reports whether s has the digits of a whole number.
func whole(s string) bool { return len(s)-strings.Count(s, "-") >= wholeNumber }
