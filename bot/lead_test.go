package bot_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"meetingbot/bot"
	"meetingbot/bot/reminder"
	"meetingbot/bot/text"
)

const (
	minute = time.Minute
	hour   = time.Hour
	day    = 24 * time.Hour
)

func TestParseLeads(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		word string
		id   string
		want []time.Duration
	}{
		{"remind 914083136", "remind", meetingID, nil},
		{"remind 914083136 10m", "remind", meetingID, []time.Duration{10 * minute}},
		{"remind 914083136 1h 10m 1m", "remind", meetingID, []time.Duration{hour, 10 * minute, minute}},
		{"remind 914083136 1h,10m, 1m", "remind", meetingID, []time.Duration{hour, 10 * minute, minute}},
		{"remind 914083136 1h30m", "remind", meetingID, []time.Duration{90 * minute}},
		{"remind 914083136 1d2h3m", "remind", meetingID, []time.Duration{26*hour + 3*minute}},
		{"remind 914083136 2 days", "remind", meetingID, []time.Duration{2 * day}},
		{"remind 914 083 136 10 minutes", "remind", meetingID, []time.Duration{10 * minute}},
		{"remind 914-083-136 2 days 10 mins", "remind", meetingID, []time.Duration{2 * day, 10 * minute}},
		{"remind 10 min before 914 083 136", "remind", meetingID, []time.Duration{10 * minute}},
		{"remind me of 914083136 10 minutes before the start", "remind", meetingID, []time.Duration{10 * minute}},
		{"remind me 1 day in advance of meeting 914083136", "remind", meetingID, []time.Duration{day}},
		{"remind 914083136 1 hour before · 30 minutes before the start", "remind", meetingID, []time.Duration{hour, 30 * minute}},
		{"提醒 914083136 开始前 1 小时 · 开始前 30 分钟", "提醒", meetingID, []time.Duration{hour, 30 * minute}},
		{"提醒 914083136 会议开始前10分钟", "提醒", meetingID, []time.Duration{10 * minute}},
		{"remind 10m 914083136", "remind", meetingID, []time.Duration{10 * minute}},
		{"914083136 remind 10m", "remind", meetingID, []time.Duration{10 * minute}},
		{"10m 914083136 remind", "remind", meetingID, []time.Duration{10 * minute}},
		{"REMIND 914083136 10M", "remind", meetingID, []time.Duration{10 * minute}},
		{"remind １０ｍ ９１４０８３１３６", "remind", meetingID, []time.Duration{10 * minute}},
		{"remind <https://c.meeting.huaweicloud.com/#/j/914083136/9505dc|x> 1 hour and 5 minutes", "remind", meetingID, []time.Duration{hour, 5 * minute}},
		{"提醒 914083136 10分钟", "提醒", meetingID, []time.Duration{10 * minute}},
		{"提醒914083136 1小时", "提醒", meetingID, []time.Duration{hour}},
		{"提醒 914083136 1小时30分钟", "提醒", meetingID, []time.Duration{90 * minute}},
		{"914083136 提前10分钟提醒", "提醒", meetingID, []time.Duration{10 * minute}},
		{"914083136 提前1小时30分钟提醒", "提醒", meetingID, []time.Duration{90 * minute}},
		{"提醒914083136，提前1小时30分钟", "提醒", meetingID, []time.Duration{90 * minute}},
		{"提醒 914083136 1小时30分钟前", "提醒", meetingID, []time.Duration{90 * minute}},
		{"914083136 1小时30分钟提醒", "提醒", meetingID, []time.Duration{90 * minute}},
		{"914083136提前1小时30分提醒", "提醒", meetingID, []time.Duration{90 * minute}},
		{"提醒 914083136 会前1天2小时3分钟和5分钟", "提醒", meetingID, []time.Duration{26*hour + 3*minute, 5 * minute}},
		{"提醒 914083136 1小时、30分钟", "提醒", meetingID, []time.Duration{hour, 30 * minute}},
		{"提醒 914083136 1小时 30分钟", "提醒", meetingID, []time.Duration{hour, 30 * minute}},
		{"提醒 914083136 提前1小时和30分钟", "提醒", meetingID, []time.Duration{hour, 30 * minute}},
		{"提醒 914083136 提前1h30m", "提醒", meetingID, []time.Duration{90 * minute}},
		{"914083136 提前 2 天 提醒", "提醒", meetingID, []time.Duration{2 * day}},
		{"提醒 会议号：914 083 136，1个小时和10分钟", "提醒", meetingID, []time.Duration{hour, 10 * minute}},
		{"remind 914083136 30", "remind", meetingID, []time.Duration{30 * minute}},
		{"remind 914083136 half an hour before", "remind", meetingID, []time.Duration{30 * minute}},
		{"remind 914083136 at the start", "remind", meetingID, []time.Duration{0}},
		{"remind 914083136 1h and at start", "remind", meetingID, []time.Duration{hour, 0}},
		{"remind 914083136 1w", "remind", meetingID, []time.Duration{7 * day}},
		{"remind 914083136 an hour before the start", "remind", meetingID, []time.Duration{hour}},
		{"remind 914083136 1.5h", "remind", meetingID, []time.Duration{90 * minute}},
		{"remind 914083136 2.5 hours and 0.5h", "remind", meetingID, []time.Duration{150 * minute, 30 * minute}},
		{"remind 914083136 １．５小时", "remind", meetingID, []time.Duration{90 * minute}},
		{"remind 914083136 an hour and a half", "remind", meetingID, []time.Duration{90 * minute}},
		{"remind 914083136 two and a half hours", "remind", meetingID, []time.Duration{150 * minute}},
		{"remind 914083136 ten minutes and one day before", "remind", meetingID, []time.Duration{10 * minute, day}},
		{"remind 914083136 a week", "remind", meetingID, []time.Duration{7 * day}},
		{"remind 914083136 1h30", "remind", meetingID, []time.Duration{90 * minute}},
		{"remind just me about 914083136 when it starts", "remind", meetingID, []time.Duration{0}},
		{"remind everyone in this channel 914083136 5m", "remind", meetingID, []time.Duration{5 * minute}},
		{"提醒 914083136 一小时", "提醒", meetingID, []time.Duration{hour}},
		{"提醒 914083136 两个半小时和1个半小时", "提醒", meetingID, []time.Duration{150 * minute, 90 * minute}},
		{"提醒 914083136 一小时半", "提醒", meetingID, []time.Duration{90 * minute}},
		{"提醒 914083136 十五分钟、三刻钟", "提醒", meetingID, []time.Duration{15 * minute, 45 * minute}},
		{"提醒 914083136 准时", "提醒", meetingID, []time.Duration{0}},
		{"914083136 5分钟前提醒我", "提醒", meetingID, []time.Duration{5 * minute}},
		{"请提前10分钟提醒我参加 914083136", "提醒", meetingID, []time.Duration{10 * minute}},
		{"只提醒我 914083136", "提醒", meetingID, nil},
		{"提醒 914083136 半小时", "提醒", meetingID, []time.Duration{30 * minute}},
		{"提醒 914083136 提前半个小时和一刻钟", "提醒", meetingID, []time.Duration{30 * minute, 15 * minute}},
		{"提醒 914083136 会议开始时", "提醒", meetingID, []time.Duration{0}},
		{"remind 99999d 914083136", "remind", meetingID, []time.Duration{70 * day}},
		{"remind 0m 914083136", "remind", meetingID, []time.Duration{0}},
		{"remind", "remind", "", nil},
		{"remind 10m", "remind", "", []time.Duration{10 * minute}},
		{"reminders", "reminders", "", nil},
		{"提醒列表", "提醒列表", "", nil},
		{"forget 914083136", "forget", meetingID, nil},
		{"取消提醒914083136", "取消提醒", meetingID, nil},
	}
	b, _ := newBot(t)
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			word, id, problem := b.Parse(tt.text)
			if problem != nil || word != tt.word || id != tt.id {
				t.Errorf("Parse(%q) = %q, %q, %+v, want %q, %q", tt.text, word, id, problem, tt.word, tt.id)
			}
			if got := b.ParseLeads(tt.text); !slices.Equal(got, tt.want) {
				t.Errorf("Parse(%q) has leads %v, want %v", tt.text, got, tt.want)
			}
		})
	}
}

// Times before the start mean nothing to words that are not about them.
func TestLeadsInTheWrongPlace(t *testing.T) {
	t.Parallel()
	b, _ := newBot(t)
	for typed, strange := range map[string]string{
		"914083136 10 minutes":       "10 minutes",
		"914083136 before the start": "before the start",
		"forget 914083136 10m":       "10m",
		"reminders before 1h":        "before 1h",
		"remind 914083136 10x":       "10x",
		"remind 914083136 m":         "m",
		"remind 914083136 10s":       "10s",
		"remind 914083136 1h2h3h4h":  "1h2h3h4h",
		"remind 914083136 10m laser": "laser",
		"remind 914083136 1234567m":  "1234567m",
	} {
		word, id, problem := b.Parse(typed)
		if problem == nil || problem.Unknown != strange || problem.Remind != strings.HasPrefix(typed, "remind ") {
			t.Errorf("Parse(%q) = %q, %q, %+v, want problem with %q", typed, word, id, problem, strange)
		}
	}
}

// What is shown to be changed is understood when it comes back, whatever
// stands around it.
func TestLeadsComeBack(t *testing.T) {
	t.Parallel()
	b, _ := newBot(t)
	rapid.Check(t, func(t *rapid.T) {
		minutes := rapid.SliceOfNDistinct(rapid.IntRange(1, 7*24*60), 1, reminder.MaxLeads, rapid.ID).Draw(t, "minutes")
		slices.SortFunc(minutes, func(a, b int) int { return b - a })
		leads := make([]time.Duration, len(minutes))
		for i, m := range minutes {
			leads[i] = time.Duration(m) * time.Minute
		}
		words := bot.LeadWords(leads)
		if got, problem := bot.TypedLeads(words); problem != "" || !slices.Equal(got, leads) {
			t.Fatalf("TypedLeads(%q) = %v, %q, want %v", words, got, problem, leads)
		}
		if got := b.ParseLeads("remind " + words + " 914083136"); !slices.Equal(got, leads) {
			t.Fatalf("Parse of %q has leads %v, want %v", words, got, leads)
		}
	})
}

func TestTypedLeads(t *testing.T) {
	t.Parallel()
	tests := []struct {
		typed   string
		want    []time.Duration
		problem text.Key
	}{
		{"10m", []time.Duration{10 * minute}, ""},
		{"1m, 10m and 1 hour before", []time.Duration{hour, 10 * minute, minute}, ""},
		{"提前1小时30分钟", []time.Duration{90 * minute}, ""},
		{"1小时30分钟前", []time.Duration{90 * minute}, ""},
		{"1小时、30分钟", []time.Duration{hour, 30 * minute}, ""},
		{"10m 10 minutes 10分钟", []time.Duration{10 * minute}, ""},
		{"7d", []time.Duration{7 * day}, ""},
		{"", nil, text.LeadsMissing},
		{"  ", nil, text.LeadsMissing},
		{"soon", nil, text.LeadsNotUnderstood},
		{"10", []time.Duration{10 * minute}, ""},
		{"30 10", []time.Duration{30 * minute, 10 * minute}, ""},
		{"120, 30 10 minutes", []time.Duration{120 * minute, 30 * minute, 10 * minute}, ""},
		{"914083136", nil, text.LeadsNotUnderstood},
		{"914 083 136", nil, text.LeadsNotUnderstood},
		{"30 laser", nil, text.LeadsNotUnderstood},
		{"-5m", nil, text.LeadsNotUnderstood},
		{"0m", []time.Duration{0}, ""},
		{"0m 10m 0h", []time.Duration{10 * time.Minute, 0}, ""},
		{"8 days", nil, text.LeadTooLong},
		{"7d1m", nil, text.LeadTooLong},
		{"1m 2m 3m 4m 5m 6m", nil, text.LeadsTooMany},
		{"10m late", nil, text.LeadsNotUnderstood},
		{"10分钟 超时", nil, text.LeadsNotUnderstood},
	}
	for _, tt := range tests {
		t.Run(tt.typed, func(t *testing.T) {
			t.Parallel()
			if got, problem := bot.TypedLeads(tt.typed); problem != tt.problem || !slices.Equal(got, tt.want) {
				t.Errorf("TypedLeads(%q) = %v, %q, want %v, %q", tt.typed, got, problem, tt.want, tt.problem)
			}
		})
	}
}

// Whatever is typed, leads come out in order and within bounds, or with
// problem, and never both.
func FuzzTypedLeads(f *testing.F) {
	for _, seed := range []string{"10m", "1h 10m 1m", "1小时30分钟", "2 days", "99999d99999d99999d", "1h30", "分钟", "10 分钟前", "１０ｍ", "<1m|2m>", "m1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		leads, problem := bot.TypedLeads(typed)
		if (len(leads) == 0) != (problem != "") {
			t.Fatalf("TypedLeads(%q) = %v, %q", typed, leads, problem)
		}
		for i, lead := range leads {
			if lead < reminder.MinLead || lead > reminder.MaxLead || i > 0 && lead >= leads[i-1] {
				t.Errorf("TypedLeads(%q) = %v, out of bounds or order", typed, leads)
			}
		}
	})
}
