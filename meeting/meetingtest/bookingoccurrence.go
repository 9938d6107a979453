package meetingtest

import (
	"net/http"
	"slices"
	"time"
	"unicode/utf8"
)

// maxDescription is how many characters the description of an occurrence has.
const maxDescription = 200

// occurrenceRequest is the body that changes one occurrence. The first four are
// required.
type occurrenceRequest struct {
	ID          string               `json:"cycleSubConfID"`
	MediaTypes  string               `json:"mediaTypes"`
	StartTime   string               `json:"startTime"`
	Length      *int                 `json:"length"`
	AutoRecord  int                  `json:"isAutoRecord"`
	RecordAuth  *int                 `json:"recordAuthType"`
	Description string               `json:"description"`
	Config      wireOccurrenceConfig `json:"confConfigInfo"`
}

// editOccurrence is PUT /v1/mmc/management/conferences/cyclesubconf. What is left out
// gets its default. An occurrence stays between its neighbours.
func (s *Server) editOccurrence(r *http.Request) response {
	now := s.opts.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance(now)
	m, _, refused := s.changeable(r, true, now)
	if refused != nil {
		return errorResponse(*refused)
	}
	var q occurrenceRequest
	if !decodeJSON(r, &q) {
		return errorResponse(invalidJSON)
	}
	i := slices.IndexFunc(m.Occurrences, func(o Occurrence) bool { return o.ID == q.ID })
	changed, refused := q.occurrence(now)
	switch {
	case q.ID == "":
		return errorResponse(invalidParameter)
	case i < 0:
		return errorResponse(conferenceNotFound)
	case !now.Before(m.Occurrences[i].Start):
		return errorResponse(editAfterStart)
	case refused != nil:
		return errorResponse(*refused)
	case i > 0 && changed.Start.Before(m.Occurrences[i-1].End),
		i+1 < len(m.Occurrences) && changed.End.After(m.Occurrences[i+1].Start):
		return errorResponse(outOfSeries)
	}
	m.Occurrences = slices.Clone(m.Occurrences)
	m.Occurrences[i] = changed
	s.meetings[m.ID] = m
	return response{status: http.StatusOK}
}

// occurrence is the occurrence as requested.
func (q *occurrenceRequest) occurrence(now time.Time) (Occurrence, *refusal) {
	start, err := time.Parse(layoutBookTime, q.StartTime)
	switch {
	case q.MediaTypes != "Voice" && q.MediaTypes != "HDVideo":
		return Occurrence{}, &invalidMedia
	case err != nil, q.Length == nil, !isFlag(q.AutoRecord), utf8.RuneCountInString(q.Description) > maxDescription:
		return Occurrence{}, &invalidParameter
	case *q.Length < minLength || *q.Length > maxLength:
		return Occurrence{}, &invalidLength
	case start.Before(now.Truncate(time.Minute)):
		return Occurrence{}, &startInPast
	}
	return Occurrence{
		ID: q.ID, Start: start, End: start.Add(time.Duration(*q.Length) * time.Minute),
		MediaType:  map[string]string{"Voice": "Voice", "HDVideo": "Voice,Data,HDVideo"}[q.MediaTypes],
		AutoRecord: q.AutoRecord == 1, RecordAuth: q.RecordAuth, Description: q.Description,
		Config: OccurrenceConfig{
			Restriction: q.Config.Restriction, AudienceRestriction: q.Config.AudienceRestriction,
			GuestMayStart: q.Config.GuestMayStart, WaitingRoom: q.Config.WaitingRoom, BeforeHost: q.Config.BeforeHost,
			AudienceCount: q.Config.AudienceCount,
		},
	}, nil
}

// cancelOccurrences is DELETE /v1/mmc/management/conferences/cyclesubconf, with a body
// that names the occurrences. After the last one the series is gone.
func (s *Server) cancelOccurrences(r *http.Request) response {
	now := s.opts.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance(now)
	m, _, refused := s.changeable(r, true, now)
	if refused != nil {
		return errorResponse(*refused)
	}
	var q struct {
		IDs []string `json:"cycleSubConfIDs"`
	}
	if !decodeJSON(r, &q) || len(q.IDs) == 0 {
		return errorResponse(invalidParameter)
	}
	kept := slices.Clone(m.Occurrences)
	for _, id := range q.IDs {
		i := slices.IndexFunc(kept, func(o Occurrence) bool { return o.ID == id })
		switch {
		case i < 0:
			return errorResponse(conferenceNotFound)
		case !now.Before(kept[i].Start) && r.URL.Query().Get("type") != "1":
			return errorResponse(cancelAfterStart)
		case !now.Before(kept[i].Start):
			s.endRunning(&m, now)
		}
		kept = slices.Delete(kept, i, i+1)
	}
	m.Occurrences = kept
	s.meetings[m.ID] = m
	if len(kept) == 0 {
		delete(s.meetings, m.ID)
	}
	delete(s.running, m.ID)
	s.advance(now)
	return response{status: http.StatusOK}
}
