package page

import (
	"strings"

	"github.com/kyokomi/emoji/v2"
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// emojis draws a text in which :names: become pictures. Names that nobody knows
// stay as they are.
func emojis(s string) g.Group {
	var all g.Group
	start := 0
	for i := 0; i < len(s); {
		name, picture := named(s[i:])
		if picture == "" {
			i++
			continue
		}
		if start < i {
			all = append(all, g.Text(s[start:i]))
		}
		all = append(all, picted(name, picture))
		i += len(name)
		start = i
	}
	if start < len(s) {
		all = append(all, g.Text(s[start:]))
	}
	return all
}

func picted(name, picture string) g.Node {
	return h.Span(h.Class("emoji"), h.Title(name), g.Text(picture))
}

// named returns the emoji name that a text starts with, colons included, and its
// picture; a skin tone may follow.
func named(s string) (name, picture string) {
	const longest = 64
	if s == "" || s[0] != ':' {
		return "", ""
	}
	end := strings.IndexByte(s[1:min(len(s), longest)], ':')
	if end <= 0 {
		return "", ""
	}
	name = s[:end+2]
	picture = strings.TrimSpace(emoji.CodeMap()[name])
	if picture == "" {
		return "", ""
	}
	for i, tone := range []string{"🏻", "🏼", "🏽", "🏾", "🏿"} {
		suffix := ":skin-tone-" + string(rune('2'+i)) + ":"
		if strings.HasPrefix(s[len(name):], suffix) {
			return name + suffix, picture + tone
		}
	}
	return name, picture
}

// emojiWords replaces names by pictures where only characters can stand.
func emojiWords(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		if name, picture := named(s[i:]); picture != "" {
			b.WriteString(picture)
			i += len(name)
			continue
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}
