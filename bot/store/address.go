package store

import (
	"errors"
	"net/url"
	"strings"
)

// Address is where a database is. It prints without user and password.
type Address struct {
	postgres bool
	path     string // of SQLite's file, "" for a database in memory
	url      string // PostgreSQL's, with the password
	shown    string
}

// String tells the address without user and password.
func (a Address) String() string { return a.shown }

// GoString tells the address without user and password.
func (a Address) GoString() string { return a.shown }

var errAddress = errors.New(`a database's address is "sqlite:" and the path of a file, "sqlite::memory:", or "postgres://user:password@host/database"`)

// ParseURL reads an address as Options.URL describes it. Its errors repeat
// nothing of it, for it may hold a password.
func ParseURL(s string) (Address, error) {
	scheme, rest, _ := strings.Cut(strings.TrimSpace(s), ":")
	switch scheme {
	case "sqlite":
		return parseSQLite(rest)
	case "postgres", "postgresql":
		return parsePostgres(scheme + ":" + rest)
	default:
		return Address{}, errAddress
	}
}

func parseSQLite(path string) (Address, error) {
	if path == ":memory:" {
		return Address{shown: "sqlite::memory:"}, nil
	}
	if after, found := strings.CutPrefix(path, "//"); found {
		path = after // sqlite:///var/lib/meetingbot.db
	}
	if path == "" || strings.ContainsAny(path, "?#\x00") {
		return Address{}, errAddress
	}
	return Address{path: path, shown: "sqlite:" + path}, nil
}

func parsePostgres(s string) (Address, error) {
	u, err := url.Parse(s)
	if err != nil || u.Opaque != "" {
		return Address{}, errAddress
	}
	if _, err := (pgSettings{address: s}).pool(workLimits()); err != nil {
		return Address{}, err
	}
	shown := url.URL{Scheme: "postgres", Host: u.Host, Path: u.Path}
	return Address{postgres: true, url: s, shown: shown.String()}, nil
}
