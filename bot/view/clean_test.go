package view_test

import (
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"pgregory.net/rapid"

	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// scotland is a flag made of tag characters.
const scotland = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"

func TestClean(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		in    string
		limit int
		want  string
	}{
		{name: "as it is", in: "Weekly sync", limit: 20, want: "Weekly sync"},
		{name: "empty", in: "", limit: 20, want: ""},
		{name: "only spaces", in: " \t\r\n\u00a0\u3000", limit: 20, want: ""},
		{name: "lines become one", in: "a\r\nb\u2028c\u2029d\u0085e\vf", limit: 20, want: "a b c d e f"},
		{name: "control characters", in: "a\x00b\x1b[31mc", limit: 20, want: "a b [31mc"},
		{name: "invisible characters", in: "pay\u200bpal\ufeff\u2060\u00ad", limit: 20, want: "paypal"},
		{name: "nothing but a filler of Korean", in: "\u3164", limit: 20, want: ""},
		{name: "nothing but a filler of half width", in: "\uffa0\uffa0", limit: 20, want: ""},
		{name: "nothing but fillers of old Korean", in: "\u115f\u1160", limit: 20, want: ""},
		{name: "nothing but empty Braille", in: "\u2800 \u2800", limit: 20, want: ""},
		{name: "nothing but joiners", in: "\u200d\u200c", limit: 20, want: ""},
		{name: "nothing but variation selectors", in: "\ufe0f\U000e0100\u180b", limit: 20, want: ""},
		{name: "nothing but ignorable characters", in: "\u034f\u17b4\u2065\ufff0\U000e0002", limit: 20, want: ""},
		{name: "nothing but an empty note", in: "\U0001d159", limit: 20, want: ""},
		{name: "nothing but tags", in: "\U000e0061\U000e0062\U000e007f", limit: 20, want: ""},
		{name: "blanks around text", in: "\u3164\u2800Ana\u3164García\u3164", limit: 20, want: "Ana García"},
		{name: "ignorable characters within text", in: "pay\u034fpal", limit: 20, want: "paypal"},
		{name: "old Korean keeps its filler", in: "\u115f\u1161", limit: 20, want: "\u115f\u1161"},
		{name: "an accent is something", in: "\u0301", limit: 20, want: "\u0301"},
		{name: "a flag made of tags", in: "a" + scotland + "b", limit: 20, want: "a" + scotland + "b"},
		{name: "flags made of tags", in: scotland + scotland, limit: 40, want: scotland + scotland},
		{name: "a flag made of tags is not split", in: "ab" + scotland, limit: 10, want: "ab…"},
		{name: "half of a flag loses its tags", in: scotland, limit: 5, want: "🏴…"},
		{name: "tags on something else", in: "a\U000e0067\U000e0062\U000e007f", limit: 20, want: "a"},
		{name: "a flag without an end", in: "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074!", limit: 20, want: "🏴!"},
		{name: "a text hidden in a flag", in: "🏴" + strings.Repeat("\U000e0061", 30) + "\U000e007f", limit: 100, want: "🏴"},
		{name: "characters that reverse text", in: "a\u202eb\u2066c\u2069\u200f", limit: 20, want: "abc"},
		{name: "invalid bytes", in: "a\xff\xfeb", limit: 20, want: "a\ufffdb"},
		{name: "exactly the limit", in: "12345", limit: 5, want: "12345"},
		{name: "one more", in: "123456", limit: 5, want: "1234…"},
		{name: "Chinese is cut by characters", in: "关于年度预算的讨论", limit: 5, want: "关于年度…"},
		{name: "no space before the ellipsis", in: "abc def", limit: 5, want: "abc…"},
		{name: "emoji count double", in: "😀😀😀😀", limit: 7, want: "😀😀😀…"},
		{name: "emoji joined into one", in: "ab👩‍👩‍👧cd", limit: 8, want: "ab…"},
		{name: "emoji joined into one that fits", in: "ab👩‍👩‍👧cd", limit: 12, want: "ab👩‍👩‍👧cd"},
		{name: "skin tone", in: "abc👍🏽d", limit: 7, want: "abc…"},
		{name: "variation selector", in: "ab❤️cdef", limit: 4, want: "ab…"},
		{name: "accents stay on their letters", in: "abe\u0301\u0302cd", limit: 5, want: "ab…"},
		{name: "flags are two letters", in: "🇨🇳🇩🇪🇫🇷", limit: 7, want: "🇨🇳…"},
		{name: "a single huge character is split rather than dropped", in: "e" + strings.Repeat("\u0301", 20), limit: 5, want: "e\u0301\u0301\u0301…"},
		{name: "only the beginning of a huge text is read", in: strings.Repeat("\u200b", 11) + "ab" + strings.Repeat("会", 1<<20), limit: 4, want: "ab会…"},
		{name: "text after many dropped characters is not found", in: strings.Repeat("\u200b", 1<<20) + "a", limit: 4, want: ""},
		{name: "right to left is isolated", in: "שלום", limit: 20, want: "\u2068שלום\u2069"},
		{name: "right to left among others", in: "x محمد (1)", limit: 20, want: "\u2068x محمد (1)\u2069"},
		{name: "right to left is isolated within the limit", in: "שלוםשלום", limit: 6, want: "\u2068שלו…\u2069"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := view.Clean(tt.in, tt.limit); got != tt.want {
				t.Errorf("Clean(%q, %d) = %q, want %q", tt.in, tt.limit, got, tt.want)
			}
		})
	}
}

func TestSafe(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, want string }{
		{"as it is", "user_01", "user_01"},
		{"escaped", `a&b<c>d`, `a&amp;b&lt;c&gt;d`},
		{"escaped once more", "&amp;", "&amp;amp;"},
		{"mention", "<!channel> <@U1> <#C1|x>", "&lt;!channel&gt; &lt;@U1&gt; &lt;#C1|x&gt;"},
		{"bold", "*b*", "∗b∗"},
		{"italic", "_i_", "＿i＿"},
		{"underscores inside words", "a_b_c __init__ _x", "a_b_c ＿＿init＿＿ ＿x"},
		{"underscores beside Chinese", "会议_测试_1", "会议＿测试＿1"},
		{"strike", "~s~", "∼s∼"},
		{"code", "`c` ```d```", "ˋcˋ ˋˋˋdˋˋˋ"},
		{"quotation", "> q > r", "› q &gt; r"},
		{"nested quotation", ">> >q", "›› ›q"},
		{"no new lines", "a\n> b", "a &gt; b"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := view.Safe(tt.in, 100); got != tt.want {
				t.Errorf("Safe(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

// For any input the result is valid, within the limit and without mark-up.
func TestCleanAndSafeForAnyInput(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.OneOf(
			rapid.String(),
			rapid.StringOf(rapid.SampledFrom([]rune("a_*~`<>&\n \u0301\u200d👩🏽🇨🇳ש会\u202e\xff\u3164\u2800\ufe0f\u115f"+scotland))),
		).Draw(t, "in")
		limit := rapid.IntRange(4, 150).Draw(t, "limit")
		got := view.Clean(in, limit)
		if n := len(utf16.Encode([]rune(got))); n > limit || !utf8.ValidString(got) || strings.ContainsAny(got, "\n\r\t\u202e") {
			t.Fatalf("Clean(%q, %d) = %q, %d long", in, limit, got, n)
		}
		if again := view.Clean(got, limit); again != got && !strings.ContainsRune(got, '\u2068') {
			t.Fatalf("Clean(Clean(%q)) = %q, want %q", in, again, got)
		}
		safe := view.Safe(in, limit)
		if strings.ContainsAny(safe, "<>*~`\n") || strings.HasPrefix(strings.TrimSpace(safe), "&gt;") {
			t.Fatalf("Safe(%q, %d) = %q, which Slack would take for mark-up", in, limit, safe)
		}
	})
}

func TestNumber(t *testing.T) {
	t.Parallel()
	tests := []struct{ in, want string }{
		{"914083136", "914 083 136"},
		{"98137105", "981 371 05"},
		{"9140831361", "914 083 1361"},
		{"1234", "1234"},
		{"123", "123"},
		{"", ""},
		{"91408313691408313691", "914 083 136 914 083 136 91"},
		{"914-083<136>", "914-083&lt;136&gt;"},
		{strings.Repeat("9", 50), strings.Repeat("9", 39) + "…"},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			t.Parallel()
			if got := view.Number(tt.in); got != tt.want {
				t.Errorf("Number(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestDisplayName(t *testing.T) {
	t.Parallel()
	tests := []struct{ in, want string }{
		{"Ana García", "Ana García"},
		{"会议室 8888", "会议室 8888"},
		{"1024", "1024"},
		{"ana@example.com", "ana"},
		{"Ana @ Berlin", "Ana @ Berlin"},
		{"+991116003815", ""},
		{"+99111****815", ""},
		{"138 0013 8000", ""},
		{"(010) 8888-8888", ""},
		{"１３８００１３８０００", ""},
		{"13800138000@example.com", ""},
		{"+1", ""},
		{"  ", ""},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			t.Parallel()
			if got := view.DisplayName(meeting.Name(tt.in)); got != tt.want {
				t.Errorf("DisplayName(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

// Clean answers for most texts without looking closely. It must say the same.
func TestCleanIsTheSameForPlainText(t *testing.T) {
	t.Parallel()
	for r := range rune(utf8.MaxRune + 1) {
		for _, s := range []string{string(r), "a" + string(r) + " b"} {
			if got, want := view.Clean(s, 100), view.CleanAny(s, 100); got != want {
				t.Fatalf("clean(%q) = %q, want %q", s, got, want)
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune(" \u00a0\taZ09<&_*éЖ中あ한\u0301\u200dש"))).Draw(t, "text")
		limit := rapid.IntRange(2, 12).Draw(t, "limit")
		if got, want := view.Clean(s, limit), view.CleanAny(s, limit); got != want {
			t.Fatalf("clean(%q, %d) = %q, want %q", s, limit, got, want)
		}
	})
}
