package page

import "net/url"

// Location is what the page's URL contains: who acts, and what is open. Every state
// of the page can therefore be linked to.
type Location struct {
	// Person is the id of the person whom the viewer acts as.
	Person string
	// Channel is the id of the open channel.
	Channel string
	// Tab is TabHome for the Home tab of the app, or empty for its messages.
	Tab string
	// Thread is the timestamp of the open thread, or empty.
	Thread string
	// Inspect is the timestamp of the inspected message, or empty.
	Inspect string
}

// Query parameters of a Location, and of the draft in the message box.
const (
	KeyPerson  = "as"
	KeyChannel = "channel"
	KeyTab     = "tab"
	KeyThread  = "thread"
	KeyInspect = "inspect"
	KeyDraft   = "say"
)

// TabHome is the Home tab of the app.
const TabHome = "home"

// ParseLocation reads a location from a URL's query.
func ParseLocation(q url.Values) Location {
	return Location{Person: q.Get(KeyPerson), Channel: q.Get(KeyChannel), Tab: q.Get(KeyTab), Thread: q.Get(KeyThread), Inspect: q.Get(KeyInspect)}
}

// URL is the page's relative URL for the location.
func (p Location) URL() string { return p.path("./") }

// path is a relative path with the location's query parameters and additional keys
// and values.
func (p Location) path(path string, more ...string) string {
	q := url.Values{}
	set := func(key, value string) {
		if value != "" {
			q.Set(key, value)
		}
	}
	set(KeyPerson, p.Person)
	set(KeyChannel, p.Channel)
	set(KeyTab, p.Tab)
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

// inChannel is the location of the same person in another channel.
func (p Location) inChannel(channel string) Location {
	return Location{Person: p.Person, Channel: channel}
}

// onHome is the location of the Home tab of the app, in its conversation.
func (p Location) onHome(channel string) Location {
	return Location{Person: p.Person, Channel: channel, Tab: TabHome}
}

// asPerson is the location of another person in the same channel.
func (p Location) asPerson(person string) Location {
	return Location{Person: person, Channel: p.Channel}
}

// withThread is the location with a thread open.
func (p Location) withThread(thread string) Location {
	return Location{Person: p.Person, Channel: p.Channel, Thread: thread}
}

// withInspect is the location with a message inspected.
func (p Location) withInspect(ts string) Location {
	return Location{Person: p.Person, Channel: p.Channel, Inspect: ts}
}
