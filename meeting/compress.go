package meeting

import "github.com/klauspost/compress/s2"

// compress shortens a text, fast rather than far: a reading is packed once each time
// that it is read.
func compress(text []byte) string {
	room := buffers.Get().(*[]byte)
	defer buffers.Put(room)
	return string(s2.Encode(*room, text))
}

// decompress returns the text that compress shortened.
func decompress(compressed string) (string, error) {
	room := buffers.Get().(*[]byte)
	defer buffers.Put(room)
	text, err := s2.Decode(*room, []byte(compressed))
	if err != nil {
		return "", errBadPack
	}
	return string(text), nil
}
