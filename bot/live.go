package bot

import (
	"time"

	"meetingbot/bot/live"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// liveFacts are what a message says at a time that shows a state of its meeting.
func liveFacts(s live.State, now time.Time) view.LiveFacts {
	f := view.LiveFacts{Phase: phase(s.Phase), In: s.In, Invited: s.Invited, Call: s.Call, Now: now}
	if s.Record != nil {
		f.Record = new(view.RecordFacts(*s.Record))
	}
	return f
}

func phase(p meeting.Phase) view.Phase {
	switch p {
	case meeting.Running:
		return view.PhaseRunning
	case meeting.Over:
		return view.PhaseOver
	case live.Void:
		return view.PhaseVoid
	default:
		return view.PhaseUpcoming
	}
}
