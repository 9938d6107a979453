package phrase

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words that belong to what they stand before or behind, and that say nothing
// without it.
var (
	beforeDate   = compile(`(?:(?:^|[ ,;:(])(?:on|for|by|at|from|starting|in)|定在|定于|请于|安排在|在|于|从|时间是?:?|日期:?) *$`)
	beforeClock  = compile(`(?:(?:^|[ ,;:(])(?:on|at about|at|@|from|around|by|starting|for|till?|until|between)|@|定在|在|于|从|大约|约|时间是?:?) *$`)
	beforeLength = compile(`(?:(?:^|[ ,;:(])(?:for|lasting|about|takes|length:?|duration:?)|时长:?|为期|持续|一共|共|用时|大约|大概|预计|约|开) *$`)
	beforePerson = compile(`(?:(?:^|[ ,;:(])(?:together with|with|and|w/|cc:?|plus|invite|inviting|for|&)|和|跟|与|同|以?及|邀请|请|叫上|约|参会人:?|参加人:?) *$`)
	afterTime    = compile(`^(?: ?(?:sharp|hrs|uhr|each)\b|的|开始|起(?:[ ,]|$))`)
	afterPerson  = compile(`^ ?(?:一起)?(?:参加|参会)?`)
	leading      = compile(`^(?:(?:about|on|for|to|regarding|and) |re: ?|关于|的)`)
	please       = compile(`^(?:(?:请|麻烦)?帮我|please )`)
	label        = compile(`^(?:主题|议题|标题|subject|title|topic) ?: ?`)
)

// stretch is a part of what is read.
type stretch struct{ from, to int }

// subject returns what is left when all is taken out that was understood.
func (s *sentence) subject(taken []item) string {
	read := s.src.read
	pieces := s.pieces(taken)
	var b strings.Builder
	last := stretch{-1, -1}
	for _, p := range pieces {
		p = s.cutLabel(p)
		if last.to < 0 {
			p = s.cutLeading(p, len(taken) > 0)
		}
		if p.from >= p.to || !meaningful(read[p.from:p.to]) {
			continue
		}
		if last.to >= 0 && !s.joined(last.to, p.from) {
			b.WriteByte(' ')
		}
		b.WriteString(s.src.words(p.from, p.to))
		last = p
	}
	return unquote(strings.Join(strings.Fields(b.String()), " "))
}

// pieces returns what is between the items that are taken out, without words and
// signs that belong to them.
func (s *sentence) pieces(taken []item) []stretch {
	read := s.src.read
	var all []stretch
	from := 0
	for _, it := range taken {
		all = append(all, s.tidy(stretch{from, s.cutBefore(from, it)}, from > 0, true))
		from = it.to
		if m := afterTime.find(read[from:]); m != "" && it.kind != isPerson && it.kind != isEmail {
			from += len(m)
		}
		if m := afterPerson.find(read[from:]); m != "" && it.kind == isPerson {
			from += len(m)
		}
	}
	return append(all, s.tidy(stretch{from, len(read)}, from > 0, false))
}

// cutBefore returns where the text before an item ends, without words that
// belong to the item.
func (s *sentence) cutBefore(from int, it item) int {
	pattern := wordsBefore(it.kind)
	end := it.from
	for {
		begin := max(from, end-nearby)
		at := pattern.findIndex(s.src.read[begin:end])
		if at == nil || at[0] == at[1] {
			return end
		}
		end = begin + at[0]
	}
}

func wordsBefore(k kind) pattern {
	switch k {
	case isDate, isMoment, isRepeat, isZone:
		return beforeDate
	case isLength:
		return beforeLength
	case isPerson, isEmail:
		return beforePerson
	default:
		return beforeClock
	}
}

// separators are signs that only part what was taken out from the rest.
const separators = " ,;:|-~·/"

// tidy cuts separators off the ends where something was taken out.
func (s *sentence) tidy(p stretch, cutFrom, cutTo bool) stretch {
	text := s.src.read[p.from:max(p.from, p.to)]
	if cutFrom {
		text = strings.TrimLeft(text, separators+")")
		p.from = p.to - len(text)
	}
	if cutTo {
		text = strings.TrimRight(text, separators+"(@")
	}
	p.to = p.from + len(text)
	return p
}

// cutLabel cuts off what names the subject: "Subject: budget".
func (s *sentence) cutLabel(p stretch) stretch {
	text := s.src.read[p.from:p.to]
	if m := label.find(text); m != "" && m != text {
		p.from += len(m)
	}
	return p
}

// cutLeading cuts off what introduces the subject behind something that was taken
// out: "about", and "please" before it.
func (s *sentence) cutLeading(p stretch, taken bool) stretch {
	pattern := leading
	if p.from == 0 {
		pattern = please
	}
	if m := pattern.find(s.src.read[p.from:p.to]); m != "" && taken {
		p.from += len(m)
	}
	return p
}

// meaningful reports whether there is more than punctuation.
func meaningful(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r != mark && !unicode.IsPunct(r) && !unicode.IsSpace(r) })
}

// joined reports whether two pieces are Chinese text without a space where
// something was taken out of it.
func (s *sentence) joined(end, begin int) bool {
	before, _ := utf8.DecodeLastRuneInString(s.src.read[:end])
	after, _ := utf8.DecodeRuneInString(s.src.read[begin:])
	spaced := strings.ContainsAny(s.src.read[end:begin], " ,;")
	return !spaced && (unicode.Is(unicode.Han, before) || unicode.Is(unicode.Han, after))
}

// unquote takes the quotation marks off a subject that is one quotation.
func unquote(subject string) string {
	open, size := utf8.DecodeRuneInString(subject)
	closing, ok := closingQuote(open)
	if !ok || open == '《' || len(subject) < 2*size {
		return subject
	}
	inner, whole := strings.CutSuffix(subject[size:], string(closing))
	if !whole || strings.ContainsRune(inner, closing) || inner == "" {
		return subject
	}
	return inner
}
