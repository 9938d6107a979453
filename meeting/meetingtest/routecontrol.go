package meetingtest

import (
	"net/http"
	"strings"
)

// routeControl routes the requests that steer a running meeting, and those about
// people and their rooms. It reports false for all others.
func (s *Server) routeControl(r *http.Request) (string, handlerFunc, bool) {
	endpoint, method, handle := s.controlRoute(r.URL.Path)
	if handle == nil {
		return "", nil, false
	}
	endpoint, handle = forMethod(method, r, endpoint, handle)
	return endpoint, handle, true
}

// controlRoute is what serves a path; the handler is nil where nothing does.
func (s *Server) controlRoute(path string) (endpoint, method string, handle handlerFunc) {
	switch path {
	case "/v1/mmc/control/conferences/token":
		return EndpointControlToken, http.MethodGet, s.controlToken
	case "/v1/mmc/control/conferences/stop":
		return EndpointStop, http.MethodPut, s.stop
	case "/v1/mmc/control/conferences/duration":
		return EndpointExtend, http.MethodPut, s.extend
	case "/v1/mmc/control/conferences/participants":
		return EndpointInvite, http.MethodPost, s.call
	case "/v1/mmc/control/conferences/mute":
		return EndpointMute, http.MethodPut, s.mute
	case "/v1/mmc/control/conferences/lock":
		return EndpointLock, http.MethodPut, s.lock
	case membersPath:
		return EndpointMembers, http.MethodGet, s.listMembers
	case "/v1/usg/dcs/member/vmr":
		return EndpointRooms, http.MethodGet, s.listRooms
	case "/v1/usg/acs/auth/portal-ref-nonce":
		return EndpointNonce, http.MethodPost, s.createNonce
	}
	if account, ok := strings.CutPrefix(path, membersPath+"/"); ok && account != "" && !strings.Contains(account, "/") {
		return EndpointMember, http.MethodGet, s.getMember
	}
	return "", "", nil
}

// isControlEndpoint reports whether this is one of their names.
func isControlEndpoint(endpoint string) bool {
	switch endpoint {
	case EndpointControlToken, EndpointStop, EndpointExtend, EndpointInvite, EndpointMute, EndpointLock,
		EndpointMembers, EndpointMember, EndpointRooms, EndpointNonce:
		return true
	default:
		return false
	}
}
