package meeting

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"
)

const (
	// MaxName is how many characters of an invitee's name the API takes.
	MaxName = 96
	// minNumber and maxNumber bound the digits of a phone number; the international
	// plan has 15 at most, and SIP numbers are longer.
	minNumber, maxNumber = 3, 20
	// maxCalled bounds those who are called at once.
	maxCalled = 50
)

var (
	errNobody = errors.New("nobody to call")
	errNumber = fmt.Errorf("a number is %d to %d digits, with a + before them or none", minNumber, maxNumber)
	errName   = fmt.Errorf("a name has 1 to %d characters", MaxName)
	errCalled = fmt.Errorf("at most %d people are called at once", maxCalled)
)

// Called is somebody who is called into a running meeting: their device rings, and no
// mail and no SMS is sent.
type Called struct {
	Name    string
	Number  string // SIP number of a member, or a phone number
	Account string // Huawei Cloud Meeting account of a member, "" for others
	UUID    string // the vendor's id of a member, "" for others
	Type    Text   // AttendeeSoft, AttendeeMobile; defaults to AttendeeSoft
}

// calledBody is Called as the API takes it.
type calledBody struct {
	Name    string `json:"name"`
	Phone   string `json:"phone"`
	Type    Text   `json:"type"`
	Account string `json:"accountId,omitempty"`
	UUID    string `json:"userUUID,omitempty"`
	Role    int    `json:"role"`
}

// CleanNumber returns a phone number as the API takes it, without the spaces, dashes,
// dots and brackets that people type. It reports false for what is no number.
func CleanNumber(typed string) (string, bool) {
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -.()/\u00a0\u2010\u2011\u2013", r) {
			return -1
		}
		return r
	}, strings.TrimSpace(typed))
	rest := strings.TrimPrefix(digits, "+")
	if len(rest) < minNumber || len(rest) > maxNumber || strings.Trim(rest, "0123456789") != "" {
		return "", false
	}
	return digits, true
}

// Invite calls people into the meeting.
func (c *Control) Invite(ctx context.Context, people []Called) error {
	if err := validCalled(people); err != nil {
		return &Error{Op: opInvite, Kind: Invalid, Err: err}
	}
	list := make([]calledBody, 0, len(people))
	for _, p := range people {
		kind := p.Type
		if kind == "" {
			kind = AttendeeSoft
		}
		list = append(list, calledBody{Name: p.Name, Phone: p.Number, Type: kind, Account: p.Account, UUID: p.UUID})
	}
	return c.change(ctx, opInvite, http.MethodPost, "/participants", struct {
		Attendees []calledBody `json:"attendees"`
	}{list})
}

// validCalled refuses what the API would not take. Numbers and names stay out of the
// error.
func validCalled(people []Called) error {
	switch {
	case len(people) == 0:
		return errNobody
	case len(people) > maxCalled:
		return errCalled
	}
	for _, p := range people {
		if n := utf8.RuneCountInString(p.Name); n < 1 || n > MaxName || strings.TrimSpace(p.Name) == "" {
			return errName
		}
		if clean, ok := CleanNumber(p.Number); !ok || clean != p.Number {
			return errNumber
		}
	}
	return nil
}

// Callable returns how the member with an e-mail address is called, under a name.
// Errors are those of Account.FindMember, but for NoThirdID: nobody acts as them.
// NoMember also says that the member has no number.
func (x *Actor) Callable(ctx context.Context, name, email string) (Called, error) {
	m, err := x.account.FindMember(ctx, email)
	if err != nil && KindOf(err) != NoThirdID {
		return Called{}, err
	}
	if m, err = x.account.Member(ctx, m.Account.String()); err != nil {
		return Called{}, err
	}
	number, ok := CleanNumber(m.Number.String())
	if !ok {
		return Called{}, &Error{Op: opMember, Kind: NoMember, Status: http.StatusOK, Err: errNumber}
	}
	return Called{Name: cutName(name), Number: number, Account: m.Account.String(), UUID: m.UUID.String()}, nil
}

// cutName returns as much of a name as the API takes.
func cutName(name string) string {
	runes := []rune(strings.TrimSpace(name))
	return strings.TrimSpace(string(runes[:min(len(runes), MaxName)]))
}
