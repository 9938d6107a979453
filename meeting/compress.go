package meeting

import "github.com/klauspost/compress/s2"

// compress shortens a text, fast rather than far: a reading is packed once each time
// that it is read.
func compress(text string) string { return string(s2.Encode(nil, []byte(text))) }

// decompress returns the text that compress shortened.
func decompress(compressed string) (string, error) {
	text, err := s2.Decode(nil, []byte(compressed))
	if err != nil {
		return "", errBadPack
	}
	return string(text), nil
}
