package meetingtest

import (
	"cmp"
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
	JoinTime   int64  `json:"joinTime"` // Unix milliseconds
	LeftTime   int64  `json:"leftTime"`
	MediaType  string `json:"mediaType"`
	Department string `json:"deptName,omitempty"`
}

// listAttendance is GET
// /v1/mmc/management/conferences/history/confAttendeeRecord: who was in a
// past meeting, in the order they joined. Texts are Chinese, as in the
// documents' sample, unless the request asks for English.
func (s *Server) listAttendance(r *http.Request) response {
	device, media := "软终端", "视频"
	if strings.HasPrefix(r.Header.Get("Accept-Language"), "en-US") {
		device, media = "Soft client", "Video"
	}
	return s.withPastMeeting(r, EndpointAttendance, func(_ identity, _ url.Values, p pageQuery, h *pastMeeting) response {
		visits := slices.DeleteFunc(slices.Clone(h.visits), func(v visit) bool { return !p.matches(v.Name, v.Number) })
		slices.SortStableFunc(visits, func(a, b visit) int { return a.joined.Compare(b.joined) })
		page := p.page(len(visits))
		for _, v := range paginate(p, visits) {
			page.Data = append(page.Data, jsonResponse(wireVisit{
				Name: v.Name, Number: v.Number, Device: cmp.Or(v.Device, device),
				JoinTime: v.joined.UnixMilli(), LeftTime: v.left.UnixMilli(),
				MediaType: media, Department: v.Department,
			}).body)
		}
		return jsonResponse(page)
	})
}
