package bot

import (
	"strconv"
	"sync"
	"time"

	"github.com/patrickmn/go-cache"

	"meetingbot/bot/view"
)

// keepReply is how long a rendered reply may be of use: a card changes every
// minute.
const keepReply = 2 * time.Minute

// kept holds rendered replies, at most as many as its ring has room for. The
// one kept longest leaves first.
type kept struct {
	replies *cache.Cache // of Reply

	mu   sync.Mutex
	ring []string // keys in the order they came, once around
	next int      // where the next one goes
}

func newKept(entries int) *kept {
	return &kept{
		replies: cache.New(keepReply, 0), // 0: no janitor, the ring makes room
		ring:    make([]string, entries),
	}
}

func (k *kept) get(key string) (Reply, bool) {
	r, ok := k.replies.Get(key)
	if !ok {
		return Reply{}, false
	}
	return r.(Reply), true
}

func (k *kept) put(key string, r Reply) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.replies.Delete(k.ring[k.next])
	k.ring[k.next] = key
	k.next = (k.next + 1) % len(k.ring)
	k.replies.SetDefault(key, r)
}

// cardKey names everything that the look of a card depends on.
type cardKey struct {
	turn     view.PageRef // to what is shown
	version  uint64       // of the reading; it differs when the reading is stale
	language string
	zone     *time.Location
	password bool
	host     bool
	placing  placing
	sharer   string // "" unless the card is for everybody in the channel
	minute   int64
	present  int64 // when it was read who is in the meeting, 0 for not at all
}

// String writes the key in as little time as can be.
func (k cardKey) String() string {
	b := make([]byte, 0, 128)
	b = append(b, k.turn.String()...)
	b = append(b, '|')
	b = strconv.AppendUint(b, k.version, 36)
	b = append(b, '|')
	b = strconv.AppendInt(b, k.minute, 36)
	b = append(b, '|')
	b = strconv.AppendBool(b, k.password)
	b = strconv.AppendBool(b, k.host)
	b = append(b, '|', '0'+byte(k.placing))
	b = append(b, '|')
	b = append(b, k.sharer...)
	b = append(b, '|')
	b = strconv.AppendInt(b, k.present, 36)
	b = append(b, '|')
	b = append(b, k.language...)
	b = append(b, '|')
	if k.zone != nil {
		b = append(b, k.zone.String()...)
	}
	return string(b)
}
