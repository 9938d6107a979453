package meeting

import (
	"cmp"
	"context"
	"net/url"

	"meetingbot/internal/secret"
)

const (
	opRooms   = "list own rooms"
	pathRooms = "/v1/usg/dcs/member/vmr"
	// maxRooms bounds the rooms of one person.
	maxRooms = 500
)

// Values of Room.Mode.
const (
	RoomPersonal Int = 0 // a person's own room, with their personal meeting ID
	RoomCloud    Int = 1
	RoomWebinar  Int = 2
)

// Room is a room that a person may book: their own one or a cloud meeting room. The
// vendor's spelling of keys (gustPwd) is kept on the wire.
type Room struct {
	ID            Text          `json:"id"`    // for a booking; not what people type
	Number        Text          `json:"vmrId"` // what people type to join
	Name          Name          `json:"vmrName"`
	Mode          Int           `json:"vmrMode"`
	GuestPassword secret.Secret `json:"gustPwd"`
	GuestJoin     secret.Secret `json:"gustJoinUrl"`
	HostPassword  secret.Secret `json:"chairPwd"`
	HostJoin      secret.Secret `json:"chairJoinUrl"`
	GuestsFirst   Bool          `json:"allowGustFirst"` // guests may come before the host
	Status        Int           `json:"status"`         // 0 usable, 1 switched off, 2 not assigned
}

// Usable reports whether meetings can be booked in the room.
func (r *Room) Usable() bool { return r.ID != "" && r.Status == 0 && r.Mode != RoomWebinar }

// Rooms returns the rooms of the actor, in the API's order. Errors are *Error.
func (x *Actor) Rooms(ctx context.Context) ([]Room, error) {
	client, err := x.client()
	if err != nil {
		return nil, err
	}
	found, err := (&list[Room, [2]Text]{
		op: opRooms, rules: x.account.rules, identify: (*Room).identify, most: maxRooms, passes: maxListPasses,
		read: func(page PageOptions) (*Page[Room], error) { return client.listRooms(ctx, page) },
	}).collect()
	if err != nil {
		return nil, err
	}
	return found.records, nil
}

// PersonalRoom returns the room of one's own among rooms, if it can be used.
func PersonalRoom(rooms []Room) (Room, bool) {
	for _, r := range rooms {
		if r.Mode == RoomPersonal && r.Usable() {
			return r, true
		}
	}
	return Room{}, false
}

// listRooms returns one page of the rooms of who is signed in.
func (c *Client) listRooms(ctx context.Context, o PageOptions) (*Page[Room], error) {
	parameters := url.Values{}
	o.set(parameters, "searchKey")
	return new(Page[Room]).ask(ctx, c, &query{request{
		op: opRooms, path: pathRooms, parameters: parameters, wrong: o.validate(), entries: maxRooms,
	}})
}

// identify returns what tells a room from all others, and whether there is any of it.
func (r *Room) identify() ([2]Text, bool) {
	key := [2]Text{r.ID, r.Number}
	return key, cmp.Or(key[0], key[1]) != ""
}
