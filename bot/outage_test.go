package bot_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/bot"
	"meetingbot/bot/text"
	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

// inMemory carries calls to a handler without a socket.
type inMemory struct{ http.Handler }

func (m inMemory) RoundTrip(r *http.Request) (*http.Response, error) {
	done := make(chan *http.Response, 1)
	go func() {
		defer close(done)
		defer func() { _ = recover() }() // a connection that the handler cuts off
		w, served := httptest.NewRecorder(), r.Clone(r.Context())
		if served.Body == nil {
			served.Body = http.NoBody
		}
		m.ServeHTTP(w, served)
		done <- w.Result()
	}()
	select {
	case resp := <-done:
		if resp == nil {
			return nil, http.ErrHandlerTimeout
		}
		resp.Request = r
		return resp, nil
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
}

// withAPI is a bot whose account asks a simulated Meeting API.
func withAPI(t *testing.T) (*bot.Bot, *meetingtest.Server) {
	t.Helper()
	api := meetingtest.New(meetingtest.Options{AppID: "app", AppKey: "key"})
	for _, m := range meetingtest.DemoMeetings(time.Now()) {
		api.Add(m)
	}
	account, err := meeting.NewAccount(meeting.AccountOptions{
		URL: "https://api.example", Credentials: meeting.Credentials{AppID: "app", AppKey: "key"},
		HTTPClient: &http.Client{Transport: inMemory{api}},
	})
	if err != nil {
		t.Fatal(err)
	}
	b, _ := newBot(t, func(o *options) { o.Meetings, o.Now = account, time.Now })
	return b, api
}

// faults are how the Meeting API may fail, at an endpoint or everywhere.
var faults = map[string]func(api *meetingtest.Server, endpoint string){
	"fails":                                func(api *meetingtest.Server, e string) { api.Fail(e, -1, 500, "") },
	"is busy":                              func(api *meetingtest.Server, e string) { api.Fail(e, -1, 503, "USG.000000001") },
	"throttles":                            func(api *meetingtest.Server, e string) { api.Throttle(e, -1, 2*time.Second) },
	"throttles, bare":                      func(api *meetingtest.Server, e string) { api.Throttle(e, -1, 0) },
	"hangs":                                func(api *meetingtest.Server, e string) { api.Slow(e, time.Hour) },
	"garbles":                              func(api *meetingtest.Server, e string) { api.Corrupt(e, -1) },
	"hangs up":                             func(api *meetingtest.Server, e string) { api.Disconnect(e, -1) },
	"is behind a firewall that refuses":    func(api *meetingtest.Server, e string) { api.Block(e, -1, 403) },
	"is behind a proxy that finds nothing": func(api *meetingtest.Server, e string) { api.Block(e, -1, 404) },
}

// questions are asked while something fails.
var questions = map[string]string{
	"a lookup": "928473016", "of a room": "906118274", "of an ended one": "991427358", "of nothing": "999999999",
	"a list": "list", "a search": "find review", "attendance": "attendance 991427358", "a reminder": "remind 916204385 10m",
}

// One question costs six calls at most while the API fails, wherever it fails and
// however: sign-ins, details, lists and histories with all their repetitions.
func TestOutageCostsFewCalls(t *testing.T) {
	t.Parallel()
	well := map[string]int{} // calls that a question costs when all is well
	for name, question := range questions {
		synctest.Test(t, func(t *testing.T) {
			b, api := withAPI(t)
			if err := ask(t.Context(), b, command{Origin: origin(), Name: "/meeting", Text: question}, (&recorder{t: t}).send); err != nil {
				t.Fatal(err)
			}
			well[name] = api.Calls("")
		})
	}
	for fault, begin := range faults {
		for _, endpoint := range []string{
			"", meetingtest.EndpointAppAuth, meetingtest.EndpointDetail, meetingtest.EndpointList,
			meetingtest.EndpointHistory, meetingtest.EndpointHistoryDetail, meetingtest.EndpointAttendees, meetingtest.EndpointAttendance,
		} {
			for name, question := range questions {
				t.Run(strings.Join([]string{name, endpoint, fault}, " "), func(t *testing.T) {
					t.Parallel()
					synctest.Test(t, func(t *testing.T) {
						b, api := withAPI(t)
						begin(api, endpoint)
						r := &recorder{t: t}
						_ = ask(t.Context(), b, command{Origin: origin(), Name: "/meeting", Text: question}, r.send)
						if n := api.Calls(""); n > meeting.MaxCalls && (n > well[name] || len(r.all) > 1) {
							t.Errorf("%d calls, want %d at most, and %d when all is well", n, meeting.MaxCalls, well[name])
						}
						if len(r.all) == 0 {
							t.Error("nothing was said")
						}
						<-time.After(time.Minute) // what goes on by itself has ended
						if n := api.Calls(""); n > max(meeting.MaxCalls, well[name]) {
							t.Errorf("%d calls with what went on by itself", n)
						}
					})
				})
			}
		}
	}
}

// Finding out how long a page may be, or that it is not the page that is refused, costs
// few calls, too, also while the API fails.
func TestRefusedPagesCostFewCalls(t *testing.T) {
	t.Parallel()
	calls := func(t *testing.T, question string, begin func(*meetingtest.Server)) (n int) {
		t.Helper()
		synctest.Test(t, func(t *testing.T) {
			b, api := withAPI(t)
			begin(api)
			_ = ask(t.Context(), b, command{Origin: origin(), Name: "/meeting", Text: question}, (&recorder{t: t}).send)
			n = api.Calls("")
		})
		return n
	}
	strict := func(api *meetingtest.Server) { api.Page("", meetingtest.Paging{MaxLimit: 20}) }
	for name, question := range questions {
		well := calls(t, question, func(*meetingtest.Server) {})
		if n := calls(t, question, strict); n > 4*well { // 500, 100 and 50 are refused once
			t.Errorf("%s: %d calls where long pages are refused, and %d when all is well", name, n, well)
		}
		for _, endpoint := range []string{meetingtest.EndpointDetail, meetingtest.EndpointList, meetingtest.EndpointHistory, meetingtest.EndpointAttendees} {
			n := calls(t, question, func(api *meetingtest.Server) { api.Fail(endpoint, -1, 400, "MMC.111071061") })
			if n > max(meeting.MaxCalls, 2*well) {
				t.Errorf("%s: %d calls where all is refused at %s, and %d when all is well", name, n, endpoint, well)
			}
			n = calls(t, question, func(api *meetingtest.Server) {
				strict(api)
				api.Fail(endpoint, -1, 500, "")
			})
			if n > max(meeting.MaxCalls, 4*well) {
				t.Errorf("%s: %d calls where long pages are refused and %s fails, and %d when all is well", name, n, endpoint, well)
			}
		}
	}
}

// Whenever the API answers again within the minute, so is the question.
func TestAnsweredOnceTheAPIIsBack(t *testing.T) {
	t.Parallel()
	for fault, begin := range faults {
		for _, back := range []time.Duration{500 * time.Millisecond, 2 * time.Second, 10 * time.Second, 25 * time.Second, 40 * time.Second, 50 * time.Second} {
			t.Run(fmt.Sprint(fault, " for ", back), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					b, api := withAPI(t)
					begin(api, "")
					time.AfterFunc(back, api.ClearProblems)
					r := &recorder{t: t}
					if err := ask(t.Context(), b, command{Origin: origin(), Text: "928473016"}, r.send); err != nil {
						t.Error(err)
					}
					if last := r.all[len(r.all)-1]; !strings.Contains(last.Text, "Quarterly planning") {
						t.Errorf("said %q", last.Text)
					}
				})
			})
		}
	}
}

// Hundreds of people who ask at once do not make a failing API fail for longer: one
// call at a time finds out whether it answers, and then all are answered.
//
//nolint:paralleltest,tparallel // the race detector takes no more than 8,000 goroutines
func TestManyAskDuringAnOutage(t *testing.T) {
	t.Parallel()
	const people, back = 400, 30 * time.Second
	for fault, begin := range faults {
		for name, ids := range map[string]func(i int) string{
			"one meeting":  func(int) string { return "928473016" },
			"all meetings": func(i int) string { return strconv.Itoa(700000000 + i) },
		} {
			t.Run(name+" "+fault, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					b, api := withAPI(t)
					for i := range people {
						api.Add(meetingtest.Meeting{ID: strconv.Itoa(700000000 + i), Subject: "Quarterly planning"})
					}
					if _, work := b.Begin(command{Origin: origin(), Text: "935150742"}.question()); work(t.Context(), (&recorder{t: t}).send) != nil {
						t.Fatal("the account cannot sign in")
					}
					begin(api, meetingtest.EndpointDetail)
					calls, before := 0, api.Calls("")
					time.AfterFunc(back, func() {
						calls = api.Calls("") - before
						api.ClearProblems()
					})
					var all sync.WaitGroup
					var mu sync.Mutex
					cards := 0
					for i := range people {
						all.Go(func() {
							r := &recorder{t: t}
							_ = ask(t.Context(), b, command{Origin: origin(), Text: ids(i)}, r.send)
							mu.Lock()
							defer mu.Unlock()
							if strings.Contains(r.all[len(r.all)-1].Text, "Quarterly planning") {
								cards++
							}
						})
					}
					all.Wait()
					if calls > 252+30 { // those on their way when it begins, and then one in 1 to 5 s
						t.Errorf("%d calls in %s for %d people", calls, back, people)
					}
					if cards != people {
						t.Errorf("%d of %d were answered when the API was back", cards, people)
					}
				})
			})
		}
	}
}

// What the API has said is not taken back by what fails beside it.
func TestNotFoundWhileASearchFails(t *testing.T) {
	t.Parallel()
	for _, endpoint := range []string{meetingtest.EndpointList, meetingtest.EndpointHistory} {
		for fault, begin := range faults {
			t.Run(endpoint+" "+fault, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					b, api := withAPI(t)
					begin(api, endpoint)
					r := &recorder{t: t}
					_ = ask(t.Context(), b, command{Origin: origin(), Text: "999999999"}, r.send)
					last := r.all[len(r.all)-1]
					if !strings.HasPrefix(last.Text, english(text.NotFoundUnsearched, "999 999 999")) || last.again() == "" {
						t.Errorf("said %q, want that it is not found, and why not everywhere", last.Text)
					}
				})
			})
		}
	}
}
