package meeting

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
)

const (
	opFindMember = "find member"
	opMember     = "get member"
	pathMembers  = "/v1/usg/dcs/corp/member"
	// maxMembers bounds the members that a search for an address may find.
	maxMembers = 1000
)

// The kinds of refusal that only a search for a member knows. They are answers: the
// API works.
const (
	// NoMember: no member of the enterprise has this address.
	NoMember Kind = "no_member"
	// SeveralMembers: several members have this address, and it is not known who is
	// meant.
	SeveralMembers Kind = "several_members"
	// InactiveMember: the member's account is switched off.
	InactiveMember Kind = "inactive_member"
	// NoThirdID: the member has no third-party user id, so that nobody can act as
	// them.
	NoThirdID Kind = "no_third_id"
)

var (
	errAddress    = errors.New("not an e-mail address")
	errNoAdmin    = errors.New("the account is no administrator")
	errNotAllRead = errors.New("the API did not list all members that it found")
)

// memberActive is Member.Status of one who may sign in.
const memberActive Int = 0

// Member is a user of the enterprise's directory. Their address, phone and number are
// personal data.
type Member struct {
	UUID       Text `json:"id"`           // the vendor's id of the user
	Account    Text `json:"userAccount"`  // the Huawei Cloud Meeting account
	ThirdID    Text `json:"thirdAccount"` // third-party user id: see Account.As
	Name       Name `json:"name"`
	Email      Text `json:"email"`
	Phone      Text `json:"phone"`
	Number     Text `json:"sipNum"` // of their application; only Account.Member tells it
	PersonalID Text `json:"vmrId"`  // the number of their personal meeting room
	Status     Int  `json:"status"` // 0 active, 1 switched off
	AdminType  Int  `json:"adminType"`
}

// FindMember returns the member with exactly this e-mail address, whatever the case
// of its letters. Errors are *Error: NoMember, SeveralMembers, InactiveMember and
// NoThirdID say why there is nobody to act as; with the last two the member is
// returned as well. Only an administrator may search: Forbidden says that the account
// is none.
func (a *Account) FindMember(ctx context.Context, email string) (Member, error) {
	if !isAddress(email) {
		return Member{}, &Error{Op: opFindMember, Kind: Invalid, Err: errAddress}
	}
	if err := a.requireAdmin(ctx, opFindMember); err != nil {
		return Member{}, err
	}
	found, err := (&list[Member, [2]Text]{
		op: opFindMember, rules: a.rules, identify: (*Member).identify, most: maxMembers, passes: maxListPasses,
		read: func(page PageOptions) (*Page[Member], error) {
			page.SearchKey = email
			return a.client.searchMembers(ctx, page)
		},
	}).collect()
	if err != nil {
		return Member{}, forAdmins(err)
	}
	if found.total() > len(found.records) {
		return Member{}, &Error{Op: opFindMember, Kind: Garbled, Status: http.StatusOK, Err: errNotAllRead}
	}
	return exactMember(found.records, email)
}

// exactMember returns the one member with the address, of those that a fuzzy search has
// found.
func exactMember(found []Member, email string) (Member, error) {
	var exact []Member
	for _, m := range found {
		if foldASCII(m.Email.String()) == foldASCII(email) {
			exact = append(exact, m)
		}
	}
	refuse := func(kind Kind) error { return &Error{Op: opFindMember, Kind: kind, Status: http.StatusOK} }
	switch {
	case len(exact) == 0:
		return Member{}, refuse(NoMember)
	case len(exact) > 1:
		return Member{}, refuse(SeveralMembers)
	case exact[0].Status != memberActive:
		return exact[0], refuse(InactiveMember)
	case !validUserID(exact[0].ThirdID.String()):
		return exact[0], refuse(NoThirdID)
	default:
		return exact[0], nil
	}
}

// Member returns a member by their Huawei Cloud Meeting account, with the number that
// reaches them. Errors are *Error.
func (a *Account) Member(ctx context.Context, account string) (Member, error) {
	if !validUserID(account) || strings.Contains(account, "/") || strings.Trim(account, ".") == "" {
		return Member{}, &Error{Op: opMember, Kind: Invalid, Err: errUserID}
	}
	if err := a.requireAdmin(ctx, opMember); err != nil {
		return Member{}, err
	}
	var m Member
	err := a.client.ask(ctx, &query{request{
		op: opMember, method: http.MethodGet, path: pathMembers, person: account,
		parameters: url.Values{"accountType": {"0"}}, // the account, and no third-party id
		read: func(ans answer) error {
			if err := unmarshal(ans.body, &m); err != nil {
				return err
			}
			if m.UUID == "" && m.Account == "" {
				return missing(ans.body, errNoMember)
			}
			return nil
		},
	}})
	if e, ok := errors.AsType[*Error](err); ok && (e.Code == "USG.201040000" || e.Code == "USG.206030000") {
		e.Kind = NoMember // elsewhere it is the account that does not exist
	}
	return m, forAdmins(err)
}

var errNoMember = errors.New("the answer holds no member")

// requireAdmin refuses to ask what only an administrator may, where the API has said
// that the account is none: its refusal looks like that of a token.
func (a *Account) requireAdmin(ctx context.Context, op string) error {
	i, err := a.client.Identity(ctx)
	if err != nil {
		return err
	}
	if i.AdminType >= 0 && !i.Administers() {
		return &Error{Op: op, Kind: Forbidden, Err: errNoAdmin}
	}
	return nil
}

// forAdmins makes the refusal of one who is no administrator a Forbidden. It has the
// code of a refused token, which a new token has not changed.
func forAdmins(err error) error {
	if e, ok := errors.AsType[*Error](err); ok && e.Code == "MBI.000000004" {
		e.Kind = Forbidden
	}
	return err
}

// searchMembers returns one page of the members that a search finds.
func (c *Client) searchMembers(ctx context.Context, o PageOptions) (*Page[Member], error) {
	parameters := url.Values{}
	o.set(parameters, "searchKey")
	return new(Page[Member]).ask(ctx, c, &query{request{
		op: opFindMember, path: pathMembers, parameters: parameters, wrong: o.validate(), entries: maxMembers,
	}})
}

// identify returns what tells a member from all others, and whether there is any of it.
func (m *Member) identify() ([2]Text, bool) {
	key := [2]Text{m.UUID, m.Account}
	return key, cmp.Or(key[0], key[1]) != ""
}

// isAddress reports whether a text can be an e-mail address, for a search.
func isAddress(s string) bool {
	at := strings.LastIndexByte(s, '@')
	return at > 0 && at < len(s)-1 && len(s) <= MaxSearchKey && !strings.ContainsAny(s, " \t\r\n") && validUserID(s)
}

// foldASCII lowers ASCII letters only: other letters that look the same when folded,
// as the Kelvin sign does, are other addresses.
func foldASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}
