package bot

import (
	"strconv"
	"time"

	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/workspace"
	"meetingbot/internal/boundedcache"
	"meetingbot/meeting"
)

// replyLife is how long a rendered reply is kept: its key has the minute, so it
// is of no use for longer.
const replyLife = 2 * time.Minute

// replyCache holds rendered replies.
type replyCache = boundedcache.Cache[Reply]

// invitation is access.InvitationOf, which looks at everybody on the list, once for
// a reading and an address.
func (b *Bot) invitation(m *meeting.Snapshot, who person.Person, user access.MeetingUser) access.Invitation {
	key := strconv.FormatUint(m.Version, 36) + "|" + who.Email
	if user.Linked() {
		key += "|" + user.UserID + "|" + user.Account + "|" + user.UUID
	}
	if i, ok := b.invitations.Get(key); ok {
		return i
	}
	i := access.InvitationOf(m, who, user)
	b.invitations.Put(key, i, replyLife)
	return i
}

// cardKey is everything that a rendered card depends on.
type cardKey struct {
	workspace   workspace.Key
	page        view.PageRef // to what is shown
	version     uint64       // of the reading; it differs when the reading is stale
	language    string
	zone        *time.Location
	password    bool
	host        bool
	panelist    bool
	ownJoin     bool
	direct      bool
	domain      string
	placement   placement
	invitation  text.Key
	minute      int64
	attendeesAt int64 // when the attendees were read, 0 if they were not
}

// String writes the key without package fmt: each cached command needs it.
func (k cardKey) String() string {
	b := make([]byte, 0, 160)
	b = append(b, k.workspace.EnterpriseID...)
	b = append(b, '|')
	b = append(b, k.workspace.TeamID...)
	b = append(b, '|')
	b = append(b, k.page.String()...)
	b = append(b, '|')
	b = strconv.AppendUint(b, k.version, 36)
	b = append(b, '|')
	b = strconv.AppendInt(b, k.minute, 36)
	b = append(b, '|')
	b = strconv.AppendBool(b, k.password)
	b = strconv.AppendBool(b, k.host)
	b = strconv.AppendBool(b, k.panelist)
	b = strconv.AppendBool(b, k.direct)
	b = strconv.AppendBool(b, k.ownJoin)
	b = append(b, '|', '0'+byte(k.placement))
	b = append(b, '|')
	b = append(b, k.invitation...)
	b = append(b, '|')
	b = append(b, k.domain...)
	b = append(b, '|')
	b = strconv.AppendInt(b, k.attendeesAt, 36)
	b = append(b, '|')
	b = append(b, k.language...)
	b = append(b, '|')
	if k.zone != nil {
		b = append(b, k.zone.String()...)
	}
	return string(b)
}
