package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/text/language"

	"meetingbot/bot/booking"
	"meetingbot/bot/post"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/internal/outagelog"
	"meetingbot/meeting"
)

const (
	// bookAnswer is how long after it was sent off a form for a booking is answered,
	// with what has become of it or by asking to wait. Slack takes three seconds.
	bookAnswer = 1900 * time.Millisecond
	// bookFor is how long booking may take in all while a window shows that it goes on.
	bookFor = 45 * time.Second
	// bookShown is how long that window is shown at least: Slack may bring what comes
	// in its place before the window itself.
	bookShown = time.Second
	// maxBookTries bounds how often one form can be sent off.
	maxBookTries = 50
)

var errBookSlow = errors.New("booking took too long")

// parseBookForm reads the form for a booking.
func parseBookForm(r *Request) *route {
	f, ok := r.readBookForm()
	r.Args.Book = &f
	return staleUnless(ok)
}

// showRepeat shows the fields for how the meeting repeats, once that is chosen. What
// was entered stays.
func (b *Bot) showRepeat(ctx context.Context, r *Request) error {
	f := r.Args.Book.WithRepeat()
	f.Leads = r.Workspace.Leads
	r.View.Hash = "" // what is typed meanwhile is kept by Slack
	return r.UpdateModal(ctx, f.Modal(r.Localizer, r.View.CallbackID))
}

// submitBooking books what a form asks for, and shows what has become of it in place of
// the form. What is wrong stands beside its field.
func (b *Bot) submitBooking(ctx context.Context, r *Request) error {
	f := *r.Args.Book
	if f.Shown != f.Repeat { // the fields for it have not been shown
		f = f.WithRepeat()
		f.Leads = r.Workspace.Leads
		return r.ReplaceModal(ctx, f.Modal(r.Localizer, view.ModalBook))
	}
	want, wrong := r.booking(f, meeting.Booking{})
	invited, more := r.invitees(ctx, f)
	if maps.Copy(wrong, more); len(wrong) > 0 {
		return r.FieldErrors(ctx, wrong)
	}
	want.Invitees, want.Notify, want.Language = invited, true, r.noticeLanguage()
	return b.bookInTime(ctx, r, formBooking{BookForm: f, want: want})
}

// noticeLanguage is the language of the meeting account's own invitations.
func (r *Request) noticeLanguage() string {
	if base, _ := r.Localizer.Language().Base(); base.String() == language.Chinese.String() {
		return meeting.LanguageChinese
	}
	return meeting.LanguageEnglish
}

// formBooking is a booking that a form asks for.
type formBooking struct {
	view.BookForm
	want meeting.Booking
}

// bookInTime books, and answers the form when it is booked. Where that takes longer than
// the form can wait, a window takes its place that shows it later.
func (b *Bot) bookInTime(ctx context.Context, r *Request, f formBooking) error {
	after, end := afterAnswer(ctx)
	defer end()
	booking, cancel := context.WithTimeoutCause(after, bookFor, errBookSlow)
	defer cancel()
	done := make(chan outcome[formResult], 1)
	go func() {
		var o outcome[formResult]
		defer func() {
			o.panicked = recover()
			done <- o
		}()
		o.value, o.err = b.bookForm(booking, r, f)
	}()
	timer := time.NewTimer(bookAnswer - b.o.Now().Sub(r.begun))
	defer timer.Stop()
	select {
	case o := <-done:
		return b.answerForm(ctx, r, f, o)
	case <-timer.C:
	}
	waiting := r.ReplaceModal(ctx, view.BookingModal(r.Localizer))
	sleep(booking, bookShown)
	return errors.Join(waiting, b.showFormBooked(booking, r, f, <-done))
}

// formResult is what has become of a booking that a form asked for.
type formResult struct {
	booking.Outcome
	reminded string // what has become of reminders, as mrkdwn, "" where none were asked for
	meeting  *meeting.Snapshot
}

// bookForm books what a form asks for, and sets up reminders of it. A form that was sent
// off twice books once: what was refused, and nothing else, may be tried again.
func (b *Bot) bookForm(ctx context.Context, r *Request, f formBooking) (formResult, error) {
	a, err := r.attempt(ctx, f.want)
	if err != nil {
		return formResult{}, fmt.Errorf("book by the form: %w", err)
	}
	var o booking.Outcome
	for try := range maxBookTries {
		a.ID = booking.ID(r.Key, r.UserID, fmt.Sprintf("%s:%d", r.View.ID, try))
		if o, err = b.o.Booking.Book(ctx, a); err != nil {
			return formResult{}, fmt.Errorf("book by the form: %w", err)
		}
		if !o.Repeated || o.State != booking.Refused && o.State != booking.Missing {
			break
		}
	}
	o, err = b.o.Booking.Wait(ctx, o)
	if err != nil || o.State != booking.Booked {
		return formResult{Outcome: o}, err
	}
	if !o.Repeated {
		r.auditBooked(ctx, o)
		r.showOnHome(ctx)
	}
	result := formResult{Outcome: o}
	if m, err := r.Workspace.Meetings.Get(ctx, o.MeetingID); err == nil {
		result.meeting = m
	} else if o.Meeting != nil {
		result.meeting = &meeting.Snapshot{Conference: o.Meeting, ReadAt: b.o.Now()}
	}
	if f.Remind && !o.Repeated {
		result.reminded = b.remindOfBooked(ctx, r, f, result.meeting)
	}
	return result, nil
}

// showOnHome has the person's Home tab shown anew.
func (r *Request) showOnHome(ctx context.Context) {
	if err := r.bot.o.Home.Changed(ctx, r.Key, r.UserID); err != nil {
		r.bot.o.Logger.LogAttrs(ctx, slog.LevelWarn, "a Home tab shows what was before", outagelog.Of("database"),
			slog.String("team_id", r.TeamID), slog.Any("error", err))
	}
}

// remindOfBooked has the channel reminded where the form was opened, and says what has
// become of that.
func (b *Bot) remindOfBooked(ctx context.Context, r *Request, f formBooking, m *meeting.Snapshot) string {
	if m == nil {
		return "⚠️ " + r.Localizer.Say(text.BookedUnreminded)
	}
	r.Meeting, r.Args.Page = m, view.PageRef{ID: m.Conference.ID.String(), Page: 1}
	set, err := b.subscribe(ctx, r, r.conversationIn(f.OpenedIn))
	if err != nil {
		b.logUnreminded(ctx, r, err)
		return "⚠️ " + r.Localizer.Say(text.BookedUnreminded)
	}
	if f := set.facts; set.stands && len(f.Missed) == 0 && f.Hint.Sentence == "" {
		return view.ReminderPromise(r.Localizer, f.ReminderFacts)
	}
	return set.Text
}

// logUnreminded logs that a meeting was booked, and its reminders could not be set up.
func (b *Bot) logUnreminded(ctx context.Context, r *Request, err error) {
	b.o.Logger.LogAttrs(ctx, slog.LevelError, "reminders of a booking could not be set up",
		slog.String("team_id", r.TeamID), slog.String("request_id", r.RequestID), slog.Any("error", err))
}

// answerForm answers a form with what has become of its booking. What was refused stands
// beside a field, and the form stays open.
func (b *Bot) answerForm(ctx context.Context, r *Request, f formBooking, o outcome[formResult]) error {
	if o.panicked != nil {
		panic(o.panicked) // the caller's to catch
	}
	var err error
	if wrong := r.refusedBooking(f, o); len(wrong) > 0 {
		err = r.FieldErrors(ctx, wrong)
	} else {
		err = r.ReplaceModal(ctx, r.bookedModal(f, o.value))
	}
	if err != nil {
		return errors.Join(unusual(o), err) // the engine writes to the person
	}
	return errors.Join(unusual(o), b.told(ctx, o.value))
}

// showFormBooked shows what has become of a booking in the window that asks to wait. What
// was refused brings the form back, with what was entered. Where the window was closed,
// the engine writes to the person.
func (b *Bot) showFormBooked(ctx context.Context, r *Request, f formBooking, o outcome[formResult]) error {
	if o.panicked != nil {
		panic(o.panicked) // the caller's to catch
	}
	var m slack.ModalViewRequest
	if wrong := r.refusedBooking(f, o); len(wrong) > 0 {
		form := f.BookForm
		form.Leads = r.Workspace.Leads
		for _, sentence := range slices.Sorted(maps.Values(wrong)) {
			form.Remarks = append(form.Remarks, "⚠️ "+view.Escape(sentence))
		}
		m = form.Modal(r.Localizer, view.ModalBook)
	} else {
		m = r.bookedModal(f, o.value)
	}
	switch err := post.UpdateModal(ctx, r.Workspace.Slack, r.View.ID, "", r.sealModal(m)); {
	case errors.Is(err, post.ErrModalChanged): // it was closed
		r.logModal(ctx, err)
		return unusual(o)
	case err != nil:
		return errors.Join(unusual(o), fmt.Errorf("show what was booked: %w", err))
	}
	return errors.Join(unusual(o), b.told(ctx, o.value))
}

// unusual is the error of a booking that an operator should know.
func unusual(o outcome[formResult]) error {
	if o.err != nil {
		return o.err
	}
	if len(meeting.FieldErrors(o.value.Err)) > 0 || meeting.ReasonOf(o.value.Err) != "" {
		return nil
	}
	return o.value.Err
}

// told notes that the person has been told what is known for good.
func (b *Bot) told(ctx context.Context, o formResult) error {
	if o.ID == "" || !o.State.Final() {
		return nil
	}
	err := b.o.Booking.Told(context.WithoutCancel(ctx), o.Outcome, post.Posted{})
	if errors.Is(err, booking.ErrNotFound) { // it was refused before it was stored
		return nil
	}
	return err
}

// refusedBooking says beside which fields why nothing was booked; it is empty where
// something was, or that is not known.
func (r *Request) refusedBooking(f formBooking, o outcome[formResult]) bookProblems {
	wrong := bookProblems{}
	switch {
	case o.err != nil && o.value.State == "":
		wrong[view.InputBookSubject] = r.Localizer.Say(text.BookNotStored)
	case o.value.State == booking.Missing:
		wrong[view.InputBookSubject] = r.Localizer.Say(text.BookFormMissing)
	case o.value.State == booking.Refused && !r.addFieldProblems(wrong, f.BookForm, o.value.Err):
		m, _, _ := bookingRefusal(r.Localizer, o.value.Err)
		wrong[view.InputBookSubject] = m.Text
	}
	return wrong
}

// bookedModal shows what was booked, or that it is not known.
func (r *Request) bookedModal(f formBooking, o formResult) slack.ModalViewRequest {
	switch o.State {
	case booking.Booked:
	case booking.Unknown:
		return view.ResultModal(r.Localizer, view.ModalBook, view.BookingUnsure(r.Localizer, f.Subject, o.ID))
	default:
		return view.ResultModal(r.Localizer, view.ModalBook, view.Sentence(r.Localizer, text.BookingChecking))
	}
	facts := view.FormBookedFacts{
		Invited: len(f.want.Invitees), Host: o.Role == booking.Host, Nobody: o.Role == booking.Nobody,
	}
	if facts.Meeting = o.Meeting; o.meeting != nil {
		facts.Meeting = o.meeting.Conference
	}
	if facts.Meeting == nil {
		return view.ResultModal(r.Localizer, view.ModalBook, view.MeetingSentence(r.Localizer, text.BookedUnread, o.MeetingID))
	}
	facts.Until = lastDate(f)
	if o.reminded != "" {
		facts.Remarks = []string{o.reminded}
	}
	return view.FormBookedModal(r.reader(), facts)
}

// lastDate is the last date of the series that a form asks for, "" for a single meeting.
func lastDate(f formBooking) string {
	first, err := time.Parse(time.DateOnly, f.Date)
	last, failed := time.Parse(time.DateOnly, f.Until)
	if f.want.Series == nil || err != nil || failed != nil {
		return ""
	}
	_, date := seriesDates(f.BookForm, max(1, f.want.Series.Interval), first, last)
	return date.Format(time.DateOnly)
}
