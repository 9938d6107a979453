package meetingtest

import (
	"slices"
	"time"
)

// OwnRoom is a cloud meeting room, or a personal one, that is bound to one account.
type OwnRoom struct {
	Room
	Owner    string // the account that may book it; "" for the default administrator
	Name     string
	Personal bool // vmrMode 0 rather than 1
}

// AddRoom binds a room to an account, in place of one with the same ID.
func (s *Server) AddRoom(room OwnRoom) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.addRoom(room)
}

func (s *Server) addRoom(room OwnRoom) {
	s.rooms = slices.DeleteFunc(s.rooms, func(r OwnRoom) bool { return r.ID == room.ID })
	s.rooms = append(s.rooms, room)
}

// isRoomNumber reports whether a room has the number.
func (s *Server) isRoomNumber(number string) bool {
	return slices.ContainsFunc(s.rooms, func(r OwnRoom) bool { return r.Number == number })
}

// keepsRoom reports whether an edit leaves the room as it is: it cannot be changed.
func (q *bookingRequest) keepsRoom(m *Meeting) bool {
	if m.Room == nil {
		return q.RoomFlag == 0
	}
	return q.RoomFlag == 1 && q.RoomID == m.Room.ID
}

// takeRoom puts the meeting into the room that is asked for. With the room's own
// number, only one meeting can be in it at a time.
func (s *Server) takeRoom(m *Meeting, q *bookingRequest, user identity, now time.Time) *refusal {
	if q.RoomFlag == 0 {
		return nil
	}
	i := slices.IndexFunc(s.rooms, func(r OwnRoom) bool { return r.ID == q.RoomID })
	switch {
	case i < 0 && m.Room == nil:
		return &noSuchRoom
	case i < 0:
		return nil // it was in a room before that nobody can book anew
	case s.rooms[i].Owner != user.account && s.rooms[i].Owner != m.Booker.Account:
		return &roomNotOwned
	}
	room := s.rooms[i].Room
	m.Room = &room
	if q.Config.RoomIDType != nil && *q.Config.RoomIDType == 1 {
		m.Room.Number = m.ID
		return nil
	}
	for _, other := range s.meetings {
		if other.ID != m.ID && other.Room != nil && other.Room.Number == room.Number && m.overlaps(&other, now) {
			return &roomInUse
		}
	}
	return nil
}

// overlaps reports whether the meetings are booked for the same time at some point
// that is not over.
func (m *Meeting) overlaps(other *Meeting, now time.Time) bool {
	for _, a := range m.allSpans() {
		for _, b := range other.allSpans() {
			if a.Start.Before(b.End) && b.Start.Before(a.End) && !a.ended(now) && !b.ended(now) {
				return true
			}
		}
	}
	return false
}
