package bot_test

import (
	"cmp"
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/text/language"

	"meetingbot/bot"
	"meetingbot/bot/home"
	"meetingbot/bot/linking"
	"meetingbot/bot/once"
	"meetingbot/bot/person"
	"meetingbot/bot/personal"
	"meetingbot/bot/reminder/remindertest"
	"meetingbot/bot/rule"
	"meetingbot/bot/text"
	"meetingbot/bot/workspace"
	"meetingbot/playground/blockkit"
)

// world is a bot with what it knows.
type world struct {
	*meetings
	*people
	slack          *fakeSlack
	links          *linking.Directory
	meetingAccount string // names the meeting account of the workspace
	reminders      *remindertest.Engine
	home           *home.Engine
	personal       *personal.Engine
	rules          *rule.Engine
	choices        *personal.Choices
	time           time.Time // when it is for reminders
	broken         error     // what every transaction of reminders fails with
	bot            *bot.Bot
	options        bot.Options // of the bot
}

// options are those of a bot and of the one workspace that it serves.
type options struct {
	bot.Options
	workspace.Installation
}

// newBot makes a bot for a full member in Shanghai who reads English.
func newBot(tb testing.TB, edits ...func(*options)) (*bot.Bot, *world) {
	tb.Helper()
	w := &world{meetings: &meetings{}, meetingAccount: "app", slack: newFakeSlack(), time: monday(), people: &people{Person: person.Person{
		Name:     "Bo",
		Language: language.AmericanEnglish, Zone: time.FixedZone("Shanghai", 8*60*60), AccountType: person.Member, Local: true, Confirmed: true,
		Email: "person3@example.com",
	}}}
	o := options{
		Options: bot.Options{Now: monday, Version: "1.2.3", LinkHosts: []string{"meet.example.com"}},
		Installation: workspace.Installation{
			Slack: w.slack, Jobs: w.slack, Meetings: w.meetings, People: w.people, Leads: []time.Duration{10 * time.Minute},
		},
	}
	for _, edit := range edits {
		edit(&o)
	}
	directory := workspace.NewDirectory(&o.Installation)
	o.Workspaces = directory
	w.reminders = newReminders(tb, w, o.Workspaces)
	o.Reminders = w.reminders
	book, err := workspace.NewSettingsBook(workspace.SettingsBookOptions{Store: w.reminders.Store.Settings(), Now: o.Now})
	if err != nil {
		tb.Fatal(err)
	}
	links, err := linking.New(linking.Options{
		Store: w.reminders.Store.Links(), MeetingAccount: func(workspace.Key) string { return w.meetingAccount }, Now: o.Now,
	})
	if err != nil {
		tb.Fatal(err)
	}
	directory.Override(workspace.Overrides{Settings: book.Get, MeetingUser: links.MeetingUser, Choice: w.choices.Get})
	o.Settings, o.Links, w.links = book, links, links
	o.Watched = w.reminders.Watcher
	o.Home, o.Personal, o.Rules = w.home, w.personal, w.rules
	if o.Booking == nil {
		o.Booking = newBookings(tb, w, o.Options)
	}
	if o.Shares == nil {
		o.Shares = newShares(tb, w)
	}
	o.Once = onceIn(tb, w.reminders.Store)
	o.MetadataKey = []byte(metadataKey)
	b, err := bot.New(o.Options)
	if err != nil {
		tb.Fatal(err)
	}
	w.home.Register(w.reminders.Jobs, b)
	w.bot, w.options = b, o.Options
	return b, w
}

// another is a bot in another process, over the same store.
func (w *world) another(t *testing.T) *bot.Bot {
	t.Helper()
	o := w.options
	o.Once = onceIn(t, w.reminders.Store)
	b, err := bot.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// metadataKey is what the bot seals the metadata of modals with.
const metadataKey = "a key"

// sealed is the metadata of a modal that is shown to somebody.
func sealed(o bot.Origin, callbackID, metadata string) string {
	return bot.SealMetadata(metadataKey, o, callbackID, metadata, monday().Add(time.Hour))
}

// onceIn remembers in a store which requests have acted.
func onceIn(tb testing.TB, s *remindertest.Store) *once.Requests {
	tb.Helper()
	r, err := once.New(once.Options{Store: s.Requests()})
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// at is where U1 asks in another channel.
func at(channel string) bot.Origin {
	o := origin()
	o.ChannelID = channel
	return o
}

func origin() bot.Origin {
	return bot.Origin{Key: workspace.Key{TeamID: "T1"}, ChannelID: "C1", UserID: "U1", TriggerID: "12.34", RequestID: "7f3a91"}
}

// command is a slash command.
type command struct {
	bot.Origin
	Name, Text string
}

func (c command) question() bot.Question {
	return bot.Question{Origin: c.Origin, Kind: bot.KindCommand, Command: c.Name, Text: c.Text}
}

// click is a press on one of the bot's own buttons.
type click struct {
	bot.Origin
	ActionID, Value string
	Ephemeral       bool     // only this person sees the message with the button
	View            bot.View // the modal that the button is in, zero for a message
}

func (c click) question() bot.Question {
	q := bot.Question{
		Origin: c.Origin, Kind: bot.KindClick, Surface: bot.SurfaceMessage,
		Action: bot.Action{ID: c.ActionID, Value: c.Value}, View: c.View,
	}
	switch {
	case c.View.ID != "":
		q.Surface = bot.SurfaceModal
	case c.Ephemeral:
		q.Surface = bot.SurfaceEphemeral
	}
	return q
}

// submission is a modal that is sent off.
type submission struct {
	bot.Origin
	View bot.View
}

func (s submission) question() bot.Question {
	return bot.Question{Origin: s.Origin, Kind: bot.KindSubmission, Surface: bot.SurfaceModal, View: s.View}
}

// ask asks a question, and sends its replies.
func ask(ctx context.Context, b *bot.Bot, q interface{ question() bot.Question }, send bot.Send) error {
	return answer(ctx, b, q.question(), send)
}

func answer(ctx context.Context, b *bot.Bot, q bot.Question, send bot.Send) error {
	r, work := b.Begin(q)
	switch {
	case work != nil:
		return work(ctx, send)
	case len(r.JSON()) > 0:
		return send(ctx, r)
	}
	return nil
}

// english is an English sentence, about meeting 914 083 136 unless another number
// is given.
func english(key text.Key, number ...string) string {
	w := world{people: &people{Person: person.Person{Language: language.English}}}
	return w.speak(key, text.Args{"Number": strings.Join(append(number, "914 083 136")[:1], "")})
}

// speak is a sentence in the language of whoever asks.
func (w *world) speak(key text.Key, args ...text.Args) string { return w.localizer().Say(key, args...) }

// localizer speaks the language of whoever asks.
func (w *world) localizer() text.Localizer { return catalog().Localizer(w.Language) }

// catalog is every sentence.
var catalog = sync.OnceValue(func() *text.Catalog {
	c, err := text.Load()
	if err != nil {
		panic(err)
	}
	return c
})

// submit sends a modal off and returns what becomes of it.
func (w *world) submit(ctx context.Context, s submission) (result bot.Reply, err error) {
	err = ask(ctx, w.bot, s, func(_ context.Context, r bot.Reply) error {
		result = r
		return nil
	})
	return result, err
}

// said is a reply as Slack reads it.
type said struct {
	ResponseType    string `json:"response_type"`
	ReplaceOriginal bool   `json:"replace_original"`
	UnfurlLinks     *bool  `json:"unfurl_links"`
	UnfurlMedia     *bool  `json:"unfurl_media"`
	Text            string `json:"text"`
	Blocks          []struct {
		ID        string    `json:"block_id"`
		Text      words     `json:"text"`
		Elements  []element `json:"elements"`
		Accessory element   `json:"accessory"`
	} `json:"blocks"`
	raw []byte
	at  time.Time
}

// element is a button, or a menu with options.
type element struct {
	ActionID string   `json:"action_id"`
	Value    string   `json:"value"`
	Options  []option `json:"options"`
}

// words are the text of a block.
type words struct {
	Text string `json:"text"`
}

type option struct {
	Value string `json:"value"`
}

// words returns the text of the block with an id, "" without one.
func (s said) words(id string) string {
	for _, b := range s.Blocks {
		if b.ID == id {
			return b.Text.Text
		}
	}
	return ""
}

// shown is all that people read: the text, and that of the blocks.
func (s said) shown() string {
	all := []string{s.Text}
	for _, b := range s.Blocks {
		all = append(all, b.Text.Text)
	}
	return strings.Join(all, "\n")
}

// value returns what the button with an action id carries, or the entry of a
// menu that begins with it, "" for neither.
func (s said) value(action string) string {
	for _, b := range s.Blocks {
		for _, e := range append(b.Elements, b.Accessory) {
			if e.ActionID == action {
				return e.Value
			}
			for _, o := range e.Options {
				if strings.HasPrefix(o.Value, action+" ") {
					return o.Value
				}
			}
		}
	}
	return ""
}

// recorder keeps what is sent, and refuses what Slack would refuse.
type recorder struct {
	t        *testing.T
	channel  bool // everybody in the channel may read it
	confirms bool // what everybody reads is followed by a word to the one who asks
	host     bool // a host may read what lets in as host
	all      []said
}

func (r *recorder) send(_ context.Context, reply bot.Reply) error {
	r.t.Helper()
	s := said{raw: reply.JSON(), at: time.Now()}
	if err := json.Unmarshal(s.raw, &s); err != nil {
		r.t.Fatalf("reply %s: %v", s.raw, err)
	}
	for _, p := range blockkit.CheckMessage(s.raw) {
		r.t.Errorf("Slack would refuse the reply: %s", p)
	}
	public := r.channel && (!r.confirms || len(r.all) == 0)
	if (s.ResponseType == "in_channel") != public || s.UnfurlLinks == nil || *s.UnfurlLinks || s.UnfurlMedia == nil || *s.UnfurlMedia {
		r.t.Errorf("reply is for the wrong audience, or links in it are unfurled: %s", s.raw)
	}
	for _, secret := range r.secrets() {
		if strings.Contains(string(s.raw), secret) {
			r.t.Errorf("reply has %q in it: %s", secret, s.raw)
		}
	}
	r.all = append(r.all, s)
	return nil
}

// secrets are what nobody may read.
func (r *recorder) secrets() []string {
	all := []string{"@example.com", "@Example.com", "+86138", "au41ence", "l1ve", "aux41r", "b00ker"}
	if !r.host {
		all = append(all, chairCode, "772041")
	}
	if r.channel {
		all = append(all, "365874")
	}
	return all
}

// only returns the one thing that was said.
func (r *recorder) only() said {
	r.t.Helper()
	if len(r.all) != 1 {
		r.t.Fatalf("%d replies, want 1: %+v", len(r.all), r.all)
	}
	return r.all[0]
}

// command sends a command and returns its one reply. It must be the same from
// memory as from work.
func (w *world) command(t *testing.T, text string) said {
	t.Helper()
	r := &recorder{t: t}
	c := command{Origin: origin(), Name: "/meeting", Text: text}
	ready, _ := w.bot.Begin(c.question())
	w.slow = len(ready.JSON()) > 0
	if err := ask(t.Context(), w.bot, c, r.send); err != nil {
		t.Errorf("answer to %q: %v, want nil", text, err)
	}
	reply := r.only()
	if w.slow && string(ready.JSON()) != string(reply.raw) {
		t.Errorf("%q is answered from memory with %s, else with %s", text, ready.JSON(), reply.raw)
	}
	w.slow = false
	return reply
}

// click presses a button, in channel C1 unless another is given, and returns its
// one reply.
func (w *world) click(t *testing.T, c click) said {
	t.Helper()
	r := &recorder{t: t}
	c.Origin = cmp.Or(c.Origin, origin())
	if err := ask(t.Context(), w.bot, c, r.send); err != nil {
		t.Errorf("answer to %+v: %v, want nil", c, err)
	}
	return r.only()
}
