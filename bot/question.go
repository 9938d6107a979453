package bot

import (
	"context"

	"meetingbot/bot/install"
	"meetingbot/bot/workspace"
)

// Kind is what a question came as.
type Kind byte

// The kinds of questions. Each says which fields of a Question it fills beside
// Origin.
const (
	KindCommand     Kind = iota // Command, Text
	KindClick                   // Action, Surface, and View in a modal or on the Home tab
	KindSubmission              // View
	KindUserChanged             // none: something about Origin.UserID has changed
	KindLinkShared              // Links: a message of Origin.UserID has links to meetings
	KindShortcut                // Action.ID: a shortcut that belongs to no message
	KindMessage                 // Action.ID, and in Text what the message says whose shortcut was chosen
	KindSuggestion              // Action.ID, View, and in Text what was typed into a menu that wants options
	KindSpoken                  // Text: a message that is meant for the bot
	KindDeparted                // Departure: the app was removed, or tokens were revoked
	KindHomeOpened              // View.Hash: Origin.UserID looks at their Home tab
)

// isEvent reports whether something has happened, and nobody waits for an answer.
func (k Kind) isEvent() bool {
	switch k {
	case KindUserChanged, KindLinkShared, KindDeparted, KindHomeOpened:
		return true
	default:
		return false
	}
}

// Surface is where a question was asked, which is where its answer can be
// shown.
type Surface byte

// The surfaces.
const (
	SurfaceChannel   Surface = iota // a command: a message of its own answers
	SurfaceMessage                  // a message that others see, too: a message of its own answers
	SurfaceDirect                   // the conversation with the bot alone, where nobody else reads: a message in it can be replaced
	SurfaceEphemeral                // a message that only its reader sees: it can be replaced
	SurfaceModal                    // a modal: nothing but a modal can be shown
	SurfaceHome                     // the Home tab: nothing but a modal can be shown
	SurfaceShortcut                 // no place at all: nothing but a modal can be shown
)

// Origin says who asked something, where, and under which request id.
type Origin struct {
	workspace.Key
	ChannelID string // where it was asked, C…, D… or G…
	UserID    string // who asked, U… or W…
	UserTeam  string // the workspace that they belong to, T… or E…, "" where Slack does not say
	TriggerID string // opens one modal within three seconds, "" where none can be opened
	RequestID string // told to a person as "ref", so that an operator finds the log line
}

// Question is what somebody asks, whichever way it came in.
type Question struct {
	Origin
	ID      string // of Slack's request: the same one, when it comes again, has the same; "" where that cannot be told
	Kind    Kind
	Surface Surface
	Command string // the command itself, such as "/meeting"
	Text    string // everything after it, as Slack sent it
	Action  Action
	View    View
	Thread  string // the message whose thread it was asked in, "" outside threads and where that does not matter

	Departure *install.Departure // nil but for a KindDeparted
	Links     *SharedLinks       // nil but for a KindLinkShared
}

// SharedLinks are links in a message that somebody has posted or is writing.
type SharedLinks struct {
	URLs      []string // as Slack sends them, which may be HTML-escaped
	MessageTS string   // of the message
	UnfurlID  string   // of the message while it is written, "" once it is posted
	// OtherOrganisations says that people of other organisations see the message.
	OtherOrganisations bool
}

// hasMessages reports whether a message can answer.
func (q Question) hasMessages() bool {
	return q.Kind != KindSubmission && q.Kind != KindSuggestion && !q.Kind.isEvent() && q.Surface <= SurfaceEphemeral
}

// onlyOpens reports whether nothing but a new modal can be shown.
func (q Question) onlyOpens() bool { return q.Surface == SurfaceHome || q.Surface == SurfaceShortcut }

// Action is a press on one of the bot's own buttons, or a choice from a menu.
type Action struct {
	ID    string // see Bot.Actions
	Value string // what the view wrote into the button or the option
}

// View is a modal as it stood when somebody acted in it.
type View struct {
	ID         string // V…, by which Slack finds it
	Hash       string // of this very state; Slack refuses to change a later one by it
	CallbackID string // which modal it is, see Bot.Modals
	Metadata   string // what the bot wrote into it for itself
	State      State
}

// State is what is entered in a modal: the values of each element, by the id of
// its block and of its action. An element that is left empty may be missing.
type State map[string]map[string][]string

// Get returns the first value of an element, "" for none.
func (s State) Get(block, action string) string {
	if values := s[block][action]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// Send delivers one reply to the person who asked. It may be called more than once for
// one question, never by two goroutines at a time; whether a reply goes into
// the answer of the request or elsewhere is for handlers to decide. An error
// means that the person did not get the reply. The one reply to a submission
// says what becomes of the modal; without one it closes.
type Send func(ctx context.Context, r Reply) error

// Work answers a question that Begin could not answer at once. It tells the
// person everything that they should read, refusals included, and may take a
// minute while the Meeting API does not answer; of a submission it must be done
// before ctx ends. The error is for the operator's log: nil unless something is
// wrong that the person cannot correct, or ctx ended. When ctx ends, the person
// is told by the caller who ended it.
type Work func(ctx context.Context, send Send) error
