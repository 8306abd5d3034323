package civic

import (
	"slices"
	"strings"
	"unicode/utf8"
)

const answerMax = 4000

// AnswerDivergence says why a need that stood high with an audience stands low
// in the list. Who reads the list reads the answer beside the flag.
type AnswerDivergence struct {
	Cycle    string       `json:"cycle"`
	Audience AudienceKind `json:"audience"`
	Need     string       `json:"need"`
	Answer   string       `json:"answer"`
}

func (AnswerDivergence) Kind() string      { return "divergence.answer" }
func (a AnswerDivergence) Subject() string { return a.Need }

// Validate wants words.
func (a AnswerDivergence) Validate() error {
	var es Errors
	if !slices.Contains(AudienceKinds, a.Audience) {
		es = append(es, Bad("audience", "error.choice"))
	}
	es = append(es, wantsText("answer", a.Answer, "error.divergence_answer", answerMax)...)
	return es.Or()
}

// wantsText refuses a text that is not there or too long.
func wantsText(field, text, missing string, most int) (es Errors) {
	if strings.TrimSpace(text) == "" {
		es = append(es, Bad(field, missing))
	}
	if utf8.RuneCountInString(text) > most {
		es = append(es, Bad(field, "error.text_long", "n", most))
	}
	return es
}
