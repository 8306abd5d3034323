package civic

// Silence is the part of a session in which everybody writes before anybody
// speaks (silent cards of the PRA manuals): what is written, on slips of paper
// or on phones, is seen by nobody until all of it is shown at once.
type Silence struct {
	Open   bool
	Shown  bool // it was held, and all was shown
	Paper  int  // slips typed from paper and not shown yet
	Phones int  // phones that sent something while it was open
	Came   int  // people in the hall, 0 before they were counted
}

// In is how many have handed in.
func (s Silence) In() int { return s.Paper + s.Phones }

// Left is how many have not yet.
func (s Silence) Left() int { return max(0, s.Came-s.In()) }

// AllIn reports that nobody is waited for.
func (s Silence) AllIn() bool { return s.Came > 0 && s.Left() == 0 }

// OpenSilence begins it. Open already, nothing changes.
type OpenSilence struct {
	Session string `json:"session"`
}

func (OpenSilence) Kind() string      { return "silent.open" }
func (o OpenSilence) Subject() string { return o.Session }
func (OpenSilence) Validate() error   { return nil }

// TypeSlip takes what a slip of paper says. One that comes when all are shown
// already (typed without a network) is a statement at once.
type TypeSlip struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

func (TypeSlip) Kind() string      { return "silent.slip" }
func (s TypeSlip) Subject() string { return s.ID }

// Validate bounds the words as those of any statement.
func (s TypeSlip) Validate() error {
	if !ValidID(s.ID) {
		return Bad("", "error.id")
	}
	return validStatement(s.Text, "")
}

// ShowSlips ends it: slips become statements, in an order of chance; what
// phones sent waits for the facilitator's yes, in an order of chance too.
type ShowSlips struct {
	Session string `json:"session"`
}

func (ShowSlips) Kind() string      { return "silent.show" }
func (s ShowSlips) Subject() string { return s.Session }
func (ShowSlips) Validate() error   { return nil }
