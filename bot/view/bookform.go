package view

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Ids of the form for a booking, and of what opens it. An element has the id of its
// block.
const (
	ActionSchedule   = "schedule_open"
	ShortcutSchedule = "schedule_meeting"
	ModalBook        = "book_form"

	BlockBookRemarks = "book_remarks"
	BlockBookInvited = "book_invited"
	InputBookSubject = "book_subject"
	InputBookDate    = "book_date"
	InputBookTime    = "book_time"
	InputBookLength  = "book_length"
	InputBookRepeat  = "book_repeat" // tells the bot at once, so that the fields for it are shown
	InputBookDays    = "book_days"
	InputBookUntil   = "book_until"
	InputBookPeople  = "book_people"
	InputBookEmails  = "book_emails"
	InputBookEntry   = "book_entry"
	InputBookAlso    = "book_also"
)

// Repeat is how a meeting comes again, "" for once.
type Repeat string

// The values of Repeat.
const (
	RepeatDaily   Repeat = "daily"
	RepeatWeekly  Repeat = "weekly"
	RepeatMonthly Repeat = "monthly" // on the day of the month of the first date
)

// Values of InputBookAlso.
const (
	alsoWaitingRoom = "waiting_room"
	alsoRecord      = "record"
	alsoRemind      = "remind"
)

// Limits of the form, in characters and people.
const (
	maxBookSubject = 128 // as the API takes
	maxBookEmails  = 1000
	maxBookPeople  = 100
	maxRemark      = 2900
)

// BookForm is what the form for a booking shows, and what is read back from it. Dates
// are "2006-01-02" and times "15:04", "" for none, on the clock of Zone.
type BookForm struct {
	BookState
	Subject     string
	Date, Time  string
	Length      time.Duration
	Repeat      Repeat
	Days        []time.Weekday // of a weekly one
	Until       string         // the last date of one that repeats
	People      []string       // U… or W…
	Emails      string         // as typed
	Entry       meeting.Entry
	WaitingRoom bool
	Record      bool
	Remind      bool // OpenedIn before the start

	// What follows is shown, and not read back.

	Leads   []time.Duration // when Remind reminds
	Remarks []string        // sentences about what is filled in, as mrkdwn
}

// BookState is the form's private metadata.
type BookState struct {
	// Zone is the time zone of the pickers: an IANA name, or seconds east of universal
	// time, such as "+28800".
	Zone string
	// OpenedIn is the channel that can be reminded, "" for none.
	OpenedIn string
	// Shown is the Repeat that the form has fields for.
	Shown Repeat
	// Changes says what is changed, in words of whoever opens the form, "" for a new
	// booking. It has no "|".
	Changes string
	// Once says that what is changed takes place once, and stays so. A series stays a series.
	Once bool
	// Invited is how many people are invited and stay so, of a meeting that is changed.
	Invited int
}

// bookVersion begins the metadata of the form.
const bookVersion = "book1"

// maxBookState is the longest metadata that is read, in bytes.
const maxBookState = 1000

// String writes the state as a modal's metadata: "book1|Asia/Shanghai|C1|weekly||0|".
func (s BookState) String() string {
	once := ""
	if s.Once {
		once = "once"
	}
	return strings.Join([]string{bookVersion, s.Zone, s.OpenedIn, string(s.Shown), once, strconv.Itoa(s.Invited), s.Changes}, "|")
}

// ParseBookState reads what String wrote.
func ParseBookState(metadata string) (BookState, bool) {
	parts := strings.Split(metadata, "|")
	if len(metadata) > maxBookState || len(parts) != 7 || parts[0] != bookVersion {
		return BookState{}, false
	}
	s := BookState{Zone: parts[1], OpenedIn: parts[2], Shown: Repeat(parts[3]), Once: parts[4] != "", Changes: parts[6]}
	var err error
	s.Invited, err = strconv.Atoi(parts[5])
	_, known := s.Location()
	return s, known && err == nil && s.Shown.known()
}

// ZoneName is a zone as BookState has it, "UTC" for none.
func ZoneName(zone *time.Location) string {
	if zone == nil {
		return time.UTC.String()
	}
	if _, err := time.LoadLocation(zone.String()); err == nil && zone != time.Local {
		return zone.String()
	}
	_, offset := time.Time{}.In(zone).Zone()
	return signed(offset)
}

func signed(n int) string {
	if n < 0 {
		return strconv.Itoa(n)
	}
	return "+" + strconv.Itoa(n)
}

// Location is the zone of the pickers, and whether it is known on this machine.
func (s BookState) Location() (*time.Location, bool) {
	if strings.HasPrefix(s.Zone, "+") || strings.HasPrefix(s.Zone, "-") {
		offset, err := strconv.Atoi(s.Zone)
		zone := time.FixedZone("", offset)
		return zone, err == nil && offset > -24*60*60 && offset < 24*60*60
	}
	zone, err := time.LoadLocation(s.Zone)
	return zone, err == nil && s.Zone != "" && s.Zone != "Local"
}

func (r Repeat) known() bool {
	return slices.Contains([]Repeat{"", RepeatDaily, RepeatWeekly, RepeatMonthly}, r)
}

// ReadBookForm reads the form. The metadata is what String wrote, and entered returns
// what is entered into the element with an id. It reports false for what no form of
// ours has.
func ReadBookForm(metadata string, entered func(id string) []string) (BookForm, bool) {
	state, ok := ParseBookState(metadata)
	first := func(id string) string {
		if all := entered(id); len(all) > 0 {
			return strings.TrimSpace(all[0])
		}
		return ""
	}
	f := BookForm{
		BookState: state, Subject: first(InputBookSubject), Date: first(InputBookDate), Time: first(InputBookTime),
		Repeat: Repeat(unlessDefault(first(InputBookRepeat))), Until: first(InputBookUntil), Days: readDays(entered(InputBookDays)),
		People: entered(InputBookPeople), Emails: first(InputBookEmails), Entry: meeting.Entry(unlessDefault(first(InputBookEntry))),
	}
	minutes, err := strconv.Atoi(first(InputBookLength))
	f.Length = time.Duration(minutes) * time.Minute
	also := entered(InputBookAlso)
	f.WaitingRoom, f.Record, f.Remind = slices.Contains(also, alsoWaitingRoom), slices.Contains(also, alsoRecord), slices.Contains(also, alsoRemind)
	f.Remind = f.Remind && f.OpenedIn != ""
	return f, ok && err == nil && f.Repeat.known() && knownEntry(f.Entry)
}

// bookDefault is the value of the first option of a menu, which chooses nothing.
const bookDefault = "default"

func unlessDefault(value string) string {
	if value == bookDefault {
		return ""
	}
	return value
}

func knownEntry(e meeting.Entry) bool {
	return slices.Contains([]meeting.Entry{"", meeting.EntryEverybody, meeting.EntryEnterprise, meeting.EntryInvited}, e)
}

// readDays reads the days that are ticked, in the order of the week.
func readDays(ticked []string) (days []time.Weekday) {
	for _, d := range daysOfWeek() {
		if slices.Contains(ticked, strconv.Itoa(int(d))) {
			days = append(days, d)
		}
	}
	return days
}

// daysOfWeek begin with Monday.
func daysOfWeek() []time.Weekday {
	return []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}
}

// ScheduleButton is the button that opens the form.
func ScheduleButton(loc text.Localizer) *slack.ButtonBlockElement {
	b := slack.NewButtonBlockElement(ActionSchedule, "", caption(loc.Say(text.ScheduleButton)))
	b.AccessibilityLabel = loc.Say(text.ScheduleLabel)
	return b
}

// Modal is the form as it is filled in. callbackID says who reads it back.
func (f BookForm) Modal(loc text.Localizer, callbackID string) slack.ModalViewRequest {
	f.Shown = f.Repeat
	title, submit := text.ScheduleTitle, text.ScheduleSubmit
	if f.Changes != "" {
		title, submit = text.ScheduleChangeTitle, text.ScheduleChangeSubmit
	}
	m := modal(loc.Say(title), loc.Say(text.FormCancel), slices.Concat(f.above(loc), f.what(loc), f.repeat(loc), f.who(loc))...)
	m.Submit = plain(loc.Say(submit))
	m.CallbackID, m.PrivateMetadata = callbackID, f.String()
	return m
}

// above is what is to know about what is filled in.
func (f BookForm) above(loc text.Localizer) []slack.Block {
	var all []slack.Block
	if len(f.Remarks) > 0 {
		all = append(all, section(BlockBookRemarks, fitRemarks(f.Remarks)))
	}
	return all
}

// Escape makes words of our own safe as mrkdwn that quote what somebody typed.
func Escape(words string) string { return escapeMrkdwn(words) }

// fitRemarks joins as many remarks as fit into a block.
func fitRemarks(remarks []string) string {
	for len(remarks) > 1 && utf8.RuneCountInString(strings.Join(remarks, "\n")) > maxRemark {
		remarks = remarks[:len(remarks)-1]
	}
	return strings.Join(remarks, "\n")
}

// what asks for subject, date, time and length.
func (f BookForm) what(loc text.Localizer) []slack.Block {
	subject := slack.NewPlainTextInputBlockElement(plain(loc.Say(text.ScheduleSubjectHint)), InputBookSubject)
	subject.InitialValue, subject.MaxLength = clean(f.Subject, maxBookSubject), maxBookSubject
	date := slack.NewDatePickerBlockElement(InputBookDate)
	date.InitialDate = f.Date
	clock := slack.NewTimePickerBlockElement(InputBookTime)
	clock.InitialTime = f.Time
	return []slack.Block{
		slack.NewInputBlock(InputBookSubject, plain(loc.Say(text.ScheduleSubject)), nil, subject),
		slack.NewInputBlock(InputBookDate, plain(loc.Say(text.ScheduleDate)), nil, date),
		slack.NewInputBlock(InputBookTime, plain(loc.Say(text.ScheduleTime)), plain(f.zoneHint(loc)), clock),
		slack.NewInputBlock(InputBookLength, plain(loc.Say(text.ScheduleLength)), nil, f.lengthMenu(loc)),
	}
}

// zoneHint says in which zone the time is.
func (f BookForm) zoneHint(loc text.Localizer) string {
	zone, _ := f.Location()
	name := f.Zone
	if zone.String() == "" {
		name = text.Zone(time.Time{}.In(zone))
	}
	of := text.ScheduleZone
	if f.Changes != "" && !f.Once { // a series is in its own zone
		of = text.ChangeZone
	}
	return loc.Say(of, text.Args{"Zone": strings.ReplaceAll(name, "_", " ")})
}

// lengths are those that the menu offers, in minutes.
func lengths() []int {
	return []int{15, 20, 30, 45, 60, 90, 120, 150, 180, 240, 300, 360, 480, 600, 720, 1440}
}

// lengthMenu offers usual lengths, and the one that is filled in.
func (f BookForm) lengthMenu(loc text.Localizer) *slack.SelectBlockElement {
	all, own := lengths(), int(f.Length/time.Minute)
	if at, usual := slices.BinarySearch(all, own); !usual && own > 0 {
		all = slices.Insert(all, at, own)
	}
	var options []*slack.OptionBlockObject
	var initial *slack.OptionBlockObject
	for _, minutes := range all {
		words := loc.Duration(time.Duration(minutes) * time.Minute)
		option := slack.NewOptionBlockObject(strconv.Itoa(minutes), caption(words), nil)
		if options = append(options, option); minutes == own {
			initial = option
		}
	}
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, InputBookLength, options...)
	menu.InitialOption = initial
	return menu
}

// who asks for people, who may enter, and what else is wanted.
func (f BookForm) who(loc text.Localizer) []slack.Block {
	var all []slack.Block
	if f.Invited > 0 {
		all = append(all, section(BlockBookInvited, loc.Count(text.ScheduleInvited, f.Invited)))
	}
	people := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeUser, plain(loc.Say(text.SchedulePeopleHint)), InputBookPeople)
	people.InitialUsers, people.MaxSelectedItems = f.People, new(int)
	*people.MaxSelectedItems = maxBookPeople
	emails := slack.NewPlainTextInputBlockElement(plain(loc.Say(text.ScheduleEmailsExample)), InputBookEmails)
	emails.InitialValue, emails.MaxLength = clean(f.Emails, maxBookEmails), maxBookEmails
	return append(all,
		slack.NewInputBlock(InputBookPeople, plain(loc.Say(text.SchedulePeople)), nil, people).WithOptional(true),
		slack.NewInputBlock(InputBookEmails, plain(loc.Say(text.ScheduleEmails)), plain(loc.Say(text.ScheduleEmailsHint)), emails).WithOptional(true),
		slack.NewInputBlock(InputBookEntry, plain(loc.Say(text.ScheduleEntry)), nil, f.entryMenu(loc)),
		f.also(loc))
}

// entryMenu asks who may enter.
func (f BookForm) entryMenu(loc text.Localizer) *slack.SelectBlockElement {
	return bookMenu(loc, InputBookEntry, string(f.Entry), []bookOption{
		{bookDefault, text.ScheduleEntryUsual},
		{string(meeting.EntryEverybody), text.ScheduleEntryAnyone},
		{string(meeting.EntryEnterprise), text.ScheduleEntryCompany},
		{string(meeting.EntryInvited), text.ScheduleEntryInvited},
	})
}

// bookOption is an option of a menu.
type bookOption struct {
	value string
	words text.Key
}

// bookMenu is a menu in which one option is chosen, the first one if no other is.
func bookMenu(loc text.Localizer, id, chosen string, all []bookOption) *slack.SelectBlockElement {
	var options []*slack.OptionBlockObject
	initial := 0
	for i, o := range all {
		options = append(options, slack.NewOptionBlockObject(o.value, caption(loc.Say(o.words)), nil))
		if o.value == chosen {
			initial = i
		}
	}
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, id, options...)
	menu.InitialOption = options[initial]
	return menu
}

// also asks for what can be ticked.
func (f BookForm) also(loc text.Localizer) slack.Block {
	var options, ticked []*slack.OptionBlockObject
	add := func(value, words, below string, on bool) {
		option := slack.NewOptionBlockObject(value, caption(words), plain(below))
		if options = append(options, option); on {
			ticked = append(ticked, option)
		}
	}
	add(alsoWaitingRoom, loc.Say(text.ScheduleWaitingRoom), loc.Say(text.ScheduleWaitingRoomHint), f.WaitingRoom)
	add(alsoRecord, loc.Say(text.ScheduleRecord), loc.Say(text.ScheduleRecordHint), f.Record)
	if f.OpenedIn != "" {
		add(alsoRemind, loc.Say(text.ScheduleRemind), leadsText(loc, f.Leads), f.Remind)
	}
	boxes := slack.NewCheckboxGroupsBlockElement(InputBookAlso, options...)
	boxes.InitialOptions = ticked
	return slack.NewInputBlock(InputBookAlso, plain(loc.Say(text.ScheduleAlso)), nil, boxes).WithOptional(true)
}
