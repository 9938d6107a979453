package meeting

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// readOther completes an answer whose invitees are not where the documents have them.
// Where none are listed at all, the meeting itself names the first ones; that is for
// answers which list everybody, from the first on.
func (d *Detail) readOther(body []byte, everybody bool) {
	if len(d.Participants.Data) > 0 {
		d.Listed = true
		return
	}
	data, list := invitees(body)
	d.Listed = isArray(data) || isArray(list)
	if isArray(list) && len(parts(list)) == 0 {
		return // the API says that there is nobody
	}
	people, count := findPeople(data, 0)
	d.Listed = d.Listed || len(people) > 0
	if len(people) == 0 && everybody {
		people, count = d.Conference.firstInvitees()
	}
	d.Participants.Data = people
	d.Participants.Count = max(d.Participants.Count, count, Int(len(people)))
}

// invitees returns the page of invitees in an answer and the list in it, nil where
// there is none.
func invitees(body []byte) (page, list json.RawMessage) {
	var outer, inner struct {
		Data json.RawMessage `json:"data"`
	}
	_ = unmarshal(body, &outer)            // has been read before
	_ = json.Unmarshal(outer.Data, &inner) // what is no object has none
	return outer.Data, inner.Data
}

// firstInvitees returns those whom the meeting names, and how many there are.
func (c *Conference) firstInvitees() (people List[Participant], count Int) {
	for i := range c.PartAttendees {
		people = append(people, c.PartAttendees[i].participant())
	}
	return people, c.Terminals + c.SoftClients
}

// participant returns the invitee that this is. A number that is masked identifies
// nobody.
func (p *PartAttendee) participant() Participant {
	one := Participant{Name: p.Name, Role: p.Role, AttendeeType: p.Type, ID: p.Phone, Phone2: p.Phone2, Phone3: p.Phone3}
	if strings.Contains(p.Phone.String(), "*") {
		one.ID = ""
	}
	return one
}

// maxDataDepth is how deep pages are looked for in each other.
const maxDataDepth = 3

// findPeople finds invitees where the documents promise that people and terminals are
// listed apart (X-Type), and show no answer: in a list without a page around it, in
// several pages, or in pages with names. The count is the sum of those of the pages.
func findPeople(data json.RawMessage, depth int) (people List[Participant], count Int) {
	if depth > maxDataDepth {
		return nil, 0
	}
	for _, part := range parts(data) {
		if isArray(part) || isPage(part) {
			more, n := findPeople(part, depth+1)
			people, count = append(people, more...), count+n
			continue
		}
		if one, ok := element[Participant](part); ok && isArray(data) {
			people = append(people, one)
		}
	}
	if !isArray(data) {
		var page struct {
			Count Int `json:"count"`
		}
		_ = json.Unmarshal(data, &page) // a page without a count
		return people, max(page.Count, count)
	}
	return people, max(count, Int(len(people)))
}

// parts are the elements of an array, or the values of an object in the order of
// their names.
func parts(data json.RawMessage) []json.RawMessage {
	if isArray(data) {
		var elements []json.RawMessage
		_ = json.Unmarshal(data, &elements) // none
		return elements
	}
	var fields map[string]json.RawMessage
	_ = json.Unmarshal(data, &fields) // none
	var values []json.RawMessage
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		values = append(values, fields[name])
	}
	return values
}

// isPage reports whether a value is an object with a list in it.
func isPage(value json.RawMessage) bool {
	return bytes.HasPrefix(value, []byte("{")) && slices.ContainsFunc(parts(value), isArray)
}

func isArray(value json.RawMessage) bool { return bytes.HasPrefix(value, []byte("[")) }
