package civic

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Envelope is money of a year from one source; Name says which grant or
// sponsor. Amounts are whole som.
type Envelope struct {
	ID      string      `json:"id"`
	Cycle   string      `json:"-"`
	Year    int         `json:"year"`
	Source  MoneySource `json:"source"`
	Name    string      `json:"name,omitempty"`
	Amount  int64       `json:"amount"`
	Version int64       `json:"-"`
	At      time.Time   `json:"-"`
}

// EnvelopeOf adds the money of a year.
func EnvelopeOf(all []Envelope, year int) (sum int64) {
	for _, e := range all {
		if e.Year == year {
			sum += e.Amount
		}
	}
	return sum
}

// MostMoney is the largest amount that is taken: a hundred milliard som.
const MostMoney = 100_000_000_000

const envelopeNameMax = 200

// SaveEnvelope adds money (Base 0) or changes it; Base is the version read.
type SaveEnvelope struct {
	ID     string      `json:"id"`
	Year   int         `json:"year"`
	Source MoneySource `json:"source"`
	Name   string      `json:"name"`
	Amount int64       `json:"amount"`
	Base   int64       `json:"base"`
}

func (SaveEnvelope) Kind() string      { return "envelope.save" }
func (s SaveEnvelope) Subject() string { return s.ID }

// Validate wants a year, a source and an amount; a grant or sponsor has a name.
func (s SaveEnvelope) Validate() error {
	var es Errors
	if !ValidID(s.ID) {
		es = append(es, Bad("id", "error.id"))
	}
	if s.Year < 2000 || s.Year > 2100 {
		es = append(es, Bad("year", "error.year"))
	}
	if !slices.Contains(MoneySources, s.Source) {
		es = append(es, Bad("source", "error.choice"))
	}
	if utf8.RuneCountInString(s.Name) > envelopeNameMax {
		es = append(es, Bad("name", "error.text_long", "n", envelopeNameMax))
	} else if strings.TrimSpace(s.Name) == "" && (s.Source == GrantMoney || s.Source == SponsorMoney) {
		es = append(es, Bad("name", "error.envelope_name"))
	}
	if s.Amount <= 0 || s.Amount > MostMoney {
		es = append(es, Bad("amount", "error.som"))
	}
	return es.Or()
}

// DropEnvelope takes money out of the envelope; Base is the version read.
type DropEnvelope struct {
	ID   string `json:"id"`
	Base int64  `json:"base"`
}

func (DropEnvelope) Kind() string      { return "envelope.drop" }
func (d DropEnvelope) Subject() string { return d.ID }

// Validate has nothing to check without the store.
func (DropEnvelope) Validate() error { return nil }
