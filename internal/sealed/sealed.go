// Package sealed keeps secrets in a database: sealed with a key that is elsewhere,
// and bound to the row they belong to, so that one cannot be moved to another.
//
// It knows neither the database nor what the secrets are for.
package sealed

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"

	"meetingbot/internal/secret"
)

var (
	// ErrNotKey says that a text is not what NewKey makes.
	ErrNotKey = errors.New("no encryption key: it must be what meetingbot setup made, a Tink keyset in base64")
	// ErrCannotOpen says that what is sealed was sealed with another key or for
	// another place, or was changed.
	ErrCannotOpen = errors.New("no key of ENCRYPTION_KEY or ENCRYPTION_KEY_FILE opens it: add the one that it was sealed with")
)

// Place is where a sealed secret belongs: it opens nowhere else.
type Place struct{ Table, EnterpriseID, TeamID string }

// data is what Tink binds to the secret. No part has a colon in it.
func (p Place) data() []byte { return []byte(p.Table + ":" + p.EnterpriseID + ":" + p.TeamID) }

// Keys seal and open secrets. They are safe for concurrent use.
type Keys struct{ all []tink.AEAD }

// NewKey makes a key, as ParseKeys reads it.
func NewKey() (secret.Secret, error) {
	handle, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return "", fmt.Errorf("make an encryption key: %w", err)
	}
	var key bytes.Buffer
	if err := insecurecleartextkeyset.Write(handle, keyset.NewBinaryWriter(&key)); err != nil {
		return "", fmt.Errorf("write an encryption key: %w", err)
	}
	return secret.Secret(base64.StdEncoding.EncodeToString(key.Bytes())), nil
}

// ParseKeys reads keys, separated by commas or blanks. The first one seals; all
// open. The error is ErrNotKey and says nothing of the text.
func ParseKeys(text secret.Secret) (*Keys, error) {
	var k Keys
	for word := range strings.FieldsFuncSeq(text.Reveal(), isSeparator) {
		key, err := parseKey(word)
		if err != nil {
			return nil, err
		}
		k.all = append(k.all, key)
	}
	if len(k.all) == 0 {
		return nil, ErrNotKey
	}
	return &k, nil
}

func isSeparator(r rune) bool { return r == ',' || r == ' ' || r == '\t' || r == '\r' || r == '\n' }

// parseKey drops why a text is no key: Tink's errors may quote it.
func parseKey(text string) (tink.AEAD, error) {
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, ErrNotKey
	}
	handle, err := insecurecleartextkeyset.Read(keyset.NewBinaryReader(bytes.NewReader(raw)))
	if err != nil {
		return nil, ErrNotKey
	}
	key, err := aead.New(handle)
	if err != nil {
		return nil, ErrNotKey
	}
	return key, nil
}

// Seal seals a secret for a place, as printable text. No secret is sealed as "".
func (k *Keys) Seal(s secret.Secret, p Place) (string, error) {
	if s == "" {
		return "", nil
	}
	text, err := k.all[0].Encrypt([]byte(s.Reveal()), p.data())
	if err != nil {
		return "", fmt.Errorf("seal a secret: %w", err)
	}
	return base64.StdEncoding.EncodeToString(text), nil
}

// IsCurrent reports whether a text was sealed for a place with the key that seals.
func (k *Keys) IsCurrent(text string, p Place) bool {
	_, err := (&Keys{all: k.all[:1]}).Open(text, p)
	return err == nil
}

// Open returns what was sealed for a place, or ErrCannotOpen.
func (k *Keys) Open(text string, p Place) (secret.Secret, error) {
	if text == "" {
		return "", nil
	}
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return "", ErrCannotOpen
	}
	for _, key := range k.all {
		if s, err := key.Decrypt(raw, p.data()); err == nil {
			return secret.Secret(s), nil
		}
	}
	return "", ErrCannotOpen
}
