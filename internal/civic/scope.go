package civic

// Scope is what a request concerns: an installation when all are empty, else a
// municipality, a cycle of it or a session of that, or a survey of it.
type Scope struct {
	Municipality string
	Cycle        string
	Session      string
	Survey       string
	Status       SessionStatus // of the session
}

// ID is the journal scope: the narrowest there is.
func (s Scope) ID() string {
	for _, id := range [...]string{s.Survey, s.Session, s.Cycle, s.Municipality} {
		if id != "" {
			return id
		}
	}
	return Installation
}
