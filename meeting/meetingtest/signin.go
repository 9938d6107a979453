package meetingtest

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"net"
	"net/http"
	"time"
)

// refreshTokenLife is how long a refresh token is valid: 30 days.
const refreshTokenLife = 30 * 24 * time.Hour

// tokenResponse is the documented response to a sign-in, in the order and
// with the nulls of the documents' sample.
type tokenResponse struct {
	AccessToken        string       `json:"accessToken"`
	TokenIP            string       `json:"tokenIp"`
	ValidPeriod        int64        `json:"validPeriod"` // seconds
	ExpireTime         int64        `json:"expireTime"`  // Unix seconds
	CreateTime         int64        `json:"createTime"`  // Unix milliseconds
	User               userResponse `json:"user"`
	ClientType         int          `json:"clientType"`
	ForceLoginInd      *int         `json:"forceLoginInd"`
	FirstLogin         bool         `json:"firstLogin"`
	PwdExpired         bool         `json:"pwdExpired"`
	DaysPwdAvailable   int          `json:"daysPwdAvailable"`
	ProxyToken         *struct{}    `json:"proxyToken"`
	TokenType          int          `json:"tokenType"` // 0: a user's access token
	RefreshToken       string       `json:"refreshToken"`
	RefreshValidPeriod int64        `json:"refreshValidPeriod"` // seconds
	RefreshExpireTime  int64        `json:"refreshExpireTime"`  // Unix seconds
	RefreshCreateTime  int64        `json:"refreshCreateTime"`  // Unix milliseconds
}

// userResponse is the user in a tokenResponse.
type userResponse struct {
	Realm          string  `json:"realm"`
	UserID         string  `json:"userId"` // the vendor's ID, not the third party's
	UcloginAccount string  `json:"ucloginAccount"`
	ServiceAccount string  `json:"serviceAccount"`
	NumberHA1      string  `json:"numberHA1"`
	Alias1         *string `json:"alias1"`
	CompanyID      string  `json:"companyId"`
	SpID           string  `json:"spId"`
	CompanyDomain  *string `json:"companyDomain"`
	UserType       int     `json:"userType"`  // 2: a user of an enterprise
	AdminType      int     `json:"adminType"` // 0 default administrator, 1 administrator, 2 member
	Name           string  `json:"name"`
	NameEn         string  `json:"nameEn"`
	IsBindPhone    *bool   `json:"isBindPhone"`
	FreeUser       bool    `json:"freeUser"`
	ThirdAccount   *string `json:"thirdAccount"`
	VisionAccount  *string `json:"visionAccount"`
	HeadPictureURL *string `json:"headPictureUrl"`
	Password       *string `json:"password"`
	Status         int     `json:"status"` // 0: normal
	PaidAccount    *string `json:"paidAccount"`
	PaidPassword   *string `json:"paidPassword"`
	WeLinkUser     bool    `json:"weLinkUser"`
	AppID          *string `json:"appId"`
	Tr069Account   *string `json:"tr069Account"`
	CorpType       int     `json:"corpType"` // 0: enterprise edition
	CloudUserID    string  `json:"cloudUserId"`
	GrayUser       bool    `json:"grayUser"`
}

// signInDetails is what a tokenResponse needs besides its token.
type signInDetails struct {
	clientType int
	name       string // display name; "" for the account
	appUser    bool   // true after an App ID sign-in
	now        time.Time
}

// newTokenResponse describes a new token.
func (s *Server) newTokenResponse(r *http.Request, k *token, in signInDetails) tokenResponse {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	created := in.now.UnixMilli()
	return tokenResponse{
		AccessToken: k.value,
		TokenIP:     host,
		ValidPeriod: int64(s.opts.TokenLife / time.Second),
		ExpireTime:  k.expires.Unix(),
		CreateTime:  created,
		User:        s.newUserResponse(k.user, in),
		ClientType:  in.clientType,
		// Users who sign in without a password have one that expired long
		// ago: the sample has a large negative number of days, too.
		DaysPwdAvailable:   -19678,
		RefreshToken:       newTokenValue(),
		RefreshValidPeriod: int64(refreshTokenLife / time.Second),
		RefreshExpireTime:  in.now.Add(refreshTokenLife).Unix(),
		RefreshCreateTime:  created,
	}
}

// userUUID is the vendor's ID of a user.
func (s *Server) userUUID(account string) string { return digest("user", s.opts.AppID, account) }

// newUserResponse describes a user. IDs are derived from names, so that a
// user has the same IDs at every sign-in.
func (s *Server) newUserResponse(u identity, in signInDetails) userResponse {
	id := cmp.Or(u.uuid, s.userUUID(u.account))
	a := userResponse{
		Realm:          "huaweicloud.com",
		UserID:         id,
		UcloginAccount: cmp.Or(u.login, "Auto-"+id),
		ServiceAccount: "sip:+99111" + digits(13, id) + "@huaweicloud.com",
		NumberHA1:      digest("ha1", id),
		CompanyID:      cmp.Or(s.opts.CorpID, digits(9, s.opts.AppID)),
		SpID:           digest("sp", s.opts.AppID),
		UserType:       2,
		AdminType:      u.adminType,
		Name:           cmp.Or(in.name, u.name, u.account, "admin"),
		GrayUser:       true,
	}
	if in.appUser {
		a.ThirdAccount, a.AppID = &u.account, &s.opts.AppID
	} else {
		a.UcloginAccount = u.account
	}
	return a
}

// digest returns 32 hexadecimal digits derived from parts.
func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(p + "\x00"))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// digits returns n decimal digits derived from seed; the first is not 0.
func digits(n int, seed string) string {
	sum := sha256.Sum256([]byte(seed))
	out := make([]byte, n)
	for i := range out {
		out[i] = '0' + sum[i%len(sum)]%10
	}
	if out[0] == '0' {
		out[0] = '9'
	}
	return string(out)
}
