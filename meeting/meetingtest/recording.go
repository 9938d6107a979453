package meetingtest

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"
)

// Endpoints of recordings, below /v1/mmc/management.
const (
	EndpointRecordings  = "record/files"             // GET …/record/files
	EndpointRecordFiles = "conferences/record/files" // GET …/conferences/record/files
)

// DecodeTime is how long after its meeting a recording can be played.
const DecodeTime = 4 * time.Minute

// recorded is Meeting.RecordType of a meeting that can be recorded, and above.
const recordedType = 2

// wireRecording is RecordResultDo.
type wireRecording struct {
	UUID       string   `json:"confUUID"`
	ID         string   `json:"confID"`
	Pages      []string `json:"url"`
	Seconds    int      `json:"rcdTime"`
	Megabytes  int      `json:"rcdSize"`
	Subject    string   `json:"subject"`
	BookerName string   `json:"scheduserName"`
	StartTime  string   `json:"startTime"`
	Decoded    bool     `json:"isDecodeFinish"`
	DecodedAt  int64    `json:"decodeEndTime"` // Unix milliseconds
	Available  bool     `json:"available"`
	Auth       int      `json:"recordAuthType"`
}

// records reports whether a run of the meeting is recorded: by itself, or, with
// HasRecordFile, by somebody in it.
func (m *Meeting) records(at span) bool {
	auto := m.AutoRecord || slices.ContainsFunc(m.Occurrences, func(o Occurrence) bool { return o.AutoRecord && o.Start.Equal(at.Start) })
	return m.HasRecordFile || auto && m.RecordType >= recordedType
}

// Record has a meeting that has not ended recorded.
func (s *Server) Record(id string) bool {
	record := func(m *Meeting, _ time.Time) { m.AutoRecord, m.RecordType = true, m.RecordType|recordedType }
	return s.change(id, Running, record) || s.change(id, Scheduled, record)
}

// listRecordFiles is GET /v1/mmc/management/conferences/record/files: the recording of
// one time that a meeting was held. No source shows the answer for one that was not
// recorded; here it is the one for meetings without data.
func (s *Server) listRecordFiles(r *http.Request) response {
	return s.withPastMeeting(r, EndpointRecordFiles, func(user identity, _ url.Values, _ pageQuery, h *pastMeeting) response {
		switch {
		case !h.recorded:
			return errorResponse(conferenceNotFound)
		case !h.watchedBy(user):
			return errorResponse(forbidden)
		}
		return jsonResponse(h.renderRecording(s.opts.Now()))
	})
}

// listRecordings is GET /v1/mmc/management/record/files: the recordings of meetings
// that were held between two times. Without a sortType the latest come first.
func (s *Server) listRecordings(r *http.Request) response {
	user, query, page, refused := s.parseListRequest(r, EndpointRecordings, "searchKey")
	if refused != nil {
		return errorResponse(*refused)
	}
	from, okFrom := parseMillis(query, "startDate")
	to, okTo := parseMillis(query, "endDate")
	if !okFrom || !okTo || to.Before(from) || !optionalOneOf(query, "sortType", "ASC_StartTIME", "DSC_StartTIME") {
		return errorResponse(invalidParameter)
	}
	order := query.Get("sortType")
	if order == "" {
		order = "DSC_StartTIME"
	}
	now := s.opts.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance(now)
	return listResponse(page, order, s.recordings(user, query.Get("queryAll") == "true", span{from, to}, now))
}

// recordings returns the recordings that a user may list, of meetings that began
// within a span.
func (s *Server) recordings(user identity, all bool, within span, now time.Time) []listEntry {
	var list []listEntry
	for _, h := range s.history {
		start := h.span.Start
		own := h.people.booked(user) || all && user.isAdmin()
		if !h.recorded || !h.retained(now) || !own || start.Before(within.Start) || start.After(within.End) {
			continue
		}
		e := h.meeting.listEntry(h.people, now)
		e.start = start
		e.render = func() json.RawMessage { return jsonResponse(h.renderRecording(now)).body }
		list = append(list, e)
	}
	return list
}

// watchedBy reports whether the API tells a user of the recording: administrators, and
// who has booked the meeting.
func (h *pastMeeting) watchedBy(user identity) bool { return user.isAdmin() || h.people.booked(user) }

// renderRecording renders the recording of a run. Its pages are known before anything
// can be played there.
func (h *pastMeeting) renderRecording(now time.Time) wireRecording {
	ready := h.span.End.Add(DecodeTime)
	length := h.span.End.Sub(h.span.Start)
	w := wireRecording{
		UUID: h.uuid, ID: h.meeting.ID, Subject: h.meeting.Subject, BookerName: h.meeting.Booker.Name,
		Seconds: int(length / time.Second), Megabytes: 1 + int(length/time.Minute)*3, StartTime: formatTime(h.span.Start),
		Decoded: !now.Before(ready), Available: !now.Before(ready), DecodedAt: ready.UnixMilli(),
	}
	if h.meeting.RecordAuth != nil {
		w.Auth = *h.meeting.RecordAuth
	}
	for part := range max(h.meeting.RecordParts, 1) {
		w.Pages = append(w.Pages, "https://"+h.meeting.linkHost()+"/#/record/"+digest("recording", h.uuid, strconv.Itoa(part)))
	}
	return w
}
