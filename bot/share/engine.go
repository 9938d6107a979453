package share

import (
	"context"
	"errors"
	"fmt"
	"time"

	"meetingbot/bot/live"
	"meetingbot/bot/post"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// liveKind is what package live calls shared cards. Its text is stored.
const liveKind live.Kind = "shared"

// Store has the transactions that jobs, watches and live messages share.
type Store interface {
	InTx(ctx context.Context, do func(watch.Tx) error) error
}

// Card is a card that somebody has shared, as it was posted.
type Card struct {
	workspace.Key
	Posted     post.Posted
	UserID     string            // who shared it, U… or W…
	Meeting    *meeting.Snapshot // that it shows
	Occurrence watch.Occurrence  // the date that it shows
	State      live.State        // that it shows
}

// Content is what a card is to show.
type Content struct {
	MeetingID  string
	UserID     string            // who shared it
	Facts      watch.Facts       // what is known of the meeting
	Meeting    *meeting.Snapshot // nil when there is no reading
	Occurrence watch.Occurrence
	State      live.State
	Now        time.Time
}

// Renderer draws shared cards.
type Renderer interface {
	// Render draws what everybody in a channel sees.
	Render(ctx context.Context, ws workspace.Workspace, c Content) post.Message
}

// Options set up an Engine.
type Options struct {
	// Store has the transactions. Required.
	Store Store
	// Watcher reads the meetings that are shown. Its rows are in the same database.
	// Required.
	Watcher *watch.Watcher
	// Live updates the cards. Its rows are in the same database. Required.
	Live *live.Updater
	// Renderer draws the cards. Required.
	Renderer Renderer
	// Now is the clock. Defaults to time.Now.
	Now func() time.Time
}

// Engine has shared cards follow their meeting. It is safe for concurrent use, in any
// number of processes over one Store.
type Engine struct {
	store   Store
	watcher *watch.Watcher
	live    *live.Updater
	clock   func() time.Time
}

// New returns an engine, and has the cards updated that follow a meeting. It starts
// nothing.
func New(o Options) (*Engine, error) {
	for name, missing := range map[string]bool{
		"Store": o.Store == nil, "Watcher": o.Watcher == nil, "Live": o.Live == nil, "Renderer": o.Renderer == nil,
	} {
		if missing {
			return nil, errors.New("share: " + name + " is required")
		}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	o.Live.AddKind(liveKind, updater{o.Renderer})
	return &Engine{store: o.Store, watcher: o.Watcher, live: o.Live, clock: o.Now}, nil
}

// Follow has a card follow its meeting from now on.
func (e *Engine) Follow(ctx context.Context, c Card) error {
	m := c.message()
	err := e.store.InTx(ctx, func(tx watch.Tx) error {
		if c.isToCome(e.clock()) {
			if _, err := e.watcher.Begin(ctx, tx, m.Meeting(), c.Meeting); err != nil {
				return err
			}
		}
		return e.live.Add(ctx, tx, m)
	})
	if err != nil {
		return fmt.Errorf("follow meeting %s: %w", m.MeetingID, err)
	}
	return nil
}

// isToCome reports whether the meeting is to be watched until it begins. Nothing is
// watched that has begun, or of which no time is known.
func (c Card) isToCome(now time.Time) bool {
	return !c.Occurrence.Begun(now) && len(watch.FactsOf("", c.Meeting).Occurrences) > 0
}

// message is the row of a card. Its id is that of the message: Slack has one of a ts in
// a channel.
func (c Card) message() live.Message {
	id := c.Meeting.Conference.ID.String()
	facts := watch.FactsOf(id, c.Meeting)
	facts.Occurrences = nil
	return live.Message{
		ID:  fmt.Sprintf("shared %s/%s/%s/%s", c.EnterpriseID, c.TeamID, c.Posted.ChannelID, c.Posted.TS),
		Key: c.Key, Posted: c.Posted, MeetingID: id, Occurrence: c.Occurrence, Kind: liveKind, Ref: c.UserID,
		Shown: c.State, Facts: facts,
	}
}

// errNoAccess says that whoever shared a card may not look its meeting up any more.
var errNoAccess = errors.New("whoever shared the card has lost access")

// updater updates shared cards.
type updater struct{ renderer Renderer }

var _ live.Renderer = updater{}

// Update shows on a card what is known now. It does so as long as the one who shared
// it may look the meeting up: the channel knows what they knew, and no more.
func (u updater) Update(ctx context.Context, ws workspace.Workspace, v live.View) error {
	userID := v.Message.Ref
	if !ws.Policy.Reminded(v.Meeting, ws.Person(ctx, userID), ws.MeetingUser(userID)) {
		return &post.Error{Reason: post.MessageGone, Err: errNoAccess}
	}
	card := u.renderer.Render(ctx, ws, Content{
		MeetingID: v.Message.MeetingID, UserID: userID, Facts: v.Facts, Meeting: v.Meeting,
		Occurrence: v.Message.Occurrence, State: v.State, Now: v.Now,
	})
	return post.Update(ctx, ws.Jobs, v.Message.Posted, card)
}
