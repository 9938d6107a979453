package bot

import (
	"context"
	"log/slog"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"meetingbot/bot/view"
	"meetingbot/internal/spelling"
	"meetingbot/meeting"
)

// openFind opens the modal that finds a meeting while one types.
func (b *Bot) openFind(ctx context.Context, r *Request) error {
	return r.OpenModal(ctx, view.FindModal(r.Localizer, view.Message{}))
}

// suggest answers what was typed into the menu of meetings with those that the person
// may have listed, as lists do. Nobody waits for the Meeting API there, nor reads why
// there is nothing: what fails offers nothing.
func (b *Bot) suggest(ctx context.Context, r *Request) error {
	f := view.ListFacts{
		Search: view.Search{Range: view.RangeAll, Page: 1}, Now: b.o.Now(), Zone: r.Person.Zone, Mine: !r.Workspace.Policy.ListsAll(),
	}
	number := b.numberIn(r.Text)
	if !f.Mine || r.Person.Email != "" {
		found, err := r.suggested(ctx, &f, number)
		if err != nil {
			b.o.Logger.LogAttrs(ctx, slog.LevelInfo, "no meetings suggested",
				slog.String("team_id", r.TeamID), slog.String("request_id", r.RequestID), slog.Any("error", err))
		}
		f.Meetings = found
	}
	return r.transmit(ctx, optionsReply(view.MeetingOptions(r.Localizer, f, number)))
}

// numberIn is the number of a meeting that was typed or is in what was pasted, "" for
// none.
func (b *Bot) numberIn(typed string) string {
	if _, named, problem := b.parse(typed); problem == nil {
		return named.Page.ID
	}
	return ""
}

// suggested finds the meetings that fit what was typed. The list of all is read for
// everybody who types; only where it is not whole, the API searches it.
func (r *Request) suggested(ctx context.Context, f *view.ListFacts, number string) ([]*meeting.Conference, error) {
	all, err := r.Workspace.Meetings.Find(ctx, "")
	if err != nil {
		return nil, err
	}
	typed := strings.TrimSpace(r.Text)
	if number != "" {
		typed = number
	}
	if all.Count > len(all.Conferences) && typed != "" && utf8.RuneCountInString(typed) <= maxSearch {
		if all, err = r.Workspace.Meetings.Find(ctx, typed); err != nil {
			return nil, err
		}
	}
	fits := &meeting.Listing{Conferences: fitting(all.Conferences, typed), ReadAt: all.ReadAt}
	fits.Count = len(fits.Conferences)
	if !f.Mine {
		return fits.Conferences, nil
	}
	own, err := mine(ctx, r, f, fits)
	if err != nil {
		return nil, err
	}
	return own.Conferences, nil
}

// fitting are the meetings that have every word that was typed in their subject,
// their booker's name or their number. Digits in groups are one word.
func fitting(all []*meeting.Conference, typed string) []*meeting.Conference {
	words := strings.Fields(spelling.Fold(typed))
	if joined := strings.NewReplacer(" ", "", "-", "").Replace(tidy(typed)); joined != "" && strings.Trim(joined, "0123456789") == "" {
		words = []string{joined}
	}
	var fit []*meeting.Conference
	for _, c := range all {
		in := spelling.Fold(strings.Join([]string{c.Subject.String(), c.BookerName.String(), c.ID.String(), c.Number()}, "\n"))
		if containsAll(in, words) {
			fit = append(fit, c)
		}
	}
	return fit
}

func containsAll(s string, words []string) bool {
	for _, word := range words {
		if !strings.Contains(s, word) {
			return false
		}
	}
	return true
}

// optionsReply answers a menu that wants options. Slack takes groups or options.
func optionsReply(groups []*slack.OptionGroupBlockObject) Reply {
	if len(groups) == 0 {
		return Reply{body: []byte(`{"options":[]}`)}
	}
	return Reply{body: asJSON(slack.OptionGroupsResponse{OptionGroups: groups})}
}
