package civic

import "slices"

// Circle is who sits in the hall and how often each has spoken (field
// difficulty of the PRA manuals: one man dominates, women are silent). Seats,
// not names; what was said from which seat is kept nowhere.
type Circle []Seat

// Seat is a place in the circle.
type Seat struct {
	Sex   string `json:"sex,omitempty"` // "" where it was not told
	Young bool   `json:"young,omitempty"`
	Turns int    `json:"-"`
	Last  int    `json:"-"` // which turn of the session was this seat's last one
}

// A circle has so many seats.
const (
	SeatsMin = 3
	SeatsMax = 20
)

// youth are the bands up to 28 years.
var youth = AgeBands[:2]

// CircleOf seats who came, women first: what a circle begins with.
func CircleOf(heads HeadCount) Circle {
	var c Circle
	for _, sex := range Sexes {
		for _, band := range AgeBands {
			for range heads[HeadKey{What: Came, Sex: sex, Band: band}] {
				c = append(c, Seat{Sex: sex, Young: slices.Contains(youth, band)})
			}
		}
	}
	return c[:min(len(c), SeatsMax)]
}

// Turns counts how often seats were heard; nil counts all.
func (c Circle) Turns(of func(Seat) bool) (n int) {
	for _, s := range c {
		if of == nil || of(s) {
			n += s.Turns
		}
	}
	return n
}

// Seats counts seats.
func (c Circle) Seats(of func(Seat) bool) (n int) {
	for _, s := range c {
		if of(s) {
			n++
		}
	}
	return n
}

// Spoken counts who was heard; Silent are the numbers of those who were not.
func (c Circle) Spoken() int { return len(c) - len(c.Silent()) }

// Silent are the seats that were not heard yet.
func (c Circle) Silent() (seats []int) {
	for i, s := range c {
		if s.Turns == 0 {
			seats = append(seats, i+1)
		}
	}
	return seats
}

// Newest is the seat that was heard last, 0 when none was.
func (c Circle) Newest() int {
	newest, last := 0, 0
	for i, s := range c {
		if s.Turns > 0 && s.Last > last {
			newest, last = i+1, s.Last
		}
	}
	return newest
}

// hintTurns is how many turns say something about a conversation.
const hintTurns = 8

// Few reports that three voices hold more than half of the turns, and clearly
// more than their share: in a small circle three are half of it anyway.
func (c Circle) Few() bool {
	var turns []int
	for _, s := range c {
		turns = append(turns, s.Turns)
	}
	slices.SortFunc(turns, func(a, b int) int { return b - a })
	all, top := c.Turns(nil), 0
	for _, n := range turns[:min(3, len(turns))] {
		top += n
	}
	return all >= hintTurns && len(c) > 3 && 2*top > all && 4*top*len(c) > 5*3*all
}

// IsWoman and IsYoung choose seats.
func IsWoman(s Seat) bool { return s.Sex == "f" }
func IsYoung(s Seat) bool { return s.Young }

// SetCircle says who sits where. Turns stay with the number of a seat.
type SetCircle struct {
	Session string `json:"session"`
	Seats   Circle `json:"seats"`
}

func (SetCircle) Kind() string      { return "circle.set" }
func (s SetCircle) Subject() string { return s.Session }

// Validate bounds the circle: of fewer than three nobody needs to count the voices.
func (s SetCircle) Validate() error {
	if len(s.Seats) < SeatsMin || len(s.Seats) > SeatsMax {
		return Bad("seats", "error.seats", "min", SeatsMin, "max", SeatsMax)
	}
	for _, seat := range s.Seats {
		if seat.Sex != "" && !slices.Contains(Sexes, seat.Sex) {
			return Bad("seats", "error.choice")
		}
	}
	return nil
}

// TakeTurn notes that somebody spoke from a seat; with Back, that it was a
// slip of the finger.
type TakeTurn struct {
	Session string `json:"session"`
	Seat    int    `json:"seat"`
	Back    bool   `json:"back,omitempty"`
}

func (TakeTurn) Kind() string      { return "circle.turn" }
func (t TakeTurn) Subject() string { return t.Session }

// Validate bounds the number.
func (t TakeTurn) Validate() error {
	if t.Seat < 1 || t.Seat > SeatsMax {
		return Bad("seat", "error.choice")
	}
	return nil
}
