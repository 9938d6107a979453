package contact

import (
	"regexp"
	"strconv"
	"strings"

	"meetingbot/internal/lazyregexp"
)

// The patterns are for folded text. Separators of a number are what people write
// between its groups of digits.
const (
	asciiLocal  = `(?:"[^"@]*"|[a-z0-9.!#$%&'*+^_~\x60-]+["')\]>]*)`
	asciiDomain = `(?:[a-z0-9_*-]+(?:\.[a-z0-9_*-]+)*\.[a-z][a-z0-9-]+|(?:[0-9]{1,3}\.){3}[0-9]{1,3}|\[[0-9a-f.:]+\])`
	anyLocal    = `[\p{L}\p{N}._+'*-]+["')\]>]*`
	anyDomain   = `[\p{L}\p{N}_*-]+(?:[.。][\p{L}\p{N}_*-]+)*[.。]\p{L}[\p{L}\p{N}-]+`
	uriScheme   = `(?:mailto|sips?|tel|callto|h323|xmpp)`
	uriTail     = `(?::[0-9]+)?(?:;[a-z0-9=._-]*)*`
	before      = `(?:\b(?:` + uriScheme + `|e-?mail|mail):? *|(?:电子)?(?:邮箱|邮件):? *)?`
	label       = `(?:\b(?:` + uriScheme + `|telephone|phone|mobile|cell|mob|fax)\b[.:]* *|(?:电话|手机)(?:号码?)?:? *)?`
	numberBreak = `[ .'’()\[\]/_·•・~|+\p{Pd}−]`
)

var (
	scheme        = lazyregexp.New(`(?i)^` + uriScheme + `:`)
	addresses     = lazyregexp.New(before + asciiLocal + ` *(?:@|%40) *` + asciiDomain + uriTail)
	wideAddresses = lazyregexp.New(before + anyLocal + `@(?:` + anyDomain + `)` + uriTail)
	uris          = lazyregexp.New(`\b` + uriScheme + `: *[^ @]+@[^ ,;)>]+`)
	bracketed     = lazyregexp.New(`[<(\[{][^ <>()\[\]{}@]+@[^ <>()\[\]{}@]+[>)\]}]`)
	hosts         = lazyregexp.New(`[\p{L}\p{N}](@[\p{L}\p{N}][\p{L}\p{N}._*-]*)`)
	numbers       = lazyregexp.New(label + `\+?[0-9*](?:(?:` + numberBreak + `*|,)[0-9*])*`)
	date          = lazyregexp.New(`^(?:19|20)[0-9]{2}[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12][0-9]|3[01])$`)
	yearRange     = lazyregexp.New(`^((?:19|20)[0-9]{2}) ?[-–—/~] ?((?:19|20)[0-9]{2})$`)
	emptyBrackets = lazyregexp.New(`[(\[{<（［｛＜【「『《〈“‘"][\s,;:/|、，；：-]*[)\]}>）］｝＞】」』》〉”’"]`)
)

// findOwn finds the values that are given, where they are whole words.
func findOwn(f folded, own []string) []span {
	for _, value := range own {
		var found []span
		for i := 0; ; {
			n := strings.Index(f.text[i:], value)
			if n < 0 {
				break
			}
			from, to := i+n, i+n+len(value)
			if i = to; f.wholeWord(from, to) {
				found = append(found, span{from, to})
			}
		}
		if found != nil {
			return found
		}
	}
	return nil
}

// wholeWord reports whether no letter or digit is beside a part of ASCII text.
func (f folded) wholeWord(from, to int) bool {
	return (from == 0 || !isASCIIWord(f.text[from-1])) && (to == len(f.text) || !isASCIIWord(f.text[to]))
}

func isASCIIWord(c byte) bool { return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' }

// findAddresses finds addresses with a domain, and those with any host that are
// in brackets or a URI. Those in
// ASCII come first, so that a name in another script beside one stays.
func findAddresses(f folded) []span {
	if indexAt(f.text) < 0 {
		return nil
	}
	for _, pattern := range []func() *regexp.Regexp{addresses, wideAddresses, uris, bracketed} {
		if found := pattern().FindAllStringIndex(f.text, -1); found != nil {
			return spans(found)
		}
	}
	return nil
}

// findHosts finds @ and a single word right behind another one: the name before
// it stays.
func findHosts(f folded) []span {
	if !strings.Contains(f.text, "@") {
		return nil
	}
	var found []span
	for _, m := range hosts().FindAllStringSubmatchIndex(f.text, -1) {
		found = append(found, span{m[2], m[3]})
	}
	return found
}

// indexAt returns where the first @ of folded text is, -1 for none.
func indexAt(s string) int {
	if i := strings.Index(s, "@"); i >= 0 {
		return i
	}
	return strings.Index(s, "%40")
}

// findNumbers finds phone numbers.
func findNumbers(f folded) []span {
	var found []span
	for _, m := range spans(numbers().FindAllStringIndex(f.text, -1)) {
		if f.isNumber(m) {
			found = append(found, f.withBrackets(m))
		}
	}
	return found
}

// The least digits of a phone number: of any, and of one after "tel:" and its
// like.
const (
	minDigits    = 7
	minURIDigits = 3
)

// isNumber reports whether what the pattern found is a phone number.
func (f folded) isNumber(s span) bool {
	words := f.text[s.from:s.to]
	digits, known := 0, 0
	for _, c := range []byte(words) {
		if c == '*' {
			digits++
		}
		if c >= '0' && c <= '9' {
			digits++
			known++
		}
	}
	switch {
	case known == 0:
		return false
	case isURI(words) && digits >= minURIDigits, words[0] == '+' && words == strings.TrimSpace(f.text):
		return true
	default:
		return digits >= minDigits && !date().MatchString(words) && !isYearRange(words)
	}
}

// isURI reports whether a number has a scheme: "tel:204", not "Tel 204".
func isURI(s string) bool {
	return scheme().MatchString(s)
}

// isYearRange reports whether s is two years at most 20 apart.
func isYearRange(s string) bool {
	m := yearRange().FindStringSubmatch(s)
	if m == nil {
		return false
	}
	first, _ := strconv.Atoi(m[1])
	last, _ := strconv.Atoi(m[2])
	return first < last && last-first <= 20
}

// withBrackets extends a number by a bracket that opens before it and closes in
// it, as in (010) 8888 8888, and by the + before that.
func (f folded) withBrackets(s span) span {
	words := f.text[s.from:s.to]
	if strings.Count(words, ")") <= strings.Count(words, "(") || s.from == 0 || f.text[s.from-1] != '(' {
		return s
	}
	s.from--
	if s.from > 0 && f.text[s.from-1] == '+' {
		s.from--
	}
	return s
}

func spans(found [][]int) []span {
	all := make([]span, len(found))
	for i, m := range found {
		all[i] = span{m[0], m[1]}
	}
	return all
}
