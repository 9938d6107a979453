package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Mrkdwn draws Slack's markup: bold, italic, strike, code, quotes, links,
// mentions, dates and emoji names. Addresses in the text become links unless it
// is verbatim. Whatever the text holds, it comes out as text nodes and the
// elements made here, never as markup of its own.
func (r Reader) Mrkdwn(text string, verbatim bool) g.Node {
	m := markup{Reader: r, link: !verbatim}
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

// Plain draws plain text: its lines, and emoji names where they are allowed.
func (r Reader) Plain(text string, emoji bool) g.Node {
	var all g.Group
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			all = append(all, h.Br())
		}
		if emoji {
			all = append(all, emojis(line)...)
		} else {
			all = append(all, g.Text(line))
		}
	}
	return all
}

// markup is one run over a text.
type markup struct {
	Reader
	link bool // make links of addresses
}

// lines draws lines and groups those that are quoted.
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
		if said, ok := quoted(line); ok {
			if quote != nil {
				quote = append(quote, h.Br())
			}
			quote = append(quote, m.inline(said, "")...)
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

func quoted(line string) (said string, ok bool) {
	for _, sign := range []string{"&gt;", ">"} {
		if said, ok = strings.CutPrefix(line, sign); ok {
			return strings.TrimPrefix(said, " "), true
		}
	}
	return line, false
}

// inline draws one line. The markers in open are those that it stands in, which
// have no meaning within themselves.
func (m markup) inline(s, open string) g.Group {
	var all g.Group
	start := 0
	dead := "" // markers that have no end on the rest of this line
	for i := 0; i < len(s); {
		node, width := m.span(s, i, open, &dead)
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

// span draws what starts at i, or says that nothing does by a width of 0.
func (m markup) span(s string, i int, open string, dead *string) (node g.Node, width int) {
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
		if strings.IndexByte(open, c) >= 0 || strings.IndexByte(*dead, c) >= 0 || !opens(s, i) {
			return nil, 0
		}
		end := closing(s, i)
		if end < 0 {
			*dead += string(c)
			return nil, 0
		}
		return styled(c, m.inline(s[i+1:end], open+string(c))), end + 1 - i
	case 'h':
		return m.address(s, i)
	}
	return nil, 0
}

func styled(marker byte, inner g.Group) g.Node {
	switch marker {
	case '*':
		return h.Strong(inner)
	case '_':
		return h.Em(inner)
	default:
		return h.S(inner)
	}
}

// opens tells whether the marker at i can start a style: nothing but space or
// punctuation before it, something after it, and no second marker on either side.
func opens(s string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, size := utf8.DecodeRuneInString(s[i+1:])
	free := !wordy(before, i == 0) && before != rune(s[i])
	return free && size > 0 && !unicode.IsSpace(after) && after != rune(s[i])
}

// closing finds the marker that ends the style which starts at i, outside of code
// and of angle brackets; -1 if there is none.
func closing(s string, i int) int {
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
			free := !wordy(after, size == 0) && after != rune(s[i])
			if j > i+1 && !unicode.IsSpace(before) && free {
				return j
			}
		}
	}
	return -1
}

// wordy tells whether a neighbour of a marker is part of a word.
func wordy(r rune, none bool) bool {
	return !none && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// address draws an address that was written out.
func (m markup) address(s string, i int) (node g.Node, width int) {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	rest := s[i:]
	written := strings.HasPrefix(rest, "http://") || strings.HasPrefix(rest, "https://")
	if !m.link || !written || wordy(before, i == 0) {
		return nil, 0
	}
	end := strings.IndexFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("<>\"`", r) })
	if end < 0 {
		end = len(rest)
	}
	found := strings.TrimRight(rest[:end], ".,;:!?)*_~'")
	if strings.HasSuffix(found, "//") || !safe(unescape(found)) {
		return nil, 0
	}
	return outward(unescape(found), g.Text(unescape(found))), len(found)
}

// text draws what has no markup but emoji names.
func (m markup) text(s string) g.Group {
	if s == "" {
		return nil
	}
	return emojis(unescape(s))
}

// unescape undoes the three escapes that Slack's markup has.
func unescape(s string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s)
}
