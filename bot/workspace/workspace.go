package workspace

import (
	"context"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/text/language"

	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/meeting"
)

// Workspace is the installation that serves a key, as a question or a job sees
// it. Copies share the installation.
type Workspace struct {
	Key
	*Installation
	own own
}

// Installation is what one Slack installation has of its own. Nothing of it is
// shared with another one but the meeting account, where both use the same.
type Installation struct {
	// Slack is used for what a person waits for: it repeats a call once or twice
	// that Slack asks to repeat.
	Slack Slack
	// Jobs is used by jobs: it repeats nothing, since the queue does.
	Jobs Slack
	// Meetings is the meeting account.
	Meetings Meetings
	// Scopes are what Slack granted. Nil: nothing is known of them.
	Scopes *Scopes
	// People is who is who.
	People People
	// Policy says who may do what.
	Policy access.Policy
	// Language is what is written in channels, and to people whose language is
	// not known.
	Language language.Tag
	// Leads are how long before each start somebody is reminded who does not say,
	// longest first.
	Leads []time.Duration
	// OnClose ends what runs for the installation, once nobody uses it any more. Nil:
	// nothing runs. It may be called twice.
	OnClose func()
}

// close ends what runs for the installation.
func (i *Installation) close() {
	if i.OnClose != nil {
		i.OnClose()
	}
}

// languageWait is how long somebody's language is waited for.
const languageWait = 300 * time.Millisecond

// Person is who a user of the workspace is. It waits for Slack to say so.
func (w Workspace) Person(ctx context.Context, userID string) person.Person {
	return w.spokenTo(w.People.Get(ctx, w.EnterpriseID, w.TeamID, userID))
}

// Reader is Person where no more is needed than the language and the time zone:
// it hardly waits.
func (w Workspace) Reader(ctx context.Context, userID string) person.Person {
	ctx, cancel := context.WithTimeout(ctx, languageWait)
	defer cancel()
	return w.Person(ctx, userID)
}

// FreshPerson is who a user is, as Slack says at this moment: nothing that was
// known before stands in for it.
func (w Workspace) FreshPerson(ctx context.Context, userID string) person.Person {
	return w.spokenTo(w.People.Fresh(ctx, w.EnterpriseID, w.TeamID, userID))
}

// PeekPerson is who a user is where that is known for certain, without waiting.
func (w Workspace) PeekPerson(userID string) (person.Person, bool) {
	who, known := w.People.Peek(w.EnterpriseID, w.TeamID, userID)
	if !known {
		return person.Person{}, false
	}
	return w.spokenTo(who), true
}

// ForgetPerson drops what is known of a user, since it has changed.
func (w Workspace) ForgetPerson(userID string) { w.People.Forget(userID) }

// People says who somebody is. It never fails: of somebody unknown it says so.
type People interface {
	// Get waits until Slack has said who somebody is, or ctx ends. Who was known
	// stays so while Slack cannot say.
	Get(ctx context.Context, enterpriseID, teamID, userID string) person.Person
	// Fresh asks Slack now and never answers from memory.
	Fresh(ctx context.Context, enterpriseID, teamID, userID string) person.Person
	// Peek returns what is known for certain, without waiting.
	Peek(enterpriseID, teamID, userID string) (person.Person, bool)
	// Forget drops what is known of somebody, since it has changed.
	Forget(userID string)
}

// Slack is all that is asked of Slack's Web API. Scopes: none for views;
// channels:read, groups:read; channels:join; chat:write, im:write; links:write;
// calls:write, files:write.
type Slack interface {
	// AuthTestContext says whose token is used: it asks whether it works.
	AuthTestContext(ctx context.Context) (*slack.AuthTestResponse, error)
	OpenViewContext(ctx context.Context, triggerID string, view slack.ModalViewRequest) (*slack.ViewResponse, error)
	// UpdateViewContext changes a modal that is open. With a hash, only if it has
	// not been changed since.
	UpdateViewContext(ctx context.Context, view slack.ModalViewRequest, externalID, hash, viewID string) (*slack.ViewResponse, error)
	// PublishViewContext shows a Home tab.
	PublishViewContext(ctx context.Context, req slack.PublishViewContextRequest) (*slack.ViewResponse, error)
	GetConversationInfoContext(ctx context.Context, input *slack.GetConversationInfoInput) (*slack.Channel, error)
	GetUsersInConversationContext(ctx context.Context, p *slack.GetUsersInConversationParameters) (users []string, next string, err error)
	JoinConversationContext(ctx context.Context, channelID string) (*slack.Channel, string, []string, error)
	PostMessageContext(ctx context.Context, channelID string, options ...slack.MsgOption) (channel, ts string, err error)
	// PostEphemeralContext posts a message that one member of a conversation sees.
	PostEphemeralContext(ctx context.Context, channelID, userID string, options ...slack.MsgOption) (ts string, err error)
	UpdateMessageContext(ctx context.Context, channelID, ts string, options ...slack.MsgOption) (channel, newTS, text string, err error)
	// OpenConversationContext opens somebody's conversation with the bot. The other three
	// send a file, in this order; UploadToURL refuses addresses that are neither Slack's
	// nor that of the API.
	OpenConversationContext(ctx context.Context, p *slack.OpenConversationParameters) (c *slack.Channel, noOp, alreadyOpen bool, err error)
	GetUploadURLExternalContext(ctx context.Context, p slack.GetUploadURLExternalParameters) (*slack.GetUploadURLExternalResponse, error)
	UploadToURL(ctx context.Context, p slack.UploadToURLParameters) error
	CompleteUploadExternalContext(ctx context.Context, p slack.CompleteUploadExternalParameters) (*slack.CompleteUploadExternalResponse, error)
	// UnfurlMessageContext shows what is behind the links of a message, and
	// UnfurlMessageByIDContext behind those of one that somebody is writing.
	UnfurlMessageContext(
		ctx context.Context, channelID, ts string, unfurls map[string]slack.Attachment, options ...slack.MsgOption,
	) (channel, newTS, text string, err error)
	UnfurlMessageByIDContext(
		ctx context.Context, unfurlID, source string, unfurls map[string]slack.Attachment, options ...slack.MsgOption,
	) (channel, newTS, text string, err error)
	// AddCallContext makes one of Slack's own calls, or returns the one with the same
	// external_unique_id. The others change it and end it.
	AddCallContext(ctx context.Context, p slack.AddCallParameters) (slack.Call, error)
	UpdateCallContext(ctx context.Context, callID string, p slack.UpdateCallParameters) (slack.Call, error)
	CallAddParticipantsContext(ctx context.Context, callID string, people []slack.CallParticipant) error
	CallRemoveParticipantsContext(ctx context.Context, callID string, people []slack.CallParticipant) error
	EndCallContext(ctx context.Context, callID string, p slack.EndCallParameters) error
}

// Meetings is all that is asked of a meeting account. Errors are
// *meeting.Error.
type Meetings interface {
	// Peek returns a fresh reading if one is in memory, without waiting.
	Peek(id string) (*meeting.Snapshot, bool)
	// Get returns a fresh reading, or an older one while the API fails.
	Get(ctx context.Context, id string) (*meeting.Snapshot, error)
	// Refresh reads the meeting anew; an older reading, marked Stale, stands in
	// while the API fails.
	Refresh(ctx context.Context, id string) (*meeting.Snapshot, error)
	// RefreshDue is Refresh for a message that is due: it waits for 10 s at the
	// most, and for nothing while the API fails slowly.
	RefreshDue(ctx context.Context, id string) (*meeting.Snapshot, error)
	// Resolve returns the meeting of a number: its own or that of the cloud room
	// it is held in, and once it has ended what the history tells.
	Resolve(ctx context.Context, number string) (*meeting.Snapshot, error)
	// Find returns the meetings that are running or to come and that a search
	// fits, all for "".
	Find(ctx context.Context, search string) (*meeting.Listing, error)
	// ListAll lists all meetings that are running or to come, many of them in a large
	// account: for what acts on each of them.
	ListAll(ctx context.Context) (*meeting.Listing, error)
	// PeekAttendees returns who is in a running meeting, nil where the API refuses
	// to tell, if that is in memory, without waiting.
	PeekAttendees(id string) (*meeting.Attendees, bool)
	// SearchInvitees asks for the invitees of a meeting that a search finds.
	SearchInvitees(ctx context.Context, m *meeting.Snapshot, search string) (*meeting.Snapshot, error)
	// Running returns all meetings that are running now, in one list.
	Running(ctx context.Context) (*meeting.RunningList, error)
	// Attendees returns who is in a running meeting now.
	Attendees(ctx context.Context, id string) (*meeting.Attendees, error)
	// History returns the latest meeting of a number that has ended.
	History(ctx context.Context, number string) (*meeting.Snapshot, error)
	// Attendance returns who came to a meeting that has ended, by its UUID.
	Attendance(ctx context.Context, uuid string) (*meeting.Attendance, error)
	// LongestHeld returns a meeting as it was held, once it has ended: the longest of the
	// times from the one at the time first up to the one at the time last.
	LongestHeld(ctx context.Context, number string, first, last time.Time) (*meeting.Snapshot, error)
	// Recordings returns what was recorded of a meeting that has ended, by its UUID.
	Recordings(ctx context.Context, uuid string) ([]meeting.Recording, error)
	// Held reports whether the history knows that the meeting was held, from a
	// time after the given one on.
	Held(ctx context.Context, id string, after time.Time) (bool, error)
	// As returns who makes changes as a person, or as the account itself for "".
	As(userID string) *meeting.Actor
	// FindMember returns the one user of the account with an e-mail address whom it can
	// act as.
	FindMember(ctx context.Context, email string) (meeting.Member, error)
	// Identity says as whom the API is asked, signing in if need be.
	Identity(ctx context.Context) (meeting.Identity, error)
	// Site is the host of the API.
	Site() string
	// LastRefusal is the last refusal of a question by the API, nil before the
	// first. That there is no such meeting is none.
	LastRefusal() *meeting.Refusal
}

var (
	_ Meetings = (*meeting.Account)(nil)
	_ People   = (*person.Directory)(nil)
	_ Slack    = (*slack.Client)(nil)
)
