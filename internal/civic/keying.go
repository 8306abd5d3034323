package civic

import (
	"encoding/json"
	"time"
)

// SheetMost is the largest number of a sheet: five digits fit into its boxes.
const SheetMost = 99_999

// Keying is a paper keyed in once. Not journaled, as no answers are.
type Keying struct {
	Sheet   int // the number written on the paper
	Turn    int // 1, and 2 by which the first is checked
	Number  int // version of the questionnaire
	Unit    string
	Answers json.RawMessage // as survey.Answers, blanks included
	By      string          // user's id
	Name    string          // and name
	At      time.Time
	Done    bool // the paper is a response
}

// KeyedSheet is a paper in the list of sheets.
type KeyedSheet struct {
	Sheet         int
	First, Second string // names of who keyed it in; Second "" once
	Done          bool   // it became a response
}

// Differs reports whether both keyings wait for somebody to decide.
func (s KeyedSheet) Differs() bool { return s.Second != "" && !s.Done }
