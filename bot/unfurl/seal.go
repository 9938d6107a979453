package unfurl

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

// seal encrypts what is stored of links: whoever has one can enter the meeting.
type seal struct {
	aead  cipher.AEAD
	idKey []byte
}

func newSeal(key []byte) (seal, error) {
	sealing, err := hkdf.Key(sha256.New, key, nil, "meetingbot unfurled links", 32)
	if err != nil {
		return seal{}, fmt.Errorf("derive the key of links: %w", err)
	}
	naming, err := hkdf.Key(sha256.New, key, nil, "meetingbot ids of unfurled links", 32)
	if err != nil {
		return seal{}, fmt.Errorf("derive the key of ids: %w", err)
	}
	block, err := aes.NewCipher(sealing)
	if err != nil {
		return seal{}, fmt.Errorf("make the cipher of links: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	return seal{aead: aead, idKey: naming}, err
}

// close seals a value for the row or the job with an id.
func (s seal) close(id string, v any) (string, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("seal a link: %w", err)
	}
	nonce := make([]byte, s.aead.NonceSize())
	_, _ = rand.Read(nonce) // never fails, by its documentation
	return base64.RawURLEncoding.EncodeToString(s.aead.Seal(nonce, nonce, text, []byte(id))), nil
}

// errSealed says that something was sealed with another key, or for another id.
var errSealed = errors.New("what is stored of a link cannot be opened")

// open reads a value that was sealed for the id.
func (s seal) open(id, sealed string, into any) error {
	raw, err := base64.RawURLEncoding.DecodeString(sealed)
	if err != nil || len(raw) < s.aead.NonceSize() {
		return errSealed
	}
	text, err := s.aead.Open(nil, raw[:s.aead.NonceSize()], raw[s.aead.NonceSize():], []byte(id))
	if err != nil || json.Unmarshal(text, into) != nil {
		return errSealed
	}
	return nil
}

// id names something by its parts, which cannot be found out from it.
func (s seal) id(parts ...string) string {
	mac := hmac.New(sha256.New, s.idKey)
	_, _ = fmt.Fprintf(mac, "%q", parts) // never fails
	return hex.EncodeToString(mac.Sum(nil)[:16])
}
