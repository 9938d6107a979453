package page_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"meetingbot/playground/page"
)

// mrkdwn renders text in Slack's markup.
func mrkdwn(t *testing.T, r page.Viewer, s string, verbatim bool) string {
	t.Helper()
	var b strings.Builder
	if err := r.Mrkdwn(s, verbatim).Render(&b); err != nil {
		t.Fatalf("Mrkdwn(%q) = %v, want nil", s, err)
	}
	return b.String()
}

func TestMrkdwn(t *testing.T) {
	t.Parallel()
	const blank = ` target="_blank" rel="noopener noreferrer"`
	tests := []struct{ name, text, want string }{
		{"plain", "hello", "hello"},
		{"nothing", "", ""},
		{"bold", "*bold* text", "<strong>bold</strong> text"},
		{"italic", "an _italic_.", "an <em>italic</em>."},
		{"strike", "~gone~", "<s>gone</s>"},
		{"nested", "*bold _and italic_*", "<strong>bold <em>and italic</em></strong>"},
		{"in a word", "snake_case_name 2*3*4", "snake_case_name 2*3*4"},
		{"after a word", "a*b* c_d_ e~f~", "a*b* c_d_ e~f~"},
		{"in Chinese", "这是*粗体*字", "这是*粗体*字"},
		{"around Chinese", "这是 *粗体* 字", "这是 <strong>粗体</strong> 字"},
		{"spaces inside", "* not bold *", "* not bold *"},
		{"not closed", "*open and _open", "*open and _open"},
		{"doubled", "**x**", "**x**"},
		{"not over lines", "*a\nb*", "*a<br>b*"},
		{"code", "`a *b* &lt;c&gt;`", "<code>a *b* &lt;c&gt;</code>"},
		{"code inside bold", "*see `a*b` here*", "<strong>see <code>a*b</code> here</strong>"},
		{"code block", "a\n```x\n *y* &amp;```\nb", "a<pre><code>x\n *y* &amp;</code></pre>b"},
		{"open code block", "```x", "```x"},
		{"lines", "a\n\nb", "a<br><br>b"},
		{"quote", "&gt; one\n&gt;two\nthree", "<blockquote>one<br>two</blockquote>three"},
		{"escapes", "a &lt;b&gt; &amp;amp;", "a &lt;b&gt; &amp;amp;"},
		{"raw markup", "<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"},
		{"link", "<https://example.com/?a=1&amp;b=2|the *site*>", `<a href="https://example.com/?a=1&amp;b=2"` + blank + `>the *site*</a>`},
		{"bare link", "<https://example.com>", `<a href="https://example.com"` + blank + `>https://example.com</a>`},
		{"mail", "<mailto:a@example.com|a@example.com>", `<a href="mailto:a@example.com"` + blank + `>a@example.com</a>`},
		{"written out", "see https://example.com/a_b_c, or", `see <a href="https://example.com/a_b_c"` + blank + `>https://example.com/a_b_c</a>, or`},
		{"no address", "http:// and xhttps://a.b", "http:// and xhttps://a.b"},
		{"script link", "<javascript:alert(1)|x>", "&lt;javascript:alert(1)|x&gt;"},
		{"person", "<@U1> and <@U9>", `<span class="mention">@Ana Morel</span> and <span class="mention">@U9</span>`},
		{"channel", "<#C1> <#C9|other>", `<span class="mention">#team-room</span> <span class="mention">#other</span>`},
		{"broadcast", "<!here> <!channel|x>", `<span class="mention">@here</span> <span class="mention">@channel</span>`},
		{"group", "<!subteam^S1|@staff>", `<span class="mention">@staff</span>`},
		{"emoji", ":wave: :nonesuch: 10:30:45", `<span class="emoji" title=":wave:">👋</span> :nonesuch: 10:30:45`},
		{"emoji with a tone", ":wave::skin-tone-4:", `<span class="emoji" title=":wave::skin-tone-4:">👋🏽</span>`},
		{"date", "<!date^1795413600^{date_num} at {time}|x>", `<time datetime="2026-11-23T06:00:00Z" title="Monday, November 23rd, 2026 7:00:00 AM">2026-11-23 at 7:00 AM</time>`},
		{"date with a link", "<!date^1795413600^{time}^https://example.com/|x>", `<a href="https://example.com/"` + blank + `><time datetime="2026-11-23T06:00:00Z" title="Monday, November 23rd, 2026 7:00:00 AM">7:00 AM</time></a>`},
		{"date in no format", "<!date^1795413600^{century}|a &amp; b>", "a &amp; b"},
		{"date of nothing", "<!date^soon^{date}|later>", "later"},
		{"date without format", "<!date^1|later>", "later"},
		{"date out of the calendar", "<!date^99999999999999^{date}|later>", "later"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := mrkdwn(t, ana(t), tt.text, false); got != tt.want {
				t.Errorf("Mrkdwn(%q)\n got %s\nwant %s", tt.text, got, tt.want)
			}
		})
	}
	if got := mrkdwn(t, ana(t), "https://example.com *b*", true); got != "https://example.com <strong>b</strong>" {
		t.Errorf("verbatim Mrkdwn = %s, want no link", got)
	}
}

// TestDates formats every token for viewers of both languages.
func TestDates(t *testing.T) {
	t.Parallel()
	english := ana(t)
	chinese := english
	chinese.Locale = "zh-CN"
	british := english
	british.Locale = "en-GB"
	tests := []struct {
		name   string
		viewer page.Viewer
		after  time.Duration
		format string
		want   string
	}{
		{"num", english, 0, "{date_num}", "2026-11-23"},
		{"date", english, 0, "{date}", "November 23rd, 2026"},
		{"short", english, 0, "{date_short}", "Nov 23, 2026"},
		{"long", english, 0, "{date_long}", "Monday, November 23rd, 2026"},
		{"1st", english, 8 * 24 * time.Hour, "{date}", "December 1st, 2026"},
		{"2nd", english, 9 * 24 * time.Hour, "{date}", "December 2nd, 2026"},
		{"12th", english, 19 * 24 * time.Hour, "{date}", "December 12th, 2026"},
		{"4th", english, 11 * 24 * time.Hour, "{date_long_pretty}", "Friday, December 4th, 2026"},
		{"time", english, 0, "{time}", "9:00 PM"},
		{"seconds", british, 0, "{time_secs}", "21:00:00"},
		{"today", english, 2 * time.Hour, "{date_pretty} {time}", "Today 11:00 PM"},
		{"tomorrow after midnight", english, 4 * time.Hour, "{date_short_pretty}", "Tomorrow"},
		{"yesterday", english, -22 * time.Hour, "{date_long_pretty}", "Yesterday"},
		{"ago", english, -90 * time.Second, "{ago}", "1 minute ago"},
		{"in hours", english, 5 * time.Hour, "{ago}", "In 5 hours"},
		{"in days", english, 72 * time.Hour, "{ago}", "In 3 days"},
		{"seconds ago", english, -5 * time.Second, "{ago}", "5 seconds ago"},
		{"Chinese", chinese, 0, "{date_long} {time}", "2026年11月23日 星期一 21:00"},
		{"Chinese today", chinese, 0, "{date_pretty}", "今天"},
		{"Chinese ago", chinese, -2 * time.Hour, "{ago}", "2小时前"},
		{"Chinese ahead", chinese, 2 * time.Hour, "{ago}", "2小时后"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			seconds, err := json.Marshal(tt.viewer.Now.Add(tt.after).Unix())
			if err != nil {
				t.Fatal(err)
			}
			got := mrkdwn(t, tt.viewer, "<!date^"+string(seconds)+"^"+tt.format+"|fallback>", false)
			_, got, _ = strings.Cut(got, `">`)
			if got != tt.want+"</time>" {
				t.Errorf("%s = %s, want %s", tt.format, got, tt.want)
			}
		})
	}
}

// allowed matches every tag that rendered text may contain. Any other tag is an
// escaping error.
var allowed = regexp.MustCompile(`</?(strong|em|s|code|pre|blockquote)>|<br>|<span class="mention">|<span class="emoji" title=":[^"<>]*:">|</span>|` +
	`<time datetime="[-0-9:TZ]+" title="[^"<>]*">|</time>|<a href="(?i:https?://|mailto:|tel:|slack:)[^"<>]*" target="_blank" rel="noopener noreferrer">|</a>`)

// requireAllowedTags fails unless HTML has allowed tags only.
func requireAllowedTags(t *testing.T, html string) {
	t.Helper()
	if rest := allowed.ReplaceAllString(html, ""); strings.ContainsAny(rest, "<>") {
		t.Errorf("markup got out: %q", rest)
	}
}

// attacks are texts that try to bring in markup of their own.
func attacks() []string {
	return []string{
		"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", `"><svg onload=alert(1)>`, "<javascript:alert(1)|click>",
		"<data:text/html,<script>|x>", `<https://a.b/"onmouseover="alert(1)|x>`, "<https://a.b|<img src=x>>", "*<b>*", "`<b>`", "```<b>```",
		"&gt; <b>", "<!date^1^{date}^javascript:alert(1)|<b>>", "<!date^1^<b>|x>", "<@U1|<b>>", "<#C1|<script>>", "<!subteam^S|<b>>",
		"https://a.b/<b>", "https://a.b/\"x", "&lt;script&gt;", ":<b>:", "_*~`<b>`~*_", "<vbscript:x>", "<JaVaScRiPt:alert(1)>", "<\tjavascript:x|y>",
		"</template><script>", "<hx-partial hx-target=body>", "\x00<b>", "<https://a.b\n|x>", "<https://[|x>", "<http:0>", "<HTTPS://a.b>", "<https:evil|x>", "<mailto://x>",
	}
}

func TestMrkdwn_Attacks(t *testing.T) {
	t.Parallel()
	for _, s := range attacks() {
		requireAllowedTags(t, mrkdwn(t, ana(t), s, false))
	}
}

// TestMessage_Attacks puts the attacks into every text property of a message.
func TestMessage_Attacks(t *testing.T) {
	t.Parallel()
	for _, s := range attacks() {
		q, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		x := string(q)
		plain := `{"type":"plain_text","text":` + x + `}`
		m := page.Message{App: true, Text: s, State: []byte(x), Problem: s, Blocks: []byte(`[
			{"type":"header","text":` + plain + `},
			{"type":"section","block_id":` + x + `,"text":{"type":"mrkdwn","text":` + x + `},"accessory":{"type":"overflow","action_id":` + x + `,"options":[{"text":` + plain + `,"value":` + x + `,"url":` + x + `}]}},
			{"type":"image","image_url":` + x + `,"alt_text":` + x + `,"title":` + plain + `},
			{"type":"actions","block_id":` + x + `,"elements":[{"type":"button","action_id":` + x + `,"url":` + x + `,"accessibility_label":` + x + `,"text":` + plain + `,"value":` + x + `}]},
			{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":` + x + `},{"type":"link","url":` + x + `,"text":` + x + `},{"type":"emoji","name":` + x + `}]}]}]`)}
		html := draw(t, ana(t), m)
		for _, bad := range []string{"<script", "<img src=x", "<svg onload", "<b>", `href="javascript`, `href="data`, `href="vbscript`, ` onerror="`, ` onmouseover="`, "</template"} {
			if strings.Contains(strings.ToLower(html), bad) {
				t.Errorf("%q was rendered with %q:\n%s", s, bad, html)
			}
		}
	}
}

// FuzzMrkdwn makes sure that no text can add HTML.
func FuzzMrkdwn(f *testing.F) {
	for _, s := range attacks() {
		f.Add(s, false)
	}
	f.Add("*b* _i_ ~s~ `c` <@U1> :wave: https://a.b\n&gt; q", true)
	f.Fuzz(func(t *testing.T, s string, verbatim bool) {
		html := mrkdwn(t, ana(t), s, verbatim)
		requireAllowedTags(t, html)
		for _, tag := range []string{"strong", "em", "s", "code", "pre", "blockquote", "span", "time", "a"} {
			opened := strings.Count(html, "<"+tag+">") + strings.Count(html, "<"+tag+" ")
			if closed := strings.Count(html, "</"+tag+">"); opened != closed {
				t.Errorf("%d <%s> and %d </%s> in %q", opened, tag, closed, tag, html)
			}
		}
	})
}
