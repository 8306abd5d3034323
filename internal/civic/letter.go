package civic

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Letter asks another authority for what is in its power. It is never deleted;
// once sent, its words and who they went to stay as they were.
type Letter struct {
	ID         string
	Cycle      string
	Need       string
	NeedTitle  Text
	NeedCode   string
	Reminds    string // the letter it reminds of
	Number     string // as registered
	Addressee  string
	Text       Text // Kyrgyz, and Russian beside it where wanted
	SignedBy   string
	SentOn     string // dates; "" not sent yet
	AnswerDue  string
	AnsweredOn string
	Answer     string
	Version    int64
	At         time.Time
}

// Sent reports whether it has left.
func (l *Letter) Sent() bool { return l.SentOn != "" }

// Overdue reports whether an answer was due before a day and has not come.
func (l *Letter) Overdue(today string) bool {
	return l.Sent() && l.AnswerDue != "" && l.AnswerDue < today && l.AnsweredOn == ""
}

// NewestLetters are the letters that tell where each need stands: the newest sent one, a draft where none was.
func NewestLetters(letters []Letter) map[string]Letter {
	newest := map[string]Letter{}
	for _, l := range letters {
		had, ok := newest[l.Need]
		if !ok || l.Sent() && !had.Sent() || l.Sent() == had.Sent() && l.At.After(had.At) {
			newest[l.Need] = l
		}
	}
	return newest
}

// Elsewhere reports whether the need is in another authority's power.
func (n *Need) Elsewhere() bool { return n.Competence == "raion" || n.Competence == "state" }

// AnswerDays is how long an authority usually has to answer.
const AnswerDays = 30

const (
	numberMax    = 60
	addresseeMax = 300
	signedMax    = 200
	letterMax    = 20_000
)

// SaveLetter writes a letter (Base 0) or changes it as it was at Base.
type SaveLetter struct {
	ID        string `json:"id"`
	Need      string `json:"need"`
	Reminds   string `json:"reminds,omitempty"`
	Number    string `json:"number"`
	Addressee string `json:"addressee"`
	Text      Text   `json:"text"`
	SignedBy  string `json:"signed_by"`
	SentOn    string `json:"sent_on"`
	AnswerDue string `json:"answer_due"`
	Base      int64  `json:"base"`
}

func (SaveLetter) Kind() string      { return "letter.save" }
func (s SaveLetter) Subject() string { return s.ID }

// Validate wants an addressee and a Kyrgyz text; what was sent has a signature and a day by which an answer is due.
func (s SaveLetter) Validate() error {
	var es Errors
	if !ValidID(s.ID) {
		es = append(es, Bad("", "error.id"))
	}
	es = append(es, wantsText("addressee", s.Addressee, "error.letter_addressee", addresseeMax)...)
	es = append(es, wantsText("text_ky", s.Text.KY, "error.letter_text", letterMax)...)
	for _, f := range []struct {
		name, text string
		most       int
	}{{"number", s.Number, numberMax}, {"text_ru", s.Text.RU, letterMax}, {"signed_by", s.SignedBy, signedMax}} {
		if utf8.RuneCountInString(f.text) > f.most {
			es = append(es, Bad(f.name, "error.text_long", "n", f.most))
		}
	}
	for name, date := range map[string]string{"sent_on": s.SentOn, "answer_due": s.AnswerDue} {
		if date != "" && !ValidDate(date) {
			es = append(es, Bad(name, "error.date"))
		}
	}
	if s.SentOn != "" {
		if strings.TrimSpace(s.SignedBy) == "" {
			es = append(es, Bad("signed_by", "error.letter_signed"))
		}
		if s.AnswerDue == "" {
			es = append(es, Bad("answer_due", "error.letter_due"))
		} else if ValidDate(s.AnswerDue) && s.AnswerDue < s.SentOn {
			es = append(es, Bad("answer_due", "error.letter_due_before"))
		}
	}
	return es.Or()
}

// AnswerLetter keeps what the authority answered.
type AnswerLetter struct {
	ID         string `json:"id"`
	AnsweredOn string `json:"answered_on"`
	Answer     string `json:"answer"`
	Base       int64  `json:"base"`
}

func (AnswerLetter) Kind() string      { return "letter.answer" }
func (a AnswerLetter) Subject() string { return a.ID }

// Validate wants a day and words.
func (a AnswerLetter) Validate() error {
	var es Errors
	if !ValidDate(a.AnsweredOn) {
		es = append(es, Bad("answered_on", "error.date"))
	}
	return append(es, wantsText("answer", a.Answer, "error.letter_answer", letterMax)...).Or()
}

// LettersByUrgency puts overdue letters first, then those waiting for an
// answer by the day it is due, then drafts, then those answered, newest first.
func LettersByUrgency(letters []Letter, today string) []Letter {
	rank := func(l *Letter) int {
		switch {
		case l.Overdue(today):
			return 0
		case l.Sent() && l.AnsweredOn == "":
			return 1
		case !l.Sent():
			return 2
		}
		return 3
	}
	out := slices.Clone(letters)
	slices.SortStableFunc(out, func(a, b Letter) int {
		if ra, rb := rank(&a), rank(&b); ra != rb || ra == 2 {
			return ra - rb
		} else if ra == 3 {
			return cmp.Compare(b.AnsweredOn, a.AnsweredOn)
		}
		return cmp.Compare(a.AnswerDue, b.AnswerDue)
	})
	return out
}
