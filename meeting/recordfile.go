package meeting

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"

	"meetingbot/internal/secret"
)

const (
	opRecordFiles   = "list recordings"
	pathRecordFiles = "/v1/mmc/management/conferences/record/files"
)

// RecordFile is what was recorded of one time that a meeting was held
// (RecordResultDo).
type RecordFile struct {
	UUID Text `json:"confUUID"`
	ID   Text `json:"confID"`
	// Pages are where it is watched, one for each part. Whoever has one may watch
	// it, as Auth says.
	Pages     List[secret.Secret] `json:"url"`
	Seconds   Int                 `json:"rcdTime"` // length of all parts
	Megabytes Int                 `json:"rcdSize"`
	Subject   Text                `json:"subject"`
	// BookerName is who has booked the meeting.
	BookerName Name `json:"scheduserName"`
	// StartTime is when the meeting began, UTC: "YYYY-MM-DD HH:MM".
	StartTime Text `json:"startTime"`
	Decoded   Bool `json:"isDecodeFinish"` // it has been made ready to be played
	DecodedAt Int  `json:"decodeEndTime"`  // when that is expected to be done, ms
	Available Bool `json:"available"`
	Auth      *Int `json:"recordAuthType"` // who may watch, see RecordingAudience; nil when not said
}

// RecordFiles returns what was recorded of one time that a meeting was held, nothing
// where that is nothing. The uuid is that of GetHistory. Errors are *Error.
func (s *Conferences) RecordFiles(ctx context.Context, uuid string) ([]RecordFile, error) {
	var files []RecordFile
	err := s.client.ask(ctx, &query{request{
		op: opRecordFiles, method: http.MethodGet, path: pathRecordFiles, header: http.Header{},
		parameters: url.Values{"confUUID": {uuid}}, wrong: validUUID(uuid),
		read: func(a answer) (err error) {
			files, err = readRecordFiles(a)
			return err
		},
	}})
	return files, err
}

var errNoRecordFile = errors.New("the answer holds no recording")

// readRecordFiles reads an answer. The documents have one recording in it; in the list
// of all recordings they are on a page.
func readRecordFiles(a answer) ([]RecordFile, error) {
	var f struct {
		RecordFile
		Data List[RecordFile] `json:"data"`

		Code      Text `json:"error_code"`
		OtherCode Text `json:"errorCode"`
	}
	if err := unmarshal(a.body, &f); err != nil {
		return nil, err
	}
	switch {
	case cmp.Or(f.Code, f.OtherCode) != "":
		return nil, missing(a.body, errNoRecordFile)
	case len(f.Data) > 0:
		return f.Data, nil
	case f.empty():
		return nil, nil
	default:
		return []RecordFile{f.RecordFile}, nil
	}
}

// empty reports whether nothing was recorded.
func (f *RecordFile) empty() bool {
	return len(f.Pages) == 0 && f.Seconds == 0 && f.Megabytes == 0 && f.DecodedAt == 0 && !bool(f.Decoded) && !bool(f.Available)
}
