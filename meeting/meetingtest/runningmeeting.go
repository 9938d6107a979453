package meetingtest

import "time"

// runningMeeting is a meeting that is running now.
type runningMeeting struct {
	start  time.Time
	visits []visit
	locked bool // nobody joins by themselves
	muted  bool // everybody was muted last
}

// newRunning starts the meeting, with the visits of all attendees who will
// join it.
func (m *Meeting) newRunning(start time.Time) *runningMeeting {
	r := &runningMeeting{start: start}
	for _, a := range m.attendees() {
		v := visit{Attendee: a, joined: start.Add(a.JoinAfter)}
		if a.StayFor > 0 {
			v.left = v.joined.Add(a.StayFor)
		}
		r.visits = append(r.visits, v)
	}
	return r
}

// visitsAt returns the visits of those who are in the meeting at a time; none
// for a nil meeting.
func (r *runningMeeting) visitsAt(now time.Time) []visit {
	var list []visit
	if r == nil {
		return list
	}
	for _, v := range r.visits {
		if v.covers(now) {
			list = append(list, v)
		}
	}
	return list
}

// visitsUntil returns the visits that began before end. Each of them is over by
// then.
func (r *runningMeeting) visitsUntil(end time.Time) []visit {
	var list []visit
	for _, v := range r.visits {
		if !v.joined.Before(end) {
			continue
		}
		if v.left.IsZero() || v.left.After(end) {
			v.left = end
		}
		list = append(list, v)
	}
	return list
}
