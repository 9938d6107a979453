package bot_test

import (
	"slices"
	"strings"
	"testing"

	"meetingbot/bot"
)

// TestInstallPages reads every page in both languages.
func TestInstallPages(t *testing.T) {
	t.Parallel()
	b, _ := newBot(t)
	facts := bot.InstallFacts{Team: "Globex", Granted: []string{"commands", "chat:write", "users:read", "im:write"}, Ref: "a1b2c3"}
	titles := map[string]bool{}
	for o := bot.InstallOffered; o <= bot.InstallDoneForAll; o++ {
		en, zh := b.InstallPage(o, facts, "en"), b.InstallPage(o, facts, "zh-CN")
		if en.Language != "en" || zh.Language != "zh-CN" {
			t.Errorf("languages of page %d: %q and %q", o, en.Language, zh.Language)
		}
		for _, p := range []bot.InstallPage{en, zh} {
			if p.Title == "" || len(p.Lead) == 0 || p.Action == "" || titles[p.Title] {
				t.Errorf("page %d is not complete, or has another page's title: %+v", o, p)
			}
			titles[p.Title] = true
		}
		if len(en.List) != len(zh.List) || len(en.Notes) != len(zh.Notes) {
			t.Errorf("page %d differs between languages:\n%+v\n%+v", o, en, zh)
		}
	}
}

func TestInstalledPageTellsWhatWasDeclined(t *testing.T) {
	t.Parallel()
	b, _ := newBot(t)
	var all []string
	for _, s := range bot.Scopes() {
		all = append(all, s.Name)
	}
	if p := b.InstallPage(bot.InstallDone, bot.InstallFacts{Granted: all}, ""); p.Heading != "" || p.List != nil {
		t.Errorf("everything was granted, and the page lists %q", p.List)
	}
	for _, s := range bot.Scopes() {
		granted := slices.DeleteFunc(slices.Clone(all), func(name string) bool { return name == s.Name })
		p := b.InstallPage(bot.InstallDone, bot.InstallFacts{Granted: granted}, "")
		if p.Heading == "" || len(p.List) != 1 || !strings.Contains(p.List[0], "("+s.Name+")") {
			t.Errorf("without %s the page lists %q, want it alone", s.Name, p.List)
		}
	}
}

func TestLanguageOfPages(t *testing.T) {
	t.Parallel()
	b, _ := newBot(t)
	for header, want := range map[string]string{
		"": "en", "zh-TW,zh;q=0.9": "zh-CN", "zh-Hans": "zh-CN", "en-GB,en;q=0.9,zh;q=0.8": "en", "fr,zh;q=0.5,en;q=0.3": "zh-CN", "fr": "en",
		"en;q=0.1, zh;q=0.9": "zh-CN", "*": "en", ";;;": "en", strings.Repeat("zh,", 200): "en",
	} {
		if got := b.InstallPage(bot.InstallOffered, bot.InstallFacts{}, header).Language; got != want {
			t.Errorf("Accept-Language %q: %s, want %s", header, got, want)
		}
	}
}
