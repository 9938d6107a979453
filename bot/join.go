package bot

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/url"
	"time"

	"meetingbot/bot/person"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/workspace"
	"meetingbot/internal/sealed"
	"meetingbot/internal/secret"
	"meetingbot/meeting"
)

const (
	// JoinPath is where tickets are redeemed.
	JoinPath = "/join/"
	// ticketLife is how long a ticket is good for. Package once remembers for longer
	// that it has been used.
	ticketLife = 2 * time.Minute
	// ticketID binds what is sealed to its purpose.
	ticketID = "join"
	// appJoin has the vendor's app sign its user in by a nonce, and join.
	appJoin = "cloudlink://welinksoftclient/h5page"
)

// Tickets remember which tickets have been used.
type Tickets interface {
	// Use reports whether a ticket is used for the first time. Where that cannot be
	// told, it is an error.
	Use(ctx context.Context, id string) (first bool, err error)
}

// JoinOptions set up joining as oneself.
type JoinOptions struct {
	// URL is where people reach this server: tickets are redeemed below it.
	URL string
	// Tickets remember which ones have been used.
	Tickets Tickets
}

// joinTicket lets one person into one meeting as themselves, once.
type joinTicket struct {
	ID         string        `json:"i"`
	Key        workspace.Key `json:"k"`
	UserID     string        `json:"u"` // at Slack
	ThirdID    string        `json:"t"` // at the meeting account
	MeetingID  string        `json:"m"`
	Expires    int64         `json:"x"` // Unix seconds
	RequestID  string        `json:"r"` // of the click, for the log
	IsPanelist bool          `json:"p,omitempty"`
}

// ticketBox seals tickets.
func ticketBox(key []byte) (sealed.Box, error) { return sealed.NewBox(key, "join tickets") }

// offersOwnJoin reports whether whoever asks can join as themselves.
func (r *Request) offersOwnJoin() bool {
	user := r.meetingUser()
	return r.bot.o.Join.URL != "" && user.Linked() && user.UserID != "" &&
		r.Person.AccountType == person.Member && r.Person.Local
}

// joinAsOneself shows a link that signs whoever asks in and lets them join, made for
// this click.
func (b *Bot) joinAsOneself(ctx context.Context, r *Request) error {
	f := r.actFacts()
	if r.Meeting.Over() {
		return r.Reply(ctx, view.MeetingSentence(r.Localizer, text.JoinOver, f.ID))
	}
	panelist := bool(r.Meeting.Conference.Webinar) && r.bot.invitation(r.Meeting, r.Person, r.meetingUser()).Sure()
	who := r.freshPerson(ctx)
	if !r.offersOwnJoin() || who.AccountType != person.Member || !who.Local {
		return r.Reply(ctx, view.OrdinaryJoin(r.Localizer, f, panelist))
	}
	ticket, err := b.tickets.Close(ticketID, joinTicket{
		ID: rand.Text(), Key: r.Key, UserID: r.UserID, ThirdID: r.meetingUser().UserID, MeetingID: f.ID,
		Expires: b.o.Now().Add(ticketLife).Unix(), RequestID: r.RequestID, IsPanelist: panelist,
	})
	if err != nil {
		return r.fail(ctx, err)
	}
	return r.Reply(ctx, view.OwnJoin(r.Localizer, f, b.o.Join.URL+JoinPath+ticket, panelist))
}

// JoinAnswer is what somebody gets for a ticket: where to go, or a page.
type JoinAnswer struct {
	// Target is where to send them, "" for nowhere. It signs its holder in.
	Target secret.Secret
	// Page says why there is no way in, and Later that there may be one soon.
	Page  InstallPage
	Later bool
}

var (
	errTicketUsed  = errors.New("the ticket has been used")
	errTicketOver  = errors.New("the ticket has ended")
	errNotLinked   = errors.New("the person is not linked any longer")
	errNoWayToJoin = errors.New("the meeting has no link")
)

// Join redeems a ticket. languages is an Accept-Language header. The error is for the
// log; there is an answer in any case.
func (b *Bot) Join(ctx context.Context, ticket, languages string) (JoinAnswer, error) {
	var t joinTicket
	if err := b.tickets.Open(ticketID, ticket, &t); err != nil {
		return b.noWayIn(languages, text.JoinOverTitle, text.JoinOverLead), err
	}
	target, err := b.redeem(ctx, t)
	b.logJoin(ctx, t, err)
	switch {
	case target != "":
		return JoinAnswer{Target: target}, err
	case errors.Is(err, errTicketUsed), errors.Is(err, errTicketOver), errors.Is(err, errNotLinked):
		return b.noWayIn(languages, text.JoinOverTitle, text.JoinOverLead), nil
	default:
		a := b.noWayIn(languages, text.JoinLaterTitle, text.JoinLaterLead)
		a.Later = true
		return a, err
	}
}

// redeem uses a ticket. A target that comes with an error is the meeting's ordinary
// link, since there was no other.
func (b *Bot) redeem(ctx context.Context, t joinTicket) (secret.Secret, error) {
	if !b.o.Now().Before(time.Unix(t.Expires, 0)) {
		return "", errTicketOver
	}
	ws, err := b.o.Workspaces.Get(ctx, t.Key)
	if err != nil {
		return "", err
	}
	linked, ok, err := b.o.Links.Get(ctx, ws.SettingsKey(), t.UserID)
	switch {
	case err != nil:
		return "", err
	case !ok, linked.MeetingUser.UserID != t.ThirdID:
		return "", errNotLinked
	}
	m, err := ws.Meetings.Refresh(ctx, t.MeetingID) // it may have been cancelled since it was read
	switch {
	case meeting.KindOf(err) == meeting.NotFound:
		return "", errTicketOver
	case err != nil:
		return "", err
	case m.Over():
		return "", errTicketOver
	}
	first, err := b.o.Join.Tickets.Use(ctx, "join "+t.ID)
	switch {
	case err != nil:
		return "", err
	case !first:
		return "", errTicketUsed
	}
	nonce, err := ws.Meetings.As(t.ThirdID).Nonce(ctx)
	if err == nil {
		return ownJoinTarget(nonce, m.Conference), nil
	}
	if link := view.JoinLink(m.Conference, t.IsPanelist); link != "" {
		return secret.Secret(link), err
	}
	return "", errors.Join(errNoWayToJoin, err)
}

// ownJoinTarget has the vendor's app sign somebody in and join a meeting.
func ownJoinTarget(nonce secret.Secret, c *meeting.Conference) secret.Secret {
	q := url.Values{"page": {"LoginAndJoinConf"}, "nonce": {nonce.Reveal()}, "conf_id": {c.Number()}}
	return secret.Secret(appJoin + "?" + q.Encode())
}

// logJoin leaves one line for each ticket that was redeemed.
func (b *Bot) logJoin(ctx context.Context, t joinTicket, err error) {
	attrs := []slog.Attr{
		slog.String("enterprise_id", t.Key.EnterpriseID), slog.String("team_id", t.Key.TeamID), slog.String("user_id", t.UserID),
		slog.String("meeting_id", t.MeetingID), slog.String("request_id", t.RequestID),
	}
	if err != nil {
		b.o.Logger.LogAttrs(ctx, slog.LevelWarn, "joining as oneself failed", append(attrs, slog.Any("error", err))...)
		return
	}
	b.o.Logger.LogAttrs(ctx, slog.LevelInfo, "somebody joins as themselves", attrs...)
}

// noWayIn is the page for a ticket that lets nobody in.
func (b *Bot) noWayIn(languages string, title, lead text.Key) JoinAnswer {
	say := b.localizerFor(languages)
	return JoinAnswer{Page: InstallPage{Language: say.String(), Title: say.Say(title), Lead: []string{say.Say(lead)}}}
}
