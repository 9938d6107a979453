package bot

import (
	"slices"
	"strings"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/internal/lazyregexp"
	"meetingbot/meeting"
)

const (
	// maxMessage is how much of a message is searched for meetings, in bytes.
	maxMessage = 16 << 10
	// maxBefore is how much of a line is looked at before a number, in bytes.
	maxBefore = 40
)

// parseMessage looks for meetings in the message whose shortcut was chosen. One is
// looked up as if its number had been typed; of several the person chooses.
func (b *Bot) parseMessage(r *Request) *route {
	found := b.meetingsIn(r.Text)
	r.Text = "" // nobody's question
	switch len(found) {
	case 0:
		return repliesNotice(text.MessageWithout)
	case 1:
		r.Kind, r.Text = KindCommand, found[0]
		r.asked = r.Question.asked()
		r.Args.Page = view.PageRef{ID: found[0], Page: 1}
		return b.routes.words[wordNone]
	default:
		return replies(func(r *Request) view.Message { return view.ChooseMeeting(r.Localizer, r.command(), found) })
	}
}

// labelAtEnd is a label whose number stands on the next line.
var labelAtEnd = lazyregexp.New(`(?i)(?:(?:meeting|conference|conf)[ .]*(?:id|number|no)|[会會][议議] *(?:id|[号號][码碼]|[号號]|[编編][号號]))[ .:*_]*$`)

// bareNumber is a number that may be a meeting's, in one piece or in groups. What
// stands around it tells it from amounts, times and the numbers of telephones.
var bareNumber = lazyregexp.New(`(?:^|[^\w.,:/#$€¥+-])(\d{8,11}|\d{3}[ -]\d{3}[ -]\d{3,4})(?:$|[^\w:/%-])`)

// telephone is what stands before the groups of a telephone's number.
var telephone = lazyregexp.New(`(?i)(?:\+[\d ()-]*|(?:tel|phone|call|dial|mobile|fax|电话|電話|手机|手機|拨|撥)\D{0,12})$`)

// compactDate is a date of eight digits.
var compactDate = lazyregexp.New(`^20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$`)

// meetingsIn returns the numbers of the meetings that a message names, each once and
// in its order: those with a label and those in links, and only without any of these
// the numbers that stand alone.
func (b *Bot) meetingsIn(message string) []string {
	if len(message) > maxMessage {
		message = message[:maxMessage]
	}
	var sure, perhaps []string
	before := ""
	for line := range strings.Lines(message) {
		plain := strings.TrimSpace(tidy(unwrap(line)))
		if labelAtEnd().MatchString(before) {
			plain = before + " " + plain
		}
		sure = append(sure, labelledNumbers(plain)...)
		linked, called := b.linkedMeetings(line)
		sure, perhaps = append(sure, linked...), append(perhaps, called...)
		perhaps = append(perhaps, bareNumbers(plain)...)
		if plain != "" {
			before = plain
		}
	}
	if len(sure) > 0 {
		return distinct(sure)
	}
	return distinct(perhaps)
}

// labelledNumbers returns the numbers that follow a label in a line.
func labelledNumbers(line string) []string {
	var ids []string
	for _, found := range labelled().FindAllStringSubmatch(line, -1) {
		if id, ok := meeting.ParseID(found[1]); ok {
			ids = append(ids, id)
		}
	}
	return ids
}

// linkedMeetings returns the meetings that the links of a line lead to, and those
// whose numbers Slack took for a telephone's.
func (b *Bot) linkedMeetings(line string) (linked, called []string) {
	for _, t := range tokens(line) {
		if !t.link {
			continue
		}
		id, ok := meeting.ParseID(t.text, b.o.LinkHosts...)
		number, isNumber := meeting.ParseID(t.label)
		switch {
		case ok:
			linked = append(linked, id)
		case isNumber && strings.HasPrefix(t.text, "tel:") && len(number) >= wholeNumber:
			called = append(called, number)
		}
	}
	return linked, called
}

// bareNumbers returns the numbers in a line that may be those of meetings.
func bareNumbers(line string) []string {
	var ids []string
	for begin := 0; begin < len(line); {
		at := bareNumber().FindStringSubmatchIndex(line[begin:])
		if at == nil {
			break
		}
		number := line[begin+at[2] : begin+at[3]]
		id, ok := meeting.ParseID(number)
		before := line[max(0, begin+at[2]-maxBefore) : begin+at[2]]
		if ok && !compactDate().MatchString(number) && !telephone().MatchString(before) {
			ids = append(ids, id)
		}
		begin += at[3]
	}
	return ids
}

// distinct drops what comes again, in the order given.
func distinct(ids []string) []string {
	var kept []string
	for _, id := range ids {
		if !slices.Contains(kept, id) {
			kept = append(kept, id)
		}
	}
	return kept
}
