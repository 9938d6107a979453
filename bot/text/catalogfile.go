package text

import (
	"errors"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"golang.org/x/text/feature/plural"
)

var errNoObject = errors.New("not an object")

// manySentences is about how many a language has.
const manySentences = 1100

// words are the words of a sentence in a catalog file, by plural form as in
// https://cldr.unicode.org/index/cldr-spec/plural-rules. A sentence that has the same
// for all numbers is written as a string.
type words struct {
	Zero  string `json:"zero"`
	One   string `json:"one"`
	Two   string `json:"two"`
	Few   string `json:"few"`
	Many  string `json:"many"`
	Other string `json:"other"`
}

// UnmarshalJSONFrom reads an object of plural forms, or a string.
func (w *words) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	if d.PeekKind() == '"' {
		only, err := d.ReadToken()
		w.Other = only.String()
		return err
	}
	type object words
	return json.UnmarshalDecode(d, (*object)(w), json.RejectUnknownMembers(true))
}

// sentences are the sentences of a language by key.
type sentences map[Key]sentence

// UnmarshalJSONFrom adds those of a catalog file, which is an object of words by key.
func (s *sentences) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	if d.PeekKind() != '{' {
		return errNoObject
	}
	if *s == nil {
		*s = make(sentences, manySentences)
	}
	if _, err := d.ReadToken(); err != nil {
		return err
	}
	for d.PeekKind() != '}' {
		key, err := d.ReadToken()
		if err != nil {
			return err
		}
		if err := s.read(Key(key.String()), d); err != nil {
			return err
		}
	}
	_, err := d.ReadToken()
	return err
}

// read adds the sentence of a key.
func (s sentences) read(key Key, d *jsontext.Decoder) error {
	if _, twice := s[key]; twice {
		return fmt.Errorf("%q is defined twice", key)
	}
	var w words
	if err := w.UnmarshalJSONFrom(d); err != nil {
		return err
	}
	read, err := newSentence(&w)
	if err != nil {
		return fmt.Errorf("%q: %w", key, err)
	}
	s[key] = read
	return nil
}

// newSentence reads the plural forms of a sentence. One that has the same for all has
// "other" alone.
func newSentence(w *words) (s sentence, err error) {
	if s.other, err = parsePattern(w.Other); err != nil {
		return s, err
	}
	for _, f := range [...]struct {
		form  plural.Form
		words string
	}{{plural.Zero, w.Zero}, {plural.One, w.One}, {plural.Two, w.Two}, {plural.Few, w.Few}, {plural.Many, w.Many}} {
		if f.words == "" {
			continue
		}
		p, err := parsePattern(f.words)
		if err != nil {
			return s, err
		}
		if s.forms == nil {
			s.forms = make(map[plural.Form]pattern)
		}
		s.forms[f.form] = p
	}
	return s, nil
}
