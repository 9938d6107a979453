package page

import "net/url"

// Place is where a reader is: the page's address says so, so that every state of
// the page can be linked to.
type Place struct {
	// Person is the id of whom they act as.
	Person string
	// Channel is the id of the channel that is open.
	Channel string
	// Thread is the timestamp of the thread that is open, or nothing.
	Thread string
	// Inspect is the timestamp of the message that is inspected, or nothing.
	Inspect string
}

// Keys of a Place in an address.
const (
	KeyPerson  = "as"
	KeyChannel = "channel"
	KeyThread  = "thread"
	KeyInspect = "inspect"
	KeyDraft   = "say"
)

// PlaceOf reads a place from an address.
func PlaceOf(q url.Values) Place {
	return Place{Person: q.Get(KeyPerson), Channel: q.Get(KeyChannel), Thread: q.Get(KeyThread), Inspect: q.Get(KeyInspect)}
}

// Address is where the page shows the place.
func (p Place) Address() string { return p.address("./") }

// address is a path of the page's own for the place, with more keys and values.
func (p Place) address(path string, more ...string) string {
	q := url.Values{}
	set := func(key, value string) {
		if value != "" {
			q.Set(key, value)
		}
	}
	set(KeyPerson, p.Person)
	set(KeyChannel, p.Channel)
	set(KeyThread, p.Thread)
	set(KeyInspect, p.Inspect)
	for i := 0; i+1 < len(more); i += 2 {
		set(more[i], more[i+1])
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// in is the same person elsewhere.
func (p Place) in(channel string) Place { return Place{Person: p.Person, Channel: channel} }

// as is another person in the same channel.
func (p Place) as(person string) Place { return Place{Person: person, Channel: p.Channel} }

// at is the place with a thread open.
func (p Place) at(thread string) Place {
	return Place{Person: p.Person, Channel: p.Channel, Thread: thread}
}

// inspecting is the place with a message inspected.
func (p Place) inspecting(ts string) Place {
	return Place{Person: p.Person, Channel: p.Channel, Inspect: ts}
}
