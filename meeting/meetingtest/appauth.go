package meetingtest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// appAuthBody is the documented body of an App ID sign-in. userEmail,
// userPhone and deptCode would go to the enterprise's directory, which is not
// kept here.
type appAuthRequest struct {
	AppID      string `json:"appId"`
	ClientType int    `json:"clientType"`
	CorpID     string `json:"corpId"`
	ExpireTime *int64 `json:"expireTime"` // Unix seconds at which the signature dies, 0 never
	Nonce      string `json:"nonce"`
	UserID     string `json:"userId"`
	UserName   string `json:"userName"`
}

// appAuth is POST /v2/usg/acs/auth/appauth. What is wrong with the question is
// found first (400), then who asks (401); of the latter the signature is
// checked before its age, so that only the holder of the key learns more than
// "no".
func (s *Server) appAuth(r *http.Request) response {
	var body appAuthRequest
	if !decodeJSON(r, &body) || r.Header.Get("X-Token-Type") != "LongTicket" || !body.valid() {
		return errorResponse(invalidSignIn)
	}
	if refused := s.verifySignature(body, r.Header.Get("Authorization")); refused != nil {
		return errorResponse(*refused)
	}
	user := s.appIdentity(body)
	now := s.opts.Now()
	k := s.tokens.issue(user, "app\x00"+body.CorpID+"\x00"+body.UserID, body.ClientType, now, s.opts.TokenLife)
	return jsonResponse(s.newTokenResponse(r, k, signInDetails{clientType: body.ClientType, name: body.UserName, appUser: true, now: now}))
}

// sound reports whether the parameters are as documented: clientType 72, which
// is the only type that the page for servers names; a nonce of 32 to 64
// characters; a moment of expiry, which may lie as far in the future as the
// asker likes (a sample of the documents itself has milliseconds).
func (b appAuthRequest) valid() bool {
	n := utf8.RuneCountInString(b.Nonce)
	return b.AppID != "" && b.ClientType == clientTypeAPI && n >= 32 && n <= 64 &&
		b.ExpireTime != nil && *b.ExpireTime >= 0
}

// prove checks that the asker holds the App Key, that the signature is alive
// and that its nonce is new. A nonce that comes again while its signature
// lives is a replay; the documents ask for a new one each time and name no
// code, so it fails like a bad signature.
func (s *Server) verifySignature(b appAuthRequest, authorization string) *refusal {
	signature, access, ok := parseAuthorization(authorization)
	if !ok || access != "" && access != base64.StdEncoding.EncodeToString([]byte(b.AppID)) {
		return &invalidSignature
	}
	if s.opts.AppID == "" || s.opts.AppKey == "" || b.AppID != s.opts.AppID || !s.allowsCorp(b) {
		return &invalidSignature
	}
	mac := hmac.New(sha256.New, []byte(s.opts.AppKey))
	mac.Write([]byte(s.signedMessage(b)))
	if !hmac.Equal(signature, mac.Sum(nil)) {
		return &invalidSignature
	}
	now := s.opts.Now()
	if *b.ExpireTime != 0 && now.Unix() > *b.ExpireTime {
		return &expiredSignature
	}
	if !s.nonces.use(b.Nonce, *b.ExpireTime, now) {
		return &invalidSignature
	}
	return nil
}

// corpFits reports whether the corporation named fits the server's mode. A
// service provider who names none signs in as its own administrator, who has
// no users to be.
func (s *Server) allowsCorp(b appAuthRequest) bool {
	if b.CorpID == "" {
		return s.opts.CorpID == "" || b.UserID == ""
	}
	return b.CorpID == s.opts.CorpID
}

// message is the text that was to be signed.
func (s *Server) signedMessage(b appAuthRequest) string {
	expire := strconv.FormatInt(*b.ExpireTime, 10)
	if s.opts.CorpID == "" {
		return strings.Join([]string{b.AppID, b.UserID, expire, b.Nonce}, ":")
	}
	return strings.Join([]string{b.AppID, b.CorpID, b.UserID, expire, b.Nonce}, ":")
}

// appUser is who signs in: the default administrator without a user id, else
// that user, who is registered unasked when unknown.
func (s *Server) appIdentity(b appAuthRequest) identity {
	if b.UserID == "" {
		return identity{}
	}
	return s.userIdentity(b.UserID)
}

// user is an administrator or a member, by name.
func (s *Server) userIdentity(account string) identity {
	if slices.Contains(s.opts.Admins, account) {
		return identity{account: account, adminType: 1}
	}
	return identity{account: account, adminType: 2}
}

// parseAuthorization reads `HMAC-SHA256 signature=<hex>[,access=<base64>]`.
// The current documents want access, the older ones and the vendor's own SDKs
// do not know it; hexadecimal digits of either case are in use.
func parseAuthorization(header string) (signature []byte, access string, ok bool) {
	parts, found := strings.CutPrefix(header, "HMAC-SHA256 ")
	if !found {
		return nil, "", false
	}
	seen := map[string]string{}
	for part := range strings.SplitSeq(parts, ",") {
		key, value, found := strings.Cut(strings.TrimSpace(part), "=")
		if _, double := seen[key]; !found || double || value == "" {
			return nil, "", false
		}
		seen[key] = value
	}
	signature, err := hex.DecodeString(seen["signature"])
	access = seen["access"]
	delete(seen, "signature")
	delete(seen, "access")
	return signature, access, err == nil && len(signature) == sha256.Size && len(seen) == 0
}

// decode reads a JSON body that says it is one, in UTF-8.
func decodeJSON(r *http.Request, v any) bool {
	media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "application/json" {
		return false
	}
	if charset, said := params["charset"]; said && !strings.EqualFold(charset, "UTF-8") {
		return false
	}
	return json.NewDecoder(r.Body).Decode(v) == nil
}
