package meeting

import (
	"bytes"
	"encoding/json"
	"strings"

	"meetingbot/internal/secret"
)

// Redact returns the API's JSON with its secrets replaced by a fixed word:
// passwords, tokens, the links that stand for a password and the addresses that
// live streams are pushed to, also in fields that the documents do not name.
// Everything else stays, in its order, indented, personal data such as numbers
// and addresses too. The error does not quote raw.
func Redact(raw []byte) ([]byte, error) { return redact(raw, false) }

// RedactPersonal is Redact that also replaces people's numbers and addresses,
// and removes them from names.
func RedactPersonal(raw []byte) ([]byte, error) { return redact(raw, true) }

func redact(raw []byte, personal bool) ([]byte, error) {
	if !json.Valid(raw) { // also bounds the depth
		return nil, errNotJSON
	}
	in := json.NewDecoder(bytes.NewReader(raw))
	in.UseNumber()
	r := redactor{in: in, personal: personal}
	if err := r.value(showAll); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := json.Indent(&out, r.out.Bytes(), "", "  "); err != nil {
		return nil, errNotJSON
	}
	return out.Bytes(), nil
}

// redactor copies JSON token by token, which keeps the order of keys and the
// digits of numbers.
type redactor struct {
	in       *json.Decoder
	out      bytes.Buffer
	personal bool // redacts personal data too
}

// exposure is how much of a value is shown.
type exposure byte

const (
	showAll  exposure = iota
	showName          // without numbers and addresses
	showNone
)

// value copies one value and shows only so much of it.
func (r *redactor) value(show exposure) error {
	token, err := r.in.Token()
	if err != nil {
		return errNotJSON
	}
	switch t := token.(type) {
	case json.Delim:
		return r.group(t, show)
	case string:
		return r.scalar(redactText(t, show))
	case json.Number:
		if redacted := redactText(t.String(), show); redacted != t.String() {
			return r.scalar(redacted)
		}
		return r.scalar(t)
	default: // true, false, null
		return r.scalar(t)
	}
}

// group copies an object or an array, whose opening bracket has been read.
func (r *redactor) group(open json.Delim, show exposure) error {
	r.out.WriteString(open.String())
	for first := true; r.in.More(); first = false {
		if !first {
			r.out.WriteByte(',')
		}
		inner := show
		if open == '{' {
			token, err := r.in.Token()
			if err != nil {
				return errNotJSON
			}
			key, _ := token.(string)
			inner = max(show, r.exposureOf(key))
			if err := r.scalar(key); err != nil {
				return err
			}
			r.out.WriteByte(':')
		}
		if err := r.value(inner); err != nil {
			return err
		}
	}
	end, err := r.in.Token()
	if err != nil {
		return errNotJSON
	}
	bracket, _ := end.(json.Delim)
	r.out.WriteString(bracket.String())
	return nil
}

func (r *redactor) scalar(v any) error {
	enc := json.NewEncoder(&r.out)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// redactText returns what is shown of a string or a number.
func redactText(s string, show exposure) string {
	switch {
	case s == "":
		return ""
	case show == showNone, secretText(s):
		return secret.Redacted
	case show == showName:
		return Name(s).String()
	default:
		return s
	}
}

// exposureOf returns how much is shown of what is called key.
func (r *redactor) exposureOf(key string) exposure {
	switch key = strings.ToLower(key); {
	case secretKey(key):
		return showNone
	case !r.personal:
		return showAll
	case personalKey(key):
		return showNone
	case nameKey(key):
		return showName
	default:
		return showAll
	}
}

// personalKey reports whether what is called key is a number or an address of
// somebody: email, userEmail, sms, phone2, participantID, call_number.
func personalKey(key string) bool {
	key = strings.ReplaceAll(key, "_", "")
	for _, end := range [...]string{"email", "mail", "sms", "phone", "phone2", "phone3", "mobile", "participantid", "callnumber"} {
		if strings.HasSuffix(key, end) && !strings.HasPrefix(key, "is") {
			return true
		}
	}
	return key == "address"
}

// nameKey reports whether what is called key is the name or the account of
// somebody, which often holds a number or an address.
func nameKey(key string) bool {
	return strings.HasSuffix(key, "name") || strings.HasSuffix(key, "account") || strings.HasSuffix(key, "accountid")
}

// secretKey reports whether what is called key, in lower case, is secret. The list is longer
// than the model: an answer may hold what the documents forgot.
func secretKey(key string) bool {
	for _, end := range [...]string{
		"password", "passwd", "pwd", "joinuri", "joinurl", "secret", "appkey",
		"token", "auxaddress", "liveaddress", "pushaddress", "pushurl", "signature",
	} {
		if strings.HasSuffix(key, end) {
			return true
		}
	}
	return false
}

// secretText reports whether s holds a link with a code in it.
func secretText(s string) bool {
	s = strings.ToLower(s)
	return strings.Contains(s, "#/j/") || strings.Contains(s, "enter_code=") || strings.Contains(s, "pwd=") ||
		strings.HasPrefix(s, "ysx:")
}
