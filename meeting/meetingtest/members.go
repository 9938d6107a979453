package meetingtest

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"
)

// Endpoints of the directory, of rooms and of one-time sign-ins.
const (
	EndpointMembers = "corp/member"           // GET  /v1/usg/dcs/corp/member
	EndpointMember  = "corp/member/{account}" // GET  /v1/usg/dcs/corp/member/{account}
	EndpointRooms   = "member/vmr"            // GET  /v1/usg/dcs/member/vmr
	EndpointNonce   = "portal-ref-nonce"      // POST /v1/usg/acs/auth/portal-ref-nonce
)

// membersPath is the path of the directory.
const membersPath = "/v1/usg/dcs/corp/member"

//nolint:gochecknoglobals // as the other refusals
var (
	// noAdmin has the one code whose meaning names administrators; no source shows
	// its status.
	noAdmin      = refusal{401, "MBI.000000004", "Illegal request"}
	noSuchUser   = refusal{400, "USG.201040000", "User does not exist"}
	badUserQuery = refusal{400, "USG.000000003", "Parameter error"}
)

// wireMember is SearchUserResultDto; the last two are only in the details of one member.
type wireMember struct {
	ID           string     `json:"id"`
	Account      string     `json:"userAccount"`
	Name         string     `json:"name"`
	EnglishName  string     `json:"englishName,omitempty"`
	Phone        string     `json:"phone,omitempty"`
	Country      string     `json:"country,omitempty"`
	Email        string     `json:"email,omitempty"`
	PersonalID   string     `json:"vmrId"`
	Department   string     `json:"deptNamePath,omitempty"`
	UserType     int        `json:"userType"`
	AdminType    int        `json:"adminType"`
	Status       int        `json:"status"`
	ThirdAccount string     `json:"thirdAccount,omitempty"`
	Number       string     `json:"sipNum,omitempty"`
	Rooms        []wireRoom `json:"vmrList,omitempty"`
}

// wireRoom is QueryVmrResultDto, with the vendor's spelling.
type wireRoom struct {
	ID          string `json:"id"`
	Number      string `json:"vmrId"`
	Name        string `json:"vmrName"`
	GuestPwd    string `json:"gustPwd,omitempty"`
	GuestURL    string `json:"gustJoinUrl,omitempty"`
	HostPwd     string `json:"chairPwd,omitempty"`
	HostURL     string `json:"chairJoinUrl,omitempty"`
	GuestsFirst bool   `json:"allowGustFirst"`
	Mode        int    `json:"vmrMode"`
	Status      int    `json:"status"`
}

// listMembers is GET /v1/usg/dcs/corp/member, for administrators. The search is fuzzy,
// and an offset past the end gets the last page again.
func (s *Server) listMembers(r *http.Request) response {
	user, page, refused := s.parseDirectoryRequest(r, EndpointMembers)
	if refused != nil {
		return errorResponse(*refused)
	}
	if !user.isAdmin() {
		return errorResponse(noAdmin)
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	var found []User
	for _, u := range s.users {
		if u.matches(page) {
			found = append(found, u)
		}
	}
	answer := page.page(len(found))
	for _, u := range paginate(page, found) {
		answer.Data = append(answer.Data, jsonResponse(s.wireMember(&u)).body)
	}
	return jsonResponse(answer)
}

// parseDirectoryRequest checks the token and reads the parameters of a list of the
// directory, whose pages have 10 records by default.
func (s *Server) parseDirectoryRequest(r *http.Request, endpoint string) (identity, pageQuery, *refusal) {
	user, refused := s.tokens.check(r.Header.Get("X-Access-Token"), s.opts.Now())
	if refused != nil {
		return user, pageQuery{}, refused
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return user, pageQuery{}, &badUserQuery
	}
	if !query.Has("limit") {
		query.Set("limit", "10")
	}
	paging := s.problems.pagingOf(endpoint)
	paging.LastPageRepeats = true
	page, ok := parsePage(query, "searchKey", paging)
	if !ok {
		return user, page, &badUserQuery
	}
	return user, page, nil
}

// getMember is GET /v1/usg/dcs/corp/member/{account}, for administrators: by account,
// or by third-party user ID with accountType 1.
func (s *Server) getMember(r *http.Request) response {
	user, refused := s.tokens.check(r.Header.Get("X-Access-Token"), s.opts.Now())
	switch {
	case refused != nil:
		return errorResponse(*refused)
	case !user.isAdmin():
		return errorResponse(noAdmin)
	}
	name := strings.TrimPrefix(r.URL.Path, membersPath+"/")
	third := r.URL.Query().Get("accountType") == "1"
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, u := range s.users {
		if third && u.ThirdAccount == name || !third && foldedEqual(u.Account, name) {
			m := s.wireMember(&u)
			m.Number = u.Number
			for _, room := range s.roomsOf(cmp.Or(u.ThirdAccount, u.Account)) {
				m.Rooms = append(m.Rooms, wireRoom{ID: room.ID, Number: room.Number, Name: room.Name, Mode: room.mode()})
			}
			return jsonResponse(m)
		}
	}
	return errorResponse(noSuchUser)
}

// wireMember renders a member.
func (s *Server) wireMember(u *User) wireMember {
	return wireMember{
		ID: u.ID, Account: u.Account, Name: u.Name, EnglishName: u.EnglishName, Phone: u.Phone, Email: u.Email,
		PersonalID: u.personalID(), Department: u.Department, UserType: 2, ThirdAccount: u.ThirdAccount,
		AdminType: s.userIdentity(cmp.Or(u.ThirdAccount, u.Account)).adminType, Status: boolToInt(u.Disabled),
	}
}

// listRooms is GET /v1/usg/dcs/member/vmr: the rooms of who is signed in.
func (s *Server) listRooms(r *http.Request) response {
	user, page, refused := s.parseDirectoryRequest(r, EndpointRooms)
	if refused != nil {
		return errorResponse(*refused)
	}
	special := r.URL.Query().Get("specialVmr")
	s.mu.RLock()
	defer s.mu.RUnlock()
	var found []OwnRoom
	for _, room := range s.roomsOf(user.account) {
		if page.matches(room.Name, room.Number) && (special == "" || (special == "true") != room.Personal) {
			found = append(found, room)
		}
	}
	answer := page.page(len(found))
	for _, room := range paginate(page, found) {
		answer.Data = append(answer.Data, jsonResponse(room.wire()).body)
	}
	return jsonResponse(answer)
}

// mode is the room's vmrMode.
func (r *OwnRoom) mode() int { return boolToInt(!r.Personal) }

// wire renders a room for its owner, with its passwords and links.
func (r *OwnRoom) wire() wireRoom {
	link := "https://c.meeting.huaweicloud.com/#/j/" + r.Number + "/"
	return wireRoom{
		ID: r.ID, Number: r.Number, Name: r.Name, Mode: r.mode(), GuestsFirst: true,
		GuestPwd: digits(6, "guest"+r.ID), HostPwd: digits(6, "host"+r.ID),
		GuestURL: link + digest("guest", r.ID), HostURL: link + digest("host", r.ID),
	}
}
