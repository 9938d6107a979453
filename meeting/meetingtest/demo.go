package meetingtest

import (
	"slices"
	"strings"
	"time"
)

// Lively returns a good dozen of meetings around now for the playground, all
// different: about to start, running, running late, ended, repeated, in a cloud
// room, crowded, empty, and with subjects that try the reader's patience. The IDs,
// people and rules are the same at every run; the times follow now. Ana
// (ana@example.com) is a host of the first and of the weekly series.
func DemoMeetings(now time.Time) []Meeting {
	now = now.Add(time.Minute - 1).Truncate(time.Minute) // the API knows whole minutes
	return []Meeting{
		startingSoon(now), quarterlyPlanning(now), weeklySync(now), platformGuild(now), customerCall(now), roadmapReview(now), longSubject(now),
		markupSubject(now), noInvitees(now), bookClub(now), allHands(now), londonZone(now), runningLate(now), boardPreparation(now),
		budgetReview(now), officeHours(now), sprintReview(now),
	}
}

// soon starts in 12 minutes; exactly one page of ten is invited.
func startingSoon(now time.Time) Meeting {
	m := bookedMeeting("916204385", "Design review: first steps for new teams", now.Add(12*time.Minute), 45*time.Minute)
	m.Booker = ana().booker()
	m.Participants = withHost(ana(), People(10))
	m.DialIn = "+991117"
	return m
}

// planning has been going on for 25 minutes; 57 are invited, and some of them
// are in it, the host with two devices, beside two whom nobody invited.
func quarterlyPlanning(now time.Time) Meeting {
	m := bookedMeeting("928473016", "Quarterly planning", now.Add(-25*time.Minute), 90*time.Minute)
	host := hostParticipant("Leonor Duarte", "leonor.duarte", "Operations")
	m.Booker = host.booker()
	m.Participants = withHost(host, People(57))
	m.Attendees = withGuests(m.Participants, 23)
	m.Kind, m.MultiStream, m.Mode = Instant, 1, "RTC"
	m.DialIn = "+991117"
	return m
}

// weekly is a series, every week at 10:00 Beijing time, next tomorrow.
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

// fortnightly is a series of which one occurrence was moved to the day after,
// three hours later, and the one after that was deleted.
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
	m.Participants = withHost(host, People(23))
	return m
}

// customer is held in a cloud room: people type the room's number.
func customerCall(now time.Time) Meeting {
	m := bookedMeeting("951037264", "Customer call: harbour pilots", now.Add(3*time.Hour), time.Hour)
	m.Room = &Room{Number: "906118274", ID: "8a8df0a174a1c6680174a26f57c20411"}
	m.Config = Config{RoomIDType: new(0), Restriction: new(0), WaitingRoom: new(true), GuestMayStart: new(false)}
	host := hostParticipant("Ngozi Okafor", "ngozi.okafor", "Customer Success")
	m.Booker = host.booker()
	m.Participants = withHost(host, People(12))
	m.DialIn = "+86571150"
	return m
}

// roadmap is Chinese, its people too.
func roadmapReview(now time.Time) Meeting {
	m := bookedMeeting("963725418", "第四季度产品路线图评审", now.Add(5*time.Hour), 2*time.Hour)
	host := hostParticipant("王小明", "wang.xiaoming", "研发中心")
	m.Booker = host.booker()
	m.Participants = []Participant{host}
	stock := nameStocks()[1]
	for i := range 20 {
		name, latin := stock.person(i)
		m.Participants = append(m.Participants, newInvitee(i+1, name, latin, "研发中心"))
	}
	m.DialIn = "+991117"
	return m
}

// wordy has a subject of 128 characters, the most that the API allows.
func longSubject(now time.Time) Meeting {
	subject := "Everything we said we would decide last month and did not, and everything that was decided " +
		"meanwhile, in the order it was postponed"
	m := bookedMeeting("970216853", subject[:128], now.Add(26*time.Hour), 50*time.Minute)
	host := hostParticipant("Fiona Gallagher", "fiona.gallagher", "Legal")
	m.Booker = host.booker()
	m.Participants = withHost(host, People(7))
	return m
}

// tricky has a subject that a chat would take for its own markup.
func markupSubject(now time.Time) Meeting {
	m := bookedMeeting("984407591", "*bold* _it_ ~no~ `x` <!channel> & <https://evil.example|click> <@U012ANA> :tada: 5 > 3",
		now.Add(50*time.Minute), 30*time.Minute)
	host := hostParticipant("Rahul <b>Nair</b> & co.", "rahul.nair", "R&D <core>")
	m.Booker = host.booker()
	m.Participants = withHost(host, People(4))
	return m
}

// nobody has nobody invited.
func noInvitees(now time.Time) Meeting {
	m := bookedMeeting("912860347", "Focus time (please interrupt)", now.Add(2*time.Hour), 25*time.Minute)
	m.Booker = hostParticipant("Katerina Novak", "katerina.novak", "Design").booker()
	return m
}

// bookClub has one invitee more than a page of ten.
func bookClub(now time.Time) Meeting {
	m := bookedMeeting("927051689", "Book club: chapter eleven", now.Add(30*time.Hour), time.Hour)
	host := hostParticipant("Chloé Fontaine", "chloe.fontaine", "People & Culture")
	m.Booker = host.booker()
	m.Participants = withHost(host, People(11))
	m.Config.GuestFree = new(true)
	return m
}

// allHands is a webinar for 500, tomorrow.
func allHands(now time.Time) Meeting {
	m := bookedMeeting("938614205", "All-hands: the year ahead", tomorrow(now, 17, 0), 90*time.Minute)
	host := hostParticipant("Amara Mensah", "amara.mensah", "Operations")
	m.Booker = host.booker()
	m.Participants = withHost(host, People(500))
	m.Webinar, m.Mode, m.Concurrent, m.Interpreted = true, "RTC", 3000, true
	m.RecordType, m.RecordAuth, m.AutoRecord = 3, new(1), true
	m.LiveURL = "https://live.example.com/all-hands"
	m.AutoMute = true
	m.Config = Config{AutoMute: new(true), Restriction: new(2)}
	return m
}

// overseas is written down in another zone: London's.
func londonZone(now time.Time) Meeting {
	m := bookedMeeting("945379862", "Breakfast with the Lisbon and London offices", tomorrow(now, 16, 30), 40*time.Minute)
	m.ZoneID, m.Language = "26", "en-US"
	host := hostParticipant("Beatriz Carvalho", "beatriz.carvalho", "Sales")
	m.Booker = host.booker()
	m.Participants = withHost(host, People(19))
	m.DialIn = "+442079460000"
	return m
}

// overrun was booked until 18 minutes ago, and they are still talking.
func runningLate(now time.Time) Meeting {
	m := bookedMeeting("959842170", "Incident review: the night of the long queue", now.Add(-78*time.Minute), time.Hour)
	m.State = Running
	host := hostParticipant("Jürgen Weiß", "juergen.weiss", "Engineering")
	m.Booker = host.booker()
	m.Participants = withHost(host, People(14))
	m.Config.Prolong = new(30)
	return m
}

// board is recorded, has a waiting room and lets in the invited only.
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

// budget is one of several meetings with "review" in their subjects.
func budgetReview(now time.Time) Meeting {
	m := bookedMeeting("973305164", "Budget review", now.Add(28*time.Hour), 45*time.Minute)
	host := hostParticipant("Camila Rojas", "camila.rojas", "Finance")
	m.Booker = host.booker()
	m.Participants = withHost(host, People(9))
	return m
}

// pilots is running in the cloud room that the customer call is booked for.
func officeHours(now time.Time) Meeting {
	m := bookedMeeting("986610273", "Harbour pilots: office hours", now.Add(-10*time.Minute), time.Hour)
	m.Room = &Room{Number: "906118274", ID: "8a8df0a174a1c6680174a26f57c20411"}
	host := hostParticipant("Ngozi Okafor", "ngozi.okafor", "Customer Success")
	m.Booker = host.booker()
	m.Participants = withHost(host, People(8))
	return m
}

// sprint is over for 40 minutes, and so only in the history. One left early,
// one came late, and two were not invited.
func sprintReview(now time.Time) Meeting {
	m := bookedMeeting("991427358", "Sprint review", now.Add(-100*time.Minute), time.Hour)
	m.Booker = ana().booker()
	m.Participants = withHost(ana(), People(11))
	m.Attendees = withGuests(m.Participants, 8)
	m.Attendees[1].StayFor = 20 * time.Minute
	m.Attendees[2].JoinAfter = 12 * time.Minute
	m.HasRecordFile, m.RecordType = true, 2
	return m
}

// withStrangers are the first n invitees, the first of them on a second device
// as well, and two guests whom nobody invited.
func withGuests(list []Participant, n int) []Attendee {
	var comers []Attendee
	for _, p := range list[:n] {
		comers = append(comers, p.Attendee())
	}
	again := comers[0]
	again.Device = "MOBILE"
	return append(comers, again,
		Attendee{Name: "Wanda (visiting)", Number: "+351210000017"},
		Attendee{Name: "张伟（供应商）", Number: "+8675500000019", JoinAfter: 3 * time.Minute})
}

// beijing is the zone of the enterprise; it has had no summer time since 1991.
func beijing() *time.Location { return time.FixedZone("Beijing", 8*60*60) }

// tomorrow is a time of day on the enterprise's calendar.
func tomorrow(now time.Time, hour, minute int) time.Time {
	y, m, d := now.In(beijing()).Date()
	return time.Date(y, m, d+1, hour, minute, 0, 0, beijing())
}

// at is a meeting on the enterprise's clock.
func bookedMeeting(id, subject string, start time.Time, length time.Duration) Meeting {
	return Meeting{ID: id, Subject: subject, Start: start, End: start.Add(length), ZoneID: "56", Language: "en-US"}
}

// repeated is a series over so many days by a rule.
func series(id, subject string, first time.Time, length time.Duration, rule Rule, days int) Meeting {
	rule.StartDate = first.Format(time.DateOnly)
	rule.EndDate = first.AddDate(0, 0, days-1).Format(time.DateOnly)
	return Meeting{
		ID: id, Subject: subject, Kind: Recurring, ZoneID: "56", Language: "en-US",
		Rule: &rule, Occurrences: Repeat(first, length, rule),
	}
}

// member is a host by name.
func hostParticipant(name, account, department string) Participant {
	return Participant{
		Number: "+99111" + digits(9, account), Name: name, Host: true, Type: "normal",
		Account: account, Email: account + "@example.com", Department: department,
	}
}

// ana is the person who clicks in the playground.
func ana() Participant {
	p := hostParticipant("Ana Morel", "ana", "Engineering")
	p.Email = "ana@example.com"
	return p
}

// booker is the participant as the one who booked.
func (p Participant) booker() Booker {
	return Booker{Name: p.Name, Account: p.Account, UUID: digest("booker", p.Account), Department: "Harbour & Sons"}
}

// hosted puts a host first in a list, in the place of the one there, and
// leaves out a namesake.
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
