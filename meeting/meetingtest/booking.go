package meetingtest

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// Names of the endpoints that change bookings. Paths with … are below
// /v1/mmc/management.
const (
	EndpointBook             = "book"             // POST   …/conferences
	EndpointEdit             = "edit"             // PUT    …/conferences
	EndpointCancel           = "cancel"           // DELETE …/conferences
	EndpointBookSeries       = "bookSeries"       // POST   …/cycleconferences
	EndpointEditSeries       = "editSeries"       // PUT    …/cycleconferences
	EndpointCancelSeries     = "cancelSeries"     // DELETE …/cycleconferences
	EndpointEditOccurrence   = "editOccurrence"   // PUT    …/conferences/cyclesubconf
	EndpointCancelOccurrence = "cancelOccurrence" // DELETE …/conferences/cyclesubconf
)

// The refusals of bookings.
//
//nolint:gochecknoglobals // a table of constants that Go cannot write as const
var (
	invalidJSON      = refusal{400, "MMC.111071062", "JSON_CONVERT_FAILED"}
	startInPast      = refusal{400, "MMC.111071013", "CONF_START_TIME_PAST"}
	invalidLength    = refusal{400, "MMC.111071015", "CONF_DURATION_INVALID"}
	invalidMedia     = refusal{400, "MMC.111071018", "CONF_MEDIA_TYPE_INVALID"}
	invalidCycle     = refusal{400, "MMC.111071020", "CYCLE_PARAMS_INVALID"}
	subjectTooLong   = refusal{400, "MMC.111071022", "CONF_SUBJECT_TOO_LONG"}
	editAfterStart   = refusal{400, "MMC.111071065", "EDIT_CONF_AFTER_START"}
	cancelAfterStart = refusal{400, "MMC.111071067", "CANCEL_CONF_AFTER_START"}
	outOfSeries      = refusal{400, "MMC.111071119", "SUB_CONF_TIME_RANGE_INVALID"}
	roomInUse        = refusal{400, "MMC.111071005", "VMR_CONFLICT"}
	roomNotBound     = refusal{400, "MMC.111071007", "VMR_RELATION_NOT_FOUND"}
	roomNotOwned     = refusal{400, "MMC.111071063", "NOT_VMR_OWNER"}
	noSuchRoom       = refusal{400, "USG.201080000", "VMR_NOT_EXIST"}
	samePasswords    = refusal{400, "USG.201080006", "CHAIR_AND_GUEST_PASSWORD_EQUAL"}
)

// isBookingEndpoint reports whether a name is one of those above.
func isBookingEndpoint(endpoint string) bool {
	return slices.Contains([]string{
		EndpointBook, EndpointEdit, EndpointCancel, EndpointBookSeries, EndpointEditSeries, EndpointCancelSeries,
		EndpointEditOccurrence, EndpointCancelOccurrence,
	}, endpoint)
}

// routeBookings routes a request that changes bookings, by the rest of its path.
func (s *Server) routeBookings(path string, r *http.Request) (string, handlerFunc, bool) {
	routes := map[string]struct {
		endpoint string
		handle   handlerFunc
	}{
		"POST /conferences":                {EndpointBook, s.bookMeeting(false)},
		"PUT /conferences":                 {EndpointEdit, s.editMeeting(false)},
		"DELETE /conferences":              {EndpointCancel, s.cancelMeeting(false)},
		"POST /cycleconferences":           {EndpointBookSeries, s.bookMeeting(true)},
		"PUT /cycleconferences":            {EndpointEditSeries, s.editMeeting(true)},
		"DELETE /cycleconferences":         {EndpointCancelSeries, s.cancelMeeting(true)},
		"PUT /conferences/cyclesubconf":    {EndpointEditOccurrence, s.editOccurrence},
		"DELETE /conferences/cyclesubconf": {EndpointCancelOccurrence, s.cancelOccurrences},
	}
	found, ok := routes[r.Method+" "+path]
	return found.endpoint, found.handle, ok
}

// bookMeeting is POST /v1/mmc/management/conferences and, for a series,
// …/cycleconferences. Whoever's token is sent is the booker and host. Nothing
// tells two bookings of the same from each other: each is a meeting.
func (s *Server) bookMeeting(series bool) handlerFunc {
	return func(r *http.Request) response {
		now := s.opts.Now()
		user, refused := s.tokens.check(r.Header.Get("X-Access-Token"), now)
		if refused != nil {
			return errorResponse(*refused)
		}
		q, refused := parseBooking(r, series, now)
		if refused == nil {
			refused = q.checkAttendees(user)
		}
		if refused != nil {
			return errorResponse(*refused)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		m := Meeting{ID: s.newMeetingID(), Booker: s.bookerFor(user)}
		q.apply(&m, now)
		m.setOccurrenceIDs()
		if refused := s.takeRoom(&m, q, user, now); refused != nil {
			return errorResponse(*refused)
		}
		if refused := m.checkPasswords(); refused != nil {
			return errorResponse(*refused)
		}
		s.meetings[m.ID] = m
		return m.bookedResponse(user, now)
	}
}

// bookedResponse is the array with the meeting that a booking is answered with.
func (m *Meeting) bookedResponse(user identity, now time.Time) response {
	return jsonResponse([]any{m.renderConference(user, m.invitees(), now, nil)})
}

// checkPasswords refuses a guest password that is the host's.
func (m *Meeting) checkPasswords() *refusal {
	list := m.visiblePasswords(true)
	for i, p := range list {
		if i > 0 && p.Text == list[0].Text {
			return &samePasswords
		}
	}
	return nil
}

// newMeetingID returns nine random digits that no meeting has, and no room.
func (s *Server) newMeetingID() string {
	for {
		id := strconv.Itoa(100_000_000 + rand.IntN(900_000_000)) //nolint:gosec // it is no secret
		if _, taken := s.meetings[id]; !taken && !s.isRoomNumber(id) {
			return id
		}
	}
}

// bookerFor is who books with a token of the user.
func (s *Server) bookerFor(user identity) Booker {
	u := s.newUserResponse(user, signInDetails{})
	return Booker{Name: u.Name, Account: user.account, UUID: u.UserID}
}

// changeable finds the meeting that a request changes. Only its booker and
// administrators may. The documents have an endpoint of its own for a series, and
// leave open what the other one says to it: here it does not know it.
func (s *Server) changeable(r *http.Request, series bool, now time.Time) (Meeting, identity, *refusal) {
	user, refused := s.tokens.check(r.Header.Get("X-Access-Token"), now)
	if refused != nil {
		return Meeting{}, user, refused
	}
	id := r.URL.Query().Get("conferenceID")
	if id == "" || !optionalOneOf(r.URL.Query(), "type", "0", "1") {
		return Meeting{}, user, &invalidParameter
	}
	m, known := s.meetings[id]
	people := m.invitees()
	switch {
	case !known || m.stateAt(now) == Ended || (m.Kind == Recurring) != series && m.Raw == nil:
		return m, user, &conferenceNotFound
	case !user.isAdmin() && !people.booked(user) || m.Forbidden:
		return m, user, &forbidden
	}
	return m, user, nil
}

// editMeeting is PUT /v1/mmc/management/conferences and …/cycleconferences. What is
// left out gets its default.
func (s *Server) editMeeting(series bool) handlerFunc {
	return func(r *http.Request) response {
		now := s.opts.Now()
		s.mu.Lock()
		defer s.mu.Unlock()
		s.advance(now)
		m, user, refused := s.changeable(r, series, now)
		if refused == nil && m.begun(now) {
			refused = &editAfterStart
		}
		if refused != nil {
			return errorResponse(*refused)
		}
		q, refused := parseBooking(r, series, now)
		if refused == nil {
			refused = q.checkAttendees(user)
		}
		if refused == nil && !q.keepsRoom(&m) {
			refused = &invalidParameter
		}
		if refused != nil {
			return errorResponse(*refused)
		}
		q.apply(&m, now)
		m.setOccurrenceIDs()
		if refused = s.takeRoom(&m, q, user, now); refused == nil {
			refused = m.checkPasswords()
		}
		if refused != nil {
			return errorResponse(*refused)
		}
		s.meetings[m.ID] = m
		return m.bookedResponse(user, now)
	}
}

// begun reports whether the meeting has started: a series with its first date.
func (m *Meeting) begun(now time.Time) bool {
	if m.stateAt(now) != Scheduled {
		return true
	}
	for _, at := range m.allSpans() {
		if !at.Start.IsZero() && !now.Before(at.Start) && !m.Unattended {
			return true
		}
	}
	return false
}

// cancelMeeting is DELETE /v1/mmc/management/conferences and …/cycleconferences. With
// type 1 it also ends a running meeting.
func (s *Server) cancelMeeting(series bool) handlerFunc {
	return func(r *http.Request) response {
		now := s.opts.Now()
		s.mu.Lock()
		defer s.mu.Unlock()
		s.advance(now)
		m, _, refused := s.changeable(r, series, now)
		switch {
		case refused != nil:
			return errorResponse(*refused)
		case m.stateAt(now) != Scheduled && r.URL.Query().Get("type") != "1":
			return errorResponse(cancelAfterStart)
		}
		s.endRunning(&m, now)
		delete(s.meetings, m.ID)
		delete(s.running, m.ID)
		return response{status: http.StatusOK}
	}
}

// endRunning puts the run of a meeting that is running into the history.
func (s *Server) endRunning(m *Meeting, now time.Time) {
	if r := s.running[m.ID]; r != nil && m.stateAt(now) == Running {
		s.addToHistory(*m, span{r.start, now})
	}
}
