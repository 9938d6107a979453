package playground

import (
	"context"

	"meetingbot/playground/page"
)

// Tabs of the conversation with the app.
const (
	tabHome     = "home"
	tabMessages = "messages"
)

// Home returns the Home tab that the app has published for a person, if it has.
func (s *Server) Home(userID string) (View, bool) {
	s.workspace.mu.Lock()
	defer s.workspace.mu.Unlock()
	m := s.workspace.homes[userID]
	if m == nil {
		return View{}, false
	}
	return m.asView(1), true
}

// OpenHome lets a person open the Home tab of the app. The app gets app_home_opened,
// with the view that is shown, if there is one. It returns when the app has
// acknowledged; what it publishes may arrive later.
func (s *Server) OpenHome(ctx context.Context, userID string) error {
	return s.openTab(ctx, userID, tabHome)
}

// OpenMessages lets a person open the messages tab of the app, of which the app is
// told too.
func (s *Server) OpenMessages(ctx context.Context, userID string) error {
	return s.openTab(ctx, userID, tabMessages)
}

// openTab sends app_home_opened; see
// https://docs.slack.dev/reference/events/app_home_opened.
func (s *Server) openTab(ctx context.Context, userID, tab string) error {
	p := s.workspace.activeUser(userID)
	if p == nil {
		return ErrUnknownPerson
	}
	event := object{"user": p.id, "channel": directID(p.id), "tab": tab}
	s.workspace.mu.Lock()
	if m := s.workspace.homes[p.id]; m != nil && tab == tabHome {
		event["view"] = compactJSON(m.wire())
	}
	s.workspace.mu.Unlock()
	return s.DeliverEvent(ctx, "app_home_opened", event)
}

// tellOpened tells the app in the background that the page at a location shows one of
// its tabs. It ends with the server.
func (s *Server) tellOpened(loc page.Location) {
	c := s.workspace.channel(loc.Channel)
	if c == nil || c.kind != Direct || loc.Thread != "" || loc.Inspect != "" {
		return
	}
	tab := tabMessages
	if loc.Tab == page.TabHome {
		tab = tabHome
	}
	s.background(func(ctx context.Context) {
		_ = s.openTab(ctx, loc.Person, tab) // which logs what fails
	})
}

// pageHome returns the data of the Home tab of a person.
func (s *Server) pageHome(userID string) *page.View {
	v, ok := s.Home(userID)
	if !ok {
		return &page.View{}
	}
	return pageView(v)
}
