package bot_test

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	t.Parallel()
	const id = "914083136"
	tests := []struct {
		name, text string
		word, id   string
	}{
		{name: "nothing", text: ""},
		{name: "spaces", text: " \t\n "},
		{name: "number", text: "914083136", id: id},
		{name: "spaces around", text: "  914083136\n", id: id},
		{name: "grouped by spaces", text: "914 083 136", id: id},
		{name: "grouped by dashes", text: "914-083-136", id: id},
		{name: "grouped by dashes with spaces", text: "914 - 083 - 136", id: id},
		{name: "grouped by other dashes", text: "914–083—136", id: id},
		{name: "grouped by spaces that do not break", text: "914\u00a0083\u2009136", id: id},
		{name: "grouped in two", text: "9140 83136", id: id},
		{name: "full-width digits", text: "９１４０８３１３６", id: id},
		{name: "full-width digits in groups", text: "９１４　０８３　１３６", id: id},
		{name: "invisible characters of a copy", text: "\u200e914\u200b083\ufeff136\u202c", id: id},
		{name: "a full stop after it", text: "914083136.", id: id},
		{name: "a question", text: "914 083 136?", id: id},
		{name: "in brackets", text: "(914 083 136)", id: id},
		{name: "in code", text: "`914083136`", id: id},
		{name: "labelled", text: "Meeting ID: 914 083 136", id: id},
		{name: "labelled in Chinese", text: "会议号：914 083 136", id: id},
		{name: "labelled without a space", text: "会议ID914083136", id: id},
		{name: "twice the same", text: "914083136 914083136", id: id},
		{name: "link", text: "https://c.meeting.huaweicloud.com/#/j/914083136/9505dc3349228b1c", id: id},
		{name: "link and a full stop", text: "https://c.meeting.huaweicloud.com/#/j/914083136.", id: id},
		{name: "link without a scheme", text: "meeting.huaweicloud.com/#/j/914083136", id: id},
		{name: "wrapped link", text: "<https://c.meeting.huaweicloud.com/#/j/914083136/9505dc>", id: id},
		{name: "wrapped link with a label", text: "<https://c.meeting.huaweicloud.com/#/j/914083136/9505dc|Join the meeting>", id: id},
		{name: "wrapped link with an ampersand", text: "<cloudlink://welinksoftclient/h5page?page=joinConfByLink&amp;conf_id=914083136&amp;enter_code=1>", id: id},
		{name: "link after Chinese", text: "会议号https://c.meeting.huaweicloud.com/#/j/914083136/9505dc", id: id},
		{name: "label before a link", text: "会议：https://c.meeting.huaweicloud.com/#/j/914083136/9505dc", id: id},
		{name: "link of our own host", text: "<https://meet.example.com:8443/#/j/914083136|meet.example.com>", id: id},
		{name: "number taken for a telephone's", text: "<tel:914083136|914083136>", id: id},
		{name: "number and its link", text: "914 083 136 <https://c.meeting.huaweicloud.com/#/j/914083136/9505dc>", id: id},
		{name: "Arabic digits", text: "٩١٤ ٠٨٣ ١٣٦", id: id},
		{name: "wrapped by Outlook", text: "<https://eur05.safelinks.protection.outlook.com/?url=https%3A%2F%2Fc.meeting.huaweicloud.com%2F%23%2Fj%2F914083136%2F9505dc&amp;data=05%7C02%7Cana&amp;reserved=0>", id: id},
		{name: "wrapped by URL Defense", text: "<https://urldefense.com/v3/__https://c.meeting.huaweicloud.com/*/j/914083136/9505dc__;Iw!!ABC-x$>", id: id},
		{name: "an escaped #", text: "<https://c.meeting.huaweicloud.com/%23/j/914083136/9505dc>", id: id},
		{name: "an invitation", text: "Weekly sync\nTime: 2026/12/01 10:00-11:00 (UTC+08:00)\nMeeting ID: 914 083 136\nGuest password: 123456\nJoin: <https://c.meeting.huaweicloud.com/#/j/914083136/9505dc>\nDial in: <tel:+991117|+991117>", id: id},
		{name: "an invitation on one line", text: "Meeting ID: 914 083 136 Guest password: 123456", id: id},
		{name: "an invitation with a time after the number", text: "Meeting ID: 914 083 136 10:00 – 11:00", id: id},
		{name: "an invitation with a label and a link", text: "Join: <https://c.meeting.huaweicloud.com/#/j/914083136/9505dc>", id: id},
		{name: "an invitation with a link and a password", text: "Click to join <https://c.meeting.huaweicloud.com/#/j/914083136/9505dc> password 123456", id: id},
		{name: "an invitation in Chinese", text: "王伟邀请您参加会议\n会议主题：周会\n会议时间：2026/12/01 10:00-11:00\n会议ID：914 083 136\n来宾密码：123456\n入会链接：<https://c.meeting.huaweicloud.com/#/j/914083136/9505dc>", id: id},
		{name: "an invitation that is shared", text: "share Meeting ID: 914 083 136 Guest password: 123456", word: "share", id: id},
		{name: "labelled as in an address", text: "id=914083136", id: id},
		{name: "an invitation in another language", text: "Réunion ID : 914 083 136 Mot de passe : 123456", id: id},
		{name: "an invitation in traditional Chinese", text: "會議號碼：914083136 密碼：123456", id: id},
		{name: "help", text: "help", word: "help"},
		{name: "help, shouted", text: " HELP! ", word: "help"},
		{name: "help in Chinese", text: "帮助", word: "帮助"},
		{name: "a question mark", text: "?", word: "?"},
		{name: "a full-width question mark", text: "？", word: "?"},
		{name: "usage", text: "usage", word: "usage"},
		{name: "help before a number", text: "help 914083136", word: "help", id: id},
		{name: "help after a number", text: "914083136 help", word: "help", id: id},
		{name: "help beside a number in Chinese", text: "帮助914083136", word: "帮助", id: id},
	}
	b, _ := newBot(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			word, id, problem := b.Parse(tt.text)
			if problem != nil || word != tt.word || id != tt.id {
				t.Errorf("Parse(%q) = %q, %q, %+v, want %q, %q", tt.text, word, id, problem, tt.word, tt.id)
			}
		})
	}
}

func TestParseTrouble(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		strange    string
		several    bool
		tooLong    bool
	}{
		{name: "a word", text: "shre", strange: "shre"},
		{name: "words", text: "what is <this>", strange: "what is this"},
		{name: "a word after a number", text: "914083136 shre", strange: "shre"},
		{name: "a word in Chinese", text: "跳舞 914083136", strange: "跳舞"},
		{name: "a duration", text: "914083136 10m", strange: "10m"},
		{name: "a small number beside a whole one", text: "914083136 10", strange: "10"},
		{name: "too short a number", text: "12345", strange: "12345"},
		{name: "too long a number", text: strings.Repeat("9", 33), strange: strings.Repeat("9", 33)},
		{name: "another host", text: "https://zoom.example.com/j/914083136", strange: "https://zoom.example.com/j/914083136"},
		{name: "a host that looks like ours", text: "<https://meeting.huaweicloud.com.evil.example.com/#/j/914083136>", strange: "https://meeting.huaweicloud.com.evil.example.com/#/j/914083136"},
		{name: "a person", text: "<@U024BE7LH>", strange: "@U024BE7LH"},
		{name: "a person with a name", text: "<@U024BE7LH|ana>", strange: "@ana"},
		{name: "a date", text: "2026-11-25", strange: "2026-11-25"},
		{name: "a channel", text: "<#C024BE7LR|general>", strange: "#general"},
		{name: "escaped marks", text: "&lt;b&gt; &amp;amp;", strange: "<b> &amp"},
		{name: "an open bracket", text: "914083136 <oops", strange: "oops"},
		{name: "an empty bracket", text: "<>"},
		{name: "an invitation to two meetings", text: "Meeting ID: 914 083 136, Meeting ID: 969 304 019", several: true, strange: ""},
		{name: "only dashes", text: "--- -", strange: "--- -"},
		{name: "two words of ours", text: "help usage", strange: "usage"},
		{name: "two numbers", text: "914083136 969304019", several: true},
		{name: "a number and another link", text: "914083136 <https://c.meeting.huaweicloud.com/#/j/969304019>", several: true},
		{name: "too long", text: strings.Repeat("会", 3001), tooLong: true},
		{name: "just not too long", text: strings.Repeat("会", 3000), strange: strings.Repeat("会", 3000)},
	}
	b, _ := newBot(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			word, id, problem := b.Parse(tt.text)
			if problem == nil || word != "" || id != "" {
				t.Fatalf("Parse(%q) = %q, %q, %+v, want problem alone", tt.text, word, id, problem)
			}
			if problem.Unknown != tt.strange || problem.Several != tt.several || problem.TooLong != tt.tooLong {
				t.Errorf("Parse(%q) has problem %+v, want %q, several %v, too long %v", tt.text, *problem, tt.strange, tt.several, tt.tooLong)
			}
		})
	}
}

// However an id is grouped and wrapped, it comes out as it was.
func TestParseFindsEveryID(t *testing.T) {
	t.Parallel()
	b, _ := newBot(t)
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.StringMatching(`[0-9]{7,20}`).Draw(t, "id")
		typed := id
		switch rapid.IntRange(0, 4).Draw(t, "how") {
		case 0:
			typed = group(t, id, rapid.SampledFrom([]string{" ", "-", "　", "–", " - "}).Draw(t, "gap"))
		case 1:
			typed = strings.Map(func(r rune) rune { return r - '0' + '０' }, id)
		case 2:
			typed = "<https://c.meeting.huaweicloud.com/#/j/" + id + "/" + rapid.StringMatching(`[0-9a-f]{0,48}`).Draw(t, "code") + "|" +
				rapid.StringMatching(`[a-z ]{0,20}`).Draw(t, "label") + ">"
		case 3:
			typed = "<tel:" + id + "|" + id + ">"
		}
		word := rapid.SampledFrom([]string{"", "help ", "帮助 ", "Meeting ID: ", "? "}).Draw(t, "word")
		if _, got, problem := b.Parse(word + typed); got != id || problem != nil {
			t.Fatalf("Parse(%q) = %q, %+v, want %q", word+typed, got, problem, id)
		}
	})
}

// group puts gaps into a number, three to six digits apart.
func group(t *rapid.T, id, gap string) string {
	var parts []string
	for len(id) > 6 {
		n := rapid.IntRange(3, 6).Draw(t, "digits")
		parts, id = append(parts, id[:n]), id[n:]
	}
	return strings.Join(append(parts, id), gap)
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "914083136", "914 083 136", "９１４", "<https://c.meeting.huaweicloud.com/#/j/914083136|x>", "<tel:914083136|914083136>", "help",
		"帮助914083136", "<", ">", "<|>", "&amp;lt;", "a/b", "会/", "\xff</", "----", "?", "914083136 969304019", "\u202e914",
	} {
		f.Add(seed)
	}
	b, _ := newBot(f)
	f.Fuzz(func(t *testing.T, text string) {
		word, id, problem := b.Parse(text)
		if problem != nil {
			if word != "" || id != "" {
				t.Errorf("Parse(%q) = %q, %q and problem %+v", text, word, id, problem)
			}
			return
		}
		if word != "" && !b.Knows(word) {
			t.Errorf("Parse(%q) = word %q, which has no answer", text, word)
		}
		if strings.ContainsFunc(id, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsDigit(r) }) {
			t.Errorf("Parse(%q) = id %q, want digits", text, id)
		}
		if id == "" {
			return
		}
		if _, again, problem := b.Parse(id); again != id || problem != nil {
			t.Errorf("Parse(Parse(%q)) = %q, %+v, want %q", text, again, problem, id)
		}
	})
}
