package meeting

import (
	"context"
	"encoding/json"
	"maps"
	"strconv"
	"strings"
)

// object is a JSON object whose values stay as they are.
type object map[string]json.RawMessage

// rawBooking is a meeting as the API tells it, with what this package has no field
// for.
type rawBooking struct {
	conference Conference
	fields     object // of the conference
	people     []rawInvitee
}

// rawInvitee is an invitee as the API tells it.
type rawInvitee struct {
	Participant
	fields object
}

// readRaw reads a meeting with all its invitees, as the client.
func readRaw(ctx context.Context, c *Client, rules *pageRules, op, id string) (*rawBooking, error) {
	b := &rawBooking{}
	r, err := (&list[rawInvitee, [4]Text]{
		op: op, rules: rules, most: maxPeople, passes: maxPasses,
		identify: func(p *rawInvitee) ([4]Text, bool) { return p.identify() },
		read: func(page PageOptions) (*Page[rawInvitee], error) {
			d, err := c.Conferences.Get(ctx, id, DetailOptions{PageOptions: page, KeepRaw: true})
			if err != nil {
				return nil, err
			}
			if page.Offset == 0 {
				b.conference, b.fields = d.Conference, d.fields()
			}
			return d.rawPage(op)
		},
	}).collect()
	switch {
	case err != nil:
		return nil, err
	case r.total() > len(r.records), b.fields == nil:
		return nil, &Error{Op: op, Kind: Invalid, Err: errUnreadable}
	}
	b.people = r.records
	return b, nil
}

// fields are those of the meeting.
func (d *Detail) fields() object {
	var body struct {
		Conference object `json:"conferenceData"`
	}
	_ = unmarshal(d.Raw, &body) // has been read before
	return body.Conference
}

// rawPage returns the invitees of an answer. Where it has them otherwise than the
// documents say, not all of them may be told.
func (d *Detail) rawPage(op string) (*Page[rawInvitee], error) {
	page, found := invitees(d.Raw)
	if !isArray(found) {
		found = page
	}
	var listed []json.RawMessage
	if isArray(found) {
		listed = parts(found)
	}
	p := &Page[rawInvitee]{Offset: d.Participants.Offset, Limit: d.Participants.Limit, Count: d.Participants.Count}
	for _, one := range listed {
		var invitee rawInvitee
		if json.Unmarshal(one, &invitee.fields) == nil && invitee.fields != nil {
			_ = json.Unmarshal(one, &invitee.Participant) // is zero for what it cannot read
			p.Data = append(p.Data, invitee)
		}
	}
	if len(p.Data) < len(d.Participants.Data) {
		return nil, &Error{Op: op, Kind: Invalid, RequestID: d.RequestID, Err: errUnreadable}
	}
	return p, nil
}

// booking returns the booking as somebody would see it.
func (r *rawBooking) booking() (Booking, bool) {
	people := make([]Participant, 0, len(r.people))
	for i := range r.people {
		people = append(people, r.people[i].Participant)
	}
	return bookingOf(&r.conference, people)
}

// body returns the booking that would leave the meeting as it is.
func (r *rawBooking) body(now *Booking) object {
	body := object{}
	for _, key := range []string{
		"subject", "timeZoneID", "language", "recordType", "recordAuthType", "recordAuxStream", "liveAddress", "auxAddress",
		"encryptMode", "vmrFlag", "confResType", "concurrentParticipants", "supportSimultaneousInterpretation", "groupuri",
	} {
		body.take(r.fields, key, key)
	}
	if r.conference.InRoom {
		body.take(r.fields, "vmrID", "vmrID")
	}
	if r.conference.RecordType >= recordOnDemand {
		body.take(r.fields, "isAutoRecord", "isAutoRecord")
	}
	body.set("mediaTypes", now.MediaTypes)
	body.set("startTime", formatTime(now.Start))
	body.set("length", int(now.Length.Minutes()))
	body["confConfigInfo"] = r.config().raw()
	if now.Series != nil {
		body["cycleParams"] = r.cycle().raw()
	}
	return body
}

// config returns how the meeting is set up. What the API tells beside it belongs
// there too: the guests' password would be another one otherwise.
func (r *rawBooking) config() object {
	config := readObject(r.fields["confConfigInfo"])
	c := &r.conference
	if _, ok := config["isAutoMute"]; !ok && bool(c.AutoMute) {
		config.set("isAutoMute", true)
	}
	if _, ok := config["isHardTerminalAutoMute"]; !ok && bool(c.TerminalAutoMute) {
		config.set("isHardTerminalAutoMute", true)
	}
	if _, ok := config["guestPwd"]; ok || bool(c.Config.GuestFree) || c.ownsRoomNumber() {
		return config
	}
	for _, p := range c.Passwords {
		if digits := p.Password.Reveal(); p.Role == PasswordGeneral && isGuestPassword(digits) {
			config.set("guestPwd", digits)
		}
	}
	return config
}

// ownsRoomNumber reports whether the meeting has the number of its room, whose
// password is the room's.
func (c *Conference) ownsRoomNumber() bool { return bool(c.InRoom) && c.Config.RoomIDType == 0 }

// isGuestPassword reports whether the API takes digits for a guest password.
func isGuestPassword(digits string) bool {
	return len(digits) >= minPassword && len(digits) <= maxPassword && strings.Trim(digits, "0123456789") == ""
}

// cycle returns how the meeting repeats.
func (r *rawBooking) cycle() object {
	cycle := readObject(r.fields["cycleParams"])
	delete(cycle, "cycleCount") // follows from the others
	if _, ok := cycle["preRemindDays"]; !ok {
		cycle.set("preRemindDays", 1) // the API's default, of a key that it requires
	}
	return cycle
}

// attendee returns the invitee as one is booked.
func (p *rawInvitee) attendee(appID string) object {
	one := object{}
	for key, value := range p.fields {
		switch key {
		case "participantID", "subscriberID", "state", "attendeeType", "isNotOverlayPidName", // of answers only
			"userUUID": // the booker's by the documents
		default:
			one.take(object{key: value}, key, key)
		}
	}
	if number := unmasked(p.ID); number != "" {
		one.set("phone", number)
	}
	if p.AttendeeType != "" {
		one.set("type", p.AttendeeType.String())
	}
	one.set("role", p.Role)
	if p.Account != "" && p.AppID == "" {
		one.set("appId", appID)
	}
	return one
}

// readObject reads an object, an empty one where there is none.
func readObject(value json.RawMessage) object {
	var o object
	_ = json.Unmarshal(value, &o) // none
	if o == nil {
		o = object{}
	}
	return o
}

// raw writes the object.
func (o object) raw() json.RawMessage {
	text, _ := json.Marshal(o) // was read from JSON
	return text
}

// set sets a value that always has a JSON form.
func (o object) set(key string, value any) {
	switch v := value.(type) {
	case int:
		o[key] = json.RawMessage(strconv.Itoa(v))
	default:
		o[key], _ = json.Marshal(v)
	}
}

// take copies a value that says something.
func (o object) take(from object, key, as string) {
	switch value := from[key]; string(value) {
	case "", "null", `""`:
	default:
		o[as] = value
	}
}

// lay lays what a value says over the object.
func (o object) lay(value any) {
	text, _ := json.Marshal(value) // a body always has a JSON form
	maps.Copy(o, readObject(text))
}
