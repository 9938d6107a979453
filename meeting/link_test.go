package meeting_test

import (
	"strings"
	"testing"

	"meetingbot/meeting"
)

func TestParseID(t *testing.T) {
	t.Parallel()
	const code = "9505dc3349228b1ce0db8165590cc977bcff89785130fe0d"
	hosts := []string{"meet.example.com", " Meet2.Example.com:8443 ", "100.95.188.18", "[2001:db8::1]:36443", "", "bad host%"}
	for _, tt := range []struct{ name, text, want string }{
		{"a number", "914083136", "914083136"},
		{"spaces", "914 083 136", "914083136"},
		{"dashes", "914-083-136", "914083136"},
		{"spaces and dashes around", "  914 - 083 - 136\n", "914083136"},
		{"long dashes", "914–083—136", "914083136"},
		{"a minus", "914−083−136", "914083136"},
		{"full-width digits", "９１４０８３１３６", "914083136"},
		{"full-width digits and dash", "９１４－083　１３６", "914083136"},
		{"spaces that do not break", "914\u00a0083\u202f136", "914083136"},
		{"invisible marks", "\u2068914\u200b083\u200d136\u2069\ufeff", "914083136"},
		{"6 digits", "123456", "123456"},
		{"5 digits", "12345", ""},
		{"32 digits", strings.Repeat("1", 32), strings.Repeat("1", 32)},
		{"33 digits", strings.Repeat("1", 33), ""},
		{"nothing", "", ""},
		{"blank", " \u200b ", ""},
		{"a dash before", "-914083136", ""},
		{"a dash after", "914083136-", ""},
		{"a phone number", "+991116003815", ""},
		{"a decimal", "914083.136", ""},
		{"letters", "914083136a", ""},
		{"circled digits", "①②③④⑤⑥⑦", ""},
		{"Arabic digits", "٩١٤٠٨٣١٣٦", "914083136"},
		{"Persian digits", "۹۱۴-۰۸۳-۱۳۶", "914083136"},
		{"Devanagari digits", "९१४ ०८३ १३६", "914083136"},
		{"digits for mathematics", "𝟗𝟏𝟒𝟎𝟖𝟑𝟏𝟑𝟔 𝟫𝟷", "91408313691"},
		{"a word", "help", ""},

		{"the sample's link", "https://c.meeting.huaweicloud.com/#/j/914083136/" + code, "914083136"},
		{"another host", "https://bmeeting.huaweicloud.com/#/j/981924330/" + code, "981924330"},
		{"international", "https://intl.meeting.huaweicloud.com/#/j/289229034/" + code, "289229034"},
		{"a code of letters", "https://meeting.huaweicloud.com/#/j/985726402/abcdefghijklmnopqrstuvwxyzABCDEF7", "985726402"},
		{"a port and no code", "https://meeting.huaweicloud.com:36443/#/j/985661561", "985661561"},
		{"another port", "https://bmeeting.huaweicloud.com:36443/#/j/985661561/" + code, "985661561"},
		{"a link in brackets", "<https://c.meeting.huaweicloud.com/#/j/914083136/" + code + ">", "914083136"},
		{"a full stop after", "https://c.meeting.huaweicloud.com/#/j/914083136。", "914083136"},
		{"Chinese after it", "https://c.meeting.huaweicloud.com/#/j/914083136，请准时参加。", "914083136"},
		{"Chinese after it, escaped", "https://c.meeting.huaweicloud.com/#/j/914083136%EF%BC%8C%E8%AF%B7", "914083136"},
		{"full-width digits after it", "https://c.meeting.huaweicloud.com/#/j/914083136１", ""},
		{"letters after it", "https://c.meeting.huaweicloud.com/#/j/914083136a", ""},
		{"capitals", "HTTPS://C.Meeting.HuaweiCloud.COM/#/j/914083136/" + code, "914083136"},
		{"no scheme", "c.meeting.huaweicloud.com/#/j/914083136/" + code, "914083136"},
		{"a full name", "https://c.meeting.huaweicloud.com./#/j/914083136", "914083136"},
		{"plain http", "http://meeting.huaweicloud.com/#/j/914083136", "914083136"},
		{"a query after the number", "https://meeting.huaweicloud.com/#/j/914083136?lang=en", "914083136"},
		{"spaces around", " https://meeting.huaweicloud.com/#/j/914083136 ", "914083136"},
		{"WeLink's application", "cloudlink://welinksoftclient/h5page?page=joinConfByLink&conf_id=914083136&enter_code=" + code, "914083136"},
		{"another application", "ysx://join?num=914083136&random=" + code, "914083136"},

		{"an escaped #", "https://c.meeting.huaweicloud.com/%23/j/914083136/" + code, "914083136"},
		{"a # escaped twice", "https://c.meeting.huaweicloud.com/%2523/j/914083136/" + code, "914083136"},
		{
			"Outlook Safe Links",
			"https://eur05.safelinks.protection.outlook.com/?url=https%3A%2F%2Fc.meeting.huaweicloud.com%2F%23%2Fj%2F914083136%2F" + code +
				"&data=05%7C02%7Cana%40example.com%7C0%7C0%7C638%7CUnknown&sdata=x%3D&reserved=0", "914083136",
		},
		{
			"Safe Links in Teams",
			"https://statics.teams.cdn.office.net/evergreen-assets/safelinks/2/atp-safelinks.html?url=https%3A%2F%2Fc.meeting.huaweicloud.com%2F%23%2Fj%2F914083136&locale=en", "914083136",
		},
		{
			"a link of Safe Links that has an escaped #",
			"https://nam02.safelinks.protection.outlook.com/ap/w-59584e83/?url=https%3A%2F%2Fc.meeting.huaweicloud.com%2F%2523%2Fj%2F914083136", "914083136",
		},
		{"Google's redirect", "https://www.google.com/url?q=https%3A%2F%2Fc.meeting.huaweicloud.com%2F%23%2Fj%2F914083136%2F" + code + "&sa=D&source=calendar&usg=x", "914083136"},
		{"Google's redirect, not escaped", "https://www.google.com/url?q=https://c.meeting.huaweicloud.com/#/j/914083136/" + code + "&sa=D", "914083136"},
		{"Slack's redirect", "https://slack-redir.net/link?url=https%3A%2F%2Fc.meeting.huaweicloud.com%2F%23%2Fj%2F914083136", "914083136"},
		{"Barracuda's", "https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fc.meeting.huaweicloud.com%2f%23%2fj%2f914083136&c=E,1,x", "914083136"},
		{"Cisco's", "https://secure-web.cisco.com/1aBc-x/https%3A%2F%2Fc.meeting.huaweicloud.com%2F%23%2Fj%2F914083136%2F" + code, "914083136"},
		{"URL Defense 1", "https://urldefense.proofpoint.com/v1/url?u=https://c.meeting.huaweicloud.com/%23/j/914083136/" + code + "&k=x", "914083136"},
		{"URL Defense 2", "https://urldefense.proofpoint.com/v2/url?u=https-3A__c.meeting.huaweicloud.com_-23_j_914083136_" + code + "&d=DwMFaQ&c=x", "914083136"},
		{"URL Defense 3", "https://urldefense.com/v3/__https://c.meeting.huaweicloud.com/*/j/914083136/" + code + "__;Iw!!ABC-x$", "914083136"},
		{"URL Defense 3 with a run", "https://urldefense.com/v3/__https://c.meeting.huaweicloud.com/?q=**A*/j/914083136__;5Lya6K6uIw!!x$", "914083136"},
		{"URL Defense 3, one slash lost", "https://urldefense.us/v3/__https:/c.meeting.huaweicloud.com/*/j/914083136__;Iw!!x$ ", "914083136"},
		{
			"Safe Links around URL Defense",
			"https://eur05.safelinks.protection.outlook.com/?url=https%3A%2F%2Furldefense.com%2Fv3%2F__https%3A%2F%2Fc.meeting.huaweicloud.com%2F%2A%2Fj%2F914083136__%3BIw%21%21x%24&data=05", "914083136",
		},
		{"Safe Links to another host", "https://eur05.safelinks.protection.outlook.com/?url=https%3A%2F%2Fzoom.example.com%2F%23%2Fj%2F914083136", ""},
		{"LinkedIn's", "https://www.linkedin.com/safety/go?url=https%3A%2F%2Fc.meeting.huaweicloud.com%2F%23%2Fj%2F914083136&trk=x", "914083136"},
		{"Zhihu's", "https://link.zhihu.com/?target=https%3A//c.meeting.huaweicloud.com/%23/j/914083136", "914083136"},
		{"Facebook's", "https://l.facebook.com/l.php?u=https%3A%2F%2Fc.meeting.huaweicloud.com%2F%23%2Fj%2F914083136%2F" + code + "&h=AT1", "914083136"},
		{"a filter that nobody knows", "https://filter.example.org/?x=1&to=https%3A%2F%2Fc.meeting.huaweicloud.com%2F%23%2Fj%2F914083136", "914083136"},
		{"a link to two addresses", "https://filter.example.org/?to=https%3A%2F%2Fc.meeting.huaweicloud.com%2F%23%2Fj%2F914083136&or=https%3A%2F%2Fexample.com", ""},
		{"a link to a host that looks alike", "https://filter.example.org/?to=https%3A%2F%2Fmeeting.huaweicloud.com.evil.org%2F%23%2Fj%2F914083136", ""},
		{"Safe Links to nothing", "https://eur05.safelinks.protection.outlook.com/?url=%zz", ""},
		{"URL Defense with bad characters", "https://urldefense.com/v3/__https://c.meeting.huaweicloud.com/*/j/914083136__;#!!x$", ""},
		{"URL Defense with too few characters", "https://urldefense.com/v3/__https://c.meeting.huaweicloud.com/*/j*914083136__;Iw!!x$", ""},

		{"a configured host", "https://meet.example.com/#/j/914083136/x", "914083136"},
		{"a configured host, any port", "https://meet.example.com:9443/#/j/914083136/x", "914083136"},
		{"a configured port", "https://meet2.example.com:8443/#/j/914083136", "914083136"},
		{"another port than configured", "https://meet2.example.com/#/j/914083136", ""},
		{"an address", "https://100.95.188.18/#/j/914083136", "914083136"},
		{"an address of the newer kind", "https://[2001:db8::1]:36443/#/j/914083136", "914083136"},

		{"a host that looks alike", "https://meeting.huaweicloud.com.evil.org/#/j/914083136", ""},
		{"one that ends alike", "https://evilmeeting.huaweicloud.com.org/#/j/914083136", ""},
		{"one glued to it", "https://xmeeting.huaweicloud.com/#/j/914083136", ""},
		{"the vendor's other hosts", "https://huaweicloud.com/#/j/914083136", ""},
		{"one under a configured host", "https://x.meet.example.com/#/j/914083136", ""},
		{"a user that looks like a host", "https://c.meeting.huaweicloud.com@evil.org/#/j/914083136", ""},
		{"a user", "https://me@c.meeting.huaweicloud.com/#/j/914083136", ""},
		{"a letter from another script", "https://c.meeting.huaweiсloud.com/#/j/914083136", ""},
		{"another scheme", "ftp://c.meeting.huaweicloud.com/#/j/914083136", ""},
		{"a script", "javascript://c.meeting.huaweicloud.com/#/j/914083136", ""},
		{"no host", "https:///#/j/914083136", ""},
		{"no number", "https://c.meeting.huaweicloud.com/#/j/" + code, ""},
		{"a short number", "https://c.meeting.huaweicloud.com/#/j/123", ""},
		{"another page", "https://c.meeting.huaweicloud.com/#/login/914083136", ""},
		{"no fragment", "https://c.meeting.huaweicloud.com/j/914083136", ""},
		{"two numbers", "cloudlink://w/h5page?conf_id=914083136&conf_id=914083137", ""},
		{"an application's other link", "cloudlink://w/h5page?page=chat", ""},
		{"not a link", "https://%zz", ""},
		{"a very long text", "https://c.meeting.huaweicloud.com/#/j/914083136/" + strings.Repeat("a", 5000), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, ok := meeting.ParseID(tt.text, hosts...)
			if got != tt.want || ok != (tt.want != "") {
				t.Errorf("ParseID(%q) = %q, %v, want %q", tt.text, got, ok, tt.want)
			}
		})
	}
}

func FuzzParseID(f *testing.F) {
	for _, s := range []string{
		"914083136", "914 083-136", "９１４０８３１３６", "https://c.meeting.huaweicloud.com/#/j/914083136/abc",
		"cloudlink://w/h5page?conf_id=914083136&enter_code=1", "ysx://x?num=914083136", "https://evil.org/#/j/914083136", "<a|b>",
	} {
		f.Add(s, "meet.example.com:443")
	}
	f.Fuzz(func(t *testing.T, text, host string) {
		id, ok := meeting.ParseID(text, host)
		if ok != (id != "") {
			t.Fatalf("ParseID(%q) = %q, %v", text, id, ok)
		}
		if !ok {
			return
		}
		if len(id) < 6 || len(id) > 32 || strings.Trim(id, "0123456789") != "" {
			t.Fatalf("ParseID(%q) = %q, want 6 to 32 digits", text, id)
		}
		if again, ok := meeting.ParseID(id); !ok || again != id {
			t.Fatalf("ParseID(%q) = %q, %v, want it as it is", id, again, ok)
		}
		// The digits come from the text, in their order.
		rest := text
		for _, d := range id {
			i := strings.IndexFunc(rest, func(r rune) bool { return r == d || r == d-'0'+'０' || r == '%' })
			if i < 0 {
				t.Fatalf("ParseID(%q) = %q, which is not in it", text, id)
			}
			if rest[i] == '%' {
				return // an escaped digit
			}
			rest = rest[i+1:]
		}
	})
}
