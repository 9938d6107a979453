package contact_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"meetingbot/internal/contact"
)

func TestRemove(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ in, want string }{
		// Addresses.
		{"Jane Doe (jane.doe@example.com)", "Jane Doe"},
		{"Jane Doe (JANE.Doe@Example.COM)", "Jane Doe"},
		{"Guest Lee <lee77@example.org>", "Guest Lee"},
		{"<lee77@example.org> Guest Lee", "Guest Lee"},
		{"Guest Lee [mailto:lee77@example.org]", "Guest Lee"},
		{"Guest Lee, e-mail: lee77@example.org", "Guest Lee"},
		{"Guest Lee <<lee77@example.org>> (Berlin)", "Guest Lee (Berlin)"},
		{"Lee - lee77+work@mail.example.co.uk - Berlin", "Lee - - Berlin"},
		{"李雷（lei.li＠example．com）", "李雷"},
		{"李雷lei.li@example.com研发部", "李雷 研发部"},
		{"李雷 邮箱：lei.li@example.com", "李雷"},
		{"张三 <张三@例子.公司>", "张三"},
		{"José <josé@bücher.example>", "José"},
		{"Lee lee77@\u200bexample.org", "Lee"},
		{"Lee l\u00adee77@exam\u2060ple.org", "Lee"},
		{"Lee lee77 @ example.org", "Lee"},
		{"Lee lee77%40example.org", "Lee"},
		{`Lee "lee 77"@example.org`, "Lee"},
		{"Lee (lee77)@example.org", "Lee"},
		{"Lee l**7@example.org", "Lee"},
		{"Lee lee77@ex*****.org", "Lee"},
		{"Lee lee@[192.0.2.1]", "Lee"},
		{"Lee sip:lee@192.0.2.1:5060;transport=tcp", "Lee"},
		{"Lee <sip:+8613800138000@sip.example.com>", "Lee"},
		{"Lee sip:lee77@pbx", "Lee"},
		{"Lee sip:1001@pbx", "Lee"},
		{"Lee a@example.com; b@example.com", "Lee"},
		{"lee77@example.org", "lee77"},
		{"<lee77@example.org>", "lee77"},
		{"sip:lee77@example.org", "lee77"},
		{"LEE77@EXAMPLE.ORG", "LEE77"},
		{"a@example.com b@example.com", "a"},
		{"13800138000@example.com", ""},
		{"sip:13800138000@example.com", ""},
		{"lee77@corp", "lee77"},
		{"<lee77@corp>", "lee77"},
		{"Guest Lee <lee77@corp>", "Guest Lee"},
		{"李雷（lei＠内网）", "李雷"},
		{"张三@华为", "张三"},
		{"张三@华为 (Beijing)", "张三 (Beijing)"},
		// Numbers.
		{"Li Lei 13800138000", "Li Lei"},
		{"Li +86 139 1234 0002", "Li"},
		{"Li (+86) 139-1234-0002", "Li"},
		{"Li +(86)13912340002 Wang", "Li Wang"},
		{"Li (010) 8888-8888 Wang", "Li Wang"},
		{"Li (010-88888888) Wang", "Li Wang"},
		{"Li 139.1234.0002", "Li"},
		{"Li 139‑1234‑0002", "Li"},
		{"Li 139–1234—0002", "Li"},
		{"Li 1 3 9 1 2 3 4 0 0 0 2", "Li"},
		{"Li 139/1234/0002", "Li"},
		{"Li 139'1234’0002", "Li"},
		{"Li 139,1234,0002", "Li"},
		{"Li 139·1234·0002", "Li"},
		{"Li\u00a0139\u00a01234\u30000002", "Li"},
		{"Li 139\n1234\t0002", "Li"},
		{"李雷１３９１２３４０００２", "李雷"},
		{"李雷＋８６（１３９）１２３４−０００２", "李雷"},
		{"李雷13912340002研发部", "李雷 研发部"},
		{"Ali ٠١٢٣٤٥٦٧٨٩", "Ali"},
		{"Li 𝟏𝟑𝟗𝟏𝟐𝟑𝟒𝟎𝟎𝟎𝟐", "Li"},
		{"Li ①③⑨①②③④⓪⓪⓪②", "Li"},
		{"Li 1️⃣3️⃣9️⃣1️⃣2️⃣3️⃣4️⃣", "Li"},
		{"Li 139\u200b1234\u200d0002", "Li"},
		{"Li 139****0002", "Li"},
		{"Li tel:204", "Li"},
		{"Li <tel:+86-139-1234-0002>", "Li"},
		{"Li Tel: 139 1234 0002", "Li"},
		{"李雷 手机：13912340002", "李雷"},
		{"Li Mobile 13912340002 / Office", "Li / Office"},
		{"5551234", ""},
		{"138 0013 8000", ""},
		{"+991116003815", ""},
		{"+99111****815", ""},
		{"+1", ""},
		{"138<13800138000>00138", ""},
		{"1380 lee77@example.org 0138", "lee77"},
		// What stays.
		{"Ana García", "Ana García"},
		{"Room 204", "Room 204"},
		{"Team 7", "Team 7"},
		{"2026 budget", "2026 budget"},
		{"Class of 2026 (B-1203)", "Class of 2026 (B-1203)"},
		{"B-1203", "B-1203"},
		{"会议室 8888", "会议室 8888"},
		{"1024", "1024"},
		{"123456", "123456"},
		{"Budget 2026-2027", "Budget 2026-2027"},
		{"Budget 2026/27", "Budget 2026/27"},
		{"Intern since 2026-11-27", "Intern since 2026-11-27"},
		{"Jane +1", "Jane +1"},
		{"Ana @ Berlin", "Ana @ Berlin"},
		{"@ana", "@ana"},
		{"R&D, C++ (QA)", "R&D, C++ (QA)"},
		{"Zhang \"Bob\" 7", "Zhang \"Bob\" 7"},
		{"Room 204, Floor 12, Building 7, Area 2026", "Room 204, Floor 12, Building 7, Area 2026"},
		{"50%, 100% 🙂", "50%, 100% 🙂"},
		{"  spaces   stay ", "  spaces   stay "},
		{"", ""},
	} {
		t.Run(tt.in, func(t *testing.T) {
			t.Parallel()
			if got := contact.Remove(tt.in); got != tt.want {
				t.Errorf("Remove(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

// The own number of somebody is removed though it may be short, their own
// address however it is written, and nothing else that they are called.
func TestRemoveOwn(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ in, own, want string }{
		{"Li Lei 85211", "85211", "Li Lei"},
		{"Li Lei (８５２１１)", "85211", "Li Lei"},
		{"85211", "85211", ""},
		{"Li Lei 185211", "85211", "Li Lei 185211"},
		{"Team 7", "7", "Team 7"},
		{"Room 204", "204", "Room 204"},
		{"li lei", "li", "li lei"},
		{"user8002", "user8002", "user8002"},
		{"Li (LEE@corp)", "lee@CORP", "Li"},
		{"lee@corp", "lee@corp", "lee"},
		{"Li Lei 852 11", "", "Li Lei 852 11"},
	} {
		t.Run(tt.in, func(t *testing.T) {
			t.Parallel()
			if got := contact.Remove(tt.in, tt.own, "+99111****815"); got != tt.want {
				t.Errorf("Remove(%q, %q) = %q, want %q", tt.in, tt.own, got, tt.want)
			}
		})
	}
}

// Names without anything suspicious are not searched: no letter may stand for a
// digit or an @.
func TestNoLetterStandsForADigit(t *testing.T) {
	t.Parallel()
	for r := rune(0); r <= unicode.MaxRune; r++ {
		plain := norm.NFKC.String(string(r))
		if unicode.IsLetter(r) && strings.ContainsAny(plain, "0123456789@%*") {
			t.Errorf("%q is a letter, but the same as %q", r, plain)
		}
	}
}

var (
	addressLeft = regexp.MustCompile(`[\p{L}\p{N}][@＠﹫][\p{L}\p{N}]`)
	between     = regexp.MustCompile(`[\s\p{Z}\p{Pd}\p{Cf}\p{M}.()\[\]/_+]`)
	numberLeft  = regexp.MustCompile(`[0-9]{7}`)
)

// checkNothingLeft reports an address or a number in what is left of a name.
func checkNothingLeft(t interface{ Errorf(string, ...any) }, in, got string) {
	if addressLeft.MatchString(norm.NFKC.String(got)) {
		t.Errorf("Remove(%q) = %q, with an address in it", in, got)
	}
	rest := got
	for _, words := range strings.FieldsFunc(got, unicode.IsLetter) {
		if isCalendar.MatchString(strings.TrimSpace(norm.NFKC.String(words))) {
			rest = strings.ReplaceAll(rest, words, "x")
		}
	}
	if numberLeft.MatchString(between.ReplaceAllString(norm.NFKC.String(rest), "")) {
		t.Errorf("Remove(%q) = %q, with a number in it", in, got)
	}
	if again := contact.Remove(got); again != got {
		t.Errorf("Remove(Remove(%q)) = %q, want %q", in, again, got)
	}
}

// isCalendar finds dates and ranges of years, which are no numbers of anybody.
var isCalendar = regexp.MustCompile(`(19|20)\d\d ?[-–—/~.] ?(\d\d?[-/.]\d\d?|(19|20)\d\d)`)

func FuzzRemove(f *testing.F) {
	for _, s := range []string{
		"Jane Doe (jane.doe@example.com)", "Li +86 139 1234 0002", "1380<x@y.zz>0138000", "((1)((380)0138)000)", `"a@b"@c.com`, "a@b@c.com@d", "１３８**٠٠", "⒈⒊⒏⒈⒊⒏⒈",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) { checkNothingLeft(t, in, contact.Remove(in)) })
}

func TestRemoveFromAnyName(t *testing.T) {
	t.Parallel()
	part := rapid.SampledFrom([]string{
		"Li", " ", "1", "380", "0013", "8000", "+86", "-", ".", "(", ")", "<", ">", "@", "＠", "example", ".com", "com", "李", "é", "\u200b", "\u0301", "１", "٣", "①", "⒈", "sip:", "tel:", "%40", "\"", "*", "/", ",", "2026", "2027",
	})
	rapid.Check(t, func(t *rapid.T) {
		in := strings.Join(rapid.SliceOfN(part, 0, 30).Draw(t, "parts"), "")
		checkNothingLeft(t, in, contact.Remove(in))
	})
}
