package bot_test

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"meetingbot/bot"
	"meetingbot/bot/access"
	"meetingbot/bot/linking"
	"meetingbot/bot/view"
	"meetingbot/meeting/meetingtest"
)

// usedTickets remembers in memory, and fails on demand.
type usedTickets struct {
	mu   sync.Mutex
	used map[string]bool
	err  error
}

func (u *usedTickets) Use(_ context.Context, id string) (bool, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	first := !u.used[id]
	if u.err == nil {
		u.used[id] = true
	}
	return first && u.err == nil, u.err
}

// joinWorld is a bot whose Ana is linked.
type joinWorld struct {
	actingWorld
	tickets *usedTickets
	now     *time.Time
}

func newJoining(t *testing.T) joinWorld {
	t.Helper()
	now, tickets := monday(), &usedTickets{used: map[string]bool{}}
	w := joinWorld{tickets: tickets, now: &now}
	w.actingWorld = newActing(t, func(o *options) {
		o.Join = bot.JoinOptions{URL: "https://bot.example", Tickets: tickets}
		o.Now = func() time.Time { return now }
	})
	w.link(t, "ana")
	return w
}

// link links U1 with a user of the meeting account, or with nobody for "".
func (w actingWorld) link(t *testing.T, thirdID string) {
	t.Helper()
	o := origin()
	_, err := w.links.Delete(t.Context(), o.Key, o.UserID)
	if err == nil && thirdID != "" {
		err = w.links.Put(t.Context(), linking.Link{
			Key: o.Key, UserID: o.UserID, MeetingUser: access.MeetingUser{UserID: thirdID, Account: thirdID, UUID: "u"}, Email: "ana@example.com",
		})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// ticket clicks in the card's menu and returns the ticket in the link.
func (w joinWorld) ticket(t *testing.T) string {
	t.Helper()
	offer, err := w.press(t, w.command(t, oneOffID), view.ChoiceJoin)
	if err != nil {
		t.Fatal(err)
	}
	if _, rest, ok := strings.Cut(string(offer.raw), "https://bot.example/join/"); ok {
		ticket, _, _ := strings.Cut(rest, `"`)
		return ticket
	}
	t.Fatalf("no ticket in %s", offer.raw)
	return ""
}

func TestJoinAsOneself(t *testing.T) {
	t.Parallel()
	w := newJoining(t)
	ticket := w.ticket(t)
	if n := w.api.Calls(meetingtest.EndpointNonce); n != 0 {
		t.Errorf("%d nonces before anybody came", n)
	}
	a, err := w.bot.Join(t.Context(), ticket, "en")
	if err != nil {
		t.Fatal(err)
	}
	target, err := url.Parse(a.Target.Reveal())
	if err != nil || target.Scheme != "cloudlink" || target.Query().Get("page") != "LoginAndJoinConf" || target.Query().Get("conf_id") != oneOffID {
		t.Errorf("the target is %v, %v", target, err)
	}
	nonce := target.Query().Get("nonce")
	if who, ok := w.api.UseNonce(nonce); !ok || who != "ana" {
		t.Errorf("the nonce signs %q in, %t", who, ok)
	}
	again, err := w.bot.Join(t.Context(), ticket, "zh-CN")
	if err != nil || again.Target != "" || again.Later || again.Page.Language != "zh-CN" || again.Page.Title == "" {
		t.Errorf("the ticket works twice: %+v, %v", again, err)
	}
	if log := w.log.String(); strings.Contains(log, nonce) || strings.Contains(log, ticket) || !strings.Contains(log, `"msg":"somebody joins as themselves"`) {
		t.Errorf("the log is %s", log)
	}
}

// A ticket opens nothing once it has ended, the person is not linked any longer or is
// somebody else, or it is no ticket.
func TestTicketsThatAreNoGood(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(w joinWorld, ticket string) string{
		"ended":       func(w joinWorld, ticket string) string { *w.now = w.now.Add(2 * time.Minute); return ticket },
		"cancelled":   func(w joinWorld, ticket string) string { w.api.Remove(oneOffID); return ticket },
		"not linked":  func(w joinWorld, ticket string) string { w.link(t, ""); return ticket },
		"linked anew": func(w joinWorld, ticket string) string { w.link(t, "bob"); return ticket },
		"changed":     func(_ joinWorld, ticket string) string { return string(ticket[0]^1) + ticket[1:] },
		"none":        func(joinWorld, string) string { return "" },
	} {
		w := newJoining(t)
		ticket := spoil(w, w.ticket(t))
		if a, _ := w.bot.Join(t.Context(), ticket, "en"); a.Target != "" || a.Page.Title == "" || a.Page.Language != "en" {
			t.Errorf("%s: %+v", name, a)
		}
		if n := w.api.Calls(meetingtest.EndpointNonce); n != 0 {
			t.Errorf("%s: a nonce was made", name)
		}
	}
	w := newJoining(t)
	ticket := w.ticket(t)
	*w.now = w.now.Add(2*time.Minute - time.Second)
	if a, err := w.bot.Join(t.Context(), ticket, "en"); a.Target == "" {
		t.Errorf("a ticket does not work until it ends: %v", err)
	}
}

// Where the API makes no nonce, the ordinary link is left. Where it cannot be told
// whether a ticket was used, it opens nothing.
func TestJoinFallsBack(t *testing.T) {
	t.Parallel()
	w := newJoining(t)
	ticket := w.ticket(t)
	w.api.Fail(meetingtest.EndpointNonce, -1, 403, "USG.000000003")
	a, err := w.bot.Join(t.Context(), ticket, "en")
	if err == nil || !strings.HasPrefix(a.Target.Reveal(), "https://c.meeting.huaweicloud.com/#/j/"+oneOffID+"/") {
		t.Errorf("without a nonce: %s, %v", a.Target.Reveal(), err)
	}
	w = newJoining(t)
	ticket = w.ticket(t)
	w.tickets.err = errors.New("no database")
	if a, err := w.bot.Join(t.Context(), ticket, "en"); err == nil || a.Target != "" || !a.Later {
		t.Errorf("without a database: %+v, %v", a, err)
	}
}

// The offer is for full members who are linked, where it is on.
func TestWhoIsOfferedToJoinAsThemselves(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string]func(w joinWorld){
		"not linked": func(w joinWorld) { w.link(t, "") },
		"elsewhere":  func(w joinWorld) { w.Local = false },
	} {
		w := newJoining(t)
		edit(w)
		if card := w.command(t, oneOffID); card.value(view.ChoiceJoin) != "" {
			t.Errorf("%s: offered", name)
		}
	}
	off := newActing(t)
	off.link(t, "ana")
	if card := off.command(t, oneOffID); card.value(view.ChoiceJoin) != "" {
		t.Error("offered though it is switched off")
	}
	// Whoever was unlinked since the card was shown has the ordinary link.
	w := newJoining(t)
	value := w.command(t, oneOffID).value(view.ChoiceJoin)
	w.link(t, "")
	offer, err := w.pressWith(t, view.ChoiceJoin, value)
	if err != nil || strings.Contains(string(offer.raw), "bot.example") || !strings.Contains(string(offer.raw), "/#/j/"+oneOffID) {
		t.Errorf("offered %s, %v", offer.raw, err)
	}
}
