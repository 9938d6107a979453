package workspace

import (
	"slices"
	"strings"
	"sync/atomic"
)

// Scopes are what the bot's token may do in Slack, as far as that is known: from the
// grant, and from each answer of Slack, which names them. The zero value knows
// nothing. It is safe for concurrent use.
type Scopes struct{ granted atomic.Pointer[[]string] }

// Note says what was granted. None says nothing.
func (s *Scopes) Note(granted []string) {
	if len(granted) == 0 {
		return
	}
	if known := s.granted.Load(); known == nil || !slices.Equal(*known, granted) {
		granted = slices.Clone(granted)
		s.granted.Store(&granted)
	}
}

// NoteHeader reads what an answer of Slack says in X-OAuth-Scopes.
func (s *Scopes) NoteHeader(header string) {
	s.Note(strings.FieldsFunc(header, func(r rune) bool { return r == ',' || r == ' ' }))
}

// Lacks reports whether a scope is known not to be granted. Nil lacks nothing.
func (s *Scopes) Lacks(scope string) bool {
	if s == nil {
		return false
	}
	granted := s.granted.Load()
	return granted != nil && !slices.Contains(*granted, scope)
}
