package meetingtest

import (
	"slices"
	"strings"
	"time"
)

// DemoMeetings returns varied meetings around now for the playground:
// starting soon, running, running late, ended, recurring, in a cloud meeting
// room, with many invitees or none, and with difficult subjects. IDs, people
// and rules are the same at every call; times are relative to now. Ana
// (ana@example.com) is the host of three and invited to most of the others. The
// plainest come first.
func DemoMeetings(now time.Time) []Meeting {
	now = now.Add(time.Minute - 1).Truncate(time.Minute) // times of the API are in whole minutes
	return []Meeting{
		quarterlyPlanning(now), startingSoon(now), weeklySync(now), budgetReview(now), allHands(now),
		platformGuild(now), customerCall(now), roadmapReview(now), bookClub(now), londonZone(now),
		runningLate(now), sprintReview(now), officeHours(now), boardPreparation(now), noInvitees(now),
		longSubject(now), markupSubject(now),
	}
}

// startingSoon starts in 12 minutes; its ten invitees fill exactly one page.
func startingSoon(now time.Time) Meeting {
	m := bookedMeeting("916204385", "Design review: first steps for new teams", now.Add(12*time.Minute), 45*time.Minute)
	m.Booker = ana().booker()
	m.Participants = withHost(ana(), People(10))
	m.DialIn = "+991117"
	return m
}

// quarterlyPlanning has been running for 25 minutes. It has 57 invitees and
// 25 attendees: some of the invitees, the host with two devices, and two
// guests who were not invited. For the next minutes, one more invitee joins in
// each.
func quarterlyPlanning(now time.Time) Meeting {
	m := bookedMeeting("928473016", "Quarterly planning", now.Add(-25*time.Minute), 90*time.Minute)
	host := hostParticipant("Leonor Duarte", "leonor.duarte", "Operations")
	m.Booker = host.booker()
	m.Participants = withAna(withHost(host, People(57)))
	m.Attendees = withGuests(m.Participants, 23)
	for i, late := range m.Participants[23:35] {
		a := late.Attendee()
		a.JoinAfter = time.Duration(26+i) * time.Minute
		m.Attendees = append(m.Attendees, a)
	}
	m.Kind, m.MultiStream, m.Mode = Instant, 1, "RTC"
	m.DialIn = "+991117"
	return m
}

// weeklySync is a series, every week at 10:00 Beijing time, next tomorrow.
func weeklySync(now time.Time) Meeting {
	first := tomorrow(now, 10, 0).AddDate(0, 0, -21)
	rule := Rule{Cycle: "Week", Interval: 1, Points: []int{int(first.Weekday())}, RemindDays: new(1)}
	m := series("935150742", "Weekly sync", first, 30*time.Minute, rule, 13*7)
	m.Booker = ana().booker()
	m.Participants = withHost(ana(), People(16))
	m.AutoMute = true
	m.Config.AutoMute = new(true)
	return m
}

// platformGuild is a series, every second week, of which one occurrence was
// moved to the next day, three hours later, and the one after it was deleted.
func platformGuild(now time.Time) Meeting {
	first := tomorrow(now, 15, 30).AddDate(0, 0, -26)
	rule := Rule{Cycle: "Week", Interval: 2, Points: []int{int(first.Weekday())}, RemindDays: new(1)}
	m := series("942688130", "Platform guild", first, time.Hour, rule, 20*7)
	moved := &m.Occurrences[3]
	moved.Start, moved.End = moved.Start.Add(27*time.Hour), moved.End.Add(27*time.Hour)
	moved.Description = "Moved by a day: public holiday"
	m.Occurrences = slices.Delete(m.Occurrences, 4, 5)
	host := hostParticipant("Arjun Iyer", "arjun.iyer", "Data Platform")
	m.Booker = host.booker()
	m.Participants = withAna(withHost(host, People(23)))
	return m
}

// customerCall is held in a cloud meeting room: people type the room's
// number.
func customerCall(now time.Time) Meeting {
	m := bookedMeeting("951037264", "Customer call: harbour pilots", now.Add(3*time.Hour), time.Hour)
	m.Room = &Room{Number: "906118274", ID: "8a8df0a174a1c6680174a26f57c20411"}
	m.Config = Config{RoomIDType: new(0), Restriction: new(0), WaitingRoom: new(true), GuestMayStart: new(false)}
	host := hostParticipant("Ngozi Okafor", "ngozi.okafor", "Customer Success")
	m.Booker = host.booker()
	m.Participants = withAna(withHost(host, People(12)))
	m.DialIn = "+86571150"
	return m
}

// roadmapReview has a Chinese subject and Chinese invitees.
func roadmapReview(now time.Time) Meeting {
	m := bookedMeeting("963725418", "第四季度产品路线图评审", now.Add(5*time.Hour), 2*time.Hour)
	host := hostParticipant("王小明", "wang.xiaoming", "研发中心")
	m.Booker = host.booker()
	m.Participants = []Participant{host, ana().asInvitee()}
	stock := nameStocks()[1]
	for i := range 19 {
		name, latin := stock.person(i)
		m.Participants = append(m.Participants, newInvitee(i+1, name, latin, "研发中心"))
	}
	m.DialIn = "+991117"
	return m
}

// longSubject has a subject of 128 characters, the most that the API allows. Its
// invitees have accounts only, as in the documentation's examples; one is Ana's.
func longSubject(now time.Time) Meeting {
	subject := "Everything we said we would decide last month and did not, and everything that was decided " +
		"meanwhile, in the order it was postponed"
	m := bookedMeeting("970216853", subject[:128], now.Add(26*time.Hour), 50*time.Minute)
	host := hostParticipant("Fiona Gallagher", "fiona.gallagher", "Legal")
	m.Booker = host.booker()
	m.Participants = withAccountsOnly(withAna(withHost(host, People(7))))
	return m
}

// withAccountsOnly takes the addresses from a list.
func withAccountsOnly(list []Participant) []Participant {
	for i := range list {
		list[i].Email, list[i].SMS = "", ""
	}
	return list
}

// markupSubject has a subject that Slack would read as markup if it were not
// escaped.
func markupSubject(now time.Time) Meeting {
	m := bookedMeeting("984407591", "*bold* _it_ ~no~ `x` <!channel> & <https://evil.example|click> <@U012ANA> :tada: 5 > 3",
		now.Add(50*time.Minute), 30*time.Minute)
	host := hostParticipant("Rahul <b>Nair</b> & co.", "rahul.nair", "R&D <core>")
	m.Booker = host.booker()
	m.Participants = withHost(host, People(4))
	return m
}

// noInvitees has no invitees.
func noInvitees(now time.Time) Meeting {
	m := bookedMeeting("912860347", "Focus time (please interrupt)", now.Add(2*time.Hour), 25*time.Minute)
	m.Booker = hostParticipant("Katerina Novak", "katerina.novak", "Design").booker()
	return m
}

// bookClub has eleven invitees, one more than a page of ten.
func bookClub(now time.Time) Meeting {
	m := bookedMeeting("927051689", "Book club: chapter eleven", now.Add(30*time.Hour), time.Hour)
	host := hostParticipant("Chloé Fontaine", "chloe.fontaine", "People & Culture")
	m.Booker = host.booker()
	m.Participants = withAna(withHost(host, People(11)))
	m.Config.GuestFree = new(true)
	return m
}

// allHands is a webinar with 500 invitees, tomorrow.
func allHands(now time.Time) Meeting {
	m := bookedMeeting("938614205", "All-hands: the year ahead", tomorrow(now, 17, 0), 90*time.Minute)
	host := hostParticipant("Amara Mensah", "amara.mensah", "Operations")
	m.Booker = host.booker()
	m.Participants = withAna(withHost(host, People(500)))
	m.Webinar, m.Mode, m.Concurrent, m.Interpreted = true, "RTC", 3000, true
	m.RecordType, m.RecordAuth, m.AutoRecord = 3, new(1), true
	m.LiveURL = "https://live.example.com/all-hands"
	m.AutoMute = true
	m.Config = Config{AutoMute: new(true), Restriction: new(2)}
	return m
}

// londonZone was booked in another zone, London's.
func londonZone(now time.Time) Meeting {
	m := bookedMeeting("945379862", "Breakfast with the Lisbon and London offices", tomorrow(now, 16, 30), 40*time.Minute)
	m.ZoneID, m.Language = "26", "en-US"
	host := hostParticipant("Beatriz Carvalho", "beatriz.carvalho", "Sales")
	m.Booker = host.booker()
	m.Participants = withAna(withHost(host, People(19)))
	m.DialIn = "+442079460000"
	return m
}

// runningLate was booked until 18 minutes ago and is still running. It is recorded.
func runningLate(now time.Time) Meeting {
	m := bookedMeeting("959842170", "Incident review: the night of the long queue", now.Add(-78*time.Minute), time.Hour)
	m.State = Running
	host := hostParticipant("Jürgen Weiß", "juergen.weiss", "Engineering")
	m.Booker = host.booker()
	m.Participants = withAna(withHost(host, People(14)))
	m.Config.Prolong = new(30)
	m.AutoRecord, m.RecordType, m.RecordAuth = true, 2, new(2)
	return m
}

// boardPreparation is recorded, has a waiting room and admits invitees only. Ana is
// none of them.
func boardPreparation(now time.Time) Meeting {
	m := bookedMeeting("968130527", "Board preparation", now.Add(100*time.Minute), 2*time.Hour)
	host := hostParticipant("Camila Rojas", "camila.rojas", "Finance")
	m.Booker = host.booker()
	m.Participants = withHost(host, People(6))
	m.AutoMute, m.AutoRecord, m.RecordType, m.RecordAuth = true, true, 2, new(2)
	m.Config = Config{
		AutoMute: new(true), TerminalMute: new(true), WaitingRoom: new(true), Restriction: new(3),
		GuestMayStart: new(false), SendNotify: new(true), SendCalendar: new(true), HostCamera: new(true),
	}
	return m
}

// budgetReview is one of several meetings with "review" in their subjects.
func budgetReview(now time.Time) Meeting {
	m := bookedMeeting("973305164", "Budget review", now.Add(28*time.Hour), 45*time.Minute)
	host := hostParticipant("Camila Rojas", "camila.rojas", "Finance")
	m.Booker = host.booker()
	m.Participants = withAna(withHost(host, People(9)))
	return m
}

// officeHours is running in the cloud meeting room that customerCall is
// booked in.
func officeHours(now time.Time) Meeting {
	m := bookedMeeting("986610273", "Harbour pilots: office hours", now.Add(-10*time.Minute), time.Hour)
	m.Room = &Room{Number: "906118274", ID: "8a8df0a174a1c6680174a26f57c20411"}
	host := hostParticipant("Ngozi Okafor", "ngozi.okafor", "Customer Success")
	m.Booker = host.booker()
	m.Participants = withAna(withHost(host, People(8)))
	return m
}

// sprintReview ended 40 minutes ago, and so is in the history only. One
// attendee left early, one joined late, and two were not invited. Its recording has two
// parts.
func sprintReview(now time.Time) Meeting {
	m := bookedMeeting("991427358", "Sprint review", now.Add(-100*time.Minute), time.Hour)
	m.Booker = ana().booker()
	m.Participants = withHost(ana(), People(11))
	m.Attendees = withGuests(m.Participants, 8)
	m.Attendees[1].StayFor = 20 * time.Minute
	m.Attendees[2].JoinAfter = 12 * time.Minute
	m.HasRecordFile, m.RecordType, m.RecordAuth, m.RecordParts = true, 2, new(1), 2
	return m
}

// withGuests returns the first n invitees as attendees, the first of them
// with a second device as well, and two guests who were not invited.
func withGuests(list []Participant, n int) []Attendee {
	var attendees []Attendee
	for _, p := range list[:n] {
		attendees = append(attendees, p.Attendee())
	}
	second := attendees[0]
	second.Device = "MOBILE"
	return append(attendees, second,
		Attendee{Name: "Wanda (visiting)", Number: "+351210000017"},
		Attendee{Name: "张伟（供应商）", Number: "+8675500000019", JoinAfter: 3 * time.Minute})
}

// beijing is the zone of the enterprise, which has had no summer time since
// 1991.
func beijing() *time.Location { return time.FixedZone("Beijing", 8*60*60) }

// tomorrow returns a time of day tomorrow, in the enterprise's zone.
func tomorrow(now time.Time, hour, minute int) time.Time {
	y, m, d := now.In(beijing()).Date()
	return time.Date(y, m, d+1, hour, minute, 0, 0, beijing())
}

// bookedMeeting returns a meeting in the enterprise's zone.
func bookedMeeting(id, subject string, start time.Time, length time.Duration) Meeting {
	return Meeting{ID: id, Subject: subject, Start: start, End: start.Add(length), ZoneID: "56", Language: "en-US"}
}

// series returns a series that repeats by a rule for a number of days.
func series(id, subject string, first time.Time, length time.Duration, rule Rule, days int) Meeting {
	rule.StartDate = first.Format(time.DateOnly)
	rule.EndDate = first.AddDate(0, 0, days-1).Format(time.DateOnly)
	return Meeting{
		ID: id, Subject: subject, Kind: Recurring, ZoneID: "56", Language: "en-US",
		Rule: &rule, Occurrences: Repeat(first, length, rule),
	}
}

// hostParticipant returns a host with an account.
func hostParticipant(name, account, department string) Participant {
	return Participant{
		Number: "+99111" + digits(9, account), Name: name, Host: true, Type: "normal",
		Account: account, Email: account + "@example.com", Department: department,
	}
}

// ana is the person who uses the playground.
func ana() Participant {
	p := hostParticipant("Ana Morel", "ana", "Engineering")
	p.Email = "ana@example.com"
	return p
}

// booker returns the participant as a booker.
func (p Participant) booker() Booker {
	return Booker{Name: p.Name, Account: p.Account, UUID: digest("booker", p.Account), Department: "Harbour & Sons"}
}

// withAna replaces the second of a list by Ana, as an invitee.
func withAna(list []Participant) []Participant {
	list[1] = ana().asInvitee()
	return list
}

// asInvitee returns a host as an ordinary participant.
func (p Participant) asInvitee() Participant {
	p.Host = false
	return p
}

// withHost replaces the first of a list by a host and renames other accounts
// that equal the host's.
func withHost(host Participant, list []Participant) []Participant {
	list[0] = host
	for i := range list[1:] {
		if strings.EqualFold(list[i+1].Account, host.Account) {
			list[i+1].Account += "2"
			list[i+1].Email = list[i+1].Account + "@example.com"
		}
	}
	return list
}
