package view

import (
	"cmp"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/access"
	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// BlockDoctor is the id of the block with the diagnosis.
const BlockDoctor = "doctor"

// Health describes the state of the bot, and what it knows about the reader.
type Health struct {
	Account        *meeting.Identity // account that calls the Meeting API, nil when not known
	AccountRefused bool              // the API refused its sign-in or did not answer
	Site           string            // the host of the API, "" when not known
	Access         access.Policy     // who may do what
	Zone           *time.Location    // of the reader, nil when not known
	Address        bool              // the reader's e-mail address is known
	Refusal        meeting.Kind      // last refusal by the API, "" for none yet
	RefusalCode    string            // error code of the API, "" for none
	RefusedAt      time.Time
	Now            time.Time
	Version        string      // "" when not known
	Events         *EventFacts // nil where changes of meetings are asked for
}

// EventFacts are what is known of the events that the Meeting API pushes.
type EventFacts struct {
	Any    bool          // one has come
	Ago    time.Duration // since the last one, or since they are waited for
	Silent bool          // one should have come
}

// Doctor shows the state of the bot.
func Doctor(loc text.Localizer, h Health) Message {
	list := []string{
		h.account(loc), loc.Say(h.access()), loc.Say(h.lists()), loc.Say(h.hostLinks()), loc.Say(h.booking()), h.reader(loc), loc.Say(h.address()), h.events(loc), h.refusal(loc),
	}
	if version := safe(h.Version, maxWord); version != "" {
		list = append(list, loc.Say(text.HelpVersion, text.Args{"Version": version}))
	}
	words := bulleted(loc.Say(text.DoctorTitle), list)
	return Message{Text: words, Blocks: []slack.Block{section(BlockDoctor, words)}}
}

// account names the account that calls the API, the site and the account's role.
func (h Health) account(loc text.Localizer) string {
	site := cmp.Or(safe(h.Site, maxName), loc.Say(text.DoctorSiteUnknown))
	switch {
	case h.Account == nil:
		return loc.Say(text.DoctorAccountUnknown, text.Args{"Site": site})
	case h.AccountRefused:
		return loc.Say(text.DoctorAccountRefused, text.Args{"Site": site})
	}
	name := cmp.Or(escapeMrkdwn(displayName(h.Account.Name)), loc.Say(text.Unnamed))
	words := loc.Say(text.DoctorAccount, text.Args{"Name": name, "Site": site})
	switch {
	case h.Account.Administers():
		return words + separator + loc.Say(text.DoctorAdministrator)
	case h.Account.AdminType < 0: // the API does not say
		return words
	default:
		return words + separator + loc.Say(text.DoctorMember)
	}
}

func (h Health) access() text.Key {
	switch h.Access.Lookup {
	case access.Invitees:
		return text.DoctorInvitees
	case access.Everyone:
		return text.DoctorEveryone
	default:
		return text.DoctorMembers
	}
}

func (h Health) lists() text.Key {
	if h.Access.ListsAll() {
		return text.DoctorListsAll
	}
	return text.DoctorListsMine
}

func (h Health) hostLinks() text.Key {
	if h.Access.HostsSeeSecrets() {
		return text.DoctorHostLinks
	}
	return text.DoctorNoHostLinks
}

func (h Health) booking() text.Key {
	switch h.Access.Booking {
	case access.BookLinked:
		return text.DoctorBookLinked
	case access.BookNobody:
		return text.DoctorBookNobody
	default:
		return text.DoctorBookMembers
	}
}

// reader names the language and the time zone used for the reader.
func (h Health) reader(loc text.Localizer) string {
	language := loc.Say(text.LanguageName)
	if h.Zone == nil {
		return loc.Say(text.DoctorReaderNoZone, text.Args{"Language": language})
	}
	zone := loc.Say(text.WithZone, text.Args{"Text": safe(h.Zone.String(), maxWord), "Zone": text.Zone(h.Now.In(h.Zone))})
	return loc.Say(text.DoctorReader, text.Args{"Language": language, "Zone": zone})
}

func (h Health) address() text.Key {
	if h.Address {
		return text.DoctorAddress
	}
	return text.DoctorNoAddress
}

// events says how changes of meetings are noticed.
func (h Health) events(loc text.Localizer) string {
	switch e := h.Events; {
	case e == nil:
		return loc.Say(text.DoctorPolls)
	case e.Silent:
		return "⚠️ " + loc.Say(text.DoctorEventsSilent, text.Args{"Duration": loc.Duration(e.Ago)})
	case e.Any:
		return loc.Say(text.DoctorEvents, text.Args{"Duration": loc.Duration(e.Ago)})
	default:
		return loc.Say(text.DoctorNoEvents, text.Args{"Duration": loc.Duration(e.Ago)})
	}
}

// refusal says when and why the API last refused a request.
func (h Health) refusal(loc text.Localizer) string {
	if h.Refusal == "" {
		return loc.Say(text.DoctorNoRefusal)
	}
	zone := cmp.Or(h.Zone, time.UTC)
	l := locale{Localizer: loc, now: h.Now, zone: zone}
	words := loc.Say(text.DoctorRefusal, text.Args{"When": l.dateTimeToken(h.RefusedAt), "Why": loc.Say(refusalReason(h.Refusal))})
	if h.RefusalCode != "" {
		words += separator + code(escapeCode(h.RefusalCode))
	}
	return words
}

// refusalReason explains a kind of refusal.
func refusalReason(kind meeting.Kind) text.Key {
	switch kind {
	case meeting.SignInRefused, meeting.TokenRefused:
		return text.WhySignIn
	case meeting.Forbidden:
		return text.WhyForbidden
	case meeting.Throttled:
		return text.WhyThrottled
	case meeting.Invalid:
		return text.WhyInvalid
	case meeting.Garbled:
		return text.WhyGarbled
	case meeting.NotFound:
		return text.WhyNotFound
	default:
		return text.WhyUnavailable
	}
}
