package handlers

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"time"

	"meetingbot/internal/secret"
)

const (
	// stateLife is how long an installation may take, from our page to Slack's answer.
	stateLife = 10 * time.Minute
	// stateSkew is how far the clocks of two replicas may be apart.
	stateSkew = time.Minute
	// stateTime, stateNonce and stateMAC are the parts of a state, in bytes.
	stateTime, stateNonce, stateMAC = 8, 16, sha256.Size
)

// installStates makes and checks the states of installations: proof that one began
// here, and when. They are signed with a key that all replicas derive from the same
// secret, so any of them can check what another one made.
type installStates struct{ key []byte }

// newInstallStates derives the key from the client secret, which every process that
// serves the app has.
func newInstallStates(clientSecret secret.Secret) (installStates, error) {
	key, err := hkdf.Key(sha256.New, []byte(clientSecret.Reveal()), nil, "meetingbot install state", sha256.Size)
	if err != nil {
		return installStates{}, fmt.Errorf("derive the key of install states: %w", err)
	}
	return installStates{key: key}, nil
}

// issue returns a new state.
func (s installStates) issue(now time.Time) string {
	raw := make([]byte, stateTime+stateNonce, stateTime+stateNonce+stateMAC)
	binary.BigEndian.PutUint64(raw, uint64(now.Unix())) //nolint:gosec // no time before 1970
	_, _ = rand.Read(raw[stateTime:])                   // never fails, by its documentation
	return base64.RawURLEncoding.EncodeToString(append(raw, s.mac(raw)...))
}

// valid reports whether a state was made here, in the last ten minutes.
func (s installStates) valid(state string, now time.Time) bool {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(state)
	if err != nil || len(raw) != stateTime+stateNonce+stateMAC {
		return false
	}
	signed, mac := raw[:stateTime+stateNonce], raw[stateTime+stateNonce:]
	if !hmac.Equal(mac, s.mac(signed)) {
		return false
	}
	age := now.Sub(time.Unix(int64(binary.BigEndian.Uint64(signed)), 0)) //nolint:gosec // issue wrote it
	return age >= -stateSkew && age < stateLife
}

func (s installStates) mac(raw []byte) []byte {
	mac := hmac.New(sha256.New, s.key)
	mac.Write(raw)
	return mac.Sum(nil)
}
