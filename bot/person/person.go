// Package person knows who asks: workspace, user, language, time zone, e-mail
// address, and how they belong to the workspace.
//
// It knows nothing of meetings and stores nothing beyond memory.
package person

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/text/language"
)

// Person is somebody who uses Slack.
type Person struct {
	EnterpriseID string
	TeamID       string // where they asked, which is not always where they belong
	UserID       string
	Language     language.Tag   // language.Und when not known
	Zone         *time.Location // nil when not known
	Name         string         // the full name where there is one, "" when not known
	Email        string         // "" when not known or not allowed to know
	Confirmed    bool           // Slack has confirmed the address, and the invitation was accepted
	AccountType  AccountType
	Organisation string    // the Enterprise organisation where the app is installed, "" for none
	Admin        bool      // an admin or an owner of that workspace or organisation, as far as is known
	Local        bool      // the account is known to be one of the workspace where the app is installed
	Elsewhere    bool      // the request says that they belong to another workspace; see From
	RetryAt      time.Time // of an Unknown person: Slack is not asked again before
}

// AccountType is how a person belongs to the workspace where the app is
// installed.
type AccountType string

// The types of account.
const (
	Unknown     AccountType = "unknown"     // Slack has never said, and cannot say at the moment
	Member      AccountType = "member"      // of the workspace, or of its Enterprise organisation
	Guest       AccountType = "guest"       // of one channel or several
	External    AccountType = "external"    // of another organisation, met in a shared channel
	Bot         AccountType = "bot"         // a bot or a workflow
	Deactivated AccountType = "deactivated" // an account that was closed
	Unseen      AccountType = "unseen"      // Slack shows this app no such account, or nothing that can be read
)

// unknown is what is known of a person before Slack has answered.
func unknown(enterpriseID, teamID, userID string) Person {
	return Person{
		EnterpriseID: enterpriseID, TeamID: teamID, UserID: userID, AccountType: Unknown,
		Organisation: enterpriseID, // as far as is known
	}
}

// From takes into account the workspace that a request says the person belongs
// to, "" where it does not say. An account of another workspace is External,
// unless Slack knows it as one of the same Enterprise organisation.
func (p Person) From(teamID string) Person {
	if teamID == "" || teamID == p.TeamID || teamID == p.Organisation {
		return p
	}
	p.Elsewhere, p.Local, p.Admin = true, false, false
	switch p.AccountType {
	case Member, Guest, Unknown:
		if p.Organisation == "" {
			p.AccountType = External
		}
	case External, Bot, Deactivated, Unseen:
	}
	return p
}

// home is where the app is installed: in a workspace, in an Enterprise
// organisation, or in a workspace of one.
type home struct{ enterpriseID, teamID string }

// facts are what Slack says of a user, wherever they ask.
type facts struct {
	name         string
	language     language.Tag
	zone         *time.Location
	email        string
	confirmed    bool
	accountType  AccountType // wherever the app is installed: of another workspace it is External
	enterpriseID string
	teams        []string // which have the account
	admin        bool     // an admin or an owner of the first of these teams
	orgAdmin     bool     // an admin or an owner of the Enterprise organisation
	home         home     // zero where Slack does not tell it: then it is where they ask
}

// differs reports whether other facts let somebody do something else.
func (f facts) differs(other facts) bool {
	return f.accountType != other.accountType || f.email != other.email || f.admin != other.admin || f.orgAdmin != other.orgAdmin
}

// factsOf reads the answer of users.info.
func factsOf(u *slack.User, h home) facts {
	return facts{
		name:     cmp.Or(u.RealName, u.Profile.DisplayName, u.Name),
		language: tag(u.Locale), zone: zone(u.TZ, u.TZOffset),
		email: u.Profile.Email, confirmed: u.IsEmailConfirmed && !u.IsInvitedUser,
		accountType: accountType(u), enterpriseID: u.Enterprise.EnterpriseID,
		teams: append([]string{u.TeamID}, u.Enterprise.Teams...), home: h,
		admin: u.IsAdmin || u.IsOwner || u.IsPrimaryOwner, orgAdmin: u.Enterprise.IsAdmin || u.Enterprise.IsOwner,
	}
}

// accountType tells what u is to its own workspace; the most restricted type
// wins.
func accountType(u *slack.User) AccountType {
	switch {
	case u.Deleted:
		return Deactivated
	case u.IsBot, u.IsWorkflowBot, u.IsConnectorBot:
		return Bot
	case u.IsStranger:
		return External
	case u.IsRestricted, u.IsUltraRestricted:
		return Guest
	default:
		return Member
	}
}

// person is who the facts are about.
func (f facts) person(enterpriseID, teamID, userID string) Person {
	asked := home{enterpriseID: enterpriseID, teamID: teamID}
	at := cmp.Or(f.home, asked)
	p := unknown(enterpriseID, teamID, userID)
	p.Name, p.Language, p.Zone, p.Email, p.Confirmed = f.name, f.language, f.zone, f.email, f.confirmed
	p.AccountType, p.Organisation = f.accountType, at.enterpriseID
	if (p.AccountType == Member || p.AccountType == Guest) && !at.has(f) {
		p.AccountType = External
	}
	p.Local = at.hasAccount(f) || at.enterpriseID != "" && asked.enterpriseID == at.enterpriseID && asked.hasAccount(f)
	p.Admin = p.Local && p.AccountType == Member && f.administers(at, asked)
	return p
}

// administers reports whether the facts name an admin or an owner of where the app is
// installed. What a token for a whole organisation tells of workspace admins holds for
// the account's first workspace alone.
func (f facts) administers(at, asked home) bool {
	if f.orgAdmin && at.enterpriseID != "" && f.enterpriseID == at.enterpriseID {
		return true
	}
	return f.admin && (at.teamID != "" || f.teams[0] == asked.teamID)
}

// hasAccount reports whether the account is proven to be one of the workspace.
func (h home) hasAccount(f facts) bool { return h.teamID != "" && slices.Contains(f.teams, h.teamID) }

// has reports whether the account is proven to be one of the workspace or of
// its organisation. What Slack leaves out proves nothing.
func (h home) has(f facts) bool {
	return h.hasAccount(f) ||
		h.enterpriseID != "" && (f.enterpriseID == h.enterpriseID || slices.Contains(f.teams, h.enterpriseID))
}

// tag reads an IETF language tag such as "zh-CN".
func tag(locale string) language.Tag {
	t, err := language.Parse(locale)
	if err != nil {
		return language.Und
	}
	return t
}

// zone reads a tz name such as "Asia/Shanghai", and falls back to the offset
// from universal time in seconds where this machine does not know the name.
func zone(name string, offset int) *time.Location {
	if name != "" && name != "Local" {
		if z, err := time.LoadLocation(name); err == nil {
			return z
		}
	} else if offset == 0 {
		return nil
	}
	return time.FixedZone("offset "+strconv.Itoa(offset), offset)
}
