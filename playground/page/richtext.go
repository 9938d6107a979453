package page

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/slack-go/slack"
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// richTextElement draws a section, list, quote or preformatted part of a rich text.
func (r *blockRenderer) richTextElement(e slack.RichTextElement) g.Node {
	switch e := e.(type) {
	case *slack.RichTextSection:
		return h.Div(h.Class("text"), g.Map(e.Elements, r.richTextInline))
	case *slack.RichTextQuote:
		return h.BlockQuote(g.Map(e.Elements, r.richTextInline))
	case *slack.RichTextPreformatted:
		return h.Pre(h.Code(g.Map(e.Elements, r.richTextInline)))
	case *slack.RichTextList:
		return r.richTextList(e)
	default:
		return unsupported(string(e.RichTextElementType()))
	}
}

func (r *blockRenderer) richTextList(l *slack.RichTextList) g.Node {
	items := g.Map(l.Elements, func(e slack.RichTextElement) g.Node { return h.Li(r.richTextElement(e)) })
	class := h.Class(fmt.Sprintf("indent%d", min(max(l.Indent, 0), 8)))
	if l.Style == slack.RTEListOrdered {
		return h.Ol(class, g.If(l.Offset > 0, g.Attr("start", strconv.Itoa(l.Offset+1))), items)
	}
	return h.Ul(class, items)
}

// richTextInline draws an element of a rich text section, such as a text or a link.
func (r *blockRenderer) richTextInline(e slack.RichTextSectionElement) g.Node {
	switch e := e.(type) {
	case *slack.RichTextSectionTextElement:
		return styledText(r.Plain(e.Text, false), e.Style)
	case *slack.RichTextSectionLinkElement:
		return styledText(link(e.URL, g.Text(cmp.Or(e.Text, e.URL))), e.Style)
	case *slack.RichTextSectionEmojiElement:
		name := ":" + e.Name + ":"
		if _, picture := emojiAt(name); picture != "" {
			return emojiSpan(name, picture)
		}
		return g.Text(name)
	case *slack.RichTextSectionUserElement:
		return mention("@" + r.nameOf(e.UserID))
	case *slack.RichTextSectionChannelElement:
		return mention("#" + r.nameOf(e.ChannelID))
	case *slack.RichTextSectionUserGroupElement:
		return mention("@" + r.nameOf(e.UsergroupID))
	case *slack.RichTextSectionBroadcastElement:
		return mention("@" + e.Range)
	case *slack.RichTextSectionColorElement:
		return h.Code(g.Text(e.Value))
	case *slack.RichTextSectionDateElement:
		return r.richTextDate(e)
	default:
		return unsupported(string(e.RichTextSectionElementType()))
	}
}

func (r *blockRenderer) richTextDate(e *slack.RichTextSectionDateElement) g.Node {
	link, fallback := "", ""
	if e.URL != nil {
		link = *e.URL
	}
	if e.Fallback != nil {
		fallback = *e.Fallback
	}
	return r.dateTime(e.Timestamp.Time(), e.Format, link, fallback)
}

// styledText draws text in its styles.
func styledText(text g.Node, style *slack.RichTextSectionTextStyle) g.Node {
	if style == nil {
		return text
	}
	if style.Code {
		text = h.Code(text)
	}
	if style.Strike {
		text = h.S(text)
	}
	if style.Italic {
		text = h.Em(text)
	}
	if style.Bold {
		text = h.Strong(text)
	}
	if style.Underline {
		text = h.U(text)
	}
	return text
}
