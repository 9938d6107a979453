package meeting_test

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

// simulated is an account on a simulated API, without sockets.
type simulated struct {
	*meeting.Account
	api *meetingtest.Server
}

// simulate returns the default administrator's account; with a user, theirs.
func simulate(t *testing.T, user string) simulated {
	t.Helper()
	api := meetingtest.New(meetingtest.Options{AppID: "app-id", AppKey: appKey})
	creds := testCredentials()
	creds.UserID = user
	a, err := meeting.NewAccount(meeting.AccountOptions{
		URL: "https://api.example", Credentials: creds, HTTPClient: &http.Client{Transport: inMemory{abortable{api}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return simulated{a, api}
}

// abortable is a handler that may abort its answer: as on a server, that ends nothing
// else. Nobody waits for it then.
type abortable struct{ http.Handler }

func (a abortable) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer func() {
		if p := recover(); p != nil && p != http.ErrAbortHandler { //nolint:errorlint // it is compared as net/http does
			panic(p)
		}
	}()
	a.Handler.ServeHTTP(w, r)
}

// signIns is how often somebody has signed in.
func (s simulated) signIns() int { return s.api.Calls(meetingtest.EndpointAppAuth) }

// rooms asks something as a person.
func (s simulated) rooms(user string) func(context.Context) error {
	return func(ctx context.Context) error { return second(s.As(user).Rooms(ctx)) }
}

// addPeople puts people in the directory, whose third-party ids are these.
func (s simulated) addPeople(ids ...string) {
	for _, id := range ids {
		s.api.AddUser(meetingtest.User{Account: id + "@corp", ThirdAccount: id, Name: id, Email: id + "@example.com"})
	}
}

func TestOneSignInForAllThatAPersonDoes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := simulate(t, "")
		s.addPeople("ana", "zoe")
		s.api.Slow(meetingtest.EndpointAppAuth, time.Second)
		var wg sync.WaitGroup
		for _, user := range []string{"ana", "zoe", ""} {
			wg.Go(func() {
				for _, err := range together(t.Context(), 100, s.rooms(user)) {
					if err != nil {
						t.Errorf("as %q: %v", user, err)
					}
				}
			})
		}
		wg.Wait()
		if n := s.signIns(); n != 3 {
			t.Errorf("%d sign-ins for two people and the account, want 3", n)
		}
	})
}

// A person's rooms are their own, so each acts with their own token.
func TestActorsAreSignedInAsThemselves(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := simulate(t, "service")
		s.addPeople("ana", "zoe", "service")
		numbers := map[string]bool{}
		for _, user := range []string{"ana", "zoe", ""} {
			rooms, err := s.As(user).Rooms(t.Context())
			own, ok := meeting.PersonalRoom(rooms)
			if err != nil || !ok {
				t.Fatalf("Rooms() as %q = %v, %v, want a personal room", user, rooms, err)
			}
			numbers[own.Number.String()] = true
		}
		if len(numbers) != 3 {
			t.Errorf("three people have the rooms %v, want three", numbers)
		}
		if err := s.rooms("service")(t.Context()); err != nil || s.signIns() != 3 {
			t.Errorf("as the account's own user: %v after %d sign-ins, want its own token used", err, s.signIns())
		}
	})
}

func TestIdlePersonIsSignedOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := simulate(t, "")
		s.addPeople("ana", "zoe")
		act := func(user string, want int) {
			t.Helper()
			if err := s.rooms(user)(t.Context()); err != nil || s.signIns() != want {
				t.Fatalf("%v after %d sign-ins, want %d", err, s.signIns(), want)
			}
		}
		act("ana", 1)
		for range 5 { // whoever acts stays
			pass(29 * time.Minute)
			act("ana", 1)
		}
		pass(31 * time.Minute)
		act("zoe", 2)
		if n := s.Persons(); n != 1 {
			t.Errorf("%d people are signed in, want the one who is not idle", n)
		}
		act("ana", 3)
	})
}

func TestPeopleInMemoryAreBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &stub{list: func(_ int, w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"count":0}`) }}
		a := accountOf(t, newClient(t, s), meeting.CacheOptions{})
		for i := range meeting.MaxPersons + 20 {
			if _, err := a.As("u" + strconv.Itoa(i)).Identity(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if n := a.Persons(); n != meeting.MaxPersons {
			t.Errorf("%d people are kept, want %d", n, meeting.MaxPersons)
		}
		before, _ := s.counts()
		for _, tt := range []struct{ user, signIns int }{{meeting.MaxPersons + 19, 0}, {0, 1}} {
			if _, err := a.As("u" + strconv.Itoa(tt.user)).Identity(t.Context()); err != nil {
				t.Fatal(err)
			}
			if n, _ := s.counts(); n != before+tt.signIns {
				t.Errorf("%d more sign-ins of user %d, want %d", n-before, tt.user, tt.signIns)
			}
		}
	})
}

// What becomes of a person's sign-in says nothing of the account, or of another person.
func TestRefusedPersonDoesNotTouchTheAccount(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, code string
		status     int
		want       meeting.Kind
	}{
		{"switched off", "USG.206010007", 412, meeting.PersonRefused},
		{"unknown, and nobody is registered", "USG.206010030", 400, meeting.PersonRefused},
		{"locked for a minute", "USG.206030015", 423, meeting.Throttled},
		{"fails", "USG.000000002", 500, meeting.Unavailable},
		{"the key is wrong", "USG.206010025", 401, meeting.SignInRefused},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &stub{signIn: func(n int, w http.ResponseWriter, r *http.Request) {
					if user, _ := decodeBody(t, r.Body)["userId"].(string); user == "ana" {
						writeError(w, tt.status, tt.code)
						return
					}
					writeToken(w, n)
				}}
				c := newClient(t, s)
				a := accountOf(t, c, meeting.CacheOptions{})
				for range 12 { // more than open a gate
					if err := second(a.As("ana").Identity(t.Context())); meeting.KindOf(err) != tt.want {
						t.Fatalf("as ana: %v, want %s", err, tt.want)
					}
				}
				if err := second(a.As("zoe").Identity(t.Context())); err != nil {
					t.Errorf("as zoe: %v, want nil", err)
				}
				if err := second(a.Identity(t.Context())); err != nil || c.Refused() != nil || a.LastRefusal() != nil {
					t.Errorf("the account: %v, refused %v, last refusal %v, want none", err, c.Refused(), a.LastRefusal())
				}
				if err := get(c)(t.Context()); err != nil {
					t.Errorf("a question of the account: %v", err)
				}
			})
		})
	}
}

// A refused sign-in is not repeated at once, however often the person tries.
func TestRefusedPersonIsNotTriedAgainAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := simulate(t, "")
		s.addPeople("ana")
		s.api.AddUser(meetingtest.User{Account: "ana@corp", ThirdAccount: "ana", Disabled: true})
		for range 10 {
			if err := s.rooms("ana")(t.Context()); meeting.KindOf(err) != meeting.PersonRefused {
				t.Fatalf("as one who is switched off: %v, want %s", err, meeting.PersonRefused)
			}
		}
		if n := s.signIns(); n != 1 {
			t.Errorf("%d sign-ins, want 1", n)
		}
		s.addPeople("ana")
		pass(time.Minute)
		if err := s.rooms("ana")(t.Context()); err != nil {
			t.Errorf("a minute after she was switched on: %v", err)
		}
	})
}

func TestImpossibleUserIDIsNotSent(t *testing.T) {
	t.Parallel()
	s := &stub{}
	a := accountOf(t, newClient(t, s), meeting.CacheOptions{})
	for _, id := range []string{" ana", "ana ", "a\nb", strings.Repeat("x", 129), "\xff"} {
		if err := second(a.As(id).Identity(t.Context())); meeting.KindOf(err) != meeting.Invalid {
			t.Errorf("as %q: %v, want %s", id, err, meeting.Invalid)
		}
	}
	wantCounts(t, s, 0, 0)
}

// A kicked token of a person is replaced by another of the same person.
func TestKickedPersonSignsInAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := simulate(t, "")
		s.addPeople("ana")
		for want := 1; want <= 2; want++ {
			if err := s.rooms("ana")(t.Context()); err != nil || s.signIns() != want {
				t.Fatalf("%v after %d sign-ins, want %d", err, s.signIns(), want)
			}
			s.api.KickTokens()
		}
		if n := len(s.api.Users()); n != 1 {
			t.Errorf("%d members, want that nobody was registered", n)
		}
	})
}

func TestNonceOfAPerson(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := simulate(t, "service")
		s.addPeople("ana", "service")
		nonce, err := s.As("ana").Nonce(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if printed := fmt.Sprint(nonce); strings.Contains(printed, nonce.Reveal()) {
			t.Errorf("a nonce prints as %s", printed)
		}
		if who, ok := s.api.UseNonce(nonce.Reveal()); !ok || who != "ana" {
			t.Errorf("the nonce signs in %q, %v, want ana", who, ok)
		}
		other, err := s.As("ana").Nonce(t.Context())
		if err != nil || other == nonce {
			t.Errorf("Nonce() = the same once more, %v, want another", err)
		}
		for _, user := range []string{"", "service"} { // whoever had it would be the account
			if _, err := s.As(user).Nonce(t.Context()); meeting.KindOf(err) != meeting.Invalid {
				t.Errorf("Nonce() as %q = %v, want %s", user, err, meeting.Invalid)
			}
		}
		before := s.api.Calls(meetingtest.EndpointNonce)
		s.api.Block(meetingtest.EndpointNonce, 1, http.StatusBadGateway)
		_, err = s.As("ana").Nonce(t.Context())
		if n := s.api.Calls(meetingtest.EndpointNonce) - before; meeting.KindOf(err) != meeting.Unavailable || n != 1 {
			t.Errorf("a lost answer = %v after %d calls, want %s after one", err, n, meeting.Unavailable)
		}
	})
}

func TestNoNonceInTheAnswer(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]meeting.Kind{
		`{}`: meeting.Garbled, `{"nonce":""}`: meeting.Garbled, `{"nonce":"a b"}`: meeting.Garbled,
		`{"error_code":"USG.206020000"}`: meeting.TokenRefused, `[`: meeting.Garbled,
	} {
		h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/appauth") {
				writeToken(w, 1)
				return
			}
			_, _ = w.Write([]byte(body))
		})
		a := accountOf(t, newClient(t, h), meeting.CacheOptions{})
		if _, err := a.As("ana").Nonce(t.Context()); meeting.KindOf(err) != want {
			t.Errorf("%s: %v, want %s", body, err, want)
		}
	}
}
