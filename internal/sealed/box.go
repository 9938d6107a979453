package sealed

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
)

// ErrBox says that a value was sealed with another key, or for another id.
var ErrBox = errors.New("what is stored sealed cannot be opened")

// Box seals values that are of use for some days, with a key that is derived from one
// that every process has: no key has to be set up for it.
type Box struct {
	aead  cipher.AEAD
	idKey []byte
}

// NewBox returns a box for a purpose, such as "unfurled links". Boxes of another
// purpose open nothing of it.
func NewBox(key []byte, purpose string) (Box, error) {
	sealing, err := hkdf.Key(sha256.New, key, nil, "meetingbot "+purpose, 32)
	if err != nil {
		return Box{}, fmt.Errorf("derive the key of %s: %w", purpose, err)
	}
	naming, err := hkdf.Key(sha256.New, key, nil, "meetingbot ids of "+purpose, 32)
	if err != nil {
		return Box{}, fmt.Errorf("derive the key of ids of %s: %w", purpose, err)
	}
	block, err := aes.NewCipher(sealing)
	if err != nil {
		return Box{}, fmt.Errorf("make the cipher of %s: %w", purpose, err)
	}
	aead, err := cipher.NewGCM(block)
	return Box{aead: aead, idKey: naming}, err
}

// Close seals a value for the row or the job with an id.
func (b Box) Close(id string, v any) (string, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("seal a value: %w", err)
	}
	nonce := make([]byte, b.aead.NonceSize())
	_, _ = rand.Read(nonce) // never fails, by its documentation
	return base64.RawURLEncoding.EncodeToString(b.aead.Seal(nonce, nonce, text, []byte(id))), nil
}

// Open reads a value that was sealed for the id. The error is ErrBox.
func (b Box) Open(id, sealed string, into any) error {
	raw, err := base64.RawURLEncoding.DecodeString(sealed)
	if err != nil || len(raw) < b.aead.NonceSize() {
		return ErrBox
	}
	text, err := b.aead.Open(nil, raw[:b.aead.NonceSize()], raw[b.aead.NonceSize():], []byte(id))
	if err != nil || json.Unmarshal(text, into) != nil {
		return ErrBox
	}
	return nil
}

// ID names something by its parts, which cannot be found out from it.
func (b Box) ID(parts ...string) string {
	mac := hmac.New(sha256.New, b.idKey)
	_, _ = fmt.Fprintf(mac, "%q", parts) // never fails
	return hex.EncodeToString(mac.Sum(nil)[:16])
}
