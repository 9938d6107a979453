package rule

import (
	"cmp"
	"slices"
	"time"

	"meetingbot/bot/agenda"
	"meetingbot/bot/reminder"
	"meetingbot/meeting"
)

// found is which meetings of a list match the rules of a workspace.
type found struct {
	now     time.Time
	rules   []Rule // with what was counted
	before  []Rule
	setters map[string]setter // by user
	skips   map[Skip]time.Time
	coming  []*meeting.Conference // the first ones first
	listed  map[string]bool       // ids of all meetings, those too that only run
	partial bool                  // who is invited is not known of all

	want map[string]*reminder.Automatic // by a meeting's id
}

func newFound(now time.Time, l *meeting.Listing, rules []Rule, setters map[string]setter, skips map[Skip]time.Time) *found {
	f := &found{
		now: now, rules: slices.Clone(rules), before: rules, setters: setters, skips: skips,
		listed: make(map[string]bool, len(l.Conferences)), want: map[string]*reminder.Automatic{},
	}
	for _, c := range l.Conferences {
		if id := c.ID.String(); !f.listed[id] && !c.NextStart(now).IsZero() {
			f.coming = append(f.coming, c)
		}
		f.listed[c.ID.String()] = true
	}
	slices.SortStableFunc(f.coming, func(a, b *meeting.Conference) int {
		return cmp.Or(a.NextStart(now).Compare(b.NextStart(now)), cmp.Compare(a.ID, b.ID))
	})
	return f
}

// unclear are the meetings that match some rule if its setter is invited.
func (f *found) unclear() (list []*meeting.Conference) {
	for _, c := range f.coming {
		if slices.ContainsFunc(f.rules, func(r Rule) bool {
			s := f.setters[r.SetBy]
			return s.known && (r.Mine || s.ownOnly) && r.Matches(c.Subject.String())
		}) {
			list = append(list, c)
		}
	}
	return list
}

// match finds out which meetings each rule follows.
func (f *found) match(a *agenda.Agenda) {
	for i := range f.rules {
		r := &f.rules[i]
		s, count := f.setters[r.SetBy], 0
		for _, c := range f.coming {
			id := c.ID.String()
			_, skipped := f.skips[Skip{Conversation: r.Conversation, MeetingID: id}]
			switch matches, clear := s.matches(*r, c, a); {
			case skipped:
			case !clear:
				f.of(id).Keep[r.ChannelID] = true
			case matches:
				if count++; count <= MaxFollowed {
					f.add(id, *r)
				}
			}
		}
		if s.known && !(f.partial && (r.Mine || s.ownOnly)) {
			r.Matched = count
		}
	}
}

func (f *found) of(meetingID string) *reminder.Automatic {
	if f.want[meetingID] == nil {
		f.want[meetingID] = &reminder.Automatic{ByRules: true, Want: map[string]reminder.Wanted{}, Keep: map[string]bool{}}
	}
	return f.want[meetingID]
}

// add has the conversation of a rule reminded of a meeting. Where an older rule of the
// same conversation matches it too, there is one reminder for each time that any of them
// has: the latest ones before the start, where these are too many.
func (f *found) add(meetingID string, r Rule) {
	want := f.of(meetingID).Want
	w, double := want[r.ChannelID]
	if !double {
		want[r.ChannelID] = reminder.Wanted{Leads: r.Leads, SetBy: r.SetBy, RuleID: r.ID}
		return
	}
	leads := slices.Concat(w.Leads, r.Leads)
	slices.SortFunc(leads, func(a, b time.Duration) int { return cmp.Compare(b, a) })
	leads = slices.Compact(leads)
	w.Leads = leads[max(len(leads)-reminder.MaxLeads, 0):]
	want[r.ChannelID] = w
}

// wanted is who is reminded of a meeting.
func (f *found) wanted(meetingID string) reminder.Automatic {
	if w := f.want[meetingID]; w != nil {
		return *w
	}
	return reminder.Automatic{ByRules: true}
}

// counted are the rules whose number of meetings has changed.
func (f *found) counted() (changed []Rule) {
	for i, r := range f.rules {
		if r.Matched != f.before[i].Matched {
			changed = append(changed, r)
		}
	}
	return changed
}
