package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Mrkdwn draws Slack's markup: bold, italic, strike, code, quotes, links, mentions,
// dates and emoji names. URLs in the text become links unless it is verbatim. The
// text is always escaped: it cannot add HTML of its own.
func (v Viewer) Mrkdwn(text string, verbatim bool) g.Node {
	m := markup{Viewer: v, linkURLs: !verbatim}
	var all g.Group
	for text != "" {
		before, rest, opened := strings.Cut(text, "```")
		code, after, closed := strings.Cut(rest, "```")
		if !opened || !closed || code == "" {
			return append(all, m.lines(text)...)
		}
		all = append(all, m.lines(strings.TrimSuffix(before, "\n"))...)
		all = append(all, h.Pre(h.Code(g.Text(unescape(strings.Trim(code, "\n"))))))
		text = strings.TrimPrefix(after, "\n")
	}
	return all
}

// Plain draws plain text with its line breaks, and with emoji if they are allowed.
func (v Viewer) Plain(text string, emoji bool) g.Node {
	var all g.Group
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			all = append(all, h.Br())
		}
		if emoji {
			all = append(all, drawEmoji(line)...)
		} else {
			all = append(all, g.Text(line))
		}
	}
	return all
}

// markup draws one text in Slack's markup.
type markup struct {
	Viewer
	linkURLs bool // turn URLs into links
}

// lines draws lines and groups quoted ones.
func (m markup) lines(s string) g.Group {
	var all, quote g.Group
	flush := func() {
		if quote != nil {
			all = append(all, h.BlockQuote(quote))
			quote = nil
		}
	}
	open := false // whether a plain line is waiting for its break
	if s == "" {
		return nil
	}
	for line := range strings.SplitSeq(s, "\n") {
		if text, ok := cutQuote(line); ok {
			if quote != nil {
				quote = append(quote, h.Br())
			}
			quote = append(quote, m.inline(text, "")...)
			open = false
			continue
		}
		flush()
		if open {
			all = append(all, h.Br())
		}
		all = append(all, m.inline(line, "")...)
		open = true
	}
	flush()
	return all
}

func cutQuote(line string) (text string, ok bool) {
	for _, marker := range []string{"&gt;", ">"} {
		if text, ok = strings.CutPrefix(line, marker); ok {
			return strings.TrimPrefix(text, " "), true
		}
	}
	return line, false
}

// inline draws one line or a part of it. Markers in open surround the part and have
// no meaning inside it.
func (m markup) inline(s, open string) g.Group {
	var all g.Group
	start := 0
	unclosed := "" // markers without an end on the rest of this line
	for i := 0; i < len(s); {
		node, width := m.span(s, i, open, &unclosed)
		if width == 0 {
			i++
			continue
		}
		all = append(all, m.text(s[start:i])...)
		all = append(all, node)
		i += width
		start = i
	}
	return append(all, m.text(s[start:])...)
}

// span draws the markup that starts at i. It returns a width of 0 if there is none.
func (m markup) span(s string, i int, open string, unclosed *string) (node g.Node, width int) {
	switch c := s[i]; c {
	case '<':
		end := strings.IndexAny(s[i+1:], "<>")
		if end <= 0 || s[i+1+end] != '>' {
			return nil, 0
		}
		return m.entity(s[i+1 : i+1+end]), end + 2
	case '`':
		end := strings.IndexByte(s[i+1:], '`')
		if end <= 0 {
			return nil, 0
		}
		return h.Code(g.Text(unescape(s[i+1 : i+1+end]))), end + 2
	case '*', '_', '~':
		if strings.IndexByte(open, c) >= 0 || strings.IndexByte(*unclosed, c) >= 0 || !canOpenStyle(s, i) {
			return nil, 0
		}
		end := findClosing(s, i)
		if end < 0 {
			*unclosed += string(c)
			return nil, 0
		}
		return styleElement(c, m.inline(s[i+1:end], open+string(c))), end + 1 - i
	case 'h':
		return m.bareURL(s, i)
	}
	return nil, 0
}

func styleElement(marker byte, inner g.Group) g.Node {
	switch marker {
	case '*':
		return h.Strong(inner)
	case '_':
		return h.Em(inner)
	default:
		return h.S(inner)
	}
}

// canOpenStyle tells whether the marker at i can start a style: only space or
// punctuation before it, text after it, and no second marker next to it.
func canOpenStyle(s string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, size := utf8.DecodeRuneInString(s[i+1:])
	free := !isWordRune(before, i == 0) && before != rune(s[i])
	return free && size > 0 && !unicode.IsSpace(after) && after != rune(s[i])
}

// findClosing finds the marker that ends the style started at i, outside of code and
// angle brackets. It returns -1 if there is none.
func findClosing(s string, i int) int {
	for j := i + 1; j < len(s); j++ {
		switch s[j] {
		case '`', '<':
			end := strings.IndexByte(s[j+1:], map[byte]byte{'`': '`', '<': '>'}[s[j]])
			if end > 0 {
				j += end + 1
			}
		case s[i]:
			before, _ := utf8.DecodeLastRuneInString(s[:j])
			after, size := utf8.DecodeRuneInString(s[j+1:])
			free := !isWordRune(after, size == 0) && after != rune(s[i])
			if j > i+1 && !unicode.IsSpace(before) && free {
				return j
			}
		}
	}
	return -1
}

// isWordRune tells whether the rune next to a marker is part of a word; none means
// that there is no rune.
func isWordRune(r rune, none bool) bool {
	return !none && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// bareURL draws a URL that is not in angle brackets.
func (m markup) bareURL(s string, i int) (node g.Node, width int) {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	rest := s[i:]
	written := strings.HasPrefix(rest, "http://") || strings.HasPrefix(rest, "https://")
	if !m.linkURLs || !written || isWordRune(before, i == 0) {
		return nil, 0
	}
	end := strings.IndexFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("<>\"`", r) })
	if end < 0 {
		end = len(rest)
	}
	found := strings.TrimRight(rest[:end], ".,;:!?)*_~'")
	if strings.HasSuffix(found, "//") || !isSafeURL(unescape(found)) {
		return nil, 0
	}
	return externalLink(unescape(found), g.Text(unescape(found))), len(found)
}

// text draws text without markup, but with emoji.
func (m markup) text(s string) g.Group {
	if s == "" {
		return nil
	}
	return drawEmoji(unescape(s))
}

// unescape replaces the three escape sequences of Slack's markup.
func unescape(s string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s)
}
