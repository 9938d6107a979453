package bot

import (
	"slices"
	"strings"

	"meetingbot/bot/person"
	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Access says who may look up meetings.
type Access string

// The kinds of access.
const (
	// AccessMembers lets full members of the workspace look up every meeting.
	AccessMembers Access = "members"
	// AccessInvitees lets full members look up meetings whose invitation list
	// has their Slack e-mail address.
	AccessInvitees Access = "invitees"
	// AccessEveryone lets guests and people of other organisations in, too.
	AccessEveryone Access = "everyone"
)

// Lists says which meetings the lists of meetings have.
type Lists string

// The kinds of lists.
const (
	// ListsMine have the meetings that a person is invited to, as bookers are.
	ListsMine Lists = "mine"
	// ListsAll have all meetings that a person may look up.
	ListsAll Lists = "all"
)

// whole reports whether lists have meetings that a person has no part in: they
// must not tell of one that a lookup would refuse.
func (l Lists) whole(a Access) bool { return l == ListsAll && a != AccessInvitees }

// HostSecrets says who may see what lets its holder into a meeting as host.
type HostSecrets string

// The kinds of it.
const (
	// HostSecretsHost shows it to those who are proven to be a host.
	HostSecretsHost HostSecrets = "host"
	// HostSecretsNever shows it to nobody.
	HostSecretsNever HostSecrets = "never"
)

// maySee reports whether somebody may see what lets its holder into a meeting
// as host.
func (h HostSecrets) maySee(m *meeting.Snapshot, who person.Person) bool {
	return h == HostSecretsHost && provenHost(m, who)
}

// provenHost reports whether somebody is proven to be a host of a meeting:
// their Slack e-mail address is that of a host on the invitation list, and they
// are a full member of this very workspace, whose addresses Slack has
// confirmed.
func provenHost(m *meeting.Snapshot, who person.Person) bool {
	return who.Standing == person.Member && who.Local && who.Email != "" && hosting(m, who.Email)
}

// hosting reports whether a host on the invitation list has this e-mail
// address.
func hosting(m *meeting.Snapshot, email string) bool {
	return slices.ContainsFunc(m.Participants, func(p meeting.Participant) bool {
		return p.Host() && sameAddress(p.Email, email)
	})
}

// sameAddress reports whether the API means this e-mail address.
func sameAddress(t meeting.Text, email string) bool {
	return strings.EqualFold(strings.TrimSpace(t.String()), email)
}

// refusal says why somebody of this standing may not look up meetings at all,
// "" when they may. Somebody whom Slack could not tell us about may: its
// failures must not break ours, and the guest password is kept from them.
func (a Access) refusal(s person.Standing) text.Key {
	switch s {
	case person.Automaton:
		return text.RefusalAutomaton
	case person.Deactivated:
		return text.RefusalDeactivated
	case person.Guest:
		if a != AccessEveryone {
			return text.RefusalGuest
		}
	case person.Stranger:
		if a != AccessEveryone {
			return text.RefusalStranger
		}
	case person.Member, person.Unknown:
	}
	return ""
}

// refusalOf says why somebody may not look up this meeting, "" when they may.
func (a Access) refusalOf(m *meeting.Snapshot, who person.Person) text.Key {
	switch {
	case a != AccessInvitees:
		return ""
	case who.Email == "":
		return text.RefusalUnverified
	case !invited(m, who.Email):
		return text.RefusalNotInvited
	default:
		return ""
	}
}

// invited reports whether somebody with this e-mail address is on the
// invitation list. Companies often use the address as the name of the account.
func invited(m *meeting.Snapshot, email string) bool {
	for i := range m.Participants {
		p := &m.Participants[i]
		if sameAddress(p.Email, email) || sameAddress(p.Account, email) {
			return true
		}
	}
	return false
}

// mayHavePassword reports whether somebody may see guest passwords.
func mayHavePassword(s person.Standing) bool { return s != person.Unknown }
