package page

import (
	"fmt"
	"strconv"

	"github.com/slack-go/slack"
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// richPart draws a section, list, quote or preformatted part of a rich text.
func (d *drawing) richPart(e slack.RichTextElement) g.Node {
	switch e := e.(type) {
	case *slack.RichTextSection:
		return h.Div(h.Class("text"), g.Map(e.Elements, d.richLeaf))
	case *slack.RichTextQuote:
		return h.BlockQuote(g.Map(e.Elements, d.richLeaf))
	case *slack.RichTextPreformatted:
		return h.Pre(h.Code(g.Map(e.Elements, d.richLeaf)))
	case *slack.RichTextList:
		return d.richList(e)
	default:
		return unsupported(string(e.RichTextElementType()))
	}
}

func (d *drawing) richList(l *slack.RichTextList) g.Node {
	items := g.Map(l.Elements, func(e slack.RichTextElement) g.Node { return h.Li(d.richPart(e)) })
	class := h.Class(fmt.Sprintf("indent%d", min(max(l.Indent, 0), 8)))
	if l.Style == slack.RTEListOrdered {
		return h.Ol(class, g.If(l.Offset > 0, g.Attr("start", strconv.Itoa(l.Offset+1))), items)
	}
	return h.Ul(class, items)
}

// richLeaf draws the smallest part of a rich text.
func (d *drawing) richLeaf(e slack.RichTextSectionElement) g.Node {
	switch e := e.(type) {
	case *slack.RichTextSectionTextElement:
		return dressed(d.Plain(e.Text, false), e.Style)
	case *slack.RichTextSectionLinkElement:
		return dressed(link(e.URL, g.Text(cut(e.Text, e.URL))), e.Style)
	case *slack.RichTextSectionEmojiElement:
		name := ":" + e.Name + ":"
		if _, picture := named(name); picture != "" {
			return picted(name, picture)
		}
		return g.Text(name)
	case *slack.RichTextSectionUserElement:
		return mention("@" + d.named(e.UserID))
	case *slack.RichTextSectionChannelElement:
		return mention("#" + d.named(e.ChannelID))
	case *slack.RichTextSectionUserGroupElement:
		return mention("@" + d.named(e.UsergroupID))
	case *slack.RichTextSectionBroadcastElement:
		return mention("@" + e.Range)
	case *slack.RichTextSectionColorElement:
		return h.Code(g.Text(e.Value))
	case *slack.RichTextSectionDateElement:
		return d.richDate(e)
	default:
		return unsupported(string(e.RichTextSectionElementType()))
	}
}

func (d *drawing) richDate(e *slack.RichTextSectionDateElement) g.Node {
	link, fallback := "", ""
	if e.URL != nil {
		link = *e.URL
	}
	if e.Fallback != nil {
		fallback = *e.Fallback
	}
	return d.moment(e.Timestamp.Time(), e.Format, link, fallback)
}

// dressed draws words in their styles.
func dressed(words g.Node, style *slack.RichTextSectionTextStyle) g.Node {
	if style == nil {
		return words
	}
	if style.Code {
		words = h.Code(words)
	}
	if style.Strike {
		words = h.S(words)
	}
	if style.Italic {
		words = h.Em(words)
	}
	if style.Bold {
		words = h.Strong(words)
	}
	if style.Underline {
		words = h.U(words)
	}
	return words
}
