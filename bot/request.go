package bot

import (
	"cmp"
	"time"

	"golang.org/x/text/language"

	"meetingbot/bot/person"
	"meetingbot/bot/personal"
	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/rule"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// Request is one question on its way to its answer. Begin makes it; the steps
// before the handler of its route fill it in.
type Request struct {
	Question
	Workspace workspace.Workspace
	Person    person.Person     // who asks
	Localizer text.Localizer    // of their language
	Args      Args              // what they ask for
	Meeting   *meeting.Snapshot // the meeting that is asked for, nil where the route names none

	asked      view.Again // the question as it came in; reading it may change Question
	begun      time.Time  // when it came in
	bot        *Bot
	route      *route
	room       string // the number of the cloud room that was typed, "" where the meeting's own was
	exact      bool   // Args.Page is a meeting's own id, and not a number that may mean a room
	identified bool   // Person and Localizer are set
	send       Send   // nil while the answer is taken from memory
	cached     Reply  // what was replied without send
	spoken     bool   // it was said to the bot, and is answered as a command
	unclear    bool   // it was not understood, and is taken for what to search for
	claimed    bool   // this process alone answers it
}

// Args are what a question asks for. Each route reads some of them.
type Args struct {
	Page           view.PageRef       // the meeting, "" for none, and a page of it or of a list of reminders
	Leads          []time.Duration    // times before the start
	Late, Overrun  bool               // these are to be told as well, see reminder.Subscription
	Whole          bool               // nothing but what is said here is to be told
	Me             bool               // the person alone is to be reminded, and not the channel
	NotUnderstood  string             // words that mean nothing, beside a meeting
	Text           string             // free text, such as what to search for
	Search         view.Search        // a page of a list of meetings
	SubscriptionID string             // a subscription to reminders
	NoticeID       string             // a reminder that was sent
	AttemptID      string             // an attempt to book a meeting
	ChannelID      string             // who is to be reminded, as in post.Conversation
	SetBy          string             // who has set up what is set up again, "" for the person who asks
	SharedBy       string             // who shared a card that is refreshed
	OpenedIn       string             // where a form was opened, as in post.Conversation
	Settings       *settingsChange    // of the workspace
	Own            *personal.Settings // what the person decides for themselves
	Pattern        rule.Pattern       // which meetings are to be followed
	RuleID         string             // a rule that follows meetings
	Book           *view.BookForm     // a meeting to be booked
}

// know sets the person who asks, and the Localizer of their language.
func (r *Request) know(who person.Person) {
	who = who.From(r.UserTeam)
	r.Person, r.identified = who, true
	r.Localizer = r.bot.localizerOf(r.Workspace, who)
}

// localizerOf returns the localizer of a person's language, or of the
// workspace's where theirs is not known.
func (b *Bot) localizerOf(ws workspace.Workspace, who person.Person) text.Localizer {
	if who.Language == language.Und {
		return b.localizers.of(ws.Language)
	}
	return b.localizers.of(who.Language)
}

// channelLocalizer returns the localizer for what everybody in a channel reads.
func (r *Request) channelLocalizer() text.Localizer {
	return r.bot.localizers.of(r.Workspace.Language)
}

// reader is the person who asks, as a reader of times.
func (r *Request) reader() view.Reader {
	return view.Reader{Localizer: r.Localizer, Now: r.bot.o.Now(), Zone: r.Person.Zone}
}

// facts are those of the meeting, for the person who asks.
func (r *Request) facts() view.Facts {
	return view.Facts{PageRef: r.Args.Page, Meeting: r.Meeting, Now: r.bot.o.Now(), Zone: r.Person.Zone}
}

// peek returns a fresh reading of a meeting that is in memory, nil for none.
func (r *Request) peek(id string) *meeting.Snapshot {
	m, _ := r.Workspace.Meetings.Peek(id)
	return m
}

// defaultCommand stands in examples where the command's name is not known.
const defaultCommand = "/meeting"

// command is the name of the command, for examples.
func (r *Request) command() string { return cmp.Or(r.Command, defaultCommand) }

// conversation is who is told when somebody asks for reminders here: the
// channel, or the person themselves where they are alone with somebody.
func (o Origin) conversation() post.Conversation {
	if o.alone() {
		return o.private()
	}
	return o.conversationIn(o.ChannelID)
}

// asker is who names a row by its id here. On the Home tab of a person is what they
// have set up anywhere.
func (q Question) asker() reminder.Asker {
	return reminder.Asker{Conversation: q.conversation(), UserID: q.UserID, Anywhere: q.Surface == SurfaceHome}
}

// audience is who is to be reminded: this conversation, or the person alone.
func (r *Request) audience() post.Conversation {
	if r.Args.Me {
		return r.private()
	}
	return r.conversation()
}

// private is the conversation with the person alone.
func (o Origin) private() post.Conversation { return o.conversationIn(o.UserID) }

func (o Origin) conversationIn(channelID string) post.Conversation {
	return post.Conversation{Key: o.Key, ChannelID: channelID}
}
