package civic

// MakePractice makes a session to try things out in. It belongs to the newest
// cycle of the municipality (the scope) but counts nowhere: not in the matrix,
// not in numbers, and it gets no № in the minutes.
type MakePractice struct {
	Session string `json:"session"`
	Date    string `json:"date"`
	Starts  string `json:"starts"`
	Ends    string `json:"ends"`
	Person  string `json:"person"` // who tries: the moderator
}

func (MakePractice) Kind() string      { return "practice.make" }
func (p MakePractice) Subject() string { return p.Session }

// Validate checks the id and the times.
func (p MakePractice) Validate() error {
	if !ValidID(p.Session) {
		return Bad("session", "error.id")
	}
	if !ValidDate(p.Date) || !ValidClock(p.Starts) || !ValidClock(p.Ends) {
		return Bad("date", "error.date")
	}
	return nil
}

// DropPractice throws a practice session away with everything in it, its
// journal too. Its scope is the municipality; a session that counts is never touched.
type DropPractice struct {
	Session string `json:"session"`
}

func (DropPractice) Kind() string      { return "practice.drop" }
func (p DropPractice) Subject() string { return p.Session }
func (DropPractice) Validate() error   { return nil }
