package bot

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
)

// maxSuggestions is how many commands are offered at once.
const maxSuggestions = 5

// deadEnd is a command that was not understood, and what it may have meant.
type deadEnd struct {
	*parser
	routes  routes
	problem view.Problem
	typed   string   // the command as people see it, without Slack's marks
	known   []string // command words, one of each route
	unknown []string // words that mean nothing
}

func (b *Bot) newDeadEnd(typed string, problem view.Problem) *deadEnd {
	d := &deadEnd{parser: &parser{}, routes: b.routes, problem: problem}
	if problem.TooLong {
		return d
	}
	d.parser, d.typed = b.gather(typed), unquote(tidy(unwrap(typed)))
	d.known = b.routes.distinct(d.commandWords)
	for _, x := range d.extras {
		if x.kind == extraUnknown {
			d.unknown = append(d.unknown, x.text)
		}
	}
	return d
}

// instead is the route that answers the command as far as that can be done without
// guessing: what posts or stores something is only offered.
func (d *deadEnd) instead(r *Request) *route {
	switch {
	case d.problem.TooLong:
		return d.usage()
	case d.cancelsReminders():
		return d.offer(suggestCommands(d.reminderCommands()))
	case len(d.known) > 0 && d.routes.words[d.known[0]] == d.routes.words[wordHelp]:
		return d.routes.words[wordHelp]
	case len(d.ids) > 1:
		return d.offer(d.forEachMeeting())
	case len(d.ids) == 1:
		return d.aboutMeeting(r)
	case len(d.known) > 0:
		return d.withWords(r)
	default:
		return d.withoutWords(r)
	}
}

// aboutMeeting answers a command that names a meeting: as its word asks that only
// shows something, else with the card, unless a slip is likelier.
func (d *deadEnd) aboutMeeting(r *Request) *route {
	r.Args.Page = view.PageRef{ID: d.ids[0], Page: 1}
	if len(d.known) == 1 && !d.routes.words[d.known[0]].acts {
		return d.routes.words[d.known[0]]
	}
	var commands []string
	for _, word := range d.known {
		commands = append(commands, d.command(word, d.ids[0]))
	}
	if len(d.known) == 0 {
		commands = d.corrected()
	}
	if len(commands) > 0 {
		return d.offer(append(suggestCommands(commands), view.Suggestion{Kind: view.SuggestMeeting, Text: d.ids[0]}))
	}
	r.Args.NotUnderstood = d.problem.Unknown
	return d.routes.words[wordNone]
}

// corrected are the commands about a meeting that a word of it may stand for, or
// that its times before the start may.
func (d *deadEnd) corrected() []string {
	var commands []string
	for _, x := range d.extras {
		switch {
		case slices.Contains([]extraKind{extraLead, extraLate, extraOverrun}, x.kind) && len(commands) == 0:
			commands = append(commands, d.command(wordRemind, d.ids[0]))
		case x.kind == extraUnknown && (len(d.unknown) == 1 || x.text == d.unknown[0]):
			for _, word := range d.routes.candidates(x.text) {
				if d.routes.words[word].needsMeeting() {
					commands = append(commands, d.command(word, d.ids[0], d.moreFor(word, x.text)...))
				}
			}
		}
	}
	return commands
}

// moreFor are the words that mean nothing, without the one that a command word stands
// for: times that it takes may be among them.
func (d *deadEnd) moreFor(word, but string) []string {
	if d.routes.words[word].takes != takesLeads {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(d.unknown), func(s string) bool { return s == but })
}

// withWords answers a command without a meeting that has words of ours.
func (d *deadEnd) withWords(r *Request) *route {
	switch found := d.routes.words[d.known[0]]; {
	case len(d.known) == 1 && len(d.unknown) == 0:
		return found
	case len(d.unknown) == 0, len(d.known) == 1 && found.takes == takesNothing:
		return d.offer(suggestCommands(d.known))
	case len(d.known) == 1 && found.parse != nil: // it needs a meeting, which may be named by its subject, or a text
		return d.usage(view.Suggestion{Kind: view.SuggestSearch, Text: strings.Join(d.unknown, " ")})
	default:
		return d.search(r)
	}
}

// withoutWords answers a command without a meeting and words of ours: it is taken
// for what to search for, unless a slip is likelier.
func (d *deadEnd) withoutWords(r *Request) *route {
	first, rest, _ := strings.Cut(d.typed, " ")
	switch {
	case d.onlyPolite():
		return d.help(r)
	case d.only(extraNothing):
		return d.routes.words[wordList]
	case d.only(extraCard):
		return repliesNotice(text.UsageWhich)
	case len(d.unknown) == 1 && d.onlyBeside(d.unknown[0]):
		var commands []string
		for _, word := range d.routes.candidates(d.unknown[0]) {
			commands = append(commands, d.command(word, ""))
		}
		if len(commands) > 0 {
			return d.offer(append(suggestCommands(commands), d.suggestSearch(d.typed)...))
		}
	case rest != "":
		for _, word := range d.routes.candidates(first) {
			if d.routes.words[word].takes.free() {
				return d.offer(append(d.suggestSearch(rest), d.suggestSearch(d.typed)...))
			}
		}
	}
	return d.search(r)
}

// only reports whether all words are of one kind.
func (d *deadEnd) only(kind extraKind) bool {
	return len(d.extras) > 0 && !slices.ContainsFunc(d.extras, func(x extra) bool { return x.kind != kind })
}

// onlyPolite reports whether the words ask for nothing: "thanks!".
func (d *deadEnd) onlyPolite() bool {
	return d.only(extraNothing) && !slices.ContainsFunc(d.extras, func(x extra) bool { return !polite(strings.ToLower(x.text)) })
}

// help says what can be asked for: at length where nobody else reads.
func (d *deadEnd) help(r *Request) *route {
	if r.spoken && r.Surface != SurfaceDirect {
		return hint()
	}
	return d.routes.words[wordHelp]
}

// onlyBeside reports whether beside a word there is nothing but what a reminder
// takes.
func (d *deadEnd) onlyBeside(word string) bool {
	return !slices.ContainsFunc(d.extras, func(x extra) bool { return x.text != word && x.kind != extraLead && x.kind != extraMe })
}

// search searches for what was typed, if that can be part of a subject.
func (d *deadEnd) search(r *Request) *route {
	if !d.searchable(d.typed) {
		return d.usage(view.Suggestion{Kind: view.SuggestList})
	}
	r.Args.Text = d.typed
	return d.routes.words[wordFind]
}

// searchable reports whether there may be a subject with a text: it has letters or
// digits, is not too long, and is no link.
func (d *deadEnd) searchable(s string) bool {
	return utf8.RuneCountInString(s) <= maxSearch && strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) &&
		!strings.Contains(s, "://")
}

// suggestSearch offers to search for a text, if it can be searched for.
func (d *deadEnd) suggestSearch(s string) []view.Suggestion {
	if !d.searchable(s) {
		return nil
	}
	return []view.Suggestion{{Kind: view.SuggestSearch, Text: unquote(s)}}
}

func suggestCommands(commands []string) []view.Suggestion {
	var all []view.Suggestion
	for _, command := range commands {
		all = append(all, view.Suggestion{Kind: view.SuggestCommand, Text: command})
	}
	return all
}

// forEachMeeting are the command for each of its meetings.
func (d *deadEnd) forEachMeeting() []view.Suggestion {
	var all []view.Suggestion
	for _, id := range d.ids[:min(maxSuggestions, len(d.ids))] {
		if len(d.known) == 0 {
			all = append(all, view.Suggestion{Kind: view.SuggestMeeting, Text: id})
			continue
		}
		all = append(all, view.Suggestion{Kind: view.SuggestCommand, Text: d.command(d.known[0], id)})
	}
	return all
}

// command is the command with a word for a meeting, "" for none, with what else was
// typed that the word takes, and with words that it may not take.
func (d *deadEnd) command(word, id string, more ...string) string {
	found := d.routes.words[word]
	var command []string
	if word != wordNone {
		command = append(command, word)
	}
	for _, x := range d.extras {
		if x.kind == extraMe && found.me {
			command = append(command, "me")
			break
		}
	}
	if id != "" {
		command = append(command, id)
	}
	for _, x := range d.extras {
		switch {
		case found.takes != takesLeads:
		case x.kind == extraLead:
			command = append(command, leadWord(x.lead))
		case x.kind == extraLate, x.kind == extraOverrun:
			command = append(command, x.text)
		}
	}
	return strings.Join(append(command, more...), " ")
}

// usage says what is wrong with the command, with examples, and offers commands.
func (d *deadEnd) usage(offers ...view.Suggestion) *route {
	return replies(func(r *Request) view.Message {
		return view.Usage(r.Localizer, r.command(), d.problem).WithSuggestions(r.Localizer, r.command(), offers)
	})
}

// offer says what was not understood, and offers what it may have meant. Of times
// before the start there are examples as well.
func (d *deadEnd) offer(offers []view.Suggestion) *route {
	if d.problem.Remind {
		return d.usage(offers...)
	}
	problem := d.problem
	switch {
	case len(d.known) > 1:
		problem.Unknown = strings.Join(d.known, " ")
	case len(d.unknown) > 0:
		problem.Unknown = strings.Join(d.unknown, " ")
	}
	return replies(func(r *Request) view.Message {
		return view.DidYouMean(r.Localizer, r.command(), problem, offers[:min(maxSuggestions, len(offers))])
	})
}
