package contact

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxBytes is how much of a name is read. The rest is dropped.
const maxBytes = 4096

// maxPasses bounds how often a name is searched again, because what was removed
// may join its neighbours to another number. What needs more is dropped.
const maxPasses = 20

// Remove returns a name without e-mail addresses, SIP addresses and phone
// numbers, "" if nothing else is in it. Of a name that is nothing but an address,
// the part before the @ remains, unless that is a phone number.
//
// A phone number has seven or more digits, of any script and width, some of them
// perhaps masked by asterisks, with or without spaces, dots, dashes, brackets,
// slashes or single commas between them. After "tel:" three digits suffice, and
// after a leading + one does if there is nothing else. Dates and ranges of years,
// such as 2026-11-27 and 2026-2027, are no phone numbers.
//
// Own are numbers and addresses of whom the name is. They are removed also where
// a number has only four to six digits.
func Remove(name string, own ...string) string {
	if !suspicious(name) {
		return name
	}
	name = firstBytes(strings.ToValidUTF8(name, "\uFFFD"), maxBytes)
	own = foldOwn(own)
	return cmp.Or(removeAll(name, own), removeAll(localPart(name), own))
}

// suspicious reports whether a name has anything but letters, spaces, usual
// punctuation and fewer digits than a contact has without a scheme. Nearly all names have not.
func suspicious(name string) bool {
	digits := 0
	return strings.ContainsFunc(name, func(r rune) bool {
		if unicode.IsDigit(r) {
			digits++
			return digits >= minOwn
		}
		return !unicode.IsLetter(r) && !unicode.IsSpace(r) && !strings.ContainsRune("-.,'’()&/_·", r)
	})
}

// removeAll removes contacts until there are none left.
func removeAll(s string, own []string) string {
	changed := false
	for range maxPasses {
		after := removeOnce(s, own)
		if after == s && changed {
			after = tidy(s)
		}
		if after == s {
			return s
		}
		s, changed = after, true
	}
	return ""
}

// removeOnce replaces the contacts of the first kind that it finds by spaces.
func removeOnce(s string, own []string) string {
	f := fold(s)
	found := findOwn(f, own)
	for _, find := range [...]func(folded) []span{findAddresses, findHosts, findNumbers} {
		if len(found) > 0 {
			break
		}
		found = find(f)
	}
	return f.without(found)
}

// foldOwn returns the values that are numbers or addresses, in the form in which
// they are compared.
func foldOwn(own []string) []string {
	var values []string
	for _, s := range own {
		s = strings.TrimSpace(fold(s).text)
		if utf8.RuneCountInString(s) >= minOwn && (strings.Contains(s, "@") || strings.Trim(s, "0123456789*+-(). ") == "") {
			values = append(values, s)
		}
	}
	// A number may contain another one.
	slices.SortFunc(values, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	return values
}

// minOwn is the least number of characters of an own number that is removed.
const minOwn = 4

// localPart returns the part before the @ of the first address in a name, ""
// for none.
func localPart(name string) string {
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("<>()（）\"", r) }) {
		f := fold(word)
		if at := indexAt(f.text); at > 0 {
			before := word[:f.at[at]]
			return before[len(scheme().FindString(before)):]
		}
	}
	return ""
}

// tidy removes what surrounded a contact: empty brackets, and separators at the
// ends.
func tidy(s string) string {
	s = emptyBrackets().ReplaceAllString(s, " ")
	s = strings.TrimLeft(s, separators+closing+".")
	s = strings.TrimRight(s, separators+opening)
	return strings.Join(strings.Fields(s), " ")
}

const (
	separators = " \t,;:/|-–—·、，；：@＠+＋&#_"
	opening    = "([{<（［｛＜【「『《〈“‘"
	closing    = ")]}>）］｝＞】」』》〉”’"
)

// firstBytes returns at most the first n bytes of s, ending after a whole rune.
func firstBytes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
