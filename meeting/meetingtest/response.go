package meetingtest

import (
	"encoding/json"
	"maps"
	"net/http"
	"strconv"
	"strings"
)

// jsonType is the Content-Type of the API's responses.
const jsonType = "application/json;charset=UTF-8"

// response is what a handler returns before it is written.
type response struct {
	status      int
	code        string // error code of a refusal, for the log
	contentType string // defaults to jsonType
	header      http.Header
	body        []byte
}

// refusal is a documented error: its HTTP status, code and message.
type refusal struct {
	status  int
	code    string
	message string
}

// The refusals. Statuses are those of each endpoint's table of status codes;
// messages of MMC codes are the names of the vendor's enumeration without
// their CMS_ prefix, as the documented MMC answers have them.
//
//nolint:gochecknoglobals // a table of constants that Go cannot write as const
var (
	noSuchAPI    = refusal{404, "APIG.0101", "The API does not exist or has not been published in the environment"}
	noSuchMethod = refusal{404, "APIG.0101", "The API does not exist"}
	throttled    = refusal{429, "APIG.0308", "The throttling threshold has been reached: policy user over ratelimit,limit:10,time:1 second"}

	invalidSignIn    = refusal{400, "USG.000000003", "Parameter error"}
	unknownToken     = refusal{401, "USG.000000004", "Illegal request"}
	wrongPassword    = refusal{401, "USG.206010000", "User name or password error"}
	invalidSignature = refusal{401, "USG.206010025", "APPID verification failed"}
	expiredSignature = refusal{401, "USG.206010057", "APPID authentication expires"}
	kickedToken      = refusal{401, "USG.206020002", "The token has been kicked out"}

	// The enumeration has a code of its own for a missing token, and the
	// endpoint's table has 401 for "not authenticated".
	missingToken       = refusal{401, "MMC.111070111", "REQUEST_TOKEN_IS_NULL"}
	invalidParameter   = refusal{400, "MMC.111071061", "PARAMETER_VERIFIED_FAIL"}
	conferenceNotFound = refusal{400, "MMC.111070005", "CONF_DATA_NOT_FOUND"}
	// No source shows the status of this code. The endpoint's table has 403,
	// "insufficient permissions", which fits its name.
	forbidden = refusal{403, "MMC.111070010", "CONF_ROLE_AUTHENTICATION_FAILED"}
)

// errorResponse returns the response of a refusal.
func errorResponse(r refusal) response {
	body, _ := json.Marshal(map[string]string{"error_code": r.code, "error_msg": r.message}) // strings always marshal
	return response{status: r.status, code: r.code, body: body}
}

// jsonResponse returns a 200 with v as compact JSON. It panics when v has no
// JSON form.
func jsonResponse(v any) response {
	body, err := json.Marshal(v)
	if err != nil {
		// Only a test's own Extra or Picture can fail to marshal.
		panic("meetingtest: " + err.Error())
	}
	return response{status: http.StatusOK, body: body}
}

// write writes the response. A refusal of the gateway itself also has the
// request ID in its body.
func (r response) write(w http.ResponseWriter) {
	h := w.Header()
	maps.Copy(h, r.header)
	if strings.HasPrefix(r.code, "APIG.") {
		r.body = withRequestID(r.body, h.Get("X-Request-Id"))
	}
	contentType := r.contentType
	if contentType == "" {
		contentType = jsonType
	}
	h.Set("Content-Type", contentType)
	h.Set("Content-Length", strconv.Itoa(len(r.body)))
	w.WriteHeader(r.status)
	_, _ = w.Write(r.body) // an error means that the client is gone
}

// withRequestID adds request_id to the body of a refusal.
func withRequestID(body []byte, id string) []byte {
	fields := map[string]string{}
	if json.Unmarshal(body, &fields) != nil {
		return body
	}
	fields["request_id"] = id
	out, _ := json.Marshal(fields) // strings always marshal
	return out
}
