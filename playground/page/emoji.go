package page

import (
	"strings"

	"github.com/kyokomi/emoji/v2"
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// drawEmoji draws a text and replaces emoji names such as :wave: by emoji. Unknown
// names stay as they are.
func drawEmoji(s string) g.Group {
	var all g.Group
	start := 0
	for i := 0; i < len(s); {
		name, picture := emojiAt(s[i:])
		if picture == "" {
			i++
			continue
		}
		if start < i {
			all = append(all, g.Text(s[start:i]))
		}
		all = append(all, emojiSpan(name, picture))
		i += len(name)
		start = i
	}
	if start < len(s) {
		all = append(all, g.Text(s[start:]))
	}
	return all
}

func emojiSpan(name, picture string) g.Node {
	return h.Span(h.Class("emoji"), h.Title(name), g.Text(picture))
}

// emojiAt returns the emoji name at the start of a text, with its colons and skin
// tone, and the emoji. It returns empty strings if there is none.
func emojiAt(s string) (name, picture string) {
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

// replaceEmoji replaces emoji names where only plain text is possible, such as in a
// placeholder.
func replaceEmoji(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		if name, picture := emojiAt(s[i:]); picture != "" {
			b.WriteString(picture)
			i += len(name)
			continue
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}
