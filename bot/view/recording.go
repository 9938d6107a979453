package view

import (
	"strconv"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Ids of what shows where a recording is watched.
const (
	BlockRecording      = "recording"
	BlockRecordingParts = "recording_parts"

	actionWatch = "recording_watch_" // opens a part in the browser, by its number; the bot ignores the click
)

// maxParts is how many parts of a recording are shown, as far as their links have no
// more than maxPartLinks characters together.
const (
	maxParts     = 10
	maxPartLinks = 6000
)

// WatchActions are the ids of the buttons that open a part of a recording.
func WatchActions() []string {
	all := make([]string, maxParts)
	for i := range all {
		all[i] = actionWatch + strconv.Itoa(i+1)
	}
	return all
}

// RecordingFacts are where the recording of a meeting that has ended is watched.
type RecordingFacts struct {
	Facts
	Parts []meeting.Recording // that can be played and that the reader may watch
}

// recording is a recording as one reader sees it.
type recording struct {
	card
	parts []meeting.Recording // with a link
	links []string            // of the first parts
}

// Recording shows its reader where a recording is watched. Callers must have checked
// that they may know and that nobody else sees the message. It reports false where no
// part has a link that is safe for a button.
func Recording(loc text.Localizer, f RecordingFacts) (Message, bool) {
	r := recording{card: newCard(loc, f.Facts)}
	left := maxPartLinks
	for _, p := range f.Parts {
		link := webLink(p.URL)
		if link == "" {
			continue
		}
		r.parts = append(r.parts, p)
		if left -= len(link); left >= 0 && len(r.links) < maxParts {
			r.links = append(r.links, link)
		}
	}
	if len(r.links) == 0 {
		return Message{}, false
	}
	words := r.words()
	m := Message{Text: fitText(append([]string{words}, r.plainLinks()...))}
	m.Blocks = []slack.Block{section(BlockRecording, words), slack.NewActionBlock(BlockRecordingParts, r.buttons()...)}
	return m, true
}

// words say what was recorded, and who can watch it.
func (r recording) words() string {
	title := r.Say(text.RecordingTitle, text.Args{"Subject": escapeMrkdwn(r.title()), "When": r.rangeText(r.occurrence, r.zone)})
	return lines(title, joined(r.length(), r.count()), r.cut(), r.Say(r.audience()), r.Say(text.RecordingPrivate))
}

// length is how long all parts take, "" where that is not known.
func (r recording) length() string {
	if r.parts[0].Length <= 0 {
		return ""
	}
	return r.Duration(r.parts[0].Length)
}

// count is how many parts there are, "" for one, and where cut says it.
func (r recording) count() string {
	if len(r.parts) == 1 || len(r.links) < len(r.parts) {
		return ""
	}
	return r.Count(text.RecordingParts, len(r.parts))
}

// cut says that not all parts are shown, "" where all are.
func (r recording) cut() string {
	if len(r.links) == len(r.parts) {
		return ""
	}
	return r.Say(text.RecordingCut, text.Args{"Shown": len(r.links), "Total": len(r.parts)})
}

// audience says whom the page lets in.
func (r recording) audience() text.Key {
	switch r.parts[0].Audience {
	case meeting.AudienceAnyone:
		return text.RecordingAnyone
	case meeting.AudienceEnterprise:
		return text.RecordingEnterprise
	default:
		return text.RecordingAttendees
	}
}

// name is what the button of a part says.
func (r recording) name(part int) string {
	if len(r.parts) == 1 {
		return r.Say(text.ButtonWatch)
	}
	return r.Say(text.ButtonWatchPart, text.Args{"Number": part + 1})
}

func (r recording) buttons() []slack.BlockElement {
	var all []slack.BlockElement
	for i, link := range r.links {
		b := joinButton(link, r.name(i), r.Say(text.LabelWatch))
		b.ActionID = actionWatch + strconv.Itoa(i+1)
		if i > 0 {
			b.Style = slack.StyleDefault
		}
		all = append(all, b)
	}
	return all
}

// plainLinks are for clients that show no buttons.
func (r recording) plainLinks() []string {
	var all []string
	for i, link := range r.links {
		all = append(all, r.Say(text.LabelValue, text.Args{"Label": r.name(i), "Value": "<" + escapeControl(link) + ">"}))
	}
	return all
}
