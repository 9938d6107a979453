package bot_test

import (
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"meetingbot/bot"
)

func TestParseFollow(t *testing.T) {
	t.Parallel()
	const id = "914083136"
	m := func(minutes ...int) (leads []time.Duration) {
		for _, n := range minutes {
			leads = append(leads, time.Duration(n)*time.Minute)
		}
		return leads
	}
	refused := bot.Followed{Refused: true}
	b, _ := newBot(t)
	for text, want := range map[string]bot.Followed{
		`follow "weekly" 10m`:                 {Words: "weekly", Leads: m(10)},
		`follow “weekly” 10m`:                 {Words: "weekly", Leads: m(10)},
		`follow «weekly sync» 1h 10m`:         {Words: "weekly sync", Leads: m(60, 10)},
		`follow „weekly“ 10m`:                 {Words: "weekly", Leads: m(10)},
		"follow `weekly` 10m":                 {Words: "weekly", Leads: m(10)},
		`Follow: 'weekly', 10m before`:        {Words: "weekly", Leads: m(10)},
		`follow 10m "weekly"`:                 {Words: "weekly", Leads: m(10)},
		`follow "weekly"`:                     {Words: "weekly"},
		`follow "weekly" 30 10`:               {Words: "weekly", Leads: m(30, 10)},
		`follow "weekly" half an hour`:        {Words: "weekly", Leads: m(30)},
		`follow meetings called "weekly" 10m`: {Words: "weekly", Leads: m(10)},
		`follow "10m standup" 5m`:             {Words: "10m standup", Leads: m(5)},
		`follow "mine"`:                       {Words: "mine"},
		`follow me "weekly" 10m`:              {Words: "weekly", Leads: m(10), Me: true},
		`follow "weekly" 10m for me`:          {Words: "weekly", Leads: m(10), Me: true},
		`follow weekly 10m for me`:            {Words: "weekly", Leads: m(10), Me: true},
		`follow "weekly" 10m me`:              {Words: "weekly", Leads: m(10), Me: true},
		`follow "don't panic" 10m`:            {Words: "don't panic", Leads: m(10)},
		`follow don't panic 10m`:              {Words: "don t panic", Leads: m(10)}, // marks are cut, as everywhere
		`follow weekly 10m`:                   {Words: "weekly", Leads: m(10)},
		`follow weekly sync 10 minutes`:       {Words: "weekly sync", Leads: m(10)},
		`follow weekly 10m before the start`:  {Words: "weekly", Leads: m(10)},
		`follow sprint 10`:                    {Words: "sprint 10"}, // part of a subject
		`follow all hands`:                    {Words: "all hands"},
		`follow before and after`:             {Words: "before and after"},
		`follow meetings called weekly 5m`:    {Words: "weekly", Leads: m(5)},
		`follow list of risks`:                {Words: "list of risks"},
		`follow me weekly`:                    {Words: "weekly", Me: true},
		`follow Q&amp;A`:                      {Words: "Q&A"},
		`follow mine`:                         {Mine: true},
		`follow mine 10m`:                     {Mine: true, Leads: m(10)},
		`follow my meetings 1h`:               {Mine: true, Leads: m(60)},
		`follow mine me`:                      {Mine: true, Me: true},
		`关注 “周会” 10分钟`:                        {Words: "周会", Leads: m(10)},
		`关注「周会」提前10分钟`:                        {Words: "周会", Leads: m(10)},
		`关注《产品 周会》`:                           {Words: "产品 周会"},
		`关注周会`:                                {Words: "周会"},
		`关注周会 10分钟`:                           {Words: "周会", Leads: m(10)},
		`关注周会提前10分钟`:                          {Words: "周会", Leads: m(10)},
		`关注名为周会的会议`:                           {Words: "周会"},
		`关注我的会议`:                              {Mine: true},
		`关注 我的会议 半小时`:                         {Mine: true, Leads: m(30)},
		`关注我 “周会”`:                            {Words: "周会", Me: true},
		`follow 914083136`:                    {Remind: id},
		`follow 914 083 136 5m`:               {Remind: id, Leads: m(5)},
		`follow "914083136"`:                  {Remind: id},
		`关注 914083136 10分钟`:                   {Remind: id, Leads: m(10)},
		`follow me 914083136`:                 {Remind: id, Me: true},
		`follow <https://c.meeting.huaweicloud.com/#/j/914083136/9505dc>`: {Remind: id},
		`follow "CN 914083136 sync"`:                                      {Words: "CN 914083136 sync"},
		`follow`:                                                          refused,
		`follow 10m`:                                                      refused,
		`follow me`:                                                       refused,
		`follow ""`:                                                       refused,
		`follow "…"`:                                                      refused,
		`follow "weekly" now and then`:                                    refused,
		`follow "weekly" 8d`:                                              refused,
		`follow "weekly" 1m 2m 3m 4m 5m 6m`:                               refused,
	} {
		if diff := cmp.Diff(want, b.ParseFollow(text)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

// FuzzFollow reads any text as a command to follow meetings: what is understood can be
// compared, and has times that can be set.
func FuzzFollow(f *testing.F) {
	for _, text := range []string{
		`"weekly" 10m`, "mine", `me "周会" 提前10分钟`, "914083136 5m", `“a” “b”`, `'`, `"" 1m`, "«»", "我的会议", "don't 10", "<#C1|a> 10m", "0m", `"1:1" 99999h`,
	} {
		f.Add(text)
	}
	var b *bot.Bot
	f.Fuzz(func(t *testing.T, text string) {
		if b == nil {
			b, _ = newBot(t)
		}
		got := b.ParseFollow("follow " + text)
		if got.Refused || got.Remind != "" {
			return
		}
		if !utf8.ValidString(got.Words) && utf8.ValidString(text) || (got.Words == "") != got.Mine || len(got.Leads) > 5 {
			t.Errorf("%q is read as %+v", text, got)
		}
	})
}
