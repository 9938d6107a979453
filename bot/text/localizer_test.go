package text_test

import (
	"testing"

	"golang.org/x/text/language"

	"meetingbot/bot/text"
)

func TestLocalizerOfClosestLanguage(t *testing.T) {
	t.Parallel()
	tests := []struct{ reader, want string }{
		{"en", "en"},
		{"en-GB", "en"},
		{"zh", "zh-CN"},
		{"zh-CN", "zh-CN"},
		{"zh-Hans-CN", "zh-CN"},
		{"zh-SG", "zh-CN"},
		{"zh-Hant", "zh-CN"},
		{"zh-Hant-TW", "zh-CN"},
		{"zh-TW", "zh-CN"},
		{"zh-HK", "zh-CN"},
		{"de-DE", "en"},
		{"fr", "en"},
		{"ja", "en"},
		{"und", "en"},
		{"tlh", "en"},
	}
	c := loadCatalog(t)
	for _, tt := range tests {
		t.Run(tt.reader, func(t *testing.T) {
			t.Parallel()
			l := c.Localizer(language.Make(tt.reader))
			if got := l.String(); got != tt.want || l.Language().String() != got {
				t.Errorf("Localizer(%s) = %s (%v), want %s", tt.reader, got, l.Language(), tt.want)
			}
		})
	}
}

func TestSay(t *testing.T) {
	t.Parallel()
	en, zh := loadLocalizers(t)
	tests := []struct{ name, got, want string }{
		{"plain", en.Say(text.UntitledMeeting), "Untitled meeting"},
		{"plain zh", zh.Say(text.UntitledMeeting), "未命名的会议"},
		{"arguments", en.Say(text.InvitedRange, text.Args{"From": 11, "To": 20, "Total": 57}), "11–20 of 57"},
		{"arguments zh", zh.Say(text.InvitedRange, text.Args{"From": 11, "To": 20, "Total": 57}), "第 11–20 位，共 57 位"},
		{"IDs have no thousands separators", en.Say(text.RefusalInvalid, text.Args{"Number": 914083136}), "Huawei Cloud Meeting doesn't accept 914083136 as a meeting ID. Check the number and try again."},
		{"a value is not a template", en.Say(text.UsageNotUnderstood, text.Args{"Text": "{{.Secret}}"}), "I didn't understand {{.Secret}}."},
		{"one", en.Count(text.RuleMonthlyOn, 1, text.Args{"Days": "31"}), "every month on day 31"},
		{"many", en.Count(text.RuleMonthlyOn, 2, text.Args{"Days": "1, 15"}), "every month on days 1, 15"},
		{"many zh", zh.Count(text.RuleMonthlyOn, 1, text.Args{"Days": "31"}), "每月 31 日"},
		{"a missing argument returns the key", en.Say(text.InvitedRange, text.Args{"From": 11}), "invited_range"},
		{"an unknown key returns itself", zh.Say("no_such_key"), "no_such_key"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.got != tt.want {
				t.Errorf("got %q, want %q", tt.got, tt.want)
			}
		})
	}
}

func TestLanguages(t *testing.T) {
	t.Parallel()
	got := loadCatalog(t).Languages()
	if len(got) != 2 || got[0] != language.English || got[1] != language.MustParse("zh-CN") {
		t.Errorf("Languages() = %v, want en and zh-CN, the default first", got)
	}
}
