package bot

import (
	"context"
	"errors"
	"net/mail"
	"strings"
	"sync"
	"time"

	"meetingbot/bot/person"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/internal/spelling"
	"meetingbot/meeting"
)

// bookPeopleTimeout is how long Slack may take to say who the people in the form for a
// booking are. The answer to the form has some more time.
const bookPeopleTimeout = 1200 * time.Millisecond

var errBookPeopleSlow = errors.New("slack did not say in time who is invited")

// invitees are the people of a form for a booking, each address once. Nobody's address
// is said anywhere.
func (r *Request) invitees(ctx context.Context, f view.BookForm) ([]meeting.Invitee, bookProblems) {
	wrong := bookProblems{}
	var all []meeting.Invitee
	seen := map[string]bool{}
	add := func(i meeting.Invitee) {
		if key := spelling.Fold(i.Email); !seen[key] {
			seen[key] = true
			all = append(all, i)
		}
	}
	for _, who := range r.bookedPeople(ctx, f.People, wrong) {
		user := r.Workspace.MeetingUser(who.UserID) // the account knows whoever is linked
		add(meeting.Invitee{Name: cutName(who.Name), Email: who.Email, UserID: user.UserID})
	}
	others, bad := addresses(f.Emails)
	if bad != "" {
		wrong[view.InputBookEmails] = r.Localizer.Say(text.BookEmailBad, text.Args{"Word": bad})
	}
	for _, a := range others {
		add(meeting.Invitee{Name: cutName(a.Name), Email: a.Address})
	}
	return all, wrong
}

// maxInviteeName is how long a name of an invitee is at most, in characters.
const maxInviteeName = 96

func cutName(name string) string {
	if runes := []rune(name); len(runes) > maxInviteeName {
		return string(runes[:maxInviteeName])
	}
	return name
}

// bookedPeople finds out who the people are that were chosen, all at once. Whoever asks
// is there anyway.
func (r *Request) bookedPeople(ctx context.Context, ids []string, wrong bookProblems) []person.Person {
	ctx, cancel := context.WithTimeoutCause(ctx, bookPeopleTimeout, errBookPeopleSlow)
	defer cancel()
	found := make([]person.Person, len(ids))
	var asking sync.WaitGroup
	for i, id := range ids {
		asking.Go(func() { found[i] = r.Workspace.Person(ctx, id) })
	}
	asking.Wait()
	var invited []person.Person
	refused := map[text.Key][]string{}
	for _, who := range found {
		switch key := uninvitable(who); {
		case who.UserID == r.UserID:
		case key != "":
			refused[key] = append(refused[key], meeting.Name(who.Name).String())
		default:
			invited = append(invited, who)
		}
	}
	for _, key := range []text.Key{text.BookPeopleLater, text.BookPeopleGone, text.BookPeopleNoEmail} {
		if names := refused[key]; len(names) > 0 {
			wrong[view.InputBookPeople] = r.Localizer.Say(key, text.Args{"Names": r.Localizer.Commas(names...)})
		}
	}
	return invited
}

// uninvitable says why somebody cannot be invited by their address, "" where they can.
func uninvitable(who person.Person) text.Key {
	switch {
	case who.AccountType == person.Unknown:
		return text.BookPeopleLater
	case who.AccountType == person.Bot, who.AccountType == person.Deactivated:
		return text.BookPeopleGone
	case who.Email == "":
		return text.BookPeopleNoEmail
	default:
		return ""
	}
}

// addresses reads e-mail addresses as people type them, with names or without. bad is
// the first thing that is none, "" where all are.
func addresses(typed string) (all []*mail.Address, bad string) {
	separators := strings.NewReplacer("；", ",", ";", ",", "，", ",", "、", ",", "\n", ",", "＜", "<", "＞", ">", "＠", "@", "mailto:", "")
	for part := range strings.SplitSeq(separators.Replace(typed), ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		if a, ok := oneAddress(part); ok {
			all = append(all, a)
			continue
		}
		for word := range strings.FieldsSeq(part) {
			a, ok := oneAddress(word)
			if !ok {
				return nil, word
			}
			all = append(all, a)
		}
	}
	return all, ""
}

// oneAddress reads one address. Without a name, what stands before the @ is one.
func oneAddress(s string) (*mail.Address, bool) {
	a, err := mail.ParseAddress(s)
	if err != nil {
		return nil, false
	}
	user, host, _ := strings.Cut(a.Address, "@")
	if a.Name == "" {
		a.Name = user
	}
	dot := strings.LastIndexByte(host, '.')
	return a, dot > 0 && dot < len(host)-1 && !strings.ContainsAny(a.Address, "\"() ")
}
