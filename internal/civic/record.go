package civic

// Record is everything a session left behind, as its minutes tell it.
type Record struct {
	Raion, Oblast Text
	Head          string // of the session's journal, hexadecimal
	Heads         HeadCount
	Hall          Hall
	Priorities    Priorities
	Rounds        []Round
	Remarks       []Remark
	Volunteers    []Volunteer // without phones
	Checks        []Check
	Closing       Closing
	Corrections   []Correction
	Codes         map[string]string // of the passports of the cards, by card; none before the first close, none in a training session
}
