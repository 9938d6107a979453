package remindertest

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"

	"meetingbot/bot/personal"
	"meetingbot/bot/workspace"
)

// skipKey is what there is one skip of.
type skipKey struct {
	personal.Owner
	meetingID string
}

func (t *tx) GetPersonal(ctx context.Context, who personal.Owner) (personal.Decided, error) {
	return row(ctx, t, t.personal, who)
}

func (t *tx) LockPersonal(ctx context.Context, who personal.Owner) (personal.Decided, error) {
	d, ok := t.personal.rows[who]
	if !ok {
		d.Owner = who
		t.personal.put(who, d)
	}
	return d, t.ready(ctx)
}

func (t *tx) PutPersonal(ctx context.Context, d personal.Decided) error {
	d.Leads, d.UsualLeads, d.ChangedAt = slices.Clone(d.Leads), slices.Clone(d.UsualLeads), stored(d.ChangedAt)
	t.personal.put(d.Owner, d)
	return t.ready(ctx)
}

func (t *tx) DeletePersonal(ctx context.Context, who personal.Owner) error {
	t.personal.drop(who)
	return t.ready(ctx)
}

func (t *tx) RemindedPeople(ctx context.Context) ([]personal.Decided, error) {
	return t.people(func(d personal.Decided) bool { return d.Reminded() }), t.ready(ctx)
}

func (t *tx) DigestPeople(ctx context.Context) ([]personal.Decided, error) {
	return t.people(func(d personal.Decided) bool { return d.Digest != "" }), t.ready(ctx)
}

func (t *tx) PeopleWithChoices(ctx context.Context) ([]personal.Decided, error) {
	return t.people(func(d personal.Decided) bool {
		return d.Language != language.Und || len(d.UsualLeads) > 0
	}), t.ready(ctx)
}

// people lists those who are wanted, in order of their keys.
func (t *tx) people(wanted func(personal.Decided) bool) (list []personal.Decided) {
	for _, d := range t.personal.rows {
		if wanted(d) {
			list = append(list, d)
		}
	}
	slices.SortFunc(list, func(a, b personal.Decided) int { return strings.Compare(a.String(), b.String()) })
	return list
}

func (t *tx) PutSkip(ctx context.Context, s personal.Skip) error {
	s.SeenAt = stored(s.SeenAt)
	t.skips.put(skipKey{s.Owner, s.MeetingID}, s)
	return t.ready(ctx)
}

func (t *tx) DeleteSkip(ctx context.Context, who personal.Owner, meetingID string) error {
	t.skips.drop(skipKey{who, meetingID})
	return t.ready(ctx)
}

func (t *tx) SkipsIn(ctx context.Context, k workspace.Key) ([]personal.Skip, error) {
	all := slices.SortedFunc(maps.Values(t.skips.rows), func(a, b personal.Skip) int {
		return strings.Compare(a.MeetingID+" "+a.UserID, b.MeetingID+" "+b.UserID)
	})
	return slices.DeleteFunc(all, func(s personal.Skip) bool { return s.Key != k }), t.ready(ctx)
}

func (t *tx) DeleteSkips(ctx context.Context, seenBefore time.Time) error {
	for key, s := range t.skips.rows {
		if s.SeenAt.Before(stored(seenBefore)) {
			t.skips.drop(key)
		}
	}
	return t.ready(ctx)
}

// Skips lists the meetings that people want no reminders of.
func (s *Store) Skips() []personal.Skip { return slices.Collect(maps.Values(s.now().skips.rows)) }
