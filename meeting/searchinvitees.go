package meeting

import "context"

// maxInviteeSearches bounds the searches among invitees that are kept.
const maxInviteeSearches = 64

// SearchInvitees asks the API for the invitees of a meeting that it finds by a search,
// for a reading that has not all of them. The documents do not say what the search is
// compared with; in a sister list that is the name, the number and the account. The
// snapshot has those found as its participants, and their number as its count. Answers
// are kept for 10 s. Errors are *Error.
func (a *Account) SearchInvitees(ctx context.Context, m *Snapshot, search string) (*Snapshot, error) {
	op, id := opGet, m.Conference.ID.String()
	if m.Ended {
		op, id = opGetHistory, m.Conference.UUID.String()
	}
	s, err := a.invitees.get(ctx, op+" "+id+" "+search, m.Conference.ID.String(), func(ctx context.Context) (*Snapshot, error) {
		found, err := readInvitees(op, a.rules, search, func(o DetailOptions) (*Detail, error) {
			if m.Ended {
				return a.source.GetHistory(ctx, id, o)
			}
			return a.source.Get(ctx, id, o)
		})
		if err != nil {
			return nil, err
		}
		found.Version, found.ReadAt = lastVersion.Add(1), a.o.Now()
		return found, nil
	})
	return s, a.noted(ctx, err)
}
