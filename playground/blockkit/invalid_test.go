package blockkit_test

import (
	"fmt"
	"strings"
	"testing"

	"meetingbot/playground/blockkit"
)

// sample is JSON that Slack refuses for one reason.
type sample struct {
	name    string
	raw     []byte
	rule    string
	pointer string
}

// TestCheck_Invalid refuses each sample for its own reason and for no other.
func TestCheck_Invalid(t *testing.T) {
	t.Parallel()
	check := func(samples []sample, check func([]byte) []blockkit.Problem) {
		for _, s := range samples {
			t.Run(s.name, func(t *testing.T) {
				t.Parallel()
				got := check(s.raw)
				if len(got) != 1 || got[0].Rule != s.rule || got[0].Pointer != s.pointer {
					t.Errorf("check(%.300s) = %v, want one problem of %s at %q", s.raw, got, s.rule, s.pointer)
				}
			})
		}
	}
	check(invalidMessages(), blockkit.CheckMessage)
	check(invalidViews(), blockkit.CheckView)
	check(invalidOptions(), blockkit.CheckOptions)
}

func block(blocks ...string) []byte {
	return []byte(`{"text":"t","blocks":[` + strings.Join(blocks, ",") + `]}`)
}

func modal(rest string) []byte {
	return []byte(`{"type":"modal","title":{"type":"plain_text","text":"t"},` + rest + `}`)
}

// text makes a text object of n characters.
func text(kind string, n int) string {
	return fmt.Sprintf(`{"type":%q,"text":%q}`, kind, strings.Repeat("x", n))
}

func str(n int) string { return `"` + strings.Repeat("x", n) + `"` }

func times(n int, s string) string { return strings.TrimSuffix(strings.Repeat(s+",", n), ",") }

// element makes a section whose accessory it is.
func element(e string) []byte {
	return block(`{"type":"section","text":` + text("plain_text", 1) + `,"accessory":` + e + `}`)
}

func button(rest string) []byte {
	return element(`{"type":"button","text":` + text("plain_text", 1) + rest + `}`)
}

// numbered makes n options with different values.
func numbered(n int) string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf(`{"text":{"type":"plain_text","text":"o"},"value":"v%d"}`, i))
	}
	return strings.Join(all, ",")
}

func inputView(element string) []byte {
	return modal(`"submit":` + text("plain_text", 1) + `,"blocks":[{"type":"input","label":` +
		text("plain_text", 1) + `,"element":` + element + `}]`)
}

func table(kind, rest, row string, rows int) string {
	return `{"type":"` + kind + `"` + rest + `,"rows":[` + times(rows, `[`+row+`]`) + `]}`
}

func invalidMessages() []sample {
	var all []sample
	all = append(all, invalidBodies()...)
	all = append(all, invalidTexts()...)
	all = append(all, invalidBlocks()...)
	all = append(all, invalidElements()...)
	all = append(all, invalidSelects()...)
	all = append(all, invalidTables()...)
	return append(all, invalidRichTexts()...)
}

func invalidBodies() []sample {
	const cell = `{"type":"raw_text","text":"x"}`
	section := `{"type":"section","text":` + text("mrkdwn", 3000) + `}`
	return []sample{
		{"no JSON", []byte(`{`), blockkit.RuleJSON, ""},
		{"two values", []byte(`{"text":"x"} {}`), blockkit.RuleJSON, ""},
		{"no object", []byte(`[]`), blockkit.RuleKind, ""},
		{"nothing to show", []byte(`{"text":"","blocks":[]}`), blockkit.RuleMissing, ""},
		{"text too long", []byte(`{"text":` + str(40001) + `}`), blockkit.RuleLength, "/text"},
		{"text no string", []byte(`{"text":1}`), blockkit.RuleKind, "/text"},
		{"response_type", []byte(`{"text":"x","response_type":"loud"}`), blockkit.RuleValue, "/response_type"},
		{"replace_original as text", []byte(`{"text":"x","replace_original":"yes"}`), blockkit.RuleKind, "/replace_original"},
		{"101 attachments", []byte(`{"attachments":[` + times(101, `{}`) + `]}`), blockkit.RuleCount, "/attachments"},
		{
			"bad block in an attachment", []byte(`{"attachments":[{"blocks":[{"type":"x"}]}]}`),
			blockkit.RuleUnsupported, "/attachments/0/blocks/0/type",
		},
		{"blocks no array", []byte(`{"text":"x","blocks":{}}`), blockkit.RuleKind, "/blocks"},
		{"51 blocks", block(times(51, `{"type":"divider"}`)), blockkit.RuleCount, "/blocks"},
		{"everything too long", block(times(5, section)), blockkit.RuleTotal, "/blocks"},
		{"a table and a data table", block(table("table", "", cell, 1), table("data_table", `,"caption":"c"`, cell, 2)), blockkit.RuleCount, "/blocks/1"},
		{"51 blocks in an attachment", []byte(`{"attachments":[{"blocks":[` + times(51, `{"type":"divider"}`) + `]}]}`), blockkit.RuleCount, "/attachments/0/blocks"},
		{"two tables", block(table("table", "", cell, 1), table("table", "", cell, 1)), blockkit.RuleCount, "/blocks/1"},
		{
			"duplicate block_id", block(`{"type":"divider","block_id":"a"}`, `{"type":"divider","block_id":"a"}`),
			blockkit.RuleDuplicate, "/blocks/1/block_id",
		},
		{"block_id too long", block(`{"type":"divider","block_id":` + str(256) + `}`), blockkit.RuleLength, "/blocks/0/block_id"},
		{"block_id empty", block(`{"type":"divider","block_id":""}`), blockkit.RuleLength, "/blocks/0/block_id"},
		{"block without a type", block(`{}`), blockkit.RuleMissing, "/blocks/0"},
		{"block of no kind", block(`{"type":"marquee"}`), blockkit.RuleUnsupported, "/blocks/0/type"},
		{"block for agents", block(`{"type":"card"}`), blockkit.RuleUnsupported, "/blocks/0/type"},
		{"block null", block(`null`), blockkit.RuleKind, "/blocks/0"},
		{"odd property", block(`{"type":"divider","a/b~c":1}`), blockkit.RuleUnknown, "/blocks/0"},
	}
}

func invalidTexts() []sample {
	return []sample{
		{"section without text", block(`{"type":"section"}`), blockkit.RuleMissing, "/blocks/0"},
		{"section 3001", block(`{"type":"section","text":` + text("mrkdwn", 3001) + `}`), blockkit.RuleLength, "/blocks/0/text/text"},
		{"section empty", block(`{"type":"section","text":` + text("mrkdwn", 0) + `}`), blockkit.RuleLength, "/blocks/0/text/text"},
		{"text object of no kind", block(`{"type":"section","text":` + text("html", 1) + `}`), blockkit.RuleUnsupported, "/blocks/0/text/type"},
		{"text object without text", block(`{"type":"section","text":{"type":"mrkdwn"}}`), blockkit.RuleMissing, "/blocks/0/text"},
		{"text a plain string", block(`{"type":"section","text":"x"}`), blockkit.RuleKind, "/blocks/0/text"},
		{
			"emoji flag on mrkdwn", block(`{"type":"section","text":{"type":"mrkdwn","text":"x","emoji":true}}`),
			blockkit.RuleUnknown, "/blocks/0/text",
		},
		{
			"verbatim on plain_text", block(`{"type":"section","text":{"type":"plain_text","text":"x","verbatim":true}}`),
			blockkit.RuleUnknown, "/blocks/0/text",
		},
		{
			"eleven fields", block(`{"type":"section","fields":[` + times(11, text("mrkdwn", 1)) + `]}`),
			blockkit.RuleCount, "/blocks/0/fields",
		},
		{"field 2001", block(`{"type":"section","fields":[` + text("mrkdwn", 2001) + `]}`), blockkit.RuleLength, "/blocks/0/fields/0/text"},
		{"header 151", block(`{"type":"header","text":` + text("plain_text", 151) + `}`), blockkit.RuleLength, "/blocks/0/text/text"},
		{"header mrkdwn", block(`{"type":"header","text":` + text("mrkdwn", 1) + `}`), blockkit.RulePlace, "/blocks/0/text/type"},
		{"header without text", block(`{"type":"header"}`), blockkit.RuleMissing, "/blocks/0"},
		{"header level", block(`{"type":"header","level":5,"text":` + text("plain_text", 1) + `}`), blockkit.RuleRange, "/blocks/0/level"},
		{"markdown 12001", block(`{"type":"markdown","text":` + str(12001) + `}`), blockkit.RuleLength, "/blocks/0/text"},
		{
			"markdown together", block(`{"type":"markdown","text":`+str(6001)+`}`, `{"type":"markdown","text":`+str(6000)+`}`),
			blockkit.RuleTotal, "/blocks/1/text",
		},
	}
}

func invalidBlocks() []sample {
	return []sample{
		{"eleven in a context", block(`{"type":"context","elements":[` + times(11, text("mrkdwn", 1)) + `]}`), blockkit.RuleCount, "/blocks/0/elements"},
		{"empty context", block(`{"type":"context","elements":[]}`), blockkit.RuleCount, "/blocks/0/elements"},
		{"button in a context", block(`{"type":"context","elements":[{"type":"button"}]}`), blockkit.RulePlace, "/blocks/0/elements/0/type"},
		{"26 actions", block(`{"type":"actions","elements":[` + times(26, `{"type":"datepicker"}`) + `]}`), blockkit.RuleCount, "/blocks/0/elements"},
		{"image among actions", block(`{"type":"actions","elements":[{"type":"image"}]}`), blockkit.RulePlace, "/blocks/0/elements/0/type"},
		{
			"input in a section", element(`{"type":"plain_text_input"}`),
			blockkit.RulePlace, "/blocks/0/accessory/type",
		},
		{
			"duplicate action_id", block(`{"type":"actions","elements":[` + times(2, `{"type":"datepicker","action_id":"a"}`) + `]}`),
			blockkit.RuleDuplicate, "/blocks/0/elements/1/action_id",
		},
		{
			"six context actions", block(`{"type":"context_actions","elements":[` +
				times(6, `{"type":"icon_button","icon":"trash","text":`+text("plain_text", 1)+`}`) + `]}`),
			blockkit.RuleCount, "/blocks/0/elements",
		},
		{
			"feedback without its negative", block(`{"type":"context_actions","elements":[{"type":"feedback_buttons","positive_button":{"value":"v","text":` +
				text("plain_text", 1) + `}}]}`), blockkit.RuleMissing, "/blocks/0/elements/0",
		},
		{"image without alt_text", block(`{"type":"image","image_url":"https://a.b/c.png"}`), blockkit.RuleMissing, "/blocks/0"},
		{"image without picture", block(`{"type":"image","alt_text":"a"}`), blockkit.RuleMissing, "/blocks/0"},
		{
			"image with two pictures", block(`{"type":"image","alt_text":"a","image_url":"https://a.b/c.png","slack_file":{"id":"F1"}}`),
			blockkit.RuleConflict, "/blocks/0",
		},
		{"image by data", block(`{"type":"image","alt_text":"a","image_url":"data:image/png;base64,AA"}`), blockkit.RuleURL, "/blocks/0/image_url"},
		{"image alt_text 2001", block(`{"type":"image","alt_text":` + str(2001) + `,"image_url":"https://a.b"}`), blockkit.RuleLength, "/blocks/0/alt_text"},
		{
			"image title mrkdwn", block(`{"type":"image","alt_text":"a","image_url":"https://a.b","title":` + text("mrkdwn", 1) + `}`),
			blockkit.RulePlace, "/blocks/0/title/type",
		},
		{"image_url 3001", block(`{"type":"image","alt_text":"a","image_url":"https://a.b/` + strings.Repeat("x", 2989) + `"}`), blockkit.RuleLength, "/blocks/0/image_url"},
		{"video by http", block(video("http://v.example", 1)), blockkit.RuleURL, "/blocks/0/video_url"},
		{"video title 200", block(video("https://v.example", 200)), blockkit.RuleLength, "/blocks/0/title/text"},
		{"file from elsewhere", block(`{"type":"file","external_id":"a","source":"local"}`), blockkit.RuleValue, "/blocks/0/source"},
		{"video author 50", block(strings.Replace(video("https://v.example", 1), `"alt_text"`, `"author_name":`+str(50)+`,"alt_text"`, 1)), blockkit.RuleLength, "/blocks/0/author_name"},
		{"video without alt_text", block(strings.Replace(video("https://v.example", 1), `"alt_text":"a",`, ``, 1)), blockkit.RuleMissing, "/blocks/0"},
		{
			"image title 2001", block(`{"type":"image","alt_text":"a","image_url":"https://a.b","title":` + text("plain_text", 2001) + `}`),
			blockkit.RuleLength, "/blocks/0/title/text",
		},
		{"context text 3001", block(`{"type":"context","elements":[` + text("mrkdwn", 3001) + `]}`), blockkit.RuleLength, "/blocks/0/elements/0/text"},
		{"image element without alt_text", element(`{"type":"image","image_url":"https://a.b/c.png"}`), blockkit.RuleMissing, "/blocks/0/accessory"},
		{"call without id", block(`{"type":"call"}`), blockkit.RuleMissing, "/blocks/0"},
		{"input without label", block(`{"type":"input","element":{"type":"plain_text_input"}}`), blockkit.RuleMissing, "/blocks/0"},
		{
			"file input in a message", block(`{"type":"input","label":` + text("plain_text", 1) + `,"element":{"type":"file_input"}}`),
			blockkit.RulePlace, "/blocks/0/element/type",
		},
	}
}

func video(address string, title int) string {
	return `{"type":"video","video_url":"` + address + `","thumbnail_url":"https://a.b","alt_text":"a","title":` + text("plain_text", title) + `}`
}
