// Package secret has the type of everything that must not be printed by
// chance. It knows no other package.
package secret

import (
	"encoding"
	"encoding/json"
	"fmt"
)

// Redacted stands wherever a secret would otherwise be printed.
const Redacted = "[redacted]"

// Secret is text that must not be seen by chance: an App Key, a token, a
// password, a link that lets its holder in as host. Printing, logging and
// marshalling it give a fixed word; only Reveal gives the text.
type Secret string

var (
	_ fmt.Stringer           = Secret("")
	_ fmt.GoStringer         = Secret("")
	_ encoding.TextMarshaler = Secret("")
	_ json.Unmarshaler       = (*Secret)(nil)
)

// Reveal returns the secret in clear. Call it only where the secret is used.
func (s Secret) Reveal() string { return string(s) }

// String returns a fixed word in place of the secret, and "" for no secret.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return Redacted
}

// GoString is what %#v prints: the same as String.
func (s Secret) GoString() string { return s.String() }

// MarshalText keeps the secret out of JSON and of structured logs.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalJSON reads a string, or a number or boolean as it is written.
// Anything else is no secret. It never returns an error, which would quote the
// text.
func (s *Secret) UnmarshalJSON(data []byte) error {
	if text, ok := plainString(data); ok {
		*s = Secret(text)
		return nil
	}
	var v any
	_ = json.Unmarshal(data, &v) // what is no JSON leaves v nil
	*s = ""
	switch v := v.(type) {
	case string:
		*s = Secret(v)
	case float64, bool:
		*s = Secret(data)
	}
	return nil
}

// plainString returns the text of a JSON string of printable ASCII without escapes.
func plainString(data []byte) ([]byte, bool) {
	if len(data) < 2 || data[0] != '"' || data[len(data)-1] != '"' {
		return nil, false
	}
	text := data[1 : len(data)-1]
	for _, c := range text {
		if c < ' ' || c > '~' || c == '"' || c == '\\' {
			return nil, false
		}
	}
	return text, true
}
