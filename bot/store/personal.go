package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/text/language"

	"meetingbot/bot/personal"
	"meetingbot/bot/store/internal/rows"
	"meetingbot/bot/workspace"
)

func (t *tx) GetPersonal(ctx context.Context, who personal.Owner) (personal.Decided, error) {
	row, err := t.rows.GetPersonalSettings(ctx, rows.GetPersonalSettingsParams{
		EnterpriseID: who.EnterpriseID, TeamID: who.TeamID, UserID: who.UserID,
	})
	if err != nil {
		return personal.Decided{}, failed("get what a person decided", err)
	}
	return ownSettings(row)
}

func (t *tx) LockPersonal(ctx context.Context, who personal.Owner) (personal.Decided, error) {
	row, err := t.rows.LockPersonalSettings(ctx, rows.LockPersonalSettingsParams{
		EnterpriseID: who.EnterpriseID, TeamID: who.TeamID, UserID: who.UserID,
	})
	if err != nil {
		return personal.Decided{}, failed("lock what a person decided", err)
	}
	return ownSettings(row)
}

func (t *tx) PutPersonal(ctx context.Context, d personal.Decided) error {
	return failed("store what a person decided", t.rows.PutPersonalSettings(ctx, rows.PutPersonalSettingsParams{
		EnterpriseID: d.EnterpriseID, TeamID: d.TeamID, UserID: d.UserID,
		Leads: optionalLeadsText(d.Leads), Digest: string(d.Digest), DigestDay: d.DigestDay, ChangedAt: millis(d.ChangedAt),
		Language: languageText(d.Language), UsualLeads: optionalLeadsText(d.UsualLeads),
	}))
}

func (t *tx) DeletePersonal(ctx context.Context, who personal.Owner) error {
	return failed("delete what a person decided", t.rows.DeletePersonalSettings(ctx, rows.DeletePersonalSettingsParams{
		EnterpriseID: who.EnterpriseID, TeamID: who.TeamID, UserID: who.UserID,
	}))
}

func (t *tx) RemindedPeople(ctx context.Context) ([]personal.Decided, error) {
	all, err := t.rows.RemindedPeople(ctx)
	if err != nil {
		return nil, failed("list who is reminded of their meetings", err)
	}
	return allOwnSettings(all)
}

func (t *tx) DigestPeople(ctx context.Context) ([]personal.Decided, error) {
	all, err := t.rows.DigestPeople(ctx)
	if err != nil {
		return nil, failed("list who gets a digest", err)
	}
	return allOwnSettings(all)
}

func (t *tx) PeopleWithChoices(ctx context.Context) ([]personal.Decided, error) {
	all, err := t.rows.PeopleWithChoices(ctx)
	if err != nil {
		return nil, failed("list what people chose", err)
	}
	return allOwnSettings(all)
}

func (t *tx) PutSkip(ctx context.Context, s personal.Skip) error {
	return failed("store a skip", t.rows.PutSkip(ctx, rows.PutSkipParams{
		EnterpriseID: s.EnterpriseID, TeamID: s.TeamID, MeetingID: s.MeetingID, UserID: s.UserID, SeenAt: millis(s.SeenAt),
	}))
}

func (t *tx) DeleteSkip(ctx context.Context, who personal.Owner, meetingID string) error {
	return failed("delete a skip", t.rows.DeleteSkip(ctx, rows.DeleteSkipParams{
		EnterpriseID: who.EnterpriseID, TeamID: who.TeamID, MeetingID: meetingID, UserID: who.UserID,
	}))
}

func (t *tx) SkipsIn(ctx context.Context, k workspace.Key) ([]personal.Skip, error) {
	all, err := t.rows.SkipsIn(ctx, rows.SkipsInParams{EnterpriseID: k.EnterpriseID, TeamID: k.TeamID})
	if err != nil {
		return nil, failed("list skips", err)
	}
	var skips []personal.Skip
	for _, row := range all {
		skips = append(skips, personal.Skip{
			Owner: owner(row.EnterpriseID, row.TeamID, row.UserID), MeetingID: row.MeetingID, SeenAt: fromMillis(row.SeenAt),
		})
	}
	return skips, nil
}

func (t *tx) DeleteSkips(ctx context.Context, seenBefore time.Time) error {
	return failed("delete old skips", t.rows.DeleteOldSkips(ctx, millis(seenBefore)))
}

func allOwnSettings(all []rows.PersonalSetting) ([]personal.Decided, error) {
	var list []personal.Decided
	for _, row := range all {
		d, err := ownSettings(row)
		if err != nil {
			return nil, err
		}
		list = append(list, d)
	}
	return list, nil
}

// ownSettings reads a row. A time of day that this program does not know counts as
// none: a newer one may have written it.
func ownSettings(row rows.PersonalSetting) (personal.Decided, error) {
	d := personal.Decided{
		Owner: owner(row.EnterpriseID, row.TeamID, row.UserID), DigestDay: row.DigestDay, ChangedAt: fromMillis(row.ChangedAt),
	}
	d.Digest, _ = personal.ParseClock(row.Digest)
	if row.Language != "" {
		d.Language = language.Make(row.Language)
	}
	var err, usualErr error
	if row.Leads != "" {
		d.Leads, err = leads(row.Leads)
	}
	if row.UsualLeads != "" {
		d.UsualLeads, usualErr = leads(row.UsualLeads)
	}
	if err = errors.Join(err, usualErr); err != nil {
		return d, fmt.Errorf("read the leads of a person: %w", err)
	}
	return d, nil
}

func owner(enterpriseID, teamID, userID string) personal.Owner {
	return personal.Owner{Key: workspace.Key{EnterpriseID: enterpriseID, TeamID: teamID}, UserID: userID}
}
