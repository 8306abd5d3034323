package views

import (
	"net/url"
	"strconv"
	"strings"

	"ashar/internal/civic"
)

// ResponsesData is a list of what came in.
type ResponsesData struct {
	Frame               *SurveyFrame
	Flag, Village, Mode string
	Villages            []civic.VillagePeople
	Repeats             []string
	Pictures            bool  // some question is answered by one
	After, Next         int64 // where the page begins, and where one looks further; 0 at the end
	Middle              int   // seconds that answering takes
	Rows                []ResponseRow
	Conflicts           []ResponseConflictRow
}

// ResponseFlags are the filters of the list, in their order.
var ResponseFlags = []string{"", "straight", "fast", "same", "wrong", "out", "withdrawn"}

// ResponseRow is a response with what is strange about it.
type ResponseRow struct {
	civic.Response
	Flags []string
}

// ResponseConflictRow is other content under the id of a response, beside what is there.
type ResponseConflictRow struct {
	civic.ResponseConflict
	Kept        civic.Response
	Op          string
	Differences []ResponseDifference
}

// ResponseDifference is a question to which two contents say different things.
type ResponseDifference struct{ Label, One, Other string }

// ResponseData is one response.
type ResponseData struct {
	Frame *SurveyFrame
	civic.Response
	Village civic.Text
	Lines   []ResponseLine
	Flags   []string
	Field   *ResponseField // the answer being corrected
	Edits   []ResponseEditRow
	Form    *Form
}

// ResponseLine is a question that was asked, with its answer.
type ResponseLine struct {
	Path, Label, Said, Wrong string
	Picture                  string // where it is; "" there is none
	Group, Edits             bool
}

// ResponseField is how a question is answered anew.
type ResponseField struct {
	Path, Label, Value string
	Options            []Option
	Several            bool
}

// ResponseEditRow is a correction.
type ResponseEditRow struct {
	civic.ResponseEdit
	Differences []ResponseDifference
}

func (d *ResponsesData) path(after int64) string {
	q := url.Values{}
	for name, v := range map[string]string{"flag": d.Flag, "village": d.Village, "mode": d.Mode} {
		if v != "" {
			q.Set(name, v)
		}
	}
	if after > 0 {
		q.Set("after", strconv.FormatInt(after, 10))
	}
	return SurveyPath(d.Frame.ID, "responses") + "?" + q.Encode()
}

func (d *ResponsesData) form() *Form {
	return &Form{Values: url.Values{"flag": {d.Flag}, "village": {d.Village}, "mode": {d.Mode}}}
}

// village is a response's village by name; empty where it is not known.
func (d *ResponsesData) village(id string) civic.Text {
	for _, v := range d.Villages {
		if v.ID == id {
			return v.Name
		}
	}
	return civic.Text{}
}

// ResultWordsData is the answers to an open question.
type ResultWordsData struct {
	Frame       *SurveyFrame
	Question    string
	Title       string
	Answered    int
	Tag         string // those of this one alone; "-" those of none
	Tags        []civic.SurveyTag
	Said        []SaidWords
	After, Next int64
	Form        *Form
}

// SaidWords is an answer in words.
type SaidWords struct {
	ID   string
	Seq  int64
	Text string
	Tags []string
}

// WordsPath is the page of an open question.
func WordsPath(survey, question, tag string, after int64) string {
	q := url.Values{}
	if tag != "" {
		q.Set("tag", tag)
	}
	if after > 0 {
		q.Set("after", strconv.FormatInt(after, 10))
	}
	path := SurveyPath(survey, "results/"+question)
	if len(q) > 0 {
		path += "?" + q.Encode()
	}
	return path
}

func (d *ResultWordsData) tagName(id string) string {
	for _, t := range d.Tags {
		if t.ID == id {
			return t.Name
		}
	}
	return ""
}

// fieldForm holds the answer as it is, or what was entered in its place.
func fieldForm(d *ResponseData) *Form {
	if d.Form.Has("path", d.Field.Path) {
		return d.Form
	}
	values := []string{d.Field.Value}
	if d.Field.Several {
		values = strings.Fields(d.Field.Value)
	}
	return &Form{Values: url.Values{"value": values}}
}

// outForm is what was entered to leave a response out; the other form of the page has a reason as well.
func outForm(d *ResponseData) *Form {
	if d.Form.Has("out", "1") {
		return d.Form
	}
	return &Form{}
}

// editPath is where one answer is corrected.
func (d *ResponseData) editPath(path string) string {
	return SurveyPath(d.Frame.ID, "responses/"+d.ID) + "?" + url.Values{"path": {path}}.Encode()
}
