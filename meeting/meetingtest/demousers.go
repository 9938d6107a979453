package meetingtest

// DemoUsers returns the members of the enterprise's directory for the playground: Ana,
// who can be acted for; Camila, who has no third-party user ID; the hosts of some demo
// meetings; a member who has left; and members whose addresses are nearly those of
// others. Wei is none of them: only somebody with nearly the same address is.
func DemoUsers() []User {
	member := func(p Participant, account string) User {
		return User{
			ID: p.booker().UUID, Account: account, ThirdAccount: p.Account, Name: p.Name, Email: p.Email,
			Number: p.Number, Department: p.Department,
		}
	}
	host := func(name, account, department string) User {
		return member(hostParticipant(name, account, department), account+"@harbour")
	}
	anas := member(ana(), "ana.morel@harbour")
	anas.Email = "Ana@Example.com" // as somebody typed it in the console
	anas.Phone = "+351210000021"
	camila := host("Camila Gómez", "camila.gomez", "Finance")
	camila.ThirdAccount = "" // made in the console
	left := host("Kwame Boateng", "kwame.boateng", "Sales")
	left.Disabled = true
	return []User{
		host("Diana Vogel", "diana", "Legal"), host("Mariana Pinto", "mariana", "Design"),
		anas, camila, left,
		host("欧王伟", "ou.wei.wang", "市场部"),
		host("Leonor Duarte", "leonor.duarte", "Operations"), host("Ngozi Okafor", "ngozi.okafor", "Customer Success"),
		host("Arjun Iyer", "arjun.iyer", "Data Platform"), host("Camila Rojas", "camila.rojas", "Finance"),
	}
}

// DemoRooms returns the cloud rooms for the playground: one of Ana's, and one that the
// account itself can book.
func DemoRooms() []OwnRoom {
	return []OwnRoom{
		{Room: Room{Number: "906118281", ID: digest("room", "906118281")}, Owner: ana().Account, Name: "Lighthouse"},
		{Room: Room{Number: "906118305", ID: digest("room", "906118305")}, Name: "Harbour office"},
	}
}
