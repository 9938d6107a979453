package page_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"gotest.tools/v3/golden"

	"meetingbot/playground/page"
)

// ana is an English-speaking viewer in Berlin on a Monday evening.
func ana(t *testing.T) page.Viewer {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return page.Viewer{
		Locale: "en-US", Zone: zone, Now: time.Date(2026, 11, 23, 20, 0, 0, 0, time.UTC),
		Location: page.Location{Person: "U1", Channel: "C1"},
		People:   []page.Person{{ID: "U1", Name: "Ana Morel", Zone: "Europe/Berlin", Locale: "en-US"}, {ID: "U2", Name: "王芳", Zone: "Asia/Shanghai", Locale: "zh-CN"}, {ID: "U3", Name: "Gus Guest", About: "Guest", Zone: "UTC", Locale: "en-GB"}, {ID: "U9", Name: "Meetings", App: true}},
		Channels: []page.Channel{{ID: "C1", Name: "team-room", Topic: "Try it", Kind: page.Public}, {ID: "C2", Name: "secret", Kind: page.Private, Unread: 2}, {ID: "C3", Name: "old", Kind: page.Public, Archived: true}, {ID: "D1", Name: "Meetings", Kind: page.Direct}},
		Name: func(id string) (string, bool) {
			name, ok := map[string]string{"U1": "Ana Morel", "C1": "team-room"}[id]
			return name, ok
		},
	}
}

// draw renders one message, with a line break between tags.
func draw(t *testing.T, r page.Viewer, m page.Message) string {
	t.Helper()
	m.TS, m.At, m.Author = "1795464000.000100", r.Now, "Meetings"
	return change(t, "messages", page.Page{Viewer: r, Entries: []page.Entry{{Message: &m}}})
}

// change renders one part of an update of the event stream.
func change(t *testing.T, part string, p page.Page) string {
	t.Helper()
	var b bytes.Buffer
	if err := p.RenderChange(&b); err != nil {
		t.Fatalf("RenderChange = %v, want nil", err)
	}
	_, after, ok := strings.Cut(b.String(), `<hx-partial hx-target="#`+part+`"`)
	if !ok {
		t.Fatalf("RenderChange has no part %q: %s", part, b.String())
	}
	inside, _, _ := strings.Cut(after, "</hx-partial>")
	return readable("<hx-partial" + inside)
}

func readable(html string) string { return strings.ReplaceAll(html, "><", ">\n<") + "\n" }

// callBlock is a call as Slack shows it, for 12 minutes.
func callBlock(id string, ended, rejected bool) string {
	return fmt.Sprintf(`{"type":"call","call_id":"R%[1]s","call":{"v1":{"id":"R%[1]s","name":"Weekly <sync> *x*","display_id":"981 37105","join_url":"https://example.com/j?a=1&b=2",`+
		`"date_start":1795463000,"date_end":1795463720,"has_ended":%[2]t,"was_rejected":%[3]t,"active_participants":[{"slack_id":"U1"},{"external_id":"g-1","display_name":"<b>Guest</b>"}]}}}`,
		id, ended, rejected)
}

// TestBlocks renders each kind of block. Review changed golden files after an update
// (go test ./playground/page -update).
func TestBlocks(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, blocks string }{
		{"header", `{"type":"header","text":{"type":"plain_text","text":"Weekly <sync> :calendar: *x*"}},{"type":"header","level":2,"text":{"type":"plain_text","text":"two"}},{"type":"header","level":4,"text":{"type":"plain_text","text":"four","emoji":false}}`},
		{"section", `{"type":"section","text":{"type":"mrkdwn","text":"*Scheduled* · starts soon"},"fields":[{"type":"mrkdwn","text":"*When*\n<!date^1795413600^{date_short} {time}|later>"},{"type":"plain_text","text":"two\nlines"}]}`},
		{"accessories", `{"type":"section","text":{"type":"plain_text","text":"a"},"accessory":{"type":"button","action_id":"b","text":{"type":"plain_text","text":"Press"},"value":"v"}},{"type":"section","text":{"type":"plain_text","text":"a"},"accessory":{"type":"image","image_url":"https://example.com/i.png","alt_text":"a picture"}},{"type":"section","text":{"type":"plain_text","text":"a"},"accessory":{"type":"plain_text_input","action_id":"u"}}`},
		{"overflow", `{"type":"section","text":{"type":"plain_text","text":"a"},"accessory":{"type":"overflow","action_id":"more","options":[{"text":{"type":"plain_text","text":"Share"},"value":"share","description":{"type":"plain_text","text":"with everybody"}},{"text":{"type":"plain_text","text":"Open"},"value":"open","url":"https://example.com/"}]}}`},
		{"actions", `{"type":"actions","block_id":"a","elements":[{"type":"button","action_id":"join","style":"primary","url":"https://example.com/j?a=1&b=2","text":{"type":"plain_text","text":"Join"}},{"type":"button","action_id":"next","text":{"type":"plain_text","text":"Next ▶"},"accessibility_label":"Next page, 2 of 5"},{"type":"button","action_id":"stop","style":"danger","text":{"type":"plain_text","text":"Stop"},"confirm":{"title":{"type":"plain_text","text":"Sure?"},"text":{"type":"mrkdwn","text":"A &amp; B"},"confirm":{"type":"plain_text","text":"Yes"},"deny":{"type":"plain_text","text":"No"}}},{"type":"button","action_id":"next","text":{"type":"plain_text","text":"Next again"}}]}`},
		{"context", `{"type":"context","elements":[{"type":"mrkdwn","text":"Updated 10:42 · _only visible to you_"},{"type":"plain_text","text":"plain"},{"type":"image","image_url":"https://example.com/i.png","alt_text":"icon"}]}`},
		{"call", callBlock("going", false, false) + "," + callBlock("declined", false, true) + "," + callBlock("over", true, false) + `,{"type":"call","call_id":"R0"}`},
		{"divider", `{"type":"divider"}`},
		{"image", `{"type":"image","image_url":"https://example.com/i.png","alt_text":"a chart","title":{"type":"plain_text","text":"Chart"}},{"type":"image","slack_file":{"id":"F1"},"alt_text":"a file"}`},
		{"rich_text", `{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"bold","style":{"bold":true,"italic":true,"strike":true,"code":true,"underline":true}},{"type":"text","text":" <plain>\nnext"},{"type":"link","url":"https://example.com/","text":"link"},{"type":"link","url":"javascript:alert(1)","text":"no link"},{"type":"emoji","name":"wave"},{"type":"emoji","name":"nonesuch"},{"type":"user","user_id":"U1"},{"type":"channel","channel_id":"C1"},{"type":"usergroup","usergroup_id":"S1"},{"type":"broadcast","range":"here"},{"type":"color","value":"#aabbcc"},{"type":"date","timestamp":1795413600,"format":"{date_num} {time_secs}","url":"https://example.com/d"},{"type":"date","timestamp":1795413600,"format":"{century}","fallback":"a fallback"},{"type":"team","team_id":"T1"}]},{"type":"rich_text_list","style":"bullet","indent":1,"elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"item"}]}]},{"type":"rich_text_list","style":"ordered","offset":2,"elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"third"}]}]},{"type":"rich_text_quote","elements":[{"type":"text","text":"quote"}]},{"type":"rich_text_preformatted","elements":[{"type":"text","text":"pre"}]}]}`},
		{"table", `{"type":"table","column_settings":[{"align":"right"}],"rows":[[{"type":"raw_text","text":"head"},{"type":"raw_text","text":"two"}],[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"cell"}]}]},null]]}`},
		{"others", `{"type":"markdown","text":"# one\ntwo"},{"type":"video","video_url":"https://example.com/v","thumbnail_url":"https://example.com/t.png","alt_text":"v","title":{"type":"plain_text","text":"Film"}},{"type":"hologram"},{"type":"context_actions","elements":[{"type":"feedback_buttons","action_id":"f","positive_button":{"text":{"type":"plain_text","text":"Good"},"value":"1"},"negative_button":{"text":{"type":"plain_text","text":"Bad"},"value":"0","accessibility_label":"Not good"}},{"type":"icon_button","action_id":"i","icon":"trash","text":{"type":"plain_text","text":"Delete"}}]}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := page.Message{App: true, Text: "fallback", Blocks: []byte("[" + tt.blocks + "]")}
			golden.Assert(t, draw(t, ana(t), m), "block_"+tt.name+".golden.html")
		})
	}
}

// TestEntries renders messages and commands without blocks.
func TestEntries(t *testing.T) {
	t.Parallel()
	r := ana(t)
	yesterday := r.Now.Add(-24 * time.Hour)
	p := page.Page{Viewer: r, Channel: r.Channels[0], Entries: []page.Entry{
		{Command: &page.SentCommand{ID: "1.1", At: yesterday, Text: "/meeting <1>", Pending: true}},
		{Command: &page.SentCommand{ID: "1.2", At: yesterday, Text: "/meeting 2", Took: 1234567890}},
		{Command: &page.SentCommand{ID: "1.3", At: r.Now, Text: "/meeting 3", Took: 56 * time.Millisecond}},
		{Command: &page.SentCommand{ID: "1.4", At: r.Now, Text: "/meeting 4", Problem: "operation_timeout"}},
		{Message: &page.Message{TS: "2.1", At: r.Now, Author: "Ana Morel", Text: "hi", Edited: true, Replies: 1}},
		{Message: &page.Message{TS: "2.2", At: r.Now, Author: "", App: true, Ephemeral: true, Text: "psst", Problem: "no answer"}},
		{Message: &page.Message{TS: "2.3", At: r.Now, Author: "X", Text: "text", Blocks: []byte(`[]`)}},
		{Message: &page.Message{TS: "2.4", At: r.Now, Author: "X", Text: "text", Blocks: []byte(`[{"type":"section","text":5}]`)}},
		{Message: &page.Message{TS: "2.5", At: r.Now, Author: "X", App: true, Text: "*table*", Files: []page.File{
			{Name: "who <came>.csv", Title: "Who <came>", Size: 1234, URL: "files/U1/F1/who%20%3Ccame%3E.csv"}, {Name: "a.csv", Title: "A", Size: 1, URL: "files/U1/F2/a.csv"},
		}}},
	}}
	golden.Assert(t, change(t, "messages", p), "lines.golden.html")
}

// sample is a page without messages.
func sample(t *testing.T) page.Page {
	t.Helper()
	r := ana(t)
	return page.Page{
		Viewer: r, Workspace: "Play<ground", App: "Meetings", Channel: r.Channels[0], Me: r.People[0],
		Commands:    []page.Command{{Name: "/meeting", Usage: "a number"}},
		Suggestions: []page.Suggestion{{ID: "914083136", Title: `Weekly "sync"`}}, Stream: "1-2",
	}
}

// TestRender renders the whole document in its states.
func TestRender(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		edit func(*page.Page)
	}{
		{"page", func(*page.Page) {}},
		{"page_draft", func(p *page.Page) { p.Draft = `/meeting "1"` }},
		{"page_direct", func(p *page.Page) { p.Channel = p.Viewer.Channels[3]; p.Viewer.Location.Channel = "D1" }},
		{"page_home", func(p *page.Page) {
			onHome(p, `[{"type":"actions","block_id":"b","elements":[{"type":"button","action_id":"a","value":"v","text":{"type":"plain_text","text":"Press"}}]}]`)
		}},
		{"page_home_empty", func(p *page.Page) { onHome(p, ""); p.Home = &page.View{} }},
		{"page_archived", func(p *page.Page) { p.Channel = p.Viewer.Channels[2] }},
		{"page_without_commands", func(p *page.Page) { p.Commands, p.Suggestions = nil, nil }},
		{"page_panel", func(p *page.Page) {
			p.Controls = []page.Control{
				{ID: "meeting", Label: "A meeting", Fields: []page.Field{
					{Name: "id", Label: "Meeting", Kind: page.SelectField, Value: "2", Choices: []page.Choice{{Value: "1", Label: "One"}, {Value: "2", Label: "<Two>"}}},
				}, Actions: []page.Action{
					{ID: "start", Label: "Start"},
					{ID: "cancel", Label: "Cancel", Danger: true},
					{ID: "move", Label: "Move", Fields: []page.Field{{Name: "by", Label: "Minutes", Kind: page.NumberField, Value: "15"}}},
					{ID: "rename", Label: "Rename", Fields: []page.Field{{Name: "to", Label: "New name"}}},
				}},
				{ID: "api", Label: "The API", Actions: []page.Action{{ID: "heal", Label: "Heal"}}},
			}
		}},
		{"page_thread", func(p *page.Page) {
			p.Viewer.Location.Thread = "2.1"
			p.Thread = &page.Thread{TS: "2.1", Messages: []page.Message{
				{TS: "2.1", At: p.Viewer.Now, Author: "Ana Morel", Text: "question", Replies: 1}, {TS: "2.2", At: p.Viewer.Now, Author: "王芳", Text: "answer"},
			}}
		}},
		{"page_thread_gone", func(p *page.Page) { p.Thread = &page.Thread{TS: "2.1"} }},
		{"page_inspector", func(p *page.Page) {
			p.Viewer.Location.Inspect = "2.1"
			p.Inspected = &page.Inspected{TS: "2.1", JSON: `{"a": "<b>"}`, Calls: []page.Call{
				{Title: "Slack to the app: /slack/commands", At: p.Viewer.Now, Took: 12 * time.Millisecond, Status: 200, Request: "text=1"},
				{Title: "App to Slack: chat.update", At: p.Viewer.Now, Took: time.Microsecond, Status: 500, Request: "{}", Answer: "oh", Problem: "failed"},
			}}
		}},
		{"page_shortcuts", func(p *page.Page) {
			p.Shortcuts = []page.Shortcut{{ID: "find", Name: "Find <it>"}}
			p.Viewer.MessageShortcuts = []page.Shortcut{{ID: "look_up", Name: "Look it up"}}
		}},
		{"page_inspector_gone", func(p *page.Page) { p.Inspected = &page.Inspected{TS: "2.1"} }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := sample(t)
			tt.edit(&p)
			var b bytes.Buffer
			if err := p.Render(&b); err != nil {
				t.Fatalf("Render = %v, want nil", err)
			}
			golden.Assert(t, strings.ReplaceAll(readable(b.String()), page.AssetsVersion(), "VERSION"), tt.name+".golden.html")
		})
	}
}

// onHome opens the Home tab with some blocks.
func onHome(p *page.Page, blocks string) {
	p.Channel = p.Viewer.Channels[3]
	p.Viewer.Location = page.Location{Person: "U1", Channel: "D1", Tab: page.TabHome}
	p.Home = &page.View{ID: "V1", Blocks: []byte(blocks), Problem: "no <answer>"}
}

// TestRenderChange_Home renders an update of the Home tab: no messages are sent.
func TestRenderChange_Home(t *testing.T) {
	t.Parallel()
	p := sample(t)
	onHome(&p, `[{"type":"divider"}]`)
	golden.Assert(t, change(t, "home", p), "change_home.golden.html")
}

// TestRenderChange renders an update of the event stream.
func TestRenderChange(t *testing.T) {
	t.Parallel()
	p := sample(t)
	p.Thread = &page.Thread{TS: "2.1"}
	p.Inspected = &page.Inspected{TS: "2.1"}
	var b bytes.Buffer
	if err := p.RenderChange(&b); err != nil {
		t.Fatalf("RenderChange = %v, want nil", err)
	}
	golden.Assert(t, readable(b.String()), "change.golden.html")
}

func TestRenderControlResult(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	p := sample(t)
	p.Controls = []page.Control{{ID: "move", Label: "Meetings"}}
	if err := p.RenderControlResult(&b, "move", "Moved <it>", false); err != nil {
		t.Fatal(err)
	}
	if err := p.RenderControlResult(&b, "move", "there is no such meeting", true); err != nil {
		t.Fatal(err)
	}
	golden.Assert(t, readable(b.String()), "controlled.golden.html")
}
