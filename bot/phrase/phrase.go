package phrase

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Longest is how much of a text is read, in bytes. What is beyond it is left
// in the subject as it is.
const Longest = 1000

// Parse reads a phrase that somebody has typed in Slack, where it is now, for a
// person in a zone who reads a language such as "en-US" or "zh-CN". In Chinese,
// and where the phrase itself has Chinese in it, 3/4 is the fourth of March.
func Parse(text string, now time.Time, zone *time.Location, language string) Draft {
	text, beyond := cut(text)
	src := newSource(text)
	now = now.In(zone)
	s := &sentence{
		src:    src,
		reader: reader{today: dayOf(now, zone), monthFirst: src.han || strings.HasPrefix(strings.ToLower(language), "zh")},
	}
	s.items = s.reader.items(src)
	s.combine()
	c := s.choose()
	s.take(c)
	var d Draft
	s.begin(c, calendar{now: now, zone: zone}, &d)
	d.Subject = strings.TrimSpace(s.subject(c.taken) + unescape(beyond))
	for _, it := range c.taken {
		switch {
		case it.kind == isPerson && !slices.Contains(d.People, it.who):
			d.People = append(d.People, it.who)
		case it.kind == isEmail && !slices.Contains(d.Emails, it.who):
			d.Emails = append(d.Emails, it.who)
		}
	}
	slices.SortStableFunc(c.doubts, func(a, b found) int { return cmp.Compare(a.at, b.at) })
	for _, f := range c.doubts {
		d.Doubts = append(d.Doubts, f.Doubt)
	}
	return d
}

// cut returns as much of a text as is read, up to a space where there is one.
func cut(text string) (read, beyond string) {
	text = strings.ToValidUTF8(text, "")
	if len(text) <= Longest {
		return text, ""
	}
	end := strings.LastIndexByte(text[:Longest], ' ')
	if end < 0 {
		return "", text
	}
	return text[:end], text[end:]
}
