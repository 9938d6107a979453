package playground

// The ids of a second workspace; see [Globex].
const (
	// GlobexTeamID is the id of the workspace.
	GlobexTeamID = "T0GLOBEXCO"
	// GlobexUserID is Lena, an admin. The page shows her view at first.
	GlobexUserID = "U0LENABERG"
	// GlobexChannelID is #general: public, with everybody in it.
	GlobexChannelID = "C0GLOBEXGE"
)

// Globex returns options with the workspace, people and channels of another company,
// where the app is not installed. The caller adds addresses and secrets.
func Globex() Options {
	const (
		kenji, ines = "U0KENJISAT", "U0INESGUES"
		secret      = "C0GLOBEXSE"
	)
	everybody := []string{GlobexUserID, kenji, ines}
	return Options{
		TeamID: GlobexTeamID, Name: "Globex", Domain: "globex", NotInstalled: true,
		People: []Person{
			{ID: GlobexUserID, Name: "lena", RealName: "Lena Berg", Email: "lena.berg@globex.example", Zone: "Asia/Tokyo", Admin: true},
			{ID: kenji, Name: "kenji", RealName: "佐藤健二", Email: "kenji.sato@globex.example", Zone: "Asia/Tokyo"},
			{ID: ines, Name: "ines", RealName: "Inês Duarte", Email: "ines.duarte@agency.example", Zone: "America/Sao_Paulo", Guest: true},
		},
		Channels: []Channel{
			{ID: GlobexChannelID, Name: "general", Topic: "Everybody at Globex", Members: everybody},
			{ID: secret, Name: "skunkworks", Topic: "Private", Kind: Private, Members: []string{GlobexUserID, kenji}},
		},
	}
}
