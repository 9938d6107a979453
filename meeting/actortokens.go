package meeting

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"meetingbot/internal/boundedcache"
)

const (
	// maxPersons bounds the people who are signed in at once. Whoever acted longest
	// ago leaves first, and is signed in again when they act the next time.
	maxPersons = 1000
	// personIdle is how long a person's token is kept after their last action. With
	// it, a token's life of 24 hours sees 48 sign-ins of a person at most, and the API
	// keeps 64 tokens of each user. Of those only the last one is used.
	personIdle = 30 * time.Minute
	// maxUserID is how many characters of a third-party user id are taken.
	maxUserID = 128
)

// PersonRefused says that the API does not sign in a person whom the account acts for. The
// account itself is fine.
const PersonRefused Kind = "person_refused"

var errUserID = fmt.Errorf("a user id is 1 to %d visible characters", maxUserID)

// persons are the clients of the people that an account acts for, one for each: all
// that a person does at the same time shares one sign-in.
type persons struct {
	mu   sync.Mutex
	kept *boundedcache.Cache[*Client] // by third-party user id
}

// get returns the client of a person, a new one where there is none.
func (p *persons) get(userID string, client *Client) *Client {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.kept == nil {
		p.kept = boundedcache.New[*Client](maxPersons)
	}
	person, ok := p.kept.Get(userID)
	if !ok {
		person = client.as(userID)
	}
	p.kept.Put(userID, person, personIdle)
	return person
}

// clientOf returns the client that signs in as a third-party user, or that of the
// account itself for "" and for the account's own user. An id that the enterprise
// does not know would be registered there: the caller has it from the API.
func (a *Account) clientOf(userID string) (*Client, error) {
	switch {
	case userID == "", userID == a.client.creds.UserID:
		return a.client, nil
	case !validUserID(userID):
		return nil, &Error{Op: opSignIn, Kind: Invalid, Err: errUserID}
	default:
		return a.persons.get(userID, a.client), nil
	}
}

// validUserID reports whether a person can be signed in with an id.
func validUserID(id string) bool {
	return id != "" && utf8.ValidString(id) && utf8.RuneCountInString(id) <= maxUserID && strings.TrimSpace(id) == id &&
		!strings.ContainsFunc(id, unicode.IsControl)
}

// as returns a client of the same API that signs in as a person. They share
// connections. Neither a refusal nor a failure that one of them meets touches the other.
func (c *Client) as(userID string) *Client {
	creds := *c.creds
	creds.UserID = userID
	person := *c
	person.creds, person.person = &creds, true
	person.tokens = newTokens(person.signIn, c.now, c.log)
	person.gates = c.gates.apart()
	person.Conferences = &Conferences{client: &person}
	return &person
}

// markPerson makes a refused sign-in that of the person, unless it is the App ID, its
// key or the clock that the API does not accept.
func (c *Client) markPerson(err error) {
	e, ok := errors.AsType[*Error](err)
	if !c.person || !ok || e.Kind != SignInRefused {
		return
	}
	switch e.Code {
	case "USG.206010025", // App ID, App Key or signature
		"USG.206010057": // signature expired: the clock
	default:
		e.Kind = PersonRefused
	}
}
