package meetingtest

import (
	"cmp"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// wireVisit is ConfAttendeeRecordInfo.
type wireVisit struct {
	Name       string `json:"displayName"`
	Number     string `json:"callNumber,omitempty"`
	Device     string `json:"deviceType"`
	JoinTime   int64  `json:"joinTime"` // epoch milliseconds
	LeftTime   int64  `json:"leftTime"`
	MediaType  string `json:"mediaType"`
	Department string `json:"deptName,omitempty"`
}

// attendance is GET /v1/mmc/management/conferences/history/confAttendeeRecord:
// who came to one holding, in the order they came. Words are Chinese, as in the
// documents' sample, unless English is asked for.
func (s *Server) listAttendance(r *http.Request) response {
	device, media := "软终端", "视频"
	if strings.HasPrefix(r.Header.Get("Accept-Language"), "en-US") {
		device, media = "Soft client", "Video"
	}
	return s.withPastMeeting(r, func(_ identity, _ url.Values, p pageQuery, h *pastMeeting) response {
		stays := slices.DeleteFunc(slices.Clone(h.visits), func(s visit) bool { return !p.matches(s.Name, s.Number) })
		slices.SortStableFunc(stays, func(a, b visit) int { return a.joined.Compare(b.joined) })
		page := wirePage{Offset: p.offset, Limit: p.limit, Count: len(stays), Data: []json.RawMessage{}}
		for _, one := range paginate(p, stays) {
			page.Data = append(page.Data, jsonResponse(wireVisit{
				Name: one.Name, Number: one.Number, Device: cmp.Or(one.Device, device),
				JoinTime: one.joined.UnixMilli(), LeftTime: one.left.UnixMilli(),
				MediaType: media, Department: one.Department,
			}).body)
		}
		return jsonResponse(page)
	})
}
