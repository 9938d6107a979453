package page

import (
	"encoding/json"
	"time"
)

// Person is a person or an app that can be mentioned and selected.
type Person struct {
	ID, Name string
	// About is a role to show, such as "Guest".
	About string
	// Locale and Zone are an IETF tag and an IANA name.
	Locale, Zone string
	// App says that it is an app, which nobody can act as.
	App bool
}

// Kinds of channels.
const (
	Public  = "public"
	Private = "private"
	Direct  = "direct"
)

// Channel is a channel or a direct message.
type Channel struct {
	// Name has no number sign; for a direct message it is the app's name.
	ID, Name, Topic string
	// Kind is one of the kinds above.
	Kind string
	// Archived says that nobody can post in the channel.
	Archived bool
	// Unread counts the messages that the viewer has not seen.
	Unread int
}

// Command is a slash command and the hint beside it.
type Command struct{ Name, Usage string }

// Suggestion is an example argument of the command, with a title.
type Suggestion struct{ ID, Title string }

// Shortcut is a shortcut of the app.
type Shortcut struct{ ID, Name string }

// Entry is a message or a command in the channel: exactly one field is set.
type Entry struct {
	Message *Message
	Command *SentCommand
}

// Message is a message of a person or the app.
type Message struct {
	// TS identifies the message in its channel.
	TS string
	// At is when it was posted.
	At time.Time
	// Author is the author's name; App says that it is an app.
	Author string
	App    bool
	// Ephemeral says that only the viewer sees it.
	Ephemeral bool
	// Edited says that it was changed later.
	Edited bool
	// Text is Slack's markup; it is drawn when there are no blocks.
	Text string
	// Blocks is a JSON array of blocks that have ids, or nil.
	Blocks json.RawMessage
	// Files are the files that were shared with it.
	Files []File
	// Unfurls are what the app shows under the links of the message.
	Unfurls []Unfurl
	// State holds the values of its elements, as Slack's state.values, or nil.
	State json.RawMessage
	// Replies counts the messages of its thread.
	Replies int
	// Problem says why the last click failed, or is empty.
	Problem string
}

// File is a file to download.
type File struct {
	// Name is the file's name, Title what it is called.
	Name, Title string
	// URL is where it is downloaded from.
	URL string
	// Size is its size in bytes.
	Size int
}

// Unfurl is what the app shows under a link.
type Unfurl struct {
	// Host is where the link leads.
	Host string
	// Text is drawn when there are no blocks.
	Text string
	// Blocks is a JSON array of blocks that have ids, or nil.
	Blocks json.RawMessage
}

// SentCommand is a command that the viewer sent, and its result.
type SentCommand struct {
	// ID is unique among the entries.
	ID string
	// At is when it was sent.
	At time.Time
	// Text is the text as it was typed.
	Text string
	// Pending says that the app has not answered yet.
	Pending bool
	// Took is how long the app took to answer.
	Took time.Duration
	// Problem says why the command failed, or is empty.
	Problem string
}

// Thread is a message with its replies.
type Thread struct {
	// TS identifies the first message.
	TS string
	// Messages begin with the first message, if it still exists.
	Messages []Message
}

// View is a modal.
type View struct {
	// ID identifies it.
	ID string
	// Title, Submit and Close are plain texts. A modal without Submit cannot be
	// submitted. Close defaults to "Cancel", or to "Close" without Submit.
	Title, Submit, Close string
	// Blocks is a JSON array of blocks that have ids.
	Blocks json.RawMessage
	// State holds the values of its elements, as Slack's state.values, or nil.
	State json.RawMessage
	// Errors are the app's error messages, by block id.
	Errors map[string]string
	// Covered counts the views below it.
	Covered int
	// Problem says why the last request failed, or is empty.
	Problem string
}

// Inspected is a message in the inspector.
type Inspected struct {
	// TS identifies the message; JSON is its form in Slack's API, indented.
	TS, JSON string
	// Calls are the requests and responses about it, oldest first.
	Calls []Call
}

// Call is one request and its response.
type Call struct {
	// Title names the direction and the kind, such as "To the app: command".
	Title string
	// At is when it was sent and Took how long the answer took.
	At   time.Time
	Took time.Duration
	// Status is the response's HTTP status, 0 if there was none.
	Status int
	// Request and Answer are the bodies, indented for reading.
	Request, Answer string
	// Problem says why the call failed, or is empty.
	Problem string
}

// Kinds of fields.
const (
	TextField   = "text"
	NumberField = "number"
	SelectField = "select"
)

// Control is a form of the control panel.
type Control struct {
	// ID is unique among the controls, Label is the heading.
	ID, Label string
	// Fields are what all actions ask for.
	Fields []Field
	// Actions are its buttons.
	Actions []Action
}

// Action is one button of a control.
type Action struct {
	// ID is unique in its control, Label is on the button.
	ID, Label string
	// Danger marks an action that deletes something.
	Danger bool
	// Fields are its own fields, in addition to the control's.
	Fields []Field
}

// Field is a field of a control's form.
type Field struct {
	// Name is the key of its value, Label its label.
	Name, Label string
	// Kind is one of the kinds above; text if empty.
	Kind string
	// Value is the initial value.
	Value string
	// Choices are the options of a select.
	Choices []Choice
}

// Choice is an option of a select.
type Choice struct{ Value, Label string }
