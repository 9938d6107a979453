package meeting

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"meetingbot/internal/secret"
)

// KindOfCode and KindOfStatus let the tests walk the whole tables.
var (
	KindOfCode   = kindOfCode
	KindOfStatus = kindOfStatus
	CleanCode    = cleanCode
	CleanID      = cleanID
	RetryAfter   = retryAfter
	RefusalOf    = refusal
	NewNonce     = newNonce
	ZoneName     = zoneName
	Backoff      = backoff
)

// Sign lets the tests check signatures against known ones.
func (c *Credentials) Sign(expires int64, nonce string) string { return c.sign(expires, nonce) }

// SignedIn is a token and when it ends.
type SignedIn struct {
	Value            string
	RenewAt, Expires time.Time
}

// ReadToken reads the answer to a sign-in.
func ReadToken(body []byte, date string, now time.Time) (SignedIn, error) {
	t, err := readToken(answer{body: body, date: serverTime(http.Header{"Date": {date}})}, now, now)
	if err != nil {
		return SignedIn{}, err
	}
	return SignedIn{Value: t.value.Reveal(), RenewAt: t.renewAt, Expires: t.expires}, nil
}

// Decode reads the answer to a question about the meeting with this id.
func Decode(body []byte, id string) (*Detail, error) {
	d := &Detail{}
	if err := d.read(answer{body: body}, true, true); err != nil {
		return nil, err
	}
	d.Conference.ID = cmp.Or(d.Conference.ID, Text(id))
	return d, nil
}

// DecodePage reads one page of a list.
func DecodePage[T any](body []byte) (*Page[T], error) {
	p := &Page[T]{}
	if err := p.read(answer{body: body}); err != nil {
		return nil, err
	}
	return p, nil
}

// Source and CacheOptions let the tests make accounts that read from a source of
// theirs.
type (
	Source       = source
	CacheOptions = cacheOptions
)

// NewTestAccount returns an account that reads from s.
func NewTestAccount(s Source, o CacheOptions) (*Account, error) {
	return newAccount(&Client{tokens: newTokens(nil, o.Now, nil)}, s, o) // which has not signed in
}

// NewTestAccountOf returns an account that asks as a client.
func NewTestAccountOf(c *Client, o CacheOptions) (*Account, error) {
	return newAccount(c, c.Conferences, o)
}

// Change sends a change that books nothing.
func (c *Client) Change(ctx context.Context, method string) error {
	return c.do(ctx, &change{request{
		op: "test change", method: method, path: pathList, body: []byte(`{"subject":"x"}`),
		header: http.Header{"Content-Type": {"application/json"}},
		read:   func(a answer) error { return unmarshal(a.body, &struct{}{}) },
	}})
}

// Prune keeps a JSON text, of each array at most so many elements, as it is read
// in parts of some bytes. It returns also how long the longest array was.
func Prune(text []byte, most, part int) (kept []byte, longest int, err error) {
	p := &pruner{most: most}
	for chunk := range slices.Chunk(text, part) {
		if _, err := p.Write(chunk); err != nil {
			return nil, 0, err
		}
	}
	return p.kept, p.longest, nil
}

// Pack writes the body of a reading in few bytes, which are not compressed.
func Pack(s *Snapshot) string {
	text, err := decompress(pack(&readingBody{s.Conference, s.Participants}))
	if err != nil {
		panic(err) // it was compressed a moment ago
	}
	return text
}

// Unpack returns a reading with the rest of s and a packed body.
func Unpack(s *Snapshot, packed string) (*Snapshot, error) {
	p := packedWith(s, secret.Secret(compress([]byte(packed))))
	return p.unpack()
}

// Compress and Decompress shorten a text and read it again.
var (
	Compress   = compress
	Decompress = decompress
)

// Readings keeps readings as an account does.
type Readings = readings

// NewReadings keeps at most so many readings, each for so long.
func NewReadings(most int, life time.Duration) *Readings { return newReadings(most, life) }

// MaxUnpacked bounds the readings that are kept unpacked.
const MaxUnpacked = maxUnpacked

// Break makes what is kept of a meeting unreadable.
func (r *readings) Break(id string) {
	r.unpacked.Delete(id)
	p, _ := r.packed.Get(id)
	r.packed.Put(id, packedWith(&p.header, "x"), r.life)
}

// Unkeep drops the unpacked reading of a meeting.
func (r *readings) Unkeep(id string) { r.unpacked.Delete(id) }

// UnmarshalElements reads an array element by element.
func UnmarshalElements[T any](data []byte) List[T] {
	var l List[T]
	_ = l.unmarshalElements(data) // it never fails
	return l
}

// MaxPersons bounds the people who are signed in at once.
const MaxPersons = maxPersons

// Persons is how many people are signed in.
func (a *Account) Persons() int { return a.persons.kept.Len() }

// KindOfControlCode lets the tests walk the whole table.
var KindOfControlCode = kindOfControlCode
