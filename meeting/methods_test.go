package meeting_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/meeting"
)

const uuid = "9a0fa6d10a5b11eaae5e191763c22c0e"

// from and to are a history's bounds.
func from() time.Time { return time.Date(2026, 5, 24, 0, 0, 0, 0, time.UTC) }
func to() time.Time   { return time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC) }

// methods are all questions that a client can be asked, with a search.
func methods(search string) map[string]func(context.Context, *meeting.Client) error {
	page := meeting.PageOptions{SearchKey: search}
	return map[string]func(context.Context, *meeting.Client) error{
		"Get": func(ctx context.Context, c *meeting.Client) error {
			_, err := c.Conferences.Get(ctx, meetingID, meeting.DetailOptions{PageOptions: meeting.PageOptions{SearchKey: search}})
			return err
		},
		"List": func(ctx context.Context, c *meeting.Client) error {
			_, err := c.Conferences.List(ctx, meeting.ListOptions{PageOptions: page})
			return err
		},
		"ListAttendees": func(ctx context.Context, c *meeting.Client) error {
			_, err := c.Conferences.ListAttendees(ctx, meetingID, page)
			return err
		},
		"ListHistory": func(ctx context.Context, c *meeting.Client) error {
			_, err := c.Conferences.ListHistory(ctx, meeting.HistoryOptions{PageOptions: page, From: from(), To: to()})
			return err
		},
		"GetHistory": func(ctx context.Context, c *meeting.Client) error {
			_, err := c.Conferences.GetHistory(ctx, uuid, meeting.DetailOptions{PageOptions: meeting.PageOptions{SearchKey: search}})
			return err
		},
		"ListAttendance": func(ctx context.Context, c *meeting.Client) error {
			_, err := c.Conferences.ListAttendance(ctx, uuid, page)
			return err
		},
	}
}

// What each method asks, to the letter.
func TestRequests(t *testing.T) {
	t.Parallel()
	page := meeting.PageOptions{Offset: 500, Limit: 500, SearchKey: "周会 & co"}
	for _, tt := range []struct {
		name string
		ask  func(*meeting.Conferences, context.Context) error
		want string
	}{
		{"List, plain", func(c *meeting.Conferences, ctx context.Context) error {
			return second(c.List(ctx, meeting.ListOptions{}))
		}, ""},
		{"List, everything", func(c *meeting.Conferences, ctx context.Context) error {
			return second(c.List(ctx, meeting.ListOptions{PageOptions: page, All: true, Sort: meeting.SortByStart}))
		}, "?limit=500&offset=500&queryAll=true&searchKey=%E5%91%A8%E4%BC%9A+%26+co&sortType=ASC_StartTIME"},
		{"ListAttendees, plain", func(c *meeting.Conferences, ctx context.Context) error {
			return second(c.ListAttendees(ctx, meetingID, meeting.PageOptions{}))
		}, "/online/conf-attendee?conf_id=914083136"},
		{"ListAttendees, everything", func(c *meeting.Conferences, ctx context.Context) error {
			return second(c.ListAttendees(ctx, meetingID, page))
		}, "/online/conf-attendee?conf_id=914083136&limit=500&offset=500&search_key=%E5%91%A8%E4%BC%9A+%26+co"},
		{"ListHistory, plain", func(c *meeting.Conferences, ctx context.Context) error {
			return second(c.ListHistory(ctx, meeting.HistoryOptions{From: from(), To: to()}))
		}, "/history?endDate=1795478400000&startDate=1779580800000"},
		{"ListHistory, everything", func(c *meeting.Conferences, ctx context.Context) error {
			return second(c.ListHistory(ctx, meeting.HistoryOptions{PageOptions: page, From: from(), To: to(), All: true, Sort: meeting.SortByLatest}))
		}, "/history?endDate=1795478400000&limit=500&offset=500&queryAll=true&searchKey=%E5%91%A8%E4%BC%9A+%26+co&sortType=DSC_StartTIME&startDate=1779580800000"},
		{"Get, plain", func(c *meeting.Conferences, ctx context.Context) error {
			return second(c.Get(ctx, meetingID, meeting.DetailOptions{}))
		}, "/confDetail?conferenceID=914083136"},
		{"Get, both sorts", func(c *meeting.Conferences, ctx context.Context) error {
			return second(c.Get(ctx, meetingID, meeting.DetailOptions{Type: new(1)}))
		}, "/confDetail?conferenceID=914083136 X-Type 1"},
		{"Get, people", func(c *meeting.Conferences, ctx context.Context) error {
			return second(c.Get(ctx, meetingID, meeting.DetailOptions{Type: new(2), QueryType: new(0)}))
		}, "/confDetail?conferenceID=914083136 X-Type 2 X-Query-Type 0"},
		{"GetHistory, plain", func(c *meeting.Conferences, ctx context.Context) error {
			return second(c.GetHistory(ctx, uuid, meeting.DetailOptions{}))
		}, "/history/confDetail?confUUID=" + uuid},
		{"GetHistory, everything", func(c *meeting.Conferences, ctx context.Context) error {
			return second(c.GetHistory(ctx, uuid, meeting.DetailOptions{PageOptions: meeting.PageOptions{Offset: 1, Limit: 2, SearchKey: "x"}, Type: new(2), QueryType: new(1)}))
		}, "/history/confDetail?confUUID=" + uuid + "&limit=2&offset=1&searchKey=x X-Type 2 X-Query-Type 1"},
		{"ListAttendance, plain", func(c *meeting.Conferences, ctx context.Context) error {
			return second(c.ListAttendance(ctx, uuid, meeting.PageOptions{}))
		}, "/history/confAttendeeRecord?confUUID=" + uuid},
		{"ListAttendance, everything", func(c *meeting.Conferences, ctx context.Context) error {
			return second(c.ListAttendance(ctx, uuid, page))
		}, "/history/confAttendeeRecord?confUUID=" + uuid + "&limit=500&offset=500&searchKey=%E5%91%A8%E4%BC%9A+%26+co"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got string
			record := func(_ int, w http.ResponseWriter, r *http.Request) {
				got = strings.TrimPrefix(r.URL.RequestURI(), listPath)
				if r.Header.Get("X-Type") != "" {
					got += " X-Type " + r.Header.Get("X-Type")
				}
				if r.Header.Get("X-Query-Type") != "" {
					got += " X-Query-Type " + r.Header.Get("X-Query-Type")
				}
				if r.Header.Get("X-Access-Token") != "token-1" || r.Header.Get("Accept") != "application/json" || r.ContentLength > 0 {
					t.Errorf("headers = %v, want the token and no body", r.Header)
				}
				fmt.Fprint(w, `{"conferenceData":{"subject":"x"},"data":[]}`)
			}
			s := &stub{detail: record, list: record}
			if err := tt.ask(newClient(t, s).Conferences, t.Context()); err != nil {
				t.Fatal(err)
			}
			if got != tt.want {
				t.Errorf("asked %q, want %q", got, tt.want)
			}
		})
	}
}

func second[T any](_ T, err error) error { return err }

// What cannot be asked is not sent.
func TestInvalidQuestions(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("会", 129)
	bad := map[string]meeting.PageOptions{
		"negative offset": {Offset: -1}, "negative limit": {Limit: -1}, "limit of 501": {Limit: 501}, "long search": {SearchKey: long},
	}
	s := &stub{}
	c := newClient(t, s).Conferences
	ctx := t.Context()
	errs := map[string]error{
		"sort":              second(c.List(ctx, meeting.ListOptions{Sort: "ASC_RecordTYPE"})),
		"no times":          second(c.ListHistory(ctx, meeting.HistoryOptions{})),
		"no start":          second(c.ListHistory(ctx, meeting.HistoryOptions{To: to()})),
		"no end":            second(c.ListHistory(ctx, meeting.HistoryOptions{From: from()})),
		"backwards":         second(c.ListHistory(ctx, meeting.HistoryOptions{From: to(), To: from()})),
		"history's sort":    second(c.ListHistory(ctx, meeting.HistoryOptions{From: from(), To: to(), Sort: "newest"})),
		"no id":             second(c.ListAttendees(ctx, "", meeting.PageOptions{})),
		"odd id":            second(c.ListAttendees(ctx, "../x", meeting.PageOptions{})),
		"long id":           second(c.ListAttendees(ctx, strings.Repeat("1", 33), meeting.PageOptions{})),
		"no UUID":           second(c.GetHistory(ctx, "", meeting.DetailOptions{})),
		"type":              second(c.GetHistory(ctx, uuid, meeting.DetailOptions{Type: new(3)})),
		"negative type":     second(c.Get(ctx, meetingID, meeting.DetailOptions{Type: new(-1)})),
		"query type":        second(c.Get(ctx, meetingID, meeting.DetailOptions{Type: new(2), QueryType: new(2)})),
		"no type for it":    second(c.Get(ctx, meetingID, meeting.DetailOptions{QueryType: new(0)})),
		"wrong type for it": second(c.Get(ctx, meetingID, meeting.DetailOptions{Type: new(1), QueryType: new(0)})),
		"odd UUID":          second(c.GetHistory(ctx, "a b", meeting.DetailOptions{})),
		"attendance's UUID": second(c.ListAttendance(ctx, strings.Repeat("a", 65), meeting.PageOptions{})),
	}
	for name, o := range bad {
		errs["List, "+name] = second(c.List(ctx, meeting.ListOptions{PageOptions: o}))
		errs["ListHistory, "+name] = second(c.ListHistory(ctx, meeting.HistoryOptions{PageOptions: o, From: from(), To: to()}))
		errs["ListAttendees, "+name] = second(c.ListAttendees(ctx, meetingID, o))
		errs["ListAttendance, "+name] = second(c.ListAttendance(ctx, uuid, o))
		errs["GetHistory, "+name] = second(c.GetHistory(ctx, uuid, meeting.DetailOptions{PageOptions: o}))
	}
	for name, err := range errs {
		if e, ok := errors.AsType[*meeting.Error](err); !ok || e.Kind != meeting.Invalid || e.Op == "" || e.Err == nil || strings.Contains(e.Error(), long) {
			t.Errorf("%s: %v, want what is invalid", name, err)
		}
	}
	if signIns, details := s.counts(); signIns+details+s.lists > 0 {
		t.Errorf("%d sign-ins, %d and %d questions, want none", signIns, details, s.lists)
	}
}

// Every method fails well, whatever goes wrong underneath.
func TestEveryMethodFailsWell(t *testing.T) {
	t.Parallel()
	status := func(status int, code string) func(int, http.ResponseWriter, *http.Request) {
		return func(_ int, w http.ResponseWriter, _ *http.Request) { writeError(w, status, code) }
	}
	body := func(body string) func(int, http.ResponseWriter, *http.Request) {
		return func(_ int, w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) }
	}
	for _, tt := range []struct {
		name  string
		api   func(int, http.ResponseWriter, *http.Request)
		kind  meeting.Kind
		calls int // of one question
	}{
		{"forbidden", status(403, "MMC.111070010"), meeting.Forbidden, 1},
		{"not found", status(400, "MMC.111070005"), meeting.NotFound, 1},
		{"invalid", status(400, "MMC.111071061"), meeting.Invalid, 1},
		{"list query failed", status(500, "MMC.111071008"), meeting.Unavailable, 3},
		{"throttled", status(429, "APIG.0308"), meeting.Throttled, 3},
		{"token", status(401, "USG.000000004"), meeting.TokenRefused, 2},
		{"a refusal with status 200", body(`{"error_code":"MMC.111070010"}`), meeting.Forbidden, 1},
		{"an empty object", body(`{}`), meeting.Garbled, 3},
		{"nothing", body(""), meeting.Garbled, 3},
		{"HTML", body("<html>"), meeting.Garbled, 3},
		{"cut off", cutOff, meeting.Unavailable, 3},
	} {
		for name, ask := range methods("") {
			t.Run(tt.name+", "+name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					s := &stub{detail: tt.api, list: tt.api}
					err := ask(t.Context(), serve(t, s))
					e, ok := errors.AsType[*meeting.Error](err)
					if !ok || e.Kind != tt.kind || e.Op == "" {
						t.Errorf("%s() = %v, want %s", name, err, tt.kind)
					}
					if n := s.details + s.lists; n != tt.calls {
						t.Errorf("%d calls, want %d", n, tt.calls)
					}
				})
			})
		}
	}
}

// Every method asks again after a failure that passes, and with a new token
// where the old one is refused.
func TestEveryMethodRecovers(t *testing.T) {
	t.Parallel()
	answer := func(n int, w http.ResponseWriter, _ *http.Request) {
		switch n {
		case 1:
			writeError(w, 503, "")
		case 2:
			writeError(w, 401, "USG.206020002")
		default:
			fmt.Fprint(w, `{"conferenceData":{"subject":"x"},"count":0,"data":null}`)
		}
	}
	for name, ask := range methods("") {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &stub{detail: answer, list: answer}
				if err := ask(t.Context(), serve(t, s)); err != nil {
					t.Errorf("%s() = %v", name, err)
				}
				if s.signIns != 2 || s.details+s.lists != 3 {
					t.Errorf("%d sign-ins, %d calls, want 2 and 3", s.signIns, s.details+s.lists)
				}
			})
		})
	}
}

// That there is no meeting in the time asked about is an empty list.
func TestNothingInTheTime(t *testing.T) {
	t.Parallel()
	s := &stub{list: func(_ int, w http.ResponseWriter, _ *http.Request) { writeError(w, 400, "MMC.111071069") }}
	c := newClient(t, s)
	list, err := c.Conferences.ListHistory(t.Context(), meeting.HistoryOptions{From: from(), To: to()})
	if err != nil || list == nil || len(list.Data) != 0 {
		t.Errorf("ListHistory() = %v, %v, want an empty list", list, err)
	}
}

// A method does not outlive its caller.
func TestEveryMethodStops(t *testing.T) {
	t.Parallel()
	slow := func(_ int, _ http.ResponseWriter, r *http.Request) { after(r, time.Hour) }
	for name, ask := range methods("") {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := serve(t, &stub{detail: slow, list: slow})
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				begun := time.Now()
				if err := ask(ctx, c); !errors.Is(err, context.DeadlineExceeded) || time.Since(begun) > 2*time.Second {
					t.Errorf("%s() = %v after %v, want to stop after a second", name, err, time.Since(begun))
				}
			})
		})
	}
}

func TestPagesAreLenient(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		body  string
		names []string
		count meeting.Int
	}{
		{`{"data":[{"subject":"a"},{"subject":"b"}],"count":2}`, []string{"a", "b"}, 2},
		{`{"data":[null,7,{"subject":5},{"subject":"b","size":"x"}],"count":"4","offset":null}`, []string{"5", "b"}, 4},
		{`{"data":null,"count":0}`, nil, 0},
		{`{"data":"none"}`, nil, 0},
		{`{"count":null}`, nil, 0},
		{"\xef\xbb\xbf" + `{"data":[{"subject":"a"}]}`, []string{"a"}, 0},
	} {
		p, err := meeting.DecodePage[meeting.Conference]([]byte(tt.body))
		if err != nil {
			t.Errorf("%s: %v", tt.body, err)
			continue
		}
		var names []string
		for _, c := range p.Data {
			names = append(names, c.Subject.String())
		}
		if !slices.Equal(names, tt.names) || p.Count != tt.count {
			t.Errorf("%s: %q, count %d, want %q, %d", tt.body, names, p.Count, tt.names, tt.count)
		}
	}
}

// Every field is read from the key that the documents give it.
func TestEveryFieldOfLists(t *testing.T) {
	t.Parallel()
	present, err := meeting.DecodePage[meeting.Attendee]([]byte(`{"offset":1,"limit":20,"count":2,"data":[{"participant_id":"p","name":"user8002",
		"call_number":"+991116004380","role":1,"third_account":"t","account":"a","user_id":"u"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	walk(t, "Present", reflect.ValueOf(*present))
	visits, err := meeting.DecodePage[meeting.Visit]([]byte(`{"offset":1,"limit":20,"count":2,"data":[{"displayName":"user8002",
		"callNumber":"+991116004380","deviceType":"软终端","joinTime":1574119917872,"leftTime":1574119956881,"mediaType":"视频","deptName":"wangyue"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	walk(t, "Visit", reflect.ValueOf(*visits))
}

func TestVisitTimes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		body string
		want time.Time
		ok   bool
	}{
		{`1574119917872`, time.Date(2019, 11, 18, 23, 31, 57, 872e6, time.UTC), true},
		{`"1574119917872"`, time.Date(2019, 11, 18, 23, 31, 57, 872e6, time.UTC), true},
		{`"2019-11-18 23:31"`, time.Date(2019, 11, 18, 23, 31, 0, 0, time.UTC), true},
		{`0`, time.UnixMilli(0), false},
		{`null`, time.Time{}, false},
		{`-5`, time.UnixMilli(-5), false},
		{`1e400`, time.Time{}, false},
	} {
		p, err := meeting.DecodePage[meeting.Visit]([]byte(`{"data":[{"displayName":"x","joinTime":` + tt.body + `,"leftTime":` + tt.body + `}]}`))
		if err != nil {
			t.Fatal(err)
		}
		joined, ok := p.Data[0].Joined()
		left, too := p.Data[0].Left()
		if ok != tt.ok || too != ok || !joined.Equal(tt.want) || !left.Equal(joined) {
			t.Errorf("Joined() of %s = %v, %v, want %v, %v", tt.body, joined, ok, tt.want, tt.ok)
		}
	}
}

func FuzzPages(f *testing.F) {
	for _, seed := range []string{
		`{"data":[{"conferenceID":"914083136","subject":"x","confUUID":"u"}],"offset":0,"limit":20,"count":1}`,
		`{"data":[{"participant_id":"1","name":"n","call_number":"+99","role":1,"third_account":"a","account":"b","user_id":"c"}],"count":1}`,
		`{"data":[{"displayName":"n","callNumber":"+99","deviceType":"软终端","joinTime":1574119917872,"leftTime":"x","mediaType":"视频"}]}`,
		`{"error_code":"MMC.111071008"}`, `{"data":{},"count":-1}`, `[]`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		conferences, err := meeting.DecodePage[meeting.Conference](body)
		present, errPresent := meeting.DecodePage[meeting.Attendee](body)
		visits, errVisits := meeting.DecodePage[meeting.Visit](body)
		if (conferences == nil) == (err == nil) || (present == nil) == (errPresent == nil) || (visits == nil) == (errVisits == nil) {
			t.Fatalf("DecodePage() = %v, %v, want one of them", conferences, err)
		}
		for _, err := range []error{err, errPresent, errVisits} {
			if err != nil && (meeting.KindOf(err) == "" || len(body) > 40 && strings.Contains(err.Error(), string(body))) {
				t.Fatalf("DecodePage() = %v, want an Error that does not quote the answer", err)
			}
		}
		if visits != nil {
			for i := range visits.Data {
				if at, ok := visits.Data[i].Joined(); ok && at.IsZero() {
					t.Errorf("%q was read as no time at all", visits.Data[i].JoinTime)
				}
			}
		}
		if present == nil {
			return
		}
		p := &meeting.Attendees{People: present.Data}
		_, uninvited := p.MatchInvitees(nil)
		if len(uninvited) != len(present.Data) {
			t.Errorf("%d uninvited of %d when nobody is invited", len(uninvited), len(present.Data))
		}
	})
}
