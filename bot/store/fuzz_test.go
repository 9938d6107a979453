package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"meetingbot/bot/store"
)

// FuzzParseURL checks that neither an address nor the error about it prints the
// user, the password or anything behind the database's name.
func FuzzParseURL(f *testing.F) {
	for _, s := range []string{
		"sqlite:meetingbot.db", "sqlite::memory:", "sqlite:///var/lib/m.db", "sqlite:", "sqlite:a?b", "postgres://SECRET:SECRET@host:5433/db?password=SECRET",
		"postgres://SECRET:SECRET@[::1/db", "postgres://SECRET:SECRET@host:port/db", "postgres://SECRET:SECRET%@host/db", "postgres:SECRET@host/db",
		"postgres://host/db?sslpassword=SECRET&sslmode=require#SECRET", "postgresql:///db?host=/tmp&user=SECRET", "mysql://SECRET@host/db", "SECRET", " postgres://SECRET@h/d ",
		"postgres://a@SECRET@host/db", "postgres://host1:1,SECRET@host2:2/db", "postgres://SECRET:x@h/db?service=SECRET&passfile=SECRET",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		address, err := store.ParseURL(s)
		printed := fmt.Sprintf("%v %+v %#v %s", address, address, address, address)
		if err != nil {
			printed = fmt.Sprintf("%v %+v %#v", err, err, err)
		}
		if (err == nil) == (address == store.Address{}) {
			t.Errorf("ParseURL(%q) = %#v, %v, want one of the two", s, address, err)
		}
		for _, secret := range secretParts(s) {
			if strings.Contains(printed, secret) {
				t.Errorf("ParseURL(%q) prints %q: %s", s, secret, printed)
			}
		}
	})
}

// secretParts returns the words of an address that nobody may read, if they are
// so long that they are nowhere else by chance.
func secretParts(s string) []string {
	scheme, rest, _ := strings.Cut(strings.TrimSpace(s), "://")
	if scheme != "postgres" && scheme != "postgresql" {
		return nil
	}
	rest, query, _ := strings.Cut(rest, "?")
	user, rest, found := cutLast(rest, "@")
	if !found {
		user = ""
	}
	var secrets []string
	for _, part := range strings.FieldsFunc(user+"&"+query, func(r rune) bool { return strings.ContainsRune(":@/&=?#,%", r) }) {
		if len(part) > 5 && !strings.Contains(rest, part) && !strings.Contains(wordsOfErrors, part) {
			secrets = append(secrets, part)
		}
	}
	return secrets
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return "", s, false
}

// wordsOfErrors are in every print of an error or an address.
var wordsOfErrors = fmt.Sprintf("%+v %#v", store.Address{}, errors.New("x")) + func() string {
	_, first := store.ParseURL("x")
	_, second := store.ParseURL("postgres://h:p/d")
	return fmt.Sprintf("%#v %#v", first, second)
}()
