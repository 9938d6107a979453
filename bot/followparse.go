package bot

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/internal/lazyregexp"
)

// quotes are pairs of quotation marks of all kinds, by what begins them.
const (
	quotesOpen  = "\"'`“”„‘‚«»‹›「『《＂"
	quotesClose = "\"'`”““’‘»«›‹」』》＂"
)

// parseFollow reads a command to follow meetings: words of their subject, in quotation
// marks or not, or that the person's own are meant, with times before the start, in any
// order. One that names a meeting is a command to remind of it.
func (b *Bot) parseFollow(r *Request) *route {
	typed := r.Args.Text
	r.Args = Args{}
	words, around, quoted := cutQuoted(tidy(unwrap(typed)))
	if named := b.gather(typed); len(named.ids) > 0 && (!quoted || len(b.gather(words).extras) == 0) {
		return b.remindInstead(r, typed)
	}
	said := readFollow(around, quoted)
	r.Args.Me, r.Args.Leads = said.me, said.leads
	switch {
	case quoted:
		r.Args.Pattern.Words = strings.Join(strings.Fields(words), " ")
	case said.mine():
		r.Args.Pattern.Mine = true
	default:
		r.Args.Pattern.Words = said.subject()
	}
	return checkFollow(r, quoted && len(said.words) > 0)
}

// checkFollow checks a command to follow meetings. strange says that there are words
// beside those in quotation marks.
func checkFollow(r *Request, strange bool) *route {
	var problem text.Key
	if len(r.Args.Leads) > 0 {
		r.Args.Leads, problem = tidyLeads(r.Args.Leads)
	}
	switch p := r.Args.Pattern; {
	case !p.Mine && p.Folded() == "":
		problem = text.FollowWhich
	case !p.Valid():
		problem = text.FollowTooLong
	case strange:
		problem = text.LeadsNotUnderstood
	}
	if problem == "" {
		return nil
	}
	return replies(func(r *Request) view.Message { return view.FollowUsage(r.Localizer, r.command(), problem) })
}

// remindInstead takes a command to follow one meeting for one to remind of it.
func (b *Bot) remindInstead(r *Request, typed string) *route {
	r.Text = wordRemind + " " + typed
	found := b.commandRoute(r)
	if found.parse != nil {
		if instead := found.parse(r); instead != nil {
			return instead
		}
	}
	return found
}

// cutQuoted cuts a text at the first part of it that stands in quotation marks: into
// that, and what stands around it.
func cutQuoted(text string) (inside, around string, ok bool) {
	opens, closes := []rune(quotesOpen), []rune(quotesClose)
	runes := []rune(text)
	for at, c := range runes {
		i := slices.Index(opens, c)
		if i < 0 || at > 0 && c == '\'' && unicode.IsLetter(runes[at-1]) { // "don't"
			continue
		}
		for end := len(runes) - 1; end > at; end-- {
			if runes[end] == closes[i] || runes[end] == c {
				return string(runes[at+1 : end]), string(runes[:at]) + " " + string(runes[end+1:]), true
			}
		}
	}
	return "", text, false
}

// followWords is what a command to follow meetings says beside what is quoted.
type followWords struct {
	words []string
	leads []time.Duration
	me    bool
}

// readFollow reads what stands around what is quoted, or all of the command where
// nothing is. Words around a time before the start say nothing more; others do, where
// they may be part of a subject.
func readFollow(text string, quoted bool) (f followWords) {
	all := leadTokens(tokens(text), quoted)
	for i, t := range all {
		if i+1 < len(all) && all[i+1].isLead && t.text != "提前" {
			t.text = strings.TrimSuffix(t.text, "提前") // Chinese has no space between them
		}
		word := strings.ToLower(t.text)
		switch {
		case t.isLead:
			f.leads = append(f.leads, t.lead)
		case besideLead(word) && (quoted || besideALead(all, i)):
		case forMe(word) && (quoted || i == 0 || onlyLeads(all[i+1:])):
			f.me = true
		case quoted && namesMeetings(word):
		default:
			f.words = append(f.words, t.text)
		}
	}
	return f
}

// followToken is a word, or a time before the start.
type followToken struct {
	text   string
	lead   time.Duration
	isLead bool
}

// leadTokens finds the times before the start. A number without a unit is one of minutes
// where it cannot be part of a subject.
func leadTokens(all []token, quoted bool) (list []followToken) {
	for i := 0; i < len(all); i++ {
		t := followToken{text: all[i].asTyped()}
		n, isNumber := amount(all[i].text)
		if t.lead, t.isLead = parseLead(all[i].text); !t.isLead && isNumber {
			if i+1 < len(all) {
				if u, ok := unit(strings.ToLower(all[i+1].text)); ok {
					t.lead, t.isLead = times(n, u), true
					i++
				}
			}
			if !t.isLead && quoted {
				t.lead, t.isLead = times(n, time.Minute), true
			}
		}
		list = append(list, t)
	}
	return list
}

// besideALead reports whether nothing but words that say nothing more stand between a
// word and a time before the start.
func besideALead(all []followToken, at int) bool {
	for _, step := range []int{-1, 1} {
		for i := at + step; i >= 0 && i < len(all); i += step {
			if all[i].isLead {
				return true
			}
			if !besideLead(strings.ToLower(all[i].text)) {
				break
			}
		}
	}
	return false
}

// onlyLeads reports whether all of it is times before the start, and what stands around
// these.
func onlyLeads(all []followToken) bool {
	return !slices.ContainsFunc(all, func(t followToken) bool { return !t.isLead && !besideLead(strings.ToLower(t.text)) })
}

// namesMeetings reports words that say nothing beside what is quoted.
func namesMeetings(word string) bool {
	return namesNothing(word) || slices.Contains([]string{
		"meetings", "all", "every", "any", "called", "named", "titled", "with", "like", "subject", "title", "for",
		"所有", "全部", "名为", "叫", "叫做", "标题", "主题", "含", "包含", "标题含", "主题含", "的", "的会议",
	}, word)
}

// mine reports whether the person's own meetings are meant.
func (f followWords) mine() bool {
	return slices.Contains([]string{
		"mine", "my", "mymeetings", "myown", "myownmeetings", "allmymeetings", "allofmymeetings", "allmine",
		"我的", "我的会议", "我自己的会议", "我的所有会议", "我的全部会议", "所有我的会议", "我参加的会议",
	}, strings.ToLower(strings.Join(f.words, "")))
}

// aroundSubject is what people put around words of a subject that they do not quote.
var aroundSubject = lazyregexp.New(`(?i)^(?:all |every |any )?meetings? (?:called|named|titled|about|with|like) |^(?:所有|全部)? ?(?:名为|叫做|叫|标题含|主题含) ?| ?的会议$`)

// subject is the words of a subject.
func (f followWords) subject() string {
	words := strings.Join(f.words, " ")
	if f.me {
		words = strings.TrimSuffix(words, " for")
	}
	if fewer := strings.TrimSpace(aroundSubject().ReplaceAllString(words, "")); fewer != "" {
		return fewer
	}
	return words
}
