package view

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
)

// Characters around text of unknown direction, so that it does not reorder the
// text around it.
const (
	isolate    = '\u2068'
	endIsolate = '\u2069'
)

// clean makes text from outside safe for one line of plain text of at most limit
// characters: without control characters and invisible characters that hide or
// reverse text, with single spaces. Text in which nothing can be seen is "".
// Right-to-left text is isolated.
func clean(s string, limit int) string {
	if len(s) <= limit && isPlain(s) {
		return s
	}
	return cleanAny(s, limit)
}

// isPlain reports whether a text has nothing in it that clean could change, as
// nearly all have.
func isPlain(s string) bool {
	before := ' '
	for _, r := range s {
		if !isPlainRune(r) && (r != ' ' || before == ' ') {
			return false
		}
		before = r
	}
	return before != ' '
}

// isPlainRune reports whether r is a visible character of ASCII, or a letter of a
// common script that is written from left to right.
func isPlainRune(r rune) bool {
	switch {
	case r > ' ' && r < unicode.MaxASCII,
		r >= 'À' && r <= 'ɏ', r >= 'Ѐ' && r <= 'ҁ', r >= 'Ҋ' && r <= 'ԯ', // Latin, Cyrillic
		r >= 'ぁ' && r <= 'ゖ', r >= 'ァ' && r <= 'ヺ', r >= '一' && r <= '鿿', r >= '가' && r <= '힣':
		return true
	default:
		return false
	}
}

// cleanAny is clean for any text.
func cleanAny(s string, limit int) string {
	s = mapVisible(strings.ToValidUTF8(firstBytes(s, limit*bytesPerCharacter), "\uFFFD"))
	if IsEmpty(s) {
		return ""
	}
	s = strings.Join(strings.Fields(s), " ")
	if strings.IndexFunc(s, isRightToLeft) < 0 {
		return cut(s, limit)
	}
	return string(isolate) + cut(s, limit-2) + string(endIsolate)
}

// bytesPerCharacter is how many bytes clean reads for each character it may
// return. A character needs at most four; the rest is for dropped characters.
const bytesPerCharacter = 32

// firstBytes returns at most the first n bytes of s, ending after a whole rune.
func firstBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// firstRunes returns at most the first n characters of s.
func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

func isRightToLeft(r rune) bool {
	p, _ := bidi.LookupRune(r)
	return p.Class() == bidi.R || p.Class() == bidi.AL
}

// cut shortens s to limit UTF-16 units, the last one an ellipsis. No other way of
// counting characters gives more. It does not separate letters from accents, or
// the parts of an emoji.
func cut(s string, limit int) string {
	runes := []rune(s)
	if utf16Len(runes) <= limit {
		return s
	}
	end, left := 0, limit-1
	for left -= utf16Width(runes[end]); left >= 0; left -= utf16Width(runes[end]) {
		end++
	}
	whole := end
	for whole > 0 && splitsCharacter(runes, whole) {
		whole--
	}
	if whole > 0 {
		end = whole // else it is a single character, which is split rather than dropped
	}
	for whole == 0 && end > 1 && isTag(runes[end-1]) {
		end-- // half a flag is none
	}
	return strings.TrimRight(string(runes[:end]), " ") + "…"
}

// splitsCharacter reports whether a cut before runes[i] would split a character.
func splitsCharacter(runes []rune, i int) bool {
	const joiner, flagA, flagZ = '\u200D', '\U0001F1E6', '\U0001F1FF'
	r := runes[i]
	if runes[i-1] == joiner || r == joiner || isTag(r) || unicode.In(r, unicode.Mn, unicode.Me, unicode.Variation_Selector) ||
		r >= '\U0001F3FB' && r <= '\U0001F3FF' {
		return true
	}
	flags := 0 // a flag is a pair of letters
	for j := i; r >= flagA && r <= flagZ && j > 0 && runes[j-1] >= flagA && runes[j-1] <= flagZ; j-- {
		flags++
	}
	return flags%2 == 1
}

func utf16Len(runes []rune) int {
	n := 0
	for _, r := range runes {
		n += utf16Width(r)
	}
	return n
}

// utf16Width is the number of UTF-16 units of r.
func utf16Width(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

// safe is clean for mrkdwn: it also escapes all mark-up.
func safe(s string, limit int) string { return escapeMrkdwn(clean(s, limit)) }

// cleanShort is clean for lists: also when escaped for mrkdwn, the result has at
// most limit characters.
func cleanShort(s string, limit int) string {
	short := clean(s, limit)
	for n := limit - 1; utf8.RuneCountInString(escapeMrkdwn(short)) > limit; n-- {
		short = clean(s, n)
	}
	return short
}

// escapeMrkdwn escapes one cleaned line for mrkdwn. Slack has no escapes for
// characters that style text or begin a quotation: they are replaced by ones
// that look alike.
func escapeMrkdwn(s string) string {
	if !strings.ContainsAny(s, "&<>*~`_") {
		return s
	}
	var b strings.Builder
	started := false // something other than > and spaces was written
	for i, r := range s {
		switch {
		case r == '>' && !started:
			b.WriteRune('›')
			continue
		case r == '_' && !insideWord(s, i):
			b.WriteRune('＿')
		default:
			b.WriteString(escapeRune(r))
		}
		started = started || r != ' '
	}
	return b.String()
}

// escapeRune returns the replacement of r in mrkdwn.
func escapeRune(r rune) string {
	switch r {
	case '&':
		return "&amp;"
	case '<':
		return "&lt;"
	case '>':
		return "&gt;"
	case '*':
		return "∗"
	case '~':
		return "∼"
	case '`':
		return "ˋ"
	default:
		return string(r)
	}
}

// escapeControl escapes Slack's three control characters: &, < and >.
func escapeControl(s string) string {
	if !strings.ContainsAny(s, "&<>") {
		return s
	}
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

// mention mentions a user by Slack id, which Slack shows as their name. Other
// text is made safe.
func mention(userID string) string {
	if userID == "" || strings.Trim(userID, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != "" {
		return safe(userID, maxWord)
	}
	return "<@" + userID + ">"
}

// insideWord reports whether s[i] is between letters or digits, as in user_01,
// where an underscore does not make text italic.
func insideWord(s string, i int) bool {
	return i > 0 && i < len(s)-1 && isWordByte(s[i-1]) && isWordByte(s[i+1])
}

func isWordByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// Number writes a meeting number in groups of three digits, "914 083 136". Text
// that is not all digits is made safe instead.
func Number(n string) string {
	if n == "" || strings.Trim(n, "0123456789") != "" || len(n) > maxWord {
		return safe(n, maxWord)
	}
	var b strings.Builder
	for i, c := range []byte(n) {
		if i > 0 && i%3 == 0 && len(n)-i > 1 {
			b.WriteByte(' ')
		}
		b.WriteByte(c)
	}
	return b.String()
}
