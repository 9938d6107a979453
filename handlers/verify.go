package handlers

import (
	"bytes"
	"cmp"
	"errors"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
)

// lingerFor is how long the rest of a body is read that nobody wants: a client that
// has just sent it sees the answer then.
const lingerFor = 500 * time.Millisecond

// signed makes an endpoint of next, which gets the body of a request that Slack
// signed, of one media type. Without a valid signature next does not run.
func signed(media string, next func(h *Handlers, r request, body []byte) error) endpoint {
	return func(h *Handlers, r httpRequest) error {
		body, probe, err := h.receive(r, media)
		switch {
		case err != nil:
			return err
		case probe:
			return r.ackEmpty()
		}
		r.signature = r.Request().Header.Get(headerSignature)
		err = next(h, r.request, body)
		if errors.Is(err, errMalformed) {
			h.logMalformed(r, media, body)
		}
		return err
	}
}

// receive returns the body of a request that Slack signed, or reports that the
// request is Slack's probe of the certificate. What the header shows to be invalid
// is refused before the body is read. The body is read once and checked as it came,
// before anything parses it.
func (h *Handlers) receive(r httpRequest, media string) (body []byte, probe bool, err error) {
	signature, refused := h.admit(r, media)
	limit := int64(maxBody)
	if refused != nil {
		if !mayBeProbe(r.Request()) {
			r.abandonBody()
			return nil, false, refused
		}
		limit = maxProbe
	}
	held, err := h.bodies.read(r.Request(), limit)
	if err != nil {
		r.abandonBody()
		return nil, false, h.refuseUnread(r, err, refused)
	}
	defer held.release()
	if isSSLCheck(r.Request().Header, held.bytes) {
		return nil, true, nil
	}
	if errors.Is(refused, errUnsigned) {
		return nil, false, refused
	}
	if err := signature.check(held.bytes); err != nil {
		h.logUnsigned(r, err)
		return nil, false, errUnsigned
	}
	return held.bytes, false, refused
}

// admit looks at a request's header alone: whether it can be signed, has the media
// type that is wanted here, and does not say that it is too large.
func (h *Handlers) admit(r httpRequest, media string) (signature, error) {
	header := r.Request().Header
	if r.Request().ContentLength > maxBody {
		return signature{}, errTooLarge
	}
	s, err := h.verifier.begin(header)
	if err != nil {
		h.logUnsigned(r, err)
		return signature{}, errUnsigned
	}
	if !isMedia(header, media) {
		h.unsignedLog.Do(func() { h.logRefused(r, "content_type") })
		return s, errMalformed
	}
	return s, nil
}

// mayBeProbe reports whether a request may be Slack's probe of the certificate, by
// its header. Only a small form is.
func mayBeProbe(r *http.Request) bool { return r.ContentLength <= maxProbe && isForm(r.Header) }

// refuseUnread returns the error for a body that was not read to its end: why the
// request had been refused already, if it was.
func (h *Handlers) refuseUnread(r httpRequest, err, refused error) error {
	if errors.Is(err, errFull) {
		h.fullLog.Do(func() { h.logRefused(r, "full") })
		return err
	}
	return cmp.Or(refused, err)
}

// abandonBody ends the connection after the answer. Otherwise net/http would read
// 256 KiB more of each refused body, however slowly it comes, to use the connection
// again.
func (r httpRequest) abandonBody() {
	if r.Request().ContentLength == 0 {
		return
	}
	r.Response().Header().Set(echo.HeaderConnection, "close")
	// A writer without a connection, as in tests, has no deadline.
	_ = http.NewResponseController(r.Response().Writer).SetReadDeadline(time.Now().Add(lingerFor))
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

// logUnsigned says, once a minute at most, that requests come in without a valid
// signature: with a wrong signing secret all of them do.
func (h *Handlers) logUnsigned(r httpRequest, err error) {
	h.unsignedLog.Do(func() { h.logRefused(r, signatureProblem(err)) })
}

// logRefused says why a request was refused.
func (h *Handlers) logRefused(r httpRequest, reason string) {
	h.log.LogAttrs(r.Request().Context(), slog.LevelWarn, "request refused",
		slog.String("request_id", r.id),
		slog.String("route", r.route),
		slog.String("reason", reason))
}

// logMalformed says that Slack signed what cannot be used, and of what shape it is.
func (h *Handlers) logMalformed(r httpRequest, media string, body []byte) {
	shape := shapeOf(body)
	if media == echo.MIMEApplicationForm {
		shape = formShape(string(body))
	}
	h.log.LogAttrs(r.Request().Context(), slog.LevelWarn, "request cannot be used",
		slog.String("request_id", r.id),
		slog.String("route", r.route),
		slog.String("shape", shape))
}

// isForm reports whether the request says that its body is a form.
func isForm(header http.Header) bool { return isMedia(header, echo.MIMEApplicationForm) }

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
