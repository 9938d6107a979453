package bot

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/workspace"
)

// metadataLife is how long an open modal works.
const metadataLife = 24 * time.Hour

// metadataSeal proves that the private metadata of a modal is what the bot wrote
// for this person, workspace and modal. Any process with the key can check it, so
// nothing of an open modal is stored.
type metadataSeal struct{ key []byte }

// holder is whom sealed metadata belongs to.
type holder struct {
	workspace.Key
	userID     string
	callbackID string // of the modal
}

// holder is whom the metadata of a modal belongs to that this question opens or
// comes from.
func (r *Request) holder(callbackID string) holder {
	return holder{Key: r.Key, userID: r.UserID, callbackID: callbackID}
}

// sealModal seals the metadata of a modal for the person who asks. A modal
// without any stays as it is.
func (r *Request) sealModal(m slack.ModalViewRequest) slack.ModalViewRequest {
	if m.PrivateMetadata != "" {
		until := r.bot.o.Now().Add(metadataLife)
		m.PrivateMetadata = r.bot.seal.close(r.holder(m.CallbackID), m.PrivateMetadata, until)
	}
	return m
}

// openMetadata replaces the sealed metadata of the modal in which the question
// was asked by what the bot wrote. It reports false for what it did not write.
func (r *Request) openMetadata() (ok bool) {
	if r.View.Metadata == "" {
		return true
	}
	r.View.Metadata, ok = r.bot.seal.open(r.holder(r.View.CallbackID), r.View.Metadata, r.bot.o.Now())
	return ok
}

// close seals metadata until a time: "914083136:1 1795430520.q83v…".
func (s metadataSeal) close(h holder, metadata string, until time.Time) string {
	expiry := strconv.FormatInt(until.Unix(), 10)
	return metadata + " " + expiry + "." + s.sign(h, metadata, expiry)
}

// open returns metadata that was sealed for the holder and has not expired.
func (s metadataSeal) open(h holder, sealed string, now time.Time) (metadata string, ok bool) {
	end := strings.LastIndexByte(sealed, ' ')
	if end < 0 {
		return "", false
	}
	metadata = sealed[:end]
	expiry, signature, _ := strings.Cut(sealed[end+1:], ".")
	if !hmac.Equal([]byte(signature), []byte(s.sign(h, metadata, expiry))) {
		return "", false
	}
	until, err := strconv.ParseInt(expiry, 10, 64)
	return metadata, err == nil && now.Before(time.Unix(until, 0))
}

// sign signs metadata. Quoting keeps the parts apart, whatever is in them.
func (s metadataSeal) sign(h holder, metadata, expiry string) string {
	mac := hmac.New(sha256.New, s.key)
	_, _ = fmt.Fprintf(mac, "%q %q %q %q %q %q", h.EnterpriseID, h.TeamID, h.userID, h.callbackID, metadata, expiry) // never fails
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}
