package view

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Ids of the modal that searches a meeting's invitees.
const (
	ModalPeople          = "people_search"
	BlockPeopleQuery     = "people_query"
	BlockPeopleFound     = "people_found_title"
	BlockPeopleList      = "people_found"
	BlockPeoplePager     = "people_found_pager"
	ActionPeopleQuery    = "people_query_text"
	ActionPeopleSearch   = "participants_search" // opens the modal
	ActionPeoplePrevious = "people_found_previous"
	ActionPeopleNext     = "people_found_next"
)

// maxPeopleQuery is the longest query, in characters.
const maxPeopleQuery = 128

// PeopleSearch is the state of the modal that searches a meeting's invitees.
type PeopleSearch struct {
	PageRef                   // to a page of the results
	Query   string            // text to search for
	Meeting *meeting.Snapshot // nil before the first search
	Found   *meeting.Snapshot // those whom the API finds, nil where it was not asked

	Attendees *meeting.Attendees // who is in the meeting now, nil when not known
	Roster    *Roster            // of the meeting; nil: NewRoster makes it
	Domain    string             // as in Facts
}

// metadata is the modal's private metadata, which ParsePeopleSearch parses.
func (s PeopleSearch) metadata() string { return s.String() + " " + s.Query }

// ParsePeopleSearch parses the modal's private metadata.
func ParsePeopleSearch(metadata string) (PeopleSearch, bool) {
	value, query, _ := strings.Cut(metadata, " ")
	ref, ok := ParsePageRef(value)
	if !ok || utf8.RuneCountInString(query) > maxPeopleQuery {
		return PeopleSearch{}, false
	}
	return PeopleSearch{PageRef: ref, Query: query}, true
}

// PeopleForm is the modal that searches a meeting's invitees, with one page of
// results. Only the reader sees it.
func PeopleForm(loc text.Localizer, s PeopleSearch) slack.ModalViewRequest {
	s.Query = firstRunes(s.Query, maxPeopleQuery)
	input := slack.NewPlainTextInputBlockElement(nil, ActionPeopleQuery)
	input.MaxLength, input.InitialValue = maxPeopleQuery, s.Query
	query := slack.NewInputBlock(BlockPeopleQuery, plain(loc.Say(text.PeopleQuery)), nil, input)
	m := modal(loc.Say(text.PeopleTitle), loc.Say(text.ModalClose), query)
	m.CallbackID, m.Submit, m.PrivateMetadata = ModalPeople, plain(loc.Say(text.PeopleSubmit)), s.metadata()
	if s.Meeting != nil {
		m.Blocks.BlockSet = append(m.Blocks.BlockSet, s.results(loc)...)
	}
	return m
}

// results are one page of the invitees found.
func (s PeopleSearch) results(loc text.Localizer) []slack.Block {
	roster := Facts{Meeting: s.Meeting, Attendees: s.Attendees, Roster: s.Roster}.roster()
	people, all := s.found(loc, roster)
	p := inviteePage{paging: newPaging(s.Page, len(people)), total: len(people), roster: roster, domain: s.Domain}
	p.people = onPage(p.paging, people)
	words, cut := code(escapeCode(s.Query)), ""
	if !all {
		cut = inviteesCut(loc, roster.read, roster.invited)
	}
	if len(people) == 0 {
		none := text.PeopleNone
		if roster.attendees {
			none = text.PeopleNoneIn
		}
		return []slack.Block{section(BlockPeopleFound, lines(loc.Say(none, text.Args{"Text": words}), cut))}
	}
	blocks := []slack.Block{
		section(BlockPeopleFound, lines(loc.Say(text.PeopleFound, text.Args{"Text": words})+separator+p.groupPosition(loc), cut)),
		section(BlockPeopleList, p.list(loc)),
	}
	buttons := pager{
		paging: p.paging, previous: ActionPeoplePrevious, next: ActionPeopleNext,
		labelPrevious: text.LabelPrevious, labelNext: text.LabelNext, total: p.total, ref: s.of(roster).withPage,
	}.buttons(loc)
	if len(buttons) > 0 {
		blocks = append(blocks, slack.NewActionBlock(BlockPeoplePager, buttons...))
	}
	return blocks
}

// found returns the invitees found, and whether these are all. The API is asked where
// not all could be read. What it compares with the query is not known, so that those
// who were read are searched as well; if it missed one of them, or found nobody, there
// may be others.
func (s PeopleSearch) found(loc text.Localizer, roster *Roster) (people []listed, all bool) {
	read := roster.matching(loc, s.Query)
	if s.Found == nil {
		return read, !roster.cut()
	}
	people = NewRoster(s.Found, s.Attendees).invitees().matching(loc, s.Query)
	missed := without(read, people)
	all = len(people) > 0 && len(missed) == 0 && s.Found.Count <= len(s.Found.Participants)
	return append(people, missed...), all
}

// without returns the people who are not among others, by number, account or address,
// and those who have none of them by name.
func without(people, others []listed) []listed {
	known := map[[2]meeting.Text]bool{}
	for _, p := range others {
		for _, id := range inviteeIDs(p.Participant) {
			known[id] = true
		}
	}
	return slices.DeleteFunc(people, func(p listed) bool { return known[inviteeIDs(p.Participant)[0]] })
}

// inviteeIDs are what an invitee may be known by, the surest first.
func inviteeIDs(p *meeting.Participant) [][2]meeting.Text {
	all := [][2]meeting.Text{{"number", p.ID}, {"account", p.Account}, {"address", p.Email}, {"name", meeting.Text(p.Name)}}
	return slices.DeleteFunc(all, func(id [2]meeting.Text) bool { return id[1] == "" && id[0] != "name" })
}

// inviteesCut says how many of those who are invited could be read.
func inviteesCut(loc text.Localizer, read, invited int) string {
	return loc.Say(text.InvitedCut, text.Args{"Read": read, "Total": invited})
}

// matching returns those with the query in their name or department, in the order of
// the roster. It does not search phone numbers and addresses, so that nobody can find
// out whose they are.
func (r *Roster) matching(loc text.Localizer, query string) []listed {
	folder := cases.Fold()
	fold := func(s string) string { return folder.String(norm.NFKC.String(s)) }
	query = fold(strings.Join(strings.Fields(mapVisible(query)), " "))
	var found []listed
	for _, p := range r.people {
		if strings.Contains(fold(inviteeName(loc, p.Participant)+"\n"+displayName(p.Department)), query) {
			found = append(found, p)
		}
	}
	return found
}
