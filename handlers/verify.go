package handlers

import (
	"bytes"
	"errors"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/slack-go/slack"
)

const (
	// maxBody is the largest request body that is read, in bytes.
	maxBody = 1 << 20
	// firstRead bounds how much memory is set aside because of a Content-Length.
	firstRead = 64 << 10
)

// signed makes an endpoint of next, which gets the body of a request that Slack
// signed. The body is read once and checked as it came, before anything parses
// it; without a valid signature next does not run.
func signed(next func(h *Handlers, r request, body []byte) error) endpoint {
	return func(h *Handlers, r request) error {
		body, err := readBody(r.Response().Writer, r.Request())
		if err != nil {
			return err
		}
		if isSSLCheck(r.Request().Header, body) {
			return r.ackEmpty()
		}
		if err := h.verifier.verify(r.Request().Header, body); err != nil {
			h.logUnsigned(r, err)
			return errUnsigned
		}
		return next(h, r, body)
	}
}

// readBody reads the whole body, up to maxBody.
func readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if r.ContentLength > maxBody {
		return nil, errTooLarge
	}
	size := max(0, min(r.ContentLength, firstRead))
	body := bytes.NewBuffer(make([]byte, 0, size+bytes.MinRead))
	_, err := body.ReadFrom(http.MaxBytesReader(w, r.Body, maxBody))
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, errTooLarge
	}
	if err != nil {
		return nil, errMalformed // the connection broke
	}
	return body.Bytes(), nil
}

// isSSLCheck reports whether the request is Slack's probe of the server's
// certificate: an unsigned form with ssl_check=1, to be answered with an empty
// 200. Nothing else may run for it.
func isSSLCheck(header http.Header, body []byte) bool {
	if !bytes.Contains(body, []byte("ssl_check=1")) || !isForm(header) {
		return false
	}
	form, err := url.ParseQuery(string(body))
	return err == nil && len(form["ssl_check"]) == 1 && form.Get("ssl_check") == "1"
}

// verifier checks Slack's signatures.
type verifier struct {
	secret string
}

// verify returns nil when Slack signed this body within the last five minutes,
// by the clock of the machine: the library takes no other, and does not export
// its check without a clock. Tests of the five minutes run in a bubble of
// testing/synctest, which has a clock of its own.
func (s verifier) verify(header http.Header, body []byte) error {
	v, err := slack.NewSecretsVerifier(header, s.secret)
	if err != nil {
		return err
	}
	if _, err := v.Write(body); err != nil {
		return err
	}
	return v.Ensure()
}

// logUnsigned says, once a minute at most, that requests come in without a valid
// signature: with a wrong signing secret all of them do.
func (h *Handlers) logUnsigned(r request, err error) {
	h.unsignedLog.Do(func() {
		h.log.LogAttrs(r.Request().Context(), slog.LevelWarn, "request refused",
			slog.String("request_id", r.id),
			slog.String("route", r.route),
			slog.String("reason", signatureProblem(err)))
	})
}

// signatureProblem says in a word what is wrong with a signature. The library's own
// text may quote the header, which anybody can write.
func signatureProblem(err error) string {
	switch {
	case errors.Is(err, slack.ErrMissingHeaders):
		return "missing"
	case errors.Is(err, slack.ErrExpiredTimestamp):
		return "stale"
	default:
		return "invalid"
	}
}

// isForm reports whether the request says that its body is a form.
func isForm(header http.Header) bool { return isMedia(header, echo.MIMEApplicationForm) }

// isJSON reports whether the request says that its body is JSON.
func isJSON(header http.Header) bool { return isMedia(header, echo.MIMEApplicationJSON) }

// isMedia reports whether the request's content type is want, whatever its
// parameters.
func isMedia(header http.Header, want string) bool {
	got := header.Get(echo.HeaderContentType)
	if got == want {
		return true
	}
	got, _, err := mime.ParseMediaType(got)
	return err == nil && strings.EqualFold(got, want)
}
