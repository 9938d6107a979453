package meeting

import (
	"context"
	"fmt"
	"net/url"
)

// maxUUIDLength bounds the id of one time that a meeting was held: 32 hexadecimal
// digits in every sample, 36 with dashes.
const maxUUIDLength = 64

const (
	opGetHistory   = "get past conference"
	pathGetHistory = "/v1/mmc/management/conferences/history/confDetail"
)

// GetHistory returns a meeting that has ended and one page of those who were
// invited when it was booked. The uuid is that of one time that it was held,
// as ListHistory returns it. The answer may lack the state and the UUID; the
// UUID is filled in, the state stays empty. Errors are *Error.
func (s *Conferences) GetHistory(ctx context.Context, uuid string, o DetailOptions) (*Detail, error) {
	q := detailQuery(opGetHistory, pathGetHistory, url.Values{"confUUID": {uuid}}, o, validUUID(uuid))
	d, err := s.detail(ctx, q, o.KeepRaw)
	if err != nil {
		return nil, err
	}
	if d.Conference.UUID == "" {
		d.Conference.UUID = Text(uuid)
	}
	return d, nil
}

// validUUID refuses what cannot be such an id.
func validUUID(uuid string) error {
	if !plain(uuid, maxUUIDLength) {
		return fmt.Errorf("a meeting's UUID is 1 to %d letters, digits or dashes", maxUUIDLength)
	}
	return nil
}
