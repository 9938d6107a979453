package view

// Internals that tests in view_test need.
var (
	Clean          = clean
	CleanAny       = cleanAny
	DayStart       = dayStart
	Safe           = safe
	DisplayName    = displayName
	EscapeFormulas = escapeFormulas
	CSVLine        = csvLine
	MeetingType    = meetingType
)

// Metadata is what ParsePeopleSearch reads.
func (s PeopleSearch) Metadata() string { return s.metadata() }
