package meeting

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"golang.org/x/sync/singleflight"

	"meetingbot/internal/boundedcache"
)

// Account is one account at the Meeting API, with all that belongs to it: its
// credentials and token, what has been read as it, its circuit breaker and its
// last refusal. All who ask for a meeting at the same time share one reading. It
// is safe for concurrent use. Two accounts share nothing but the counter of
// versions.
type Account struct {
	client *Client
	source *optional
	o      cacheOptions

	known    *readings                     // by id, fresh or not
	older    *readings                     // by id, those that are marked as stale
	outcomes *boundedcache.Cache[*outcome] // by id
	hosts    *boundedcache.Cache[Name]     // of meetings that the account booked, by id

	asking  singleflight.Group // questions that may be answered from memory
	reading singleflight.Group // one reading of a meeting at a time

	lists        *answers[*Listing]     // by search
	running      *answers[*RunningList] // one
	attendees    *answers[*Attendees]   // by id
	roomMeetings *answers[string]       // number of a cloud room → id of the meeting in it
	roomsOfIDs   *answers[string]       // id of a meeting → id of the one in the cloud room of that number
	rooms        roomLists              // the same, of all meetings
	history      *answers[*Snapshot]    // by number
	attendance   *answers[*Attendance]  // by UUID
	recordings   *answers[[]Recording]  // by UUID
	runs         *answers[*Snapshot]    // by id and time
	invitees     *answers[*Snapshot]    // by meeting and search

	rules   *pageRules
	breaker breaker
	refusal lastRefusal
	changes atomic.Uint64 // changes that were made through this account

	persons  persons  // who the account acts for
	controls controls // tokens for running meetings
}

// AccountOptions say which account it is and how its answers are kept.
type AccountOptions struct {
	// URL is the API's address: https, or plain http on this machine or its own
	// network. Required.
	URL string
	// Credentials are what the account signs in with. Required.
	Credentials Credentials
	// TTL is how long a reading counts as fresh. Defaults to 30 s.
	TTL time.Duration
	// Entries bounds the meetings kept; the one read longest ago leaves first.
	// Defaults to 10,000.
	Entries int
	// Now tells the time. Defaults to time.Now.
	Now func() time.Time
	// HTTPClient makes the calls, see WithHTTPClient. Defaults to one of the
	// account's own.
	HTTPClient *http.Client
	// Logger gets calls and readings at debug level, without secrets.
	// Defaults to none.
	Logger *slog.Logger
}

// NewAccount returns an account. It starts nothing and asks nothing: the first
// question signs in.
func NewAccount(o AccountOptions) (*Account, error) {
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
	if o.Now == nil {
		o.Now = time.Now
	}
	opts := []Option{WithClock(o.Now), WithLogger(o.Logger)}
	if o.HTTPClient != nil {
		opts = append(opts, WithHTTPClient(o.HTTPClient))
	}
	client, err := New(o.URL, o.Credentials, opts...)
	if err != nil {
		return nil, err
	}
	return newAccount(client, client.Conferences, cacheOptions{TTL: o.TTL, Entries: o.Entries, Now: o.Now, Logger: o.Logger})
}

// newAccount returns an account that reads from a source. Tests have sources of
// their own.
func newAccount(client *Client, s source, o cacheOptions) (*Account, error) {
	if err := o.validate(); err != nil {
		return nil, fmt.Errorf("meeting account: %w", err)
	}
	o.fill()
	a := &Account{
		client:   client,
		source:   newOptional(s, o.Now),
		o:        o,
		known:    newReadings(o.Entries, o.TTL+o.StaleFor),
		older:    newReadings(o.Entries, o.TTL+o.StaleFor),
		outcomes: boundedcache.New[*outcome](o.Entries),
		hosts:    boundedcache.New[Name](o.Entries),
		rules:    newPageRules(),
	}
	a.lists = newAnswers[*Listing](opList, o.ListTTL, maxLists, &a.o)
	a.running = newAnswers[*RunningList](opListOnline, runningLife, 1, &a.o)
	a.attendees = newAnswers[*Attendees](opListAttendees, o.ListTTL, maxAttendees, &a.o)
	a.roomMeetings = newAnswers[string](opList, o.TTL, o.Entries, &a.o)
	a.roomsOfIDs = newAnswers[string](opList, roomLife, o.Entries, &a.o)
	a.rooms.read, a.rooms.now = a.readRooms, o.Now
	a.history = newAnswers[*Snapshot](opGetHistory, o.TTL, maxHistory, &a.o)
	a.attendance = newAnswers[*Attendance](opListAttendance, o.TTL, maxHistory, &a.o)
	a.recordings = newAnswers[[]Recording](opRecordFiles, o.ListTTL, maxRecordings, &a.o)
	a.runs = newAnswers[*Snapshot](opGetHistory, o.ListTTL, maxHistory, &a.o)
	a.invitees = newAnswers[*Snapshot](opGet, o.ListTTL, maxInviteeSearches, &a.o)
	return a, nil
}

// Client makes single calls as this account, whose answers are not kept.
func (a *Account) Client() *Client { return a.client }

// Site is the host of the API.
func (a *Account) Site() string { return a.client.base.Host }

// Identity returns as whom the API is asked, signing in if need be. Errors are
// *Error.
func (a *Account) Identity(ctx context.Context) (Identity, error) {
	i, err := a.client.Identity(ctx)
	return i, a.noted(ctx, err)
}

// cacheOptions say how answers are kept. Only some can be chosen from outside.
type cacheOptions struct {
	TTL     time.Duration
	Entries int
	Now     func() time.Time
	Logger  *slog.Logger
	// StaleFor is how long after its TTL a reading may still be served when the
	// API fails. Defaults to 10 min; negative for never.
	StaleFor time.Duration
	// UnknownFor is how long it is remembered that the API knows no such
	// meeting or may not tell, and, while an older reading is served in its
	// place, that the API failed. Defaults to 5 s; negative for not at all.
	UnknownFor time.Duration
	// ListTTL is how long lists of meetings, and who is in one, count as fresh.
	// Defaults to 10 s.
	ListTTL time.Duration
	// HistoryMonths is how far back ended meetings are looked for. Defaults to
	// 6, for which the API keeps them unless told otherwise; 12 is its most.
	HistoryMonths int
	// Timeout bounds one reading with all its pages and repetitions. Defaults
	// to 30 s.
	Timeout time.Duration
}

func (o *cacheOptions) validate() error {
	if o.TTL < 0 {
		return fmt.Errorf("TTL must be positive, got %s", o.TTL)
	}
	if o.Entries < 0 {
		return fmt.Errorf("entries must be positive, got %d", o.Entries)
	}
	return nil
}

// fill puts the defaults where nothing was said.
func (o *cacheOptions) fill() {
	o.TTL = cmp.Or(o.TTL, 30*time.Second)
	o.StaleFor = max(cmp.Or(o.StaleFor, 10*time.Minute), 0)
	o.UnknownFor = max(cmp.Or(o.UnknownFor, 5*time.Second), 0)
	o.ListTTL = cmp.Or(o.ListTTL, 10*time.Second)
	o.HistoryMonths = cmp.Or(o.HistoryMonths, 6)
	o.Entries = cmp.Or(o.Entries, 10_000)
	o.Timeout = cmp.Or(o.Timeout, 30*time.Second)
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
	if o.Now == nil {
		o.Now = time.Now
	}
}

// source is where an Account reads: its client's Conferences. The errors of all
// its methods are *Error.
type source interface {
	Get(ctx context.Context, id string, o DetailOptions) (*Detail, error)
	List(ctx context.Context, o ListOptions) (*Page[Conference], error)
	ListOnline(ctx context.Context, o OnlineOptions) (*Page[OnlineConference], error)
	ListAttendees(ctx context.Context, id string, o PageOptions) (*Page[Attendee], error)
	ListHistory(ctx context.Context, o HistoryOptions) (*Page[Conference], error)
	GetHistory(ctx context.Context, uuid string, o DetailOptions) (*Detail, error)
	ListAttendance(ctx context.Context, uuid string, o PageOptions) (*Page[Visit], error)
	RecordFiles(ctx context.Context, uuid string) ([]RecordFile, error)
}

var _ source = (*Conferences)(nil)
