package view

import (
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
	people := matchingInvitees(loc, s.Meeting, s.Query)
	p := inviteePage{paging: newPaging(s.Page, len(people)), total: len(people)}
	p.people = onPage(p.paging, people)
	words, cut := code(escapeCode(s.Query)), ""
	if all := len(s.Meeting.Participants); s.Meeting.Count > all {
		cut = loc.Say(text.InvitedCut, text.Args{"Count": all})
	}
	if len(people) == 0 {
		return []slack.Block{section(BlockPeopleFound, lines(loc.Say(text.PeopleNone, text.Args{"Text": words}), cut))}
	}
	blocks := []slack.Block{
		section(BlockPeopleFound, lines(loc.Say(text.PeopleFound, text.Args{"Text": words})+separator+p.groupPosition(loc), cut)),
		section(BlockPeopleList, p.list(loc)),
	}
	buttons := pager{
		paging: p.paging, previous: ActionPeoplePrevious, next: ActionPeopleNext,
		labelPrevious: text.LabelPrevious, labelNext: text.LabelNext, total: p.total, ref: s.PageRef.withPage,
	}.buttons(loc)
	if len(buttons) > 0 {
		blocks = append(blocks, slack.NewActionBlock(BlockPeoplePager, buttons...))
	}
	return blocks
}

// matchingInvitees returns the invitees with the query in their name or
// department, hosts first. It does not search phone numbers and addresses, so
// that nobody can find out whose they are.
func matchingInvitees(loc text.Localizer, m *meeting.Snapshot, query string) []*meeting.Participant {
	folder := cases.Fold()
	fold := func(s string) string { return folder.String(norm.NFKC.String(s)) }
	query = fold(strings.TrimSpace(query))
	var found []*meeting.Participant
	for _, p := range hostsFirst(m.Participants) {
		if strings.Contains(fold(inviteeName(loc, p)+"\n"+displayName(p.Department)), query) {
			found = append(found, p)
		}
	}
	return found
}
