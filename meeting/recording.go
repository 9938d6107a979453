package meeting

import (
	"context"
	"time"

	"meetingbot/internal/secret"
)

// maxRecordings bounds the meetings whose recordings are kept.
const maxRecordings = 256

// RecordingAudience is who may watch a recording (recordAuthType).
type RecordingAudience string

// The audiences of recordings.
const (
	AudienceAnyone     RecordingAudience = "anyone"     // who has the link
	AudienceEnterprise RecordingAudience = "enterprise" // who signs in as a user of the enterprise
	AudienceAttendees  RecordingAudience = "attendees"  // who signs in and was in the meeting
)

// Recording is one part of what was recorded of a meeting.
type Recording struct {
	// URL is where it is watched, "" where that is not known yet.
	URL secret.Secret
	// Playable says that it has been made ready to be played.
	Playable bool
	// Audience is who may watch it. Where the API does not say, these are the fewest.
	Audience RecordingAudience
	// Length and Megabytes are those of all parts together, 0 where not known.
	Length    time.Duration
	Megabytes int
}

// Recordings returns what was recorded of a meeting that has ended, part by part;
// nothing where that is nothing. The uuid is that of one time that it was held, as
// History returns it. Answers are kept for 10 s. Errors are *Error.
func (a *Account) Recordings(ctx context.Context, uuid string) ([]Recording, error) {
	return a.recordings.get(ctx, uuid, "", func(ctx context.Context) ([]Recording, error) {
		files, err := a.source.RecordFiles(ctx, uuid)
		if err != nil {
			return nil, err
		}
		var all []Recording
		for i := range files {
			all = append(all, files[i].recordings()...)
		}
		return all, nil
	})
}

// recordings are the parts of a file, at least one.
func (f *RecordFile) recordings() []Recording {
	r := Recording{
		Audience: audienceOf(f.Auth), Length: time.Duration(max(f.Seconds, 0)) * time.Second, Megabytes: int(max(f.Megabytes, 0)),
	}
	var parts []Recording
	for _, page := range f.Pages {
		if page != "" {
			r.URL, r.Playable = page, bool(f.Available && f.Decoded)
			parts = append(parts, r)
		}
	}
	if parts == nil {
		return []Recording{r} // not yet to be watched anywhere
	}
	return parts
}

func audienceOf(auth *Int) RecordingAudience {
	switch {
	case auth == nil:
	case *auth == 0:
		return AudienceAnyone
	case *auth == 1:
		return AudienceEnterprise
	}
	return AudienceAttendees
}
