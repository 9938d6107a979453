package handlers

import (
	"net/url"
	"strings"
)

// form is the wanted fields of a form body. Slack's commands carry twice as
// many fields as are used, so the unused are not decoded.
type form []formField

type formField struct {
	name  string
	value string
	found bool
}

// parseForm picks the named fields out of a form body. As in url.ParseQuery,
// the first of several values counts. It returns errMalformed where an escape
// is broken.
func parseForm(body string, names ...string) (form, error) {
	f := make(form, len(names))
	for i, name := range names {
		f[i].name = name
	}
	for body != "" {
		var pair string
		pair, body, _ = strings.Cut(body, "&")
		if err := f.add(pair); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// add keeps a pair if it is wanted and the first of its name.
func (f form) add(pair string) error {
	key, value, _ := strings.Cut(pair, "=")
	key, err := url.QueryUnescape(key)
	if err != nil {
		return errMalformed
	}
	for i := range f {
		if f[i].name != key {
			continue
		}
		if f[i].found {
			return nil
		}
		f[i].found = true
		if f[i].value, err = url.QueryUnescape(value); err != nil {
			return errMalformed
		}
		return nil
	}
	return nil
}

// get returns a field's value, "" where it is missing.
func (f form) get(name string) string {
	for i := range f {
		if f[i].name == name {
			return f[i].value
		}
	}
	return ""
}
