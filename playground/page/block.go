package page

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/slack-go/slack"
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// drawing is one message or view on its way to the page.
type drawing struct {
	Reader
	scope string // begins every id, so that ids differ between messages and views
	ts    string // of the message, or nothing
	view  string // id of the view, or nothing
	state state  // what was chosen and typed
	block string // id of the block that is drawn
	seen  map[string]int
	wrong map[string]string // the app's objections, by block id

	// While an input block is drawn:
	silent   bool // its element tells the app nothing before the view is submitted
	labelled bool // its label names the element
	optional bool // it may be left empty
	hinted   bool // it has a hint
}

// blocks draws a message's or view's blocks; nil if it has none.
func (d *drawing) blocks(raw json.RawMessage) g.Node {
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
	return g.Map(blocks.BlockSet, d.draw)
}

// draw draws one block.
func (d *drawing) draw(b slack.Block) g.Node {
	d.block = b.ID()
	switch b := b.(type) {
	case *slack.HeaderBlock:
		return d.header(b)
	case *slack.SectionBlock:
		return d.section(b)
	case *slack.DividerBlock:
		return h.Hr()
	case *slack.ContextBlock:
		return h.Div(h.Class("context"), g.Map(b.ContextElements.Elements, d.mixed))
	case *slack.ActionBlock:
		return d.actions(b.BlockID, b.Elements)
	case *slack.ContextActionsBlock:
		return d.actions(b.BlockID, b.Elements)
	case *slack.InputBlock:
		return d.input(b)
	case *slack.ImageBlock:
		return d.image(b)
	case *slack.RichTextBlock:
		return h.Div(h.Class("rich"), h.Dir("auto"), g.Map(b.Elements, d.richPart))
	case *slack.MarkdownBlock:
		return h.Div(h.Class("text"), h.Dir("auto"), d.Plain(b.Text, true))
	case *slack.TableBlock:
		return d.table(b)
	case *slack.VideoBlock:
		return h.Div(h.Class("text"), link(b.VideoURL, d.textObject(b.Title)))
	default:
		return unsupported(string(b.BlockType()) + " block")
	}
}

func (d *drawing) header(b *slack.HeaderBlock) g.Node {
	switch b.Level {
	case 2:
		return h.H3(h.Class("header"), h.Dir("auto"), d.textObject(b.Text))
	case 3, 4:
		return h.H4(h.Class("header"), h.Dir("auto"), d.textObject(b.Text))
	default:
		return h.H2(h.Class("header"), h.Dir("auto"), d.textObject(b.Text))
	}
}

func (d *drawing) section(b *slack.SectionBlock) g.Node {
	return h.Div(h.Class("section"),
		h.Div(h.Class("words"),
			g.Iff(b.Text != nil, func() g.Node { return h.Div(h.Class("text"), h.Dir("auto"), d.textObject(b.Text)) }),
			g.Iff(len(b.Fields) > 0, func() g.Node {
				return h.Div(h.Class("fields"), g.Map(b.Fields, func(f *slack.TextBlockObject) g.Node {
					return h.Div(h.Class("field text"), h.Dir("auto"), d.textObject(f))
				}))
			}),
		),
		g.Iff(b.Accessory != nil, func() g.Node { return h.Div(h.Class("accessory"), d.accessory(b.Accessory)) }),
	)
}

func (d *drawing) actions(id string, elements *slack.BlockElements) g.Node {
	if elements == nil {
		return nil
	}
	return h.Div(h.Class("actions"), h.Data("actions", id), g.Map(elements.ElementSet, d.element))
}

func (d *drawing) image(b *slack.ImageBlock) g.Node {
	return h.Figure(
		g.Iff(b.Title != nil, func() g.Node { return h.FigCaption(h.Dir("auto"), d.textObject(b.Title)) }),
		picture("picture", b.ImageURL, b.AltText),
	)
}

// picture draws an image, or what it shows in words if its address is not to be
// loaded.
func picture(class, address, alt string) g.Node {
	if !strings.HasPrefix(address, "http") || !safe(address) {
		return h.Span(h.Class("unsupported"), g.Text(alt))
	}
	return h.Img(h.Class(class), h.Src(address), h.Alt(alt), h.Loading("lazy"), h.ReferrerPolicy("no-referrer"))
}

// mixed draws an element of a context block.
func (d *drawing) mixed(e slack.MixedElement) g.Node {
	switch e := e.(type) {
	case *slack.TextBlockObject:
		return h.Span(h.Class("text"), h.Dir("auto"), d.textObject(e))
	case slack.TextBlockObject:
		return h.Span(h.Class("text"), h.Dir("auto"), d.textObject(&e))
	case *slack.ImageBlockElement:
		return d.element(e)
	default:
		return unsupported(string(e.MixedElementType()))
	}
}

// table draws rows of cells, the first of which is the heading.
func (d *drawing) table(b *slack.TableBlock) g.Node {
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
				cells = append(cells, h.Th(h.Scope("col"), align(j), d.cell(c)))
			} else {
				cells = append(cells, h.Td(align(j), d.cell(c)))
			}
		}
		rows = append(rows, h.Tr(cells))
	}
	return h.Div(h.Class("sheet"), h.TabIndex("0"), h.Role("group"), h.Aria("label", "Table"), h.Table(h.TBody(rows)))
}

func (d *drawing) cell(c slack.TableCell) g.Node {
	switch c := c.(type) {
	case *slack.TableRawTextCell:
		return g.Text(c.Text)
	case *slack.TableRawNumberCell:
		return g.Text(cut(c.Text, strconv.FormatFloat(c.Value, 'g', -1, 64)))
	case *slack.TableRichTextCell:
		return g.Map(c.Elements, d.richPart)
	default:
		return nil
	}
}

// textObject draws either kind of text.
func (r Reader) textObject(t *slack.TextBlockObject) g.Node {
	switch {
	case t == nil:
		return nil
	case t.Type == slack.MarkdownType:
		return r.Mrkdwn(t.Text, t.Verbatim)
	default:
		return r.Plain(t.Text, t.Emoji == nil || *t.Emoji)
	}
}

// link draws a link, or its words alone if the address is not to be opened.
func link(address string, words g.Node) g.Node {
	if !safe(address) {
		return h.Span(words)
	}
	return outward(address, words)
}

func unsupported(what string) g.Node {
	return h.P(h.Class("unsupported"), g.Text("Not drawn here: "+what))
}
