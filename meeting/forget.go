package meeting

// forget drops what is in memory of a meeting that may have changed, "" for a new
// one, and all lists. A reading that is under way now is not kept, and nobody who
// asks from now on shares it.
func (a *Account) forget(id string) {
	a.changes.Add(1)
	if id != "" {
		a.reading.Forget(id)
		a.asking.Forget(id)
		a.known.Delete(id)
		a.older.Delete(id)
		a.outcomes.Delete(id)
	}
	a.lists.forgetAll()
	a.running.forgetAll()
	a.attendees.forgetAll()
	a.roomMeetings.forgetAll()
	a.invitees.forgetAll()
	a.rooms.last.Store(nil)
}
