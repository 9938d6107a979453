// Package person knows who asks: workspace, user, language, time zone, e-mail
// address, and how they belong to the workspace.
//
// It knows nothing of meetings and stores nothing beyond memory.
package person

import (
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
	Email        string         // "" when not known or not allowed to know
	AccountType  AccountType
	Local        bool // the account is known to be one of the workspace where they asked
}

// AccountType is how a person belongs to the workspace they ask in.
type AccountType string

// The types of account.
const (
	Unknown     AccountType = "unknown"     // Slack could not be asked
	Member      AccountType = "member"      // of the workspace, or of its Enterprise organisation
	Guest       AccountType = "guest"       // of one channel or several
	External    AccountType = "external"    // of another organisation, met in a shared channel
	Bot         AccountType = "bot"         // a bot or a workflow
	Deactivated AccountType = "deactivated" // an account that was closed
)

// unknown is what is known of a person before Slack has answered.
func unknown(enterpriseID, teamID, userID string) Person {
	return Person{EnterpriseID: enterpriseID, TeamID: teamID, UserID: userID, AccountType: Unknown}
}

// with adds what users.info says of a person.
func (p Person) with(u *slack.User) Person {
	p.Language = tag(u.Locale)
	p.Zone = zone(u.TZ, u.TZOffset)
	p.Email = u.Profile.Email
	p.AccountType = p.accountType(u)
	p.Local = p.TeamID != "" && (u.TeamID == p.TeamID || slices.Contains(u.Enterprise.Teams, p.TeamID))
	return p
}

// accountType tells how u belongs to the workspace of p; the most restricted
// type wins.
func (p Person) accountType(u *slack.User) AccountType {
	switch {
	case u.Deleted:
		return Deactivated
	case u.IsBot, u.IsWorkflowBot, u.IsConnectorBot:
		return Bot
	case u.IsStranger, p.elsewhere(u):
		return External
	case u.IsRestricted, u.IsUltraRestricted:
		return Guest
	default:
		return Member
	}
}

// elsewhere reports whether u belongs to another workspace than the one p asks
// in and is not a colleague in the same Enterprise organisation either. What
// Slack leaves out proves nothing.
func (p Person) elsewhere(u *slack.User) bool {
	if u.TeamID == "" || u.TeamID == p.TeamID || slices.Contains(u.Enterprise.Teams, p.TeamID) {
		return false
	}
	if p.EnterpriseID != "" {
		return u.TeamID != p.EnterpriseID && u.Enterprise.EnterpriseID != p.EnterpriseID
	}
	return p.TeamID != ""
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
