package view

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
)

// Characters that frame text of unknown direction, so that it does not reorder
// what stands beside it.
const (
	isolate    = '\u2068'
	endIsolate = '\u2069'
)

// clean makes what a stranger wrote fit for one line of plain text of at most
// limit characters: no control characters, no invisible ones that hide or turn
// text around, single spaces. Text that runs from right to left is framed.
func clean(s string, limit int) string {
	s = strings.Map(visibleRune, strings.ToValidUTF8(firstBytes(s, limit*bytesPerCharacter), "\uFFFD"))
	s = strings.Join(strings.Fields(s), " ")
	if strings.IndexFunc(s, isRightToLeft) < 0 {
		return cut(s, limit)
	}
	return string(isolate) + cut(s, limit-2) + string(endIsolate)
}

// maxBytes is how many bytes are looked at for each character that may be
// shown. No character needs more than four; the rest is for what is dropped.
const bytesPerCharacter = 32

// atMost returns the first n bytes of s or one character less.
func firstBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// visible maps line breaks and other control characters to spaces, and drops
// format characters, except those that join letters and emoji.
func visibleRune(r rune) rune {
	const joiner, nonJoiner = '\u200D', '\u200C'
	switch {
	case r == joiner, r == nonJoiner:
		return r
	case unicode.Is(unicode.Cf, r):
		return -1
	case unicode.IsControl(r), unicode.IsSpace(r), unicode.Is(unicode.Zl, r), unicode.Is(unicode.Zp, r):
		return ' '
	}
	return r
}

func isRightToLeft(r rune) bool {
	p, _ := bidi.LookupRune(r)
	return p.Class() == bidi.R || p.Class() == bidi.AL
}

// cut shortens s to limit characters, the last of them an ellipsis. Characters
// are counted as UTF-16 does, which no way of counting exceeds, and none is
// torn from its accents or an emoji in two.
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
		end = whole // else it is all one character: better torn than lost
	}
	return strings.TrimRight(string(runes[:end]), " ") + "…"
}

// torn reports whether a cut before runes[i] would go through a character.
func splitsCharacter(runes []rune, i int) bool {
	const joiner, flagA, flagZ = '\u200D', '\U0001F1E6', '\U0001F1FF'
	r := runes[i]
	if runes[i-1] == joiner || r == joiner || unicode.In(r, unicode.Mn, unicode.Me, unicode.Variation_Selector) ||
		r >= '\U0001F3FB' && r <= '\U0001F3FF' {
		return true
	}
	flags := 0 // letters of flags come in pairs
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

// width is the number of UTF-16 units of r.
func utf16Width(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

// safe is clean for mrkdwn: escaped, and without anything that Slack would
// take for mark-up.
func safe(s string, limit int) string { return escapeMrkdwn(clean(s, limit)) }

// brief is clean for lists, where mark-up that makes text longer would add up:
// once escaped for mrkdwn it still has at most limit characters.
func cleanShort(s string, limit int) string {
	short := clean(s, limit)
	for n := limit - 1; utf8.RuneCountInString(escapeMrkdwn(short)) > limit; n-- {
		short = clean(s, n)
	}
	return short
}

// unmarked escapes one cleaned line for mrkdwn. What would style text, or begin
// a quotation, cannot be escaped: it becomes a character that looks like it.
func escapeMrkdwn(s string) string {
	var b strings.Builder
	begun := false // something else than > and spaces has been written
	for i, r := range s {
		switch {
		case r == '>' && !begun:
			b.WriteRune('›')
			continue
		case r == '_' && !insideWord(s, i):
			b.WriteRune('＿')
		default:
			b.WriteString(escapeRune(r))
		}
		begun = begun || r != ' '
	}
	return b.String()
}

// escape returns what stands for r in mrkdwn.
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

// escaped escapes the three characters that Slack's mark-up is made of, and
// leaves the rest as it is.
func escapeControl(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

// mention names somebody by Slack's id of them, which Slack shows as their
// name. What is no such id stays words.
func mention(userID string) string {
	if userID == "" || strings.Trim(userID, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != "" {
		return safe(userID, maxWord)
	}
	return "<@" + userID + ">"
}

// inWord reports whether s[i] stands between letters or digits, as in user_01,
// where an underscore never makes text italic.
func insideWord(s string, i int) bool {
	return i > 0 && i < len(s)-1 && isWordByte(s[i-1]) && isWordByte(s[i+1])
}

func isWordByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// Number writes a meeting's number as people read it, in groups of three
// digits, "914 083 136". Anything else than digits is made safe and left whole.
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
