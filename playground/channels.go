package playground

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// The default channels of the workspace; see [Options.Channels]. Everybody also has
// a direct message with the app.
const (
	// ChannelID is #team-room: public, with everybody and the app in it.
	ChannelID = "C0TEAMROOM"
	// OpenChannelID is #town-square: public, without the app, which can join.
	OpenChannelID = "C0TOWNSQUA"
	// PrivateChannelID is #lighthouse: private, with the app in it.
	PrivateChannelID = "C0LIGHTHOU"
	// SecretChannelID is #board: private, without the app. The Web API does not find
	// it, but the app's command can be used there.
	SecretChannelID = "C0BOARDROO"
	// ArchivedChannelID is #old-times: public and archived.
	ArchivedChannelID = "C0OLDTIMES"
)

// Kind is the type of a conversation, by Slack's names.
type Kind string

// The types of conversations.
const (
	// Public is a channel that everybody can find and join.
	Public Kind = "public_channel"
	// Private is a channel that only its members can find.
	Private Kind = "private_channel"
	// Group is a group message: nobody can be invited to it later.
	Group Kind = "mpim"
	// Direct is a person's direct message with the app.
	Direct Kind = "im"
)

// Channel is a channel or a direct message.
type Channel struct {
	// ID is the channel's id. Required.
	ID string
	// Name has no number sign; a direct message has the app's name. Required.
	Name string
	// Topic is the channel's topic.
	Topic string
	// Kind is the type of the conversation. Defaults to [Public].
	Kind Kind
	// Archived says that nobody can post in the channel.
	Archived bool
	// Members are user ids; [BotUserID] stands for the app.
	Members []string
}

// defaultChannels are the channels where the options name none. Guests and people of
// other organisations are in #team-room only.
func defaultChannels(people []*person, command string) []Channel {
	var all, members []string
	for _, p := range people {
		if p.canAct() {
			all = append(all, p.id)
		}
		if p.canAct() && !p.guest && !p.external {
			members = append(members, p.id)
		}
	}
	withApp := func(ids []string) []string { return append(slices.Clone(ids), BotUserID) }
	return []Channel{
		{ID: ChannelID, Name: "team-room", Topic: "Try " + command + " here", Members: withApp(all)},
		{ID: OpenChannelID, Name: "town-square", Topic: "Public; the app is not in here", Members: members},
		{ID: PrivateChannelID, Name: "lighthouse", Topic: "Private, with the app", Kind: Private, Members: withApp(members)},
		{ID: SecretChannelID, Name: "board", Topic: "Private, without the app", Kind: Private, Members: members},
		{ID: ArchivedChannelID, Name: "old-times", Topic: "Archived", Archived: true, Members: withApp(members)},
	}
}

// channel is a conversation in the workspace. It is immutable: a change replaces it,
// so it can be read without the lock.
type channel struct {
	id, name, topic string
	kind            Kind
	archived        bool
	members         []string
}

var errBadChannel = errors.New("playground: a channel needs a unique ID, a Name and existing Members")

// newChannels checks the channels and adds the direct messages.
func newChannels(channels []Channel, people []*person) ([]*channel, error) {
	for _, p := range people {
		if p.canAct() {
			channels = append(channels, Channel{
				ID: directID(p.id), Name: appName, Kind: Direct, Members: []string{p.id, BotUserID},
			})
		}
	}
	seen := map[string]bool{"": true}
	var all []*channel
	for _, c := range channels {
		known := !slices.ContainsFunc(c.Members, func(id string) bool {
			return !slices.ContainsFunc(people, func(p *person) bool { return p.id == id })
		})
		if seen[c.ID] || c.Name == "" || !known {
			return nil, fmt.Errorf("%w: %q", errBadChannel, c.ID)
		}
		seen[c.ID] = true
		if c.Kind == "" {
			c.Kind = Public
		}
		all = append(all, &channel{id: c.ID, name: c.Name, topic: c.Topic, kind: c.Kind, archived: c.Archived, members: c.Members})
	}
	return all, nil
}

// directID is the id of a person's direct message with the app.
func directID(userID string) string { return "D" + strings.TrimPrefix(userID, "U") }

// DirectMessage returns the id of a person's direct message with the app.
func (s *Server) DirectMessage(userID string) string { return directID(userID) }

func (c *channel) has(userID string) bool { return slices.Contains(c.members, userID) }

func (c *channel) asChannel() Channel {
	return Channel{ID: c.id, Name: c.name, Topic: c.topic, Kind: c.kind, Archived: c.archived, Members: slices.Clone(c.members)}
}

// wireName is the name in requests to the app: Slack hides the names of private
// conversations.
func (c *channel) wireName() string {
	switch c.kind {
	case Private:
		return "privategroup"
	case Direct:
		return "directmessage"
	case Public, Group:
	}
	return c.name
}

// Channels returns the conversations of a person, channels first and the direct
// message with the app last, where the app is installed.
func (s *Server) Channels(viewerID string) []Channel {
	s.workspace.mu.Lock()
	defer s.workspace.mu.Unlock()
	var all []Channel
	for _, c := range s.workspace.channels {
		if c.has(viewerID) && (c.kind != Direct || s.workspace.app.installed) {
			all = append(all, c.asChannel())
		}
	}
	return all
}

// channel returns a channel by its id, or by its name with a number sign; nil if
// there is none.
func (w *workspace) channel(id string) *channel {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.channels {
		if c.id == id || (c.kind != Direct && "#"+c.name == id) {
			return c
		}
	}
	return nil
}

// allChannels returns all conversations.
func (w *workspace) allChannels() []*channel {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.channels)
}
