package meeting

import (
	"context"
	"errors"
	"net/http"

	"meetingbot/internal/secret"
)

const (
	opNonce   = "get join nonce"
	pathNonce = "/v1/usg/acs/auth/portal-ref-nonce"
)

var (
	errNonceOfAccount = errors.New("only a person can be signed in by a link")
	errNoNonce        = errors.New("the answer holds no nonce")
)

// Nonce returns a word that signs its holder in as the actor, once. Who holds it is
// the person: it is made when it is used, for that person only. The account itself has
// none, since whoever came with it would be an administrator. Errors are *Error.
func (x *Actor) Nonce(ctx context.Context) (secret.Secret, error) {
	client, err := x.client()
	if err != nil {
		return "", err
	}
	if !client.person {
		return "", &Error{Op: opNonce, Kind: Invalid, Err: errNonceOfAccount}
	}
	var body struct {
		Nonce secret.Secret `json:"nonce"`
	}
	err = client.do(ctx, &change{request{
		op: opNonce, method: http.MethodPost, path: pathNonce,
		header: http.Header{"Content-Type": {"application/json; charset=UTF-8"}}, body: []byte("{}"),
		read: func(a answer) error {
			if err := unmarshal(a.body, &body); err != nil {
				return err
			}
			if !isHeaderValue(body.Nonce.Reveal()) {
				return missing(a.body, errNoNonce)
			}
			return nil
		},
	}})
	if err != nil {
		return "", err
	}
	return body.Nonce, nil
}
