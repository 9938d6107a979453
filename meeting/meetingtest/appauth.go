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

// appAuthRequest is the documented body of an App ID sign-in. userEmail,
// userPhone and deptCode are ignored: nothing here changes who is in the directory.
type appAuthRequest struct {
	AppID      string `json:"appId"`
	ClientType int    `json:"clientType"`
	CorpID     string `json:"corpId"`
	ExpireTime *int64 `json:"expireTime"` // when the signature expires, in Unix seconds; 0 for never
	Nonce      string `json:"nonce"`
	UserID     string `json:"userId"`
	UserName   string `json:"userName"`
}

// appAuth is POST /v2/usg/acs/auth/appauth. It checks the parameters first
// (400), then the signature and last its expiry (401): only a client with the
// key learns that the signature has expired.
func (s *Server) appAuth(r *http.Request) response {
	var body appAuthRequest
	if !decodeJSON(r, &body) || r.Header.Get("X-Token-Type") != "LongTicket" || !body.valid() {
		return errorResponse(invalidSignIn)
	}
	if refused := s.verifySignature(body, r.Header.Get("Authorization")); refused != nil {
		return errorResponse(*refused)
	}
	user := s.appIdentity(body)
	if refused := s.register(&user, body.UserName); refused != nil {
		return errorResponse(*refused)
	}
	now := s.opts.Now()
	k := s.tokens.issue(user, "app\x00"+body.CorpID+"\x00"+body.UserID, body.ClientType, now, s.opts.TokenLife)
	return jsonResponse(s.newTokenResponse(r, k, signInDetails{clientType: body.ClientType, name: body.UserName, appUser: true, now: now}))
}

// valid reports whether the parameters are as documented: clientType 72, the
// only one in the documentation for servers; a nonce of 32 to 64 characters;
// and an expiry time, which may be as far in the future as the client likes
// (one of the documents' samples has milliseconds).
func (b appAuthRequest) valid() bool {
	n := utf8.RuneCountInString(b.Nonce)
	return b.AppID != "" && b.ClientType == clientTypeAPI && n >= 32 && n <= 64 &&
		b.ExpireTime != nil && *b.ExpireTime >= 0
}

// verifySignature checks that the client has the App Key, that the signature
// has not expired and that the nonce is new. The documents ask for a new
// nonce each time and name no code for a repeated one, so it is refused like
// a bad signature.
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

// allowsCorp reports whether the request's corporation ID fits the server's
// mode. A service provider without one signs in as its own administrator,
// never as a user.
func (s *Server) allowsCorp(b appAuthRequest) bool {
	if b.CorpID == "" {
		return s.opts.CorpID == "" || b.UserID == ""
	}
	return b.CorpID == s.opts.CorpID
}

// signedMessage is the text that the client must have signed.
func (s *Server) signedMessage(b appAuthRequest) string {
	expire := strconv.FormatInt(*b.ExpireTime, 10)
	if s.opts.CorpID == "" {
		return strings.Join([]string{b.AppID, b.UserID, expire, b.Nonce}, ":")
	}
	return strings.Join([]string{b.AppID, b.CorpID, b.UserID, expire, b.Nonce}, ":")
}

// appIdentity returns who signs in: the user, who is registered automatically
// when unknown, or the default administrator without a user ID.
func (s *Server) appIdentity(b appAuthRequest) identity {
	if b.UserID == "" {
		return identity{uuid: s.userUUID(""), byAppID: true}
	}
	user := s.userIdentity(b.UserID)
	user.byAppID = true
	return user
}

// userIdentity returns the identity of an account: an administrator or a
// member.
func (s *Server) userIdentity(account string) identity {
	if slices.Contains(s.opts.Admins, account) {
		return identity{account: account, adminType: 1, uuid: s.userUUID(account)}
	}
	return identity{account: account, adminType: 2, uuid: s.userUUID(account)}
}

// parseAuthorization reads `HMAC-SHA256 signature=<hex>[,access=<base64>]`.
// The current documents require access; older ones and the vendor's SDKs do
// not have it. Hexadecimal digits may be of either case.
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

// decodeJSON reads a JSON body whose Content-Type says JSON in UTF-8.
func decodeJSON(r *http.Request, v any) bool {
	media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "application/json" {
		return false
	}
	if charset, ok := params["charset"]; ok && !strings.EqualFold(charset, "UTF-8") {
		return false
	}
	return json.NewDecoder(r.Body).Decode(v) == nil
}
