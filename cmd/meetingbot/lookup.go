package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
	"unicode/utf8"

	"meetingbot/meeting"
)

type lookupCommand struct {
	ID         string `arg:"" help:"The meeting's number or link."`
	Offset     int    `help:"Participants to skip." default:"0"`
	Limit      int    `help:"Participants to show." default:"20"`
	Search     string `help:"Only participants that match."`
	XType      *int   `help:"How invitees are listed: 0 as they are, 1 people and terminals told apart, 2 one of the two only." name:"x-type" placeholder:"N"`
	XQueryType *int   `help:"Which of the two with --x-type 2: 0 people, 1 terminals." name:"x-query-type" placeholder:"N"`
	JSON       bool   `help:"Print the API's JSON, with secrets and personal data redacted." name:"json"`
	Personal   bool   `help:"Print names as they are, and people's numbers and addresses in the JSON."`
}

// Run asks the Meeting API once and prints the meeting.
func (l lookupCommand) Run(ctx context.Context, std streams) error {
	if err := l.validate(); err != nil {
		return usageError{err}
	}
	var c meetingConfig
	if err := readEnv(&c); err != nil {
		return err
	}
	id, ok := meeting.ParseID(l.ID, c.LinkHosts...)
	if !ok {
		return usageError{errors.New("ID must be a meeting's number or link")}
	}
	client, err := newMeetings(c)
	if err != nil {
		return usageError{err}
	}
	detail, err := client.Conferences.Get(ctx, id, meeting.DetailOptions{
		PageOptions: meeting.PageOptions{Offset: l.Offset, Limit: l.Limit, SearchKey: l.Search},
		Type:        l.XType,
		QueryType:   l.XQueryType,
		KeepRaw:     l.JSON,
	})
	if err != nil {
		return withHint(err)
	}
	if l.JSON {
		return printJSON(std.out, detail, l.redact())
	}
	return l.printDetail(std.out, detail)
}

// validate refuses flags that the API does not have. The error names the flag.
func (l lookupCommand) validate() error {
	switch {
	case l.Offset < 0:
		return fmt.Errorf("--offset must be 0 or more, got %d", l.Offset)
	case l.Limit < 0 || l.Limit > meeting.MaxLimit:
		return fmt.Errorf("--limit must be 0 to %d, got %d", meeting.MaxLimit, l.Limit)
	case utf8.RuneCountInString(l.Search) > meeting.MaxSearchKey:
		return fmt.Errorf("--search must have at most %d characters, got %d", meeting.MaxSearchKey, utf8.RuneCountInString(l.Search))
	case l.XType != nil && (*l.XType < 0 || *l.XType > 2):
		return fmt.Errorf("--x-type must be 0, 1 or 2, got %d", *l.XType)
	case l.XQueryType != nil && (*l.XQueryType < 0 || *l.XQueryType > 1):
		return fmt.Errorf("--x-query-type must be 0 or 1, got %d", *l.XQueryType)
	case l.XQueryType != nil && (l.XType == nil || *l.XType != 2):
		return errors.New("--x-query-type requires --x-type 2")
	default:
		return nil
	}
}

// withHint adds to an error of the Meeting API what to do about it.
func withHint(err error) error { return fmt.Errorf("%w\n%s", err, meetingAdvice(err)) }

// redact returns what redacts the JSON.
func (l lookupCommand) redact() func([]byte) ([]byte, error) {
	if l.Personal {
		return meeting.Redact
	}
	return meeting.RedactPersonal
}

func printJSON(w io.Writer, detail *meeting.Detail, redact func([]byte) ([]byte, error)) error {
	redacted, err := redact(detail.Raw)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(w, string(redacted))
	return err
}

// printDetail prints the meeting for an operator: times in UTC, without passwords
// and without host links.
func (l lookupCommand) printDetail(w io.Writer, detail *meeting.Detail) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, row := range l.detailRows(&detail.Conference) {
		if row[1] != "" {
			_, _ = fmt.Fprintf(table, "%s\t%s\n", row[0], printable(row[1]))
		}
	}
	people := detail.Participants
	_, _ = fmt.Fprintf(table, "Invited\t%s\n", pageRange(people))
	for i, p := range people.Data {
		_, _ = fmt.Fprintf(table, "\t%d. %s\n", int(people.Offset)+i+1, l.participant(p))
	}
	return table.Flush()
}

func (l lookupCommand) detailRows(c *meeting.Conference) [][2]string {
	return [][2]string{
		{"Subject", c.Subject.String()},
		{"Number", c.Number()},
		{"State", c.State.String()},
		{"Type", c.Kind.String()},
		{"Starts", formatTime(c.Start())},
		{"Booked until", formatTime(c.End())},
		{"Booked by", l.name(c.BookerName, c.BookerName.String())},
		{"Dial in", c.DialIn.String()},
		{"Join", c.GuestJoin.Reveal()},
		{"Occurrences", occurrences(c)},
	}
}

// name returns a name as it is with --personal, else without numbers and
// addresses.
func (l lookupCommand) name(asItIs meeting.Name, public string) string {
	if l.Personal {
		return string(asItIs)
	}
	return public
}

func formatTime(t time.Time, ok bool) string {
	if !ok {
		return ""
	}
	return t.UTC().Format("2006-01-02 15:04 UTC")
}

func occurrences(c *meeting.Conference) string {
	if len(c.Occurrences) == 0 {
		return ""
	}
	return strconv.Itoa(len(c.Occurrences))
}

func pageRange(p meeting.ParticipantPage) string {
	if len(p.Data) == 0 {
		return fmt.Sprintf("none of %d", p.Count)
	}
	return fmt.Sprintf("%d-%d of %d", int(p.Offset)+1, int(p.Offset)+len(p.Data), p.Count)
}

func (l lookupCommand) participant(p meeting.Participant) string {
	words := []string{cmp.Or(l.name(p.Name, p.DisplayName()), "(no name)")}
	if p.Host() {
		words = append(words, "(host)")
	}
	if department := l.name(p.Department, p.Department.String()); department != "" {
		words = append(words, "- "+department)
	}
	return printable(strings.Join(words, " "))
}

// printable replaces control characters, so that text from the Meeting API cannot
// control the terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return ' '
		}
		return r
	}, s)
}

// newMeetings is a client that makes single calls to the Meeting API.
func newMeetings(c meetingConfig) (*meeting.Client, error) {
	client, err := meeting.New(c.APIURL, c.credentials())
	if err != nil {
		return nil, fmt.Errorf("MEETING_API_URL: %w", err)
	}
	return client, nil
}
