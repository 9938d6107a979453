package page

import (
	"encoding/json"
	"time"
)

// Person is somebody that one can act as, mention or choose.
type Person struct {
	ID, Name string
	// About says what is special about them, such as "Guest".
	About string
	// Locale and Zone are an IETF tag and an IANA name.
	Locale, Zone string
	// App tells that it is an app, which nobody can act as.
	App bool
}

// Kinds of channels.
const (
	Public  = "public"
	Private = "private"
	Direct  = "direct"
)

// Channel is a place to speak in.
type Channel struct {
	// Name stands without its number sign; for a direct message it is the other's
	// name.
	ID, Name, Topic string
	// Kind is one of the kinds above.
	Kind string
	// Archived tells that nobody can speak there any more.
	Archived bool
	// Unread counts what the reader has not seen.
	Unread int
}

// Command is a slash command and the hint beside it.
type Command struct{ Name, Usage string }

// Suggestion is an argument of the command and what it is in a few words.
type Suggestion struct{ ID, Title string }

// Line is one entry of the channel: exactly one of its fields is set.
type Line struct {
	Message *Message
	Typed   *Typed
}

// Message is what somebody said.
type Message struct {
	// TS identifies the message in its channel.
	TS string
	// At is when it was said.
	At time.Time
	// Author is who said it; App tells that it is an app.
	Author string
	App    bool
	// Ephemeral tells that only the reader sees it.
	Ephemeral bool
	// Edited tells that it was changed later.
	Edited bool
	// Text is Slack's markup; it is drawn when there are no blocks.
	Text string
	// Blocks is a JSON array of blocks that have ids, or nil.
	Blocks json.RawMessage
	// State is what was chosen in the message, as Slack's state.values, or nil.
	State json.RawMessage
	// Replies counts the messages of its thread.
	Replies int
	// Trouble says what went wrong with the last click, or nothing.
	Trouble string
}

// Typed is a command that the reader typed and what became of it.
type Typed struct {
	// ID is unique among the lines.
	ID string
	// At is when it was typed.
	At time.Time
	// Line is the text as it was typed.
	Line string
	// Pending tells that the app has not answered yet.
	Pending bool
	// Took is how long the app took to answer.
	Took time.Duration
	// Trouble says what went wrong, or nothing.
	Trouble string
}

// Thread is a message and what was replied to it.
type Thread struct {
	// TS identifies the message that it began with.
	TS string
	// Messages begin with that message, if it still exists.
	Messages []Message
}

// View is a modal.
type View struct {
	// ID identifies it.
	ID string
	// Title, Submit and Close are plain texts; a modal without Submit cannot be
	// submitted. Close defaults to "Cancel", or "Close" where nothing can be submitted.
	Title, Submit, Close string
	// Blocks is a JSON array of blocks that have ids.
	Blocks json.RawMessage
	// State is what was chosen and typed, as Slack's state.values, or nil.
	State json.RawMessage
	// Errors are the app's objections, by block id.
	Errors map[string]string
	// Below counts the views that it covers.
	Below int
	// Trouble says what went wrong with the last request, or nothing.
	Trouble string
}

// Inspected is what there is to know about a message.
type Inspected struct {
	// TS identifies the message and JSON is what Slack's API says of it, indented.
	TS, JSON string
	// Exchanges are the requests and answers that made it, oldest first.
	Exchanges []Exchange
}

// Exchange is one request and its answer.
type Exchange struct {
	// Title says who asked whom for what, such as "Slack → app: command".
	Title string
	// At is when it was sent and Took how long the answer took.
	At   time.Time
	Took time.Duration
	// Status is the answer's HTTP status, 0 if none came.
	Status int
	// Request and Answer are the bodies, indented for reading.
	Request, Answer string
	// Trouble says what went wrong, or nothing.
	Trouble string
}

// Kinds of fields.
const (
	TextField   = "text"
	NumberField = "number"
	SelectField = "select"
)

// Control is a form that changes the world behind the app.
type Control struct {
	// ID is unique among the controls, Label is the heading.
	ID, Label string
	// Fields are what all actions ask for.
	Fields []Field
	// Actions are what can be done.
	Actions []Action
}

// Action is one button of a control.
type Action struct {
	// ID is unique in its control, Label is on the button.
	ID, Label string
	// Danger marks what takes something away.
	Danger bool
	// Fields are what it asks for beside the control's own.
	Fields []Field
}

// Field is one question of a control.
type Field struct {
	// Name is the key of its value, Label what it asks.
	Name, Label string
	// Kind is one of the kinds above; text if empty.
	Kind string
	// Value is the answer to begin with.
	Value string
	// Options are what a select offers.
	Options []Option
}

// Option is a choice, by its value.
type Option struct{ Value, Label string }
