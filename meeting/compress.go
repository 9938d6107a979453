package meeting

import (
	"sync"

	"github.com/klauspost/compress/s2"
)

// compressed are for what is being compressed or the reverse.
//
//nolint:gochecknoglobals // one pool for all accounts
var compressed = sync.Pool{New: func() any { b := make([]byte, 16<<10); return &b }}

// compress shortens a text, fast rather than far: a reading is packed once each time
// that it is read.
func compress(text []byte) string {
	room := compressed.Get().(*[]byte)
	defer compressed.Put(room)
	return string(s2.Encode(*room, text))
}

// decompress returns the text that compress shortened.
func decompress(short string) (string, error) {
	room := compressed.Get().(*[]byte)
	defer compressed.Put(room)
	text, err := s2.Decode(*room, []byte(short))
	if err != nil {
		return "", errBadPack
	}
	return string(text), nil
}
