package page

import (
	"cmp"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/slack-go/slack"
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// blockRenderer draws the blocks of one message or view.
type blockRenderer struct {
	Viewer
	idPrefix  string            // starts every HTML id, to keep ids of messages and views apart
	messageTS string            // empty in a view
	viewID    string            // empty in a message and on the Home tab
	homeID    string            // of the Home tab, empty elsewhere
	state     state             // the values of the elements
	blockID   string            // of the current block
	idCounts  map[string]int    // how often an action id was used
	errors    map[string]string // the app's error messages, by block id

	// Set while an input block is drawn:
	noDispatch bool // the app hears nothing before the view is submitted
	hasLabel   bool // the block's label labels the element
	optional   bool // the value may be empty
	hasHint    bool
}

// blocks draws the blocks of a message or view. It returns nil if there are none.
func (r *blockRenderer) blocks(raw json.RawMessage) g.Node {
	if len(raw) == 0 {
		return nil
	}
	var blocks slack.Blocks
	if err := json.Unmarshal(raw, &blocks); err != nil {
		return unsupported("message with parts unknown here")
	}
	if len(blocks.BlockSet) == 0 {
		return nil
	}
	return g.Map(blocks.BlockSet, r.block)
}

// block draws one block.
func (r *blockRenderer) block(b slack.Block) g.Node {
	r.blockID = b.ID()
	switch b := b.(type) {
	case *slack.HeaderBlock:
		return r.header(b)
	case *slack.SectionBlock:
		return r.section(b)
	case *slack.DividerBlock:
		return h.Hr()
	case *slack.ContextBlock:
		return h.Div(h.Class("context"), g.Map(b.ContextElements.Elements, r.contextElement))
	case *slack.ActionBlock:
		return r.actions(b.BlockID, b.Elements)
	case *slack.ContextActionsBlock:
		return r.actions(b.BlockID, b.Elements)
	case *slack.InputBlock:
		return r.input(b)
	case *slack.ImageBlock:
		return r.image(b)
	case *slack.RichTextBlock:
		return h.Div(h.Class("rich"), h.Dir("auto"), g.Map(b.Elements, r.richTextElement))
	case *slack.MarkdownBlock:
		return h.Div(h.Class("text"), h.Dir("auto"), r.Plain(b.Text, true))
	case *slack.TableBlock:
		return r.table(b)
	case *slack.CallBlock:
		return r.call(b)
	case *slack.VideoBlock:
		return h.Div(h.Class("text"), link(b.VideoURL, r.textObject(b.Title)))
	default:
		return unsupported(string(b.BlockType()) + " block")
	}
}

func (r *blockRenderer) header(b *slack.HeaderBlock) g.Node {
	switch b.Level {
	case 2:
		return h.H3(h.Class("header"), h.Dir("auto"), r.textObject(b.Text))
	case 3, 4:
		return h.H4(h.Class("header"), h.Dir("auto"), r.textObject(b.Text))
	default:
		return h.H2(h.Class("header"), h.Dir("auto"), r.textObject(b.Text))
	}
}

func (r *blockRenderer) section(b *slack.SectionBlock) g.Node {
	return h.Div(h.Class("section"),
		h.Div(h.Class("words"),
			g.Iff(b.Text != nil, func() g.Node { return h.Div(h.Class("text"), h.Dir("auto"), r.textObject(b.Text)) }),
			g.Iff(len(b.Fields) > 0, func() g.Node {
				return h.Div(h.Class("fields"), g.Map(b.Fields, func(f *slack.TextBlockObject) g.Node {
					return h.Div(h.Class("field text"), h.Dir("auto"), r.textObject(f))
				}))
			}),
		),
		g.Iff(b.Accessory != nil, func() g.Node { return h.Div(h.Class("accessory"), r.accessory(b.Accessory)) }),
	)
}

func (r *blockRenderer) actions(id string, elements *slack.BlockElements) g.Node {
	if elements == nil {
		return nil
	}
	return h.Div(h.Class("actions"), h.Data("actions", id), g.Map(elements.ElementSet, r.element))
}

func (r *blockRenderer) image(b *slack.ImageBlock) g.Node {
	return h.Figure(
		g.Iff(b.Title != nil, func() g.Node { return h.FigCaption(h.Dir("auto"), r.textObject(b.Title)) }),
		imageOrAlt("picture", b.ImageURL, b.AltText),
	)
}

// imageOrAlt draws an image, or its alternative text if its URL must not be loaded.
func imageOrAlt(class, address, alt string) g.Node {
	if !strings.HasPrefix(address, "http") || !isSafeURL(address) {
		return h.Span(h.Class("unsupported"), g.Text(alt))
	}
	return h.Img(h.Class(class), h.Src(address), h.Alt(alt), h.Loading("lazy"), h.ReferrerPolicy("no-referrer"))
}

// contextElement draws an element of a context block.
func (r *blockRenderer) contextElement(e slack.MixedElement) g.Node {
	switch e := e.(type) {
	case *slack.TextBlockObject:
		return h.Span(h.Class("text"), h.Dir("auto"), r.textObject(e))
	case slack.TextBlockObject:
		return h.Span(h.Class("text"), h.Dir("auto"), r.textObject(&e))
	case *slack.ImageBlockElement:
		return r.element(e)
	default:
		return unsupported(string(e.MixedElementType()))
	}
}

// table draws a table whose first row is the heading.
func (r *blockRenderer) table(b *slack.TableBlock) g.Node {
	align := func(i int) g.Node {
		if i < len(b.ColumnSettings) && b.ColumnSettings[i].Align != "" {
			return h.Class(string(b.ColumnSettings[i].Align))
		}
		return nil
	}
	var rows g.Group
	for i, row := range b.Rows {
		var cells g.Group
		for j, c := range row {
			if i == 0 {
				cells = append(cells, h.Th(h.Scope("col"), align(j), r.cell(c)))
			} else {
				cells = append(cells, h.Td(align(j), r.cell(c)))
			}
		}
		rows = append(rows, h.Tr(cells))
	}
	return h.Div(h.Class("sheet"), h.TabIndex("0"), h.Role("group"), h.Aria("label", "Table"), h.Table(h.TBody(rows)))
}

func (r *blockRenderer) cell(c slack.TableCell) g.Node {
	switch c := c.(type) {
	case *slack.TableRawTextCell:
		return g.Text(c.Text)
	case *slack.TableRawNumberCell:
		return g.Text(cmp.Or(c.Text, strconv.FormatFloat(c.Value, 'g', -1, 64)))
	case *slack.TableRichTextCell:
		return g.Map(c.Elements, r.richTextElement)
	default:
		return nil
	}
}

// textObject draws a plain_text or mrkdwn object.
func (v Viewer) textObject(t *slack.TextBlockObject) g.Node {
	switch {
	case t == nil:
		return nil
	case t.Type == slack.MarkdownType:
		return v.Mrkdwn(t.Text, t.Verbatim)
	default:
		return v.Plain(t.Text, t.Emoji == nil || *t.Emoji)
	}
}

// link draws a link, or only its text if its URL must not be opened.
func link(address string, text g.Node) g.Node {
	if !isSafeURL(address) {
		return h.Span(text)
	}
	return externalLink(address, text)
}

func unsupported(what string) g.Node {
	return h.P(h.Class("unsupported"), g.Text("Not drawn here: "+what))
}
