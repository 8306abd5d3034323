package civic

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Estimate is what a need costs, by whom and of when. The newest of a need
// stands, earlier ones stay to be read. Cost 0 takes it back: the need has none.
type Estimate struct {
	ID        string
	Need      string
	NeedTitle Text
	Joined    string // the need that this one was joined into, while it is
	Cost      int64  // som
	Source    string // who or what it is from
	Dated     string // date
	Note      string
	By        string // name
	At        time.Time
}

// JoinedEstimates are what the needs cost that were joined into each one. They
// are of a part and not of the whole: shown there, and a person takes one over
// or enters another. A need that is taken out again has its own as before.
func JoinedEstimates(all []Estimate) map[string][]Estimate {
	newest := NewestEstimates(all)
	parts := map[string][]Estimate{}
	for _, e := range all {
		if e.Joined != "" && newest[e.Need].ID == e.ID {
			parts[e.Joined] = append(parts[e.Joined], e)
		}
	}
	return parts
}

// NewestEstimates are those that stand, by need, of a list that has the newest
// first; what was taken back has none.
func NewestEstimates(all []Estimate) map[string]Estimate {
	newest := map[string]Estimate{}
	for _, e := range all {
		if _, later := newest[e.Need]; !later {
			newest[e.Need] = e
		}
	}
	for need, e := range newest {
		if e.Cost == 0 {
			delete(newest, need)
		}
	}
	return newest
}

const (
	estimateSourceMax = 200
	estimateNoteMax   = 500
)

// SetEstimate adds an estimate to a need; with Cost 0 the need has no cost any
// more, and Note says why.
type SetEstimate struct {
	ID     string `json:"id"`
	Need   string `json:"need"`
	Cost   int64  `json:"cost"`
	Source string `json:"source"`
	Dated  string `json:"dated"`
	Note   string `json:"note"`
}

func (SetEstimate) Kind() string      { return "estimate.set" }
func (s SetEstimate) Subject() string { return s.Need }

// Validate wants a cost with its source and date, or a reason why there is none.
func (s SetEstimate) Validate() error {
	var es Errors
	if !ValidID(s.ID) {
		es = append(es, Bad("id", "error.id"))
	}
	if s.Cost < 0 || s.Cost > MostMoney {
		es = append(es, Bad("cost", "error.som"))
	}
	if s.Cost != 0 && strings.TrimSpace(s.Source) == "" {
		es = append(es, Bad("source", "error.estimate_source"))
	}
	if s.Cost != 0 && !ValidDate(s.Dated) {
		es = append(es, Bad("dated", "error.date"))
	}
	if s.Cost == 0 && strings.TrimSpace(s.Note) == "" {
		es = append(es, Bad("note", "error.estimate_back"))
	}
	if utf8.RuneCountInString(s.Source) > estimateSourceMax {
		es = append(es, Bad("source", "error.text_long", "n", estimateSourceMax))
	}
	if utf8.RuneCountInString(s.Note) > estimateNoteMax {
		es = append(es, Bad("note", "error.text_long", "n", estimateNoteMax))
	}
	return es.Or()
}
