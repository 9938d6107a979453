package meetingtest

import (
	"cmp"
	"net/http"
	"time"
	"unicode/utf8"
)

// Endpoints that steer a running meeting, below /v1/mmc/control/conferences.
const (
	EndpointControlToken = "control/token"        // GET  …/token
	EndpointStop         = "control/stop"         // PUT  …/stop
	EndpointExtend       = "control/duration"     // PUT  …/duration
	EndpointInvite       = "control/participants" // POST …/participants
	EndpointMute         = "control/mute"         // PUT  …/mute
	EndpointLock         = "control/lock"         // PUT  …/lock
)

// controlTokenLife is how long a control token is valid, from its last renewal.
const controlTokenLife = 30 * time.Minute

//nolint:gochecknoglobals // as the other refusals
var (
	// The documents have one code for a meeting that is unknown, a wrong password and
	// a control token that is unknown or has expired. They leave its status open.
	controlRefused = refusal{400, "MMC.111072065", "CONF_NOT_FOUND_OR_AUTH_FAILED"}
	notStarted     = refusal{400, "MMC.111072005", "CONF_NOT_START"}
	meetingFull    = refusal{400, "MMC.111072101", "ATTENDEE_NUM_LIMIT"}
)

// controlSession is a control token.
type controlSession struct {
	id      string // of the meeting
	expires time.Time
}

// wireControlToken is TokenInfo.
type wireControlToken struct {
	Token        string   `json:"token"`
	SocketToken  string   `json:"tmpWsToken"`
	SocketURL    string   `json:"wsURL"`
	Role         int      `json:"role"`
	ExpireTime   int64    `json:"expireTime"` // milliseconds
	UserID       string   `json:"userID,omitempty"`
	OrgID        string   `json:"orgID"`
	Validity     int      `json:"confTokenExpireTime"` // seconds
	RoomMeeting  string   `json:"vmrCurrentConfID,omitempty"`
	Subscription []string `json:"supportNotifyType"`
}

// controlToken is GET /v1/mmc/control/conferences/token: a new token for who has the
// host password of a running meeting, or the one that is renewed, for which the
// password is not checked.
func (s *Server) controlToken(r *http.Request) response {
	now := s.opts.Now()
	if _, refused := s.tokens.check(r.Header.Get("X-Access-Token"), now); refused != nil {
		return errorResponse(*refused)
	}
	id := r.URL.Query().Get("conferenceID")
	if id == "" || r.Header.Get("X-Login-Type") != "1" {
		return errorResponse(invalidParameter)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance(now)
	m, refused := s.steerable(id, now)
	if refused != nil {
		return errorResponse(*refused)
	}
	value := r.Header.Get("X-Conference-Authorization")
	if held, known := s.controls[value]; !known || held.id != id || !now.Before(held.expires) {
		if !m.isHostPassword(r.Header.Get("X-Password")) {
			return errorResponse(controlRefused)
		}
		value = newTokenValue()
	}
	if s.controls == nil {
		s.controls = map[string]controlSession{}
	}
	s.controls[value] = controlSession{id, now.Add(controlTokenLife)}
	return jsonResponse(map[string]any{"data": s.wireControlToken(m, value, now)})
}

// wireControlToken renders a token.
func (s *Server) wireControlToken(m *Meeting, value string, now time.Time) wireControlToken {
	w := wireControlToken{
		Token: value, SocketToken: digest("socket", value), SocketURL: "wss://100.example.com:443", Role: 1,
		ExpireTime: now.Add(controlTokenLife).UnixMilli(), UserID: m.Booker.UUID,
		OrgID: cmp.Or(s.opts.CorpID, digits(9, s.opts.AppID)), Validity: int(controlTokenLife / time.Second),
		Subscription: []string{"ConfBasicInfoNotify", "ConfDynamicInfoNotify", "ParticipantsNotify"},
	}
	if m.Room != nil {
		w.RoomMeeting = m.ID
	}
	return w
}

// steerable returns a meeting that is running.
func (s *Server) steerable(id string, now time.Time) (*Meeting, *refusal) {
	m, known := s.meetings[id]
	switch {
	case !known || m.Forbidden:
		return nil, &controlRefused
	case s.running[id] != nil:
		return &m, nil
	case m.stateAt(now) == Scheduled:
		return nil, &notStarted
	default:
		return nil, &controlRefused
	}
}

// isHostPassword reports whether this is the host's password of the meeting.
func (m *Meeting) isHostPassword(password string) bool {
	for _, p := range m.visiblePasswords(true) {
		if p.Role == "chair" && p.Text == password {
			return true
		}
	}
	return false
}

// ExpireControls makes every control token behave as expired.
func (s *Server) ExpireControls() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.controls = nil
}

// steer handles a change of a running meeting: it reads the body, if there is to be
// one, checks both tokens, and makes the change.
func steer[T any](s *Server, r *http.Request, valid func(*T) bool, change func(id string, body *T, now time.Time) *refusal) response {
	now := s.opts.Now()
	if _, refused := s.tokens.check(r.Header.Get("X-Access-Token"), now); refused != nil {
		return errorResponse(*refused)
	}
	var body T
	if valid != nil && (!decodeJSON(r, &body) || !valid(&body)) {
		return errorResponse(invalidParameter)
	}
	id := r.URL.Query().Get("conferenceID")
	s.mu.Lock()
	s.advance(now)
	held, known := s.controls[r.Header.Get("X-Conference-Authorization")]
	_, refused := s.steerable(id, now)
	s.mu.Unlock()
	switch {
	case !known || held.id != id || !now.Before(held.expires):
		return errorResponse(controlRefused)
	case refused != nil:
		return errorResponse(*refused)
	}
	if refused := change(id, &body, now); refused != nil {
		return errorResponse(*refused)
	}
	return response{status: http.StatusOK, body: []byte{}}
}

// stop is PUT …/stop. The documents let a meeting be joined again until its booked end;
// here Start does that.
func (s *Server) stop(r *http.Request) response {
	return steer(s, r, nil, func(id string, _ *struct{}, _ time.Time) *refusal {
		if !s.End(id) {
			return &controlRefused
		}
		return nil
	})
}

// extensionBody is RestProlongDurReqBody.
type extensionBody struct {
	Auto     *int `json:"auto"`
	Duration *int `json:"duration"`
}

func (b *extensionBody) valid() bool {
	return b.Auto != nil && (*b.Auto == 0 || *b.Auto == 1) && (b.Duration == nil || *b.Duration > 0 && *b.Duration <= 1440)
}

// extend is PUT …/duration.
func (s *Server) extend(r *http.Request) response {
	return steer(s, r, (*extensionBody).valid, func(id string, b *extensionBody, _ time.Time) *refusal {
		by := 15 * time.Minute
		if b.Duration != nil {
			by = time.Duration(*b.Duration) * time.Minute
		}
		return s.steered(id, func(m *Meeting, _ *runningMeeting, now time.Time) {
			if *b.Auto == 1 {
				m.Config.Prolong = new(int(by / time.Minute))
				return
			}
			at := m.currentSpan(now)
			m.setSpan(now, span{at.Start, at.End.Add(by)})
		})
	})
}

// steered changes a running meeting.
func (s *Server) steered(id string, change func(*Meeting, *runningMeeting, time.Time)) *refusal {
	if !s.change(id, Running, func(m *Meeting, now time.Time) {
		if run := s.running[id]; run != nil {
			change(m, run, now)
		}
	}) {
		return &controlRefused
	}
	return nil
}

// muteBody is RestMuteReqBody.
type muteBody struct {
	Mute  *int `json:"isMute"`
	Allow *int `json:"allowUnmuteByOneself"`
}

func (b *muteBody) valid() bool { return isSwitch(b.Mute, true) && isSwitch(b.Allow, false) }

// isSwitch reports whether a number is 0 or 1; it may be missing unless it is required.
func isSwitch(n *int, required bool) bool {
	if n == nil {
		return !required
	}
	return *n == 0 || *n == 1
}

// mute is PUT …/mute.
func (s *Server) mute(r *http.Request) response {
	return steer(s, r, (*muteBody).valid, func(id string, b *muteBody, _ time.Time) *refusal {
		return s.steered(id, func(_ *Meeting, run *runningMeeting, _ time.Time) { run.muted = *b.Mute == 1 })
	})
}

// lockBody is RestLockReqBody.
type lockBody struct {
	Lock *int `json:"isLock"`
}

func (b *lockBody) valid() bool { return isSwitch(b.Lock, true) }

// lock is PUT …/lock.
func (s *Server) lock(r *http.Request) response {
	return steer(s, r, (*lockBody).valid, func(id string, b *lockBody, _ time.Time) *refusal {
		return s.steered(id, func(_ *Meeting, run *runningMeeting, _ time.Time) { run.locked = *b.Lock == 1 })
	})
}

// Muted reports whether everybody in a running meeting was muted last.
func (s *Server) Muted(id string) bool {
	return s.isRunning(id, func(r *runningMeeting) bool { return r.muted })
}

// Locked reports whether a running meeting is locked: nobody joins it by themselves.
func (s *Server) Locked(id string) bool {
	return s.isRunning(id, func(r *runningMeeting) bool { return r.locked })
}

// isRunning reports what is so of a running meeting.
func (s *Server) isRunning(id string, is func(*runningMeeting) bool) bool {
	now := s.opts.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance(now)
	r := s.running[id]
	return r != nil && is(r)
}

// callBody is RestInviteReqBody.
type callBody struct {
	Attendees []callee `json:"attendees"`
}

// callee is Attendee: name, phone and type are required.
type callee struct {
	Name    string `json:"name"`
	Phone   string `json:"phone"`
	Type    string `json:"type"`
	Account string `json:"accountId"`
	UUID    string `json:"userUUID"`
	Role    int    `json:"role"`
}

func (b *callBody) valid() bool {
	for _, c := range b.Attendees {
		n := utf8.RuneCountInString(c.Name)
		if n < 1 || n > 96 || !isNumber(c.Phone) || !isDevice(c.Type) || c.Role < 0 || c.Role > 1 {
			return false
		}
	}
	return len(b.Attendees) > 0
}

// isNumber reports whether a text is a SIP or phone number.
func isNumber(s string) bool {
	for i, r := range s {
		if (r < '0' || r > '9') && (i > 0 || r != '+') {
			return false
		}
	}
	return len(s) >= 3
}

// isDevice reports whether this is a documented type of an invitee.
func isDevice(kind string) bool {
	switch kind {
	case "normal", "terminal", "outside", "mobile", "ideahub", "board", "hwvision":
		return true
	default:
		return false
	}
}

// call is POST …/participants. Whoever is called is on the list of invitees from then
// on and, here, answers at once.
func (s *Server) call(r *http.Request) response {
	return steer(s, r, (*callBody).valid, func(id string, b *callBody, _ time.Time) *refusal {
		full := false
		refused := s.steered(id, func(m *Meeting, run *runningMeeting, now time.Time) {
			in := len(run.visitsAt(now))
			if full = m.Concurrent > 0 && in+len(b.Attendees) > m.Concurrent; full {
				return
			}
			for _, c := range b.Attendees {
				s.answerCall(m, run, c, now)
			}
		})
		if full {
			return &meetingFull
		}
		return refused
	})
}

// answerCall puts somebody who is called on the list and into the meeting, unless they
// are there.
func (s *Server) answerCall(m *Meeting, run *runningMeeting, c callee, now time.Time) {
	third := c.Account
	for _, u := range s.users {
		if u.Account == c.Account && c.Account != "" && u.ThirdAccount != "" {
			third = u.ThirdAccount // accountId of an invitee, with App ID sign-in
		}
	}
	p := Participant{Number: c.Phone, Name: c.Name, Host: c.Role == 1, Type: c.Type, Account: third}
	if !m.invites(p) && m.Raw == nil {
		m.Participants = append(m.Participants, p)
	}
	for _, v := range run.visitsAt(now) {
		if v.Number == p.Number || third != "" && v.ThirdAccount == third {
			return
		}
	}
	run.visits = append(run.visits, visit{Attendee: p.Attendee(), joined: now})
}

// invites reports whether somebody is on the list already.
func (m *Meeting) invites(p Participant) bool {
	for _, other := range m.Participants {
		if other.Number == p.Number || p.Account != "" && other.Account == p.Account {
			return true
		}
	}
	return false
}
