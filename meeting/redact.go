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
// Everything else stays, in its order, indented. Personal data such as numbers
// and addresses is not secret and stays. The error does not quote raw.
func Redact(raw []byte) ([]byte, error) {
	if !json.Valid(raw) { // also bounds the depth
		return nil, errNotJSON
	}
	in := json.NewDecoder(bytes.NewReader(raw))
	in.UseNumber()
	r := redactor{in: in}
	if err := r.value(false); err != nil {
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
	in  *json.Decoder
	out bytes.Buffer
}

// value copies one value; hide says that it belongs to a secret.
func (r *redactor) value(hide bool) error {
	token, err := r.in.Token()
	if err != nil {
		return errNotJSON
	}
	switch t := token.(type) {
	case json.Delim:
		return r.group(t, hide)
	case string:
		if t != "" && (hide || secretText(t)) {
			t = secret.Redacted
		}
		return r.scalar(t)
	case json.Number:
		if hide {
			return r.scalar(secret.Redacted)
		}
		return r.scalar(t)
	default: // true, false, null
		return r.scalar(t)
	}
}

// group copies an object or an array, whose opening bracket has been read.
func (r *redactor) group(open json.Delim, hide bool) error {
	r.out.WriteString(open.String())
	for first := true; r.in.More(); first = false {
		if !first {
			r.out.WriteByte(',')
		}
		inner := hide
		if open == '{' {
			token, err := r.in.Token()
			if err != nil {
				return errNotJSON
			}
			key, _ := token.(string)
			inner = hide || secretKey(key)
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

// secretKey reports whether what is called key is secret. The list is longer
// than the model: an answer may hold what the documents forgot.
func secretKey(key string) bool {
	key = strings.ToLower(key)
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
