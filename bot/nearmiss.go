package bot

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"meetingbot/internal/lazyregexp"
	"meetingbot/internal/spelling"
)

// maxCandidates is how many commands are offered for one word.
const maxCandidates = 3

// asksCard reports words that ask for what is on the card of a meeting.
func asksCard(word string) bool {
	return slices.Contains([]string{
		"join", "enter", "detail", "details", "info", "information", "link", "links", "url", "password", "passcode", "passwords",
		"who", "whos", "participant", "participants", "people", "attendee", "attendees", "invitee", "invitees", "invited", "invitation", "refresh",
		"加入", "入会", "参加", "参会", "详情", "信息", "链接", "会议链接", "入会链接", "密码", "会议密码", "参会人", "参会人员", "参会者",
		"与会人", "与会人员", "与会者", "参与者", "受邀人", "受邀人员", "谁", "有谁", "成员", "刷新",
	}, word)
}

// polite reports words that ask for nothing, not even beside others of their kind:
// those of courtesy, and those that only make a question of the others.
func polite(word string) bool {
	return slices.Contains([]string{
		"please", "pls", "thanks", "thx", "谢谢", "多谢", "请", "一下",
		"what", "whats", "s", "which", "is", "are", "there", "any", "on", "do", "i", "we", "have", "got",
		"什么", "哪些", "有什么", "有哪些", "有没有", "有", "会", "要开", "吗", "呢",
	}, word)
}

// saysNothing reports words that say nothing beside a command or a meeting.
func saysNothing(word string) bool {
	return polite(word) || slices.Contains([]string{
		"meetings", "show", "open", "view", "see", "get", "all", "my", "our", "this", "a", "an", "for",
		"查看", "看", "看看", "看一下", "显示", "打开", "所有", "全部", "我的", "的", "所有会议", "全部会议", "我的会议", "会议列表",
	}, word)
}

// synonyms are commands that people may mean by a word, by the word.
func synonyms(word string) []string {
	for _, s := range []struct{ words, commands string }{
		{"next upcoming now running current schedule calendar agenda soon", "list today"},
		{"tonight", "today"},
		{"tmr tmrw tomo", "tomorrow"},
		{"weekly", "week"},
		{"stop off mute unsubscribe silence quit", "forget reminders"},
		{"edit modify update move reschedule postpone", "change"},
		{"remove delete", "cancel forget reminders"},
		{"notify alert reminder alarm", "remind reminders"},
		{"subscribe track watch", "follow remind"},
		{"unfollow", "reminders forget"},
		{"publish post send forward", "share"},
		{"lookup look query", "find"},
		{"status health settings version", "doctor"},
		{"history report csv came", "attendance"},
		{"commands command man hi hello", "help"},
		{"下一个 接下来 即将 日程 日历 安排", "列表 今天"},
		{"今日 今晚", "今天"},
		{"明日 明晚", "明天"},
		{"这周 这个星期 本星期 下周", "本周"},
		{"改期 编辑 改时间 推迟 提前", "修改"},
		{"取消 删除", "取消会议 取消提醒 提醒列表"},
		{"停止 关闭 静音 退订 别提醒 不要提醒 停止提醒 关闭提醒", "取消提醒 提醒列表"},
		{"通知 提示 闹钟", "提醒 提醒列表"},
		{"订阅 跟踪 追踪 跟进", "关注 提醒"},
		{"取消关注 停止关注 取关 不再关注", "提醒列表 取消提醒"},
		{"发送 发布 转发 共享", "分享"},
		{"状态 设置 版本 关于", "诊断"},
		{"出勤 签到 历史", "参会记录"},
		{"说明 用法 命令 怎么用 你好", "帮助"},
	} {
		if slices.Contains(strings.Fields(s.words), word) {
			return strings.Fields(s.commands)
		}
	}
	return nil
}

// candidates are the command words that a word may stand for, the likeliest first,
// each route once.
func (t routes) candidates(word string) []string {
	word = strings.ToLower(word)
	found := synonyms(word)
	if len(found) == 0 {
		found = t.nearest(word)
	}
	found = t.distinct(found)
	return found[:min(maxCandidates, len(found))]
}

// nearest are the command words that differ from a word by a slip or two.
func (t routes) nearest(word string) []string {
	near := map[string]int{}
	for known := range t.words {
		if d := spelling.Distance(word, known); d > 0 && d <= slips(word, known) {
			near[known] = d
		}
	}
	return slices.SortedFunc(maps.Keys(near), func(a, b string) int { return cmp.Or(cmp.Compare(near[a], near[b]), cmp.Compare(a, b)) })
}

// slips is how many characters of a word may be wrong, for it to stand for a known
// one. Of two Chinese characters one would be half of it.
func slips(word, known string) int {
	switch n := min(utf8.RuneCountInString(word), utf8.RuneCountInString(known)); {
	case n < 3:
		return 0
	case n < 6 || notASCII(word) > 0:
		return 1
	default:
		return 2
	}
}

// distinct keeps one word of each route.
func (t routes) distinct(words []string) []string {
	var kept []string
	for _, word := range words {
		if !slices.ContainsFunc(kept, func(k string) bool { return t.words[k] == t.words[word] }) {
			kept = append(kept, word)
		}
	}
	return kept
}

// subjectIn is what of a text may be part of a subject: without punctuation around
// words, and without commands and words that ask.
func (b *Bot) subjectIn(words string) string {
	var kept []string
	for word := range strings.FieldsSeq(words) {
		word = askedInHan().ReplaceAllString(strings.TrimFunc(word, punctuation), "")
		lower := strings.ToLower(word)
		if _, known := b.routes.words[lower]; !known && !saysNothing(lower) && !asks(lower) {
			kept = append(kept, word)
		}
	}
	return strings.Join(kept, " ")
}

// asks reports words that people put around a subject.
func asks(word string) bool {
	return slices.Contains([]string{
		"", "meeting", "the", "about", "when", "when's", "where", "where's", "what", "what's", "is", "are", "does", "do", "i", "we", "have", "start", "time", "会议",
	}, word)
}

// askedInHan is what stands around a subject in Chinese, without spaces.
var askedInHan = lazyregexp.New(`^(?:一下|关于|我的)+|(?:的|会议|什么时候|几点|开始|在哪里|在哪儿|在哪|吗|呢)+$`)
