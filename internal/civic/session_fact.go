package civic

import "time"

// SessionFact is what a closed session was in numbers (domain C5: how focus
// groups are held). Minutes are whole minutes.
type SessionFact struct {
	Invited   int        `json:"invited"`
	Came      int        `json:"came"`
	Women     int        `json:"women"`
	Men       int        `json:"men"`
	Youth     int        `json:"youth"` // up to 28 years
	Left      int        `json:"left"`
	Bands     []int      `json:"bands"` // who came, by AgeBands
	Minimum   int        `json:"minimum"`
	Steps     []StepFact `json:"steps"`
	Seats     int        `json:"seats"` // of the circle; 0 where nobody counted voices
	SeatsF    int        `json:"seats_f"`
	Spoken    int        `json:"spoken"` // seats that were heard
	Turns     int        `json:"turns"`
	TurnsF    int        `json:"turns_f"`
	Few       bool       `json:"few"`  // three voices held the talk
	Done      int        `json:"done"` // items of the checklist
	Checks    int        `json:"checks"`
	ReadAloud bool       `json:"read_aloud"`
	Signed    int        `json:"signed"`
	Cards     int        `json:"cards"`
	Said      int        `json:"said"`
	Rounds    int        `json:"rounds"`
	Corrected int        `json:"corrected"`
}

// StepFact is how long a step of the agenda took, against what was planned.
type StepFact struct {
	Key     string `json:"key"`
	Title   Text   `json:"title"`
	Planned int    `json:"planned"`
	Taken   int    `json:"taken"`
}

// SessionFactOf puts a session's parts into numbers.
func SessionFactOf(heads HeadCount, steps []Step, circle Circle, checks []Check, closing Closing, rules CycleRules) SessionFact {
	f := SessionFact{Invited: heads.Total(Invited), Came: heads.Total(Came), Women: heads.Sum(Came, "f", ""), Men: heads.Sum(Came, "m", ""),
		Left: heads.Total(Left), Minimum: rules.MinAttendance, Seats: len(circle), SeatsF: circle.Seats(IsWoman), Turns: circle.Turns(nil),
		TurnsF: circle.Turns(IsWoman), Few: circle.Few(), ReadAloud: closing.ReadAloud && closing.Confirmed, Signed: len(closing.Signatures)}
	if f.Turns == 0 { // a circle that nobody counted in says nothing
		f.Seats, f.SeatsF = 0, 0
	} else {
		f.Spoken = circle.Spoken()
	}
	for i, band := range AgeBands {
		n := heads.Sum(Came, "", band)
		f.Bands = append(f.Bands, n)
		if i < len(youth) {
			f.Youth += n
		}
	}
	for _, s := range steps {
		step := StepFact{Key: s.Key, Title: s.Title, Planned: s.Minutes}
		if !s.StartedAt.IsZero() {
			step.Taken = int(s.Elapsed(s.FinishedAt).Round(time.Minute) / time.Minute)
		}
		f.Steps = append(f.Steps, step)
	}
	for _, c := range checks { // what comes after the session is not due yet when it is closed
		if c.Phase == After || c.State == NotApplicable {
			continue
		}
		f.Checks++
		if c.State == Done {
			f.Done++
		}
	}
	return f
}

// Planned and Taken are the minutes of all steps.
func (f SessionFact) Planned() (n int) {
	for _, s := range f.Steps {
		n += s.Planned
	}
	return n
}

// Taken are the minutes that all steps took.
func (f SessionFact) Taken() (n int) {
	for _, s := range f.Steps {
		n += s.Taken
	}
	return n
}

// HeldSession is a closed session with its numbers.
type HeldSession struct {
	NeedGroup
	Fact SessionFact
}
