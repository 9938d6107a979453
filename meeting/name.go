package meeting

import (
	"encoding"
	"fmt"

	"meetingbot/internal/contact"
)

// Name is the name of a person, a room or a department as the API has it. Names
// often hold the phone number or the e-mail address of an invitation, which
// nobody may see: String and everything that prints with it leave them out, as
// contact.Remove does. string(n) is the text as it came and must not be shown.
type Name string

var (
	_ fmt.GoStringer         = Name("")
	_ encoding.TextMarshaler = Name("")
)

// UnmarshalJSON takes any scalar; objects and arrays are read as "".
func (n *Name) UnmarshalJSON(data []byte) error {
	*n = Name(scalar(data))
	return nil
}

// String returns the name without addresses and phone numbers, "" if nothing is
// left.
func (n Name) String() string { return contact.Remove(string(n)) }

// GoString is for %#v, which would print the text as it came.
func (n Name) GoString() string { return n.String() }

// MarshalText is for encoders and structured logs.
func (n Name) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// DisplayName returns the name of an invitee without addresses and phone numbers
// and without the invitee's own, however short. It is "" if nothing is left.
func (p *Participant) DisplayName() string {
	return contact.Remove(string(p.Name), p.Email.String(), p.ID.String(), p.SMS.String(), p.Phone2.String(), p.Phone3.String())
}

// DisplayName returns the name of a visitor without addresses and phone numbers
// and without the visitor's own, however short. It is "" if nothing is left.
func (v *Visit) DisplayName() string { return contact.Remove(string(v.Name), v.Number.String()) }
