package meeting

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// The API's documents and its answers disagree about types: an integer here
// is a boolean there, numbers come as strings, anything may be null. One
// scalar of another type must not lose a whole answer, so the three types
// below take what they can read and are zero for what they cannot. Their
// UnmarshalJSON never returns an error.

// Text is a string that may arrive as a JSON string, number, boolean or null.
type Text string

// String returns the text as a plain string.
func (t Text) String() string { return string(t) }

// UnmarshalJSON takes any scalar; objects and arrays are read as "".
func (t *Text) UnmarshalJSON(data []byte) error {
	*t = Text(scalar(data))
	return nil
}

// Int is an integer that may arrive as a JSON number, string, boolean or null.
type Int int64

// UnmarshalJSON takes 7, 7.0, "7", true (1), and reads anything else as 0.
func (i *Int) UnmarshalJSON(data []byte) error {
	s := strings.TrimSpace(scalar(data))
	*i = 0
	switch strings.ToLower(s) {
	case "true":
		*i = 1
	case "", "false":
	default:
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			*i = Int(n)
		} else if f, err := strconv.ParseFloat(s, 64); err == nil && f > -1<<62 && f < 1<<62 {
			*i = Int(f)
		}
	}
	return nil
}

// Bool is a boolean that may arrive as true, 1, "1", "true", or null.
type Bool bool

// UnmarshalJSON reads true and non-zero numbers, also as strings, as true.
func (b *Bool) UnmarshalJSON(data []byte) error {
	var i Int
	err := i.UnmarshalJSON(data)
	*b = i != 0
	return err
}

// scalar returns a JSON scalar as text: a string unquoted, a number or
// boolean as written, "" for null, an object or an array.
func scalar(data []byte) string {
	data = bytes.TrimSpace(data)
	if len(data) == 0 {
		return ""
	}
	switch data[0] {
	case '"':
		if text := data[1:max(1, len(data)-1)]; bytes.IndexByte(text, '\\') < 0 && utf8.Valid(text) {
			return string(text) // as nearly all are
		}
		var room [128]byte
		if text, err := jsontext.AppendUnquote(room[:0], data); err == nil {
			return string(text)
		}
		var s string
		if json.Unmarshal(data, &s) != nil {
			return ""
		}
		return s
	case 'n', '{', '[':
		return ""
	default:
		return string(data)
	}
}

// List is an array that may arrive as null or as something else than an
// array, which is then read as an empty one. Elements that are null or cannot
// be read at all are left out rather than losing the others.
type List[T any] []T

// fewElements is for how many there is room at first.
const fewElements = 16

// UnmarshalJSON never returns an error.
func (l *List[T]) UnmarshalJSON(data []byte) error {
	if list, ok := wholeList[T](data); ok {
		*l = list
		return nil
	}
	return l.unmarshalElements(data)
}

// UnmarshalJSONFrom is UnmarshalJSON for lenientjson.AtOnce. An error says that an element
// cannot be read.
func (l *List[T]) UnmarshalJSONFrom(from *jsontext.Decoder) error {
	*l = nil
	if from.PeekKind() != '[' {
		return from.SkipValue()
	}
	if _, err := from.ReadToken(); err != nil {
		return err
	}
	for from.PeekKind() != ']' {
		if *l == nil {
			*l = make(List[T], 0, fewElements) // an array of nothing is no missing one
		}
		if from.PeekKind() == 'n' {
			if err := from.SkipValue(); err != nil {
				return err
			}
			continue
		}
		var zero T
		*l = append(*l, zero)
		if err := jsonv2.UnmarshalDecode(from, &(*l)[len(*l)-1]); err != nil {
			return err
		}
	}
	_, err := from.ReadToken()
	return err
}

// wholeList reads an array at once. It reports false where an element cannot be read,
// or may be null: then each has to be looked at by itself.
func wholeList[T any](data []byte) ([]T, bool) {
	var list []T
	if err := json.Unmarshal(data, &list); err != nil || len(list) == 0 {
		return nil, false
	}
	for i := range list {
		if reflect.ValueOf(&list[i]).Elem().IsZero() {
			return nil, false
		}
	}
	return list, true
}

// unmarshalElements reads an array element by element.
func (l *List[T]) unmarshalElements(data []byte) error {
	*l = nil
	var parts []json.RawMessage
	_ = json.Unmarshal(data, &parts) // none is an empty list
	if len(parts) == 0 {
		return nil
	}
	list := make([]T, 0, len(parts))
	for _, part := range parts {
		if v, ok := element[T](part); ok {
			list = append(list, v)
		}
	}
	*l = list
	return nil
}

// element reads one element; what could be read of it stays.
func element[T any](part json.RawMessage) (v T, ok bool) {
	if part[0] == 'n' {
		return v, false
	}
	err := json.Unmarshal(part, &v)
	return v, err == nil || !reflect.ValueOf(&v).Elem().IsZero()
}
