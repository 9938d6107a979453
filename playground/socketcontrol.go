package playground

import (
	"context"
	"fmt"
	"net/url"
)

// socketControl ends connections of an app in Socket Mode in every way there is.
func (s *Server) socketControl() Control {
	end := func(code string) func(context.Context, url.Values) (string, error) {
		return func(context.Context, url.Values) (string, error) {
			return fmt.Sprintf("%d connections ended (%s).", s.EndSockets(code), code), nil
		}
	}
	lose := func(code, result string) func(context.Context, url.Values) (string, error) {
		return func(context.Context, url.Values) (string, error) {
			s.Fail(CallSocket, code, 1)
			return result, nil
		}
	}
	return Control{
		ID: "socket", Label: "Socket Mode",
		Actions: []Action{
			{ID: "warn", Label: "Warn", Do: end(SocketWarning)},
			{ID: "refresh", Label: "Ask to refresh", Do: end(SocketRefresh)},
			{ID: "cut", Label: "Cut all", Do: end(FailDrop)},
			{ID: "hang", Label: "Hang all", Do: end(FailTimeout)},
			{ID: "cut-next", Label: "Cut at the next", Do: lose(FailDrop, "The connection breaks when the next request is sent.")},
			{ID: "lose-next", Label: "Lose an answer", Do: lose(FailLostResponse, "The next acknowledgement gets lost.")},
			{ID: "too-many", Label: "Too many", Do: end(SocketTooMany)},
			{ID: "off", Label: "Turn off", Danger: true, Do: end(SocketDisabled)},
			{ID: "on", Label: "Turn on", Do: func(context.Context, url.Values) (string, error) {
				s.EnableSocket()
				return "Socket Mode is on.", nil
			}},
		},
	}
}
