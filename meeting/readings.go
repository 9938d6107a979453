package meeting

import (
	"sync"
	"time"

	"meetingbot/internal/boundedcache"
	"meetingbot/internal/secret"
)

// maxUnpacked bounds the readings that are kept as they are shown, of 10 KB with 15
// invitees and 22 KB with 45.
const maxUnpacked = 64

// readings keeps the last reading of each meeting, packed, and those that were read or
// unpacked last also unpacked. It is safe for concurrent use.
type readings struct {
	life time.Duration

	unpacked *boundedcache.Cache[*Snapshot] // by id
	packed   *boundedcache.Cache[packedReading]

	mu sync.Mutex // held by those who change what is kept
}

// packedReading is a reading in few bytes.
type packedReading struct {
	header Snapshot      // without its body
	body   secret.Secret // a readingBody, packed and compressed
}

// readingBody is the part of a reading that is large.
type readingBody struct {
	Conference   *Conference
	Participants []Participant
}

// newReadings keeps at most so many readings, each for so long.
func newReadings(most int, life time.Duration) *readings {
	return &readings{
		life:     life,
		unpacked: boundedcache.New[*Snapshot](min(most, maxUnpacked)),
		packed:   boundedcache.New[packedReading](most),
	}
}

// Get returns the reading of a meeting. It is the same pointer as before while the
// reading is kept unpacked, and has the same version in any case.
func (r *readings) Get(id string) (*Snapshot, bool) {
	if s, ok := r.unpacked.Get(id); ok {
		return s, true
	}
	p, ok := r.packed.Get(id)
	if !ok {
		return nil, false
	}
	s, err := p.unpack()
	if err != nil {
		return nil, false
	}
	return r.keepUnpacked(id, s), true
}

// keepUnpacked keeps a reading unpacked, unless another has come in its place
// meanwhile, and returns the one that all who ask now share.
func (r *readings) keepUnpacked(id string, s *Snapshot) *Snapshot {
	r.mu.Lock()
	defer r.mu.Unlock()
	if other, ok := r.unpacked.Get(id); ok {
		return other
	}
	if now, ok := r.packed.Get(id); ok && now.header.Version == s.Version {
		r.unpacked.Put(id, s, r.life)
	}
	return s
}

// Put keeps a reading in place of the meeting's former one.
func (r *readings) Put(id string, s *Snapshot) {
	p := packReading(s)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.put(id, s, p)
}

// Replace keeps a copy of the reading with this version in place of it; the body is
// the same. It does nothing where another reading is kept.
func (r *readings) Replace(id string, version uint64, successor *Snapshot) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if former, ok := r.packed.Get(id); ok && former.header.Version == version {
		r.put(id, successor, packedWith(successor, former.body))
	}
}

// Copy keeps a changed copy of a reading that others keep, and returns it; the body
// is the same.
func (r *readings) Copy(others *readings, id string, change func(*Snapshot)) (*Snapshot, bool) {
	s, ok := others.Get(id)
	if !ok {
		return nil, false
	}
	changed := *s
	change(&changed)
	if p, ok := others.packed.Get(id); ok && p.header.Version == s.Version {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.put(id, &changed, packedWith(&changed, p.body))
	}
	return &changed, true
}

func (r *readings) put(id string, s *Snapshot, p packedReading) {
	r.unpacked.Put(id, s, r.life)
	r.packed.Put(id, p, r.life)
}

// Delete drops the reading of a meeting.
func (r *readings) Delete(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.unpacked.Delete(id)
	r.packed.Delete(id)
}

func packReading(s *Snapshot) packedReading {
	return packedWith(s, secret.Secret(pack(&readingBody{s.Conference, s.Participants})))
}

// packedWith is a reading whose body has been packed.
func packedWith(s *Snapshot, body secret.Secret) packedReading {
	p := packedReading{header: *s, body: body}
	p.header.Conference, p.header.Participants = nil, nil
	return p
}

func (p *packedReading) unpack() (*Snapshot, error) {
	packed, err := decompress(p.body.Reveal())
	if err != nil {
		return nil, err
	}
	var body readingBody
	if err := unpack(packed, &body); err != nil {
		return nil, err
	}
	s := p.header
	s.Conference, s.Participants = body.Conference, body.Participants
	return &s, nil
}
