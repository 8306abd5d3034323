package demo

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"ashar/internal/civic"
	"ashar/internal/survey"
	"ashar/internal/survey/ready"
)

//go:embed survey.toml
var surveyTOML []byte

// spoken is what the demo's respondents write, by question.
type spoken struct {
	Satisfaction, Needs text
	Words               map[string][]string
}

func (d *demo) spoken() (s spoken) {
	d.err = firstOf(d.err, toml.Unmarshal(surveyTOML, &s))
	return s
}

// firstOf is the error that came first.
func firstOf(had, err error) error {
	if had != nil {
		return had
	}
	return err
}

// satisfaction is a survey of the past cycle that is over, seen by everybody.
func (d *demo) satisfaction(c cycle) {
	*d.source = *rand.NewPCG(2015, 62)
	id := d.survey(c, "satisfaction", d.spoken().Satisfaction.civic(), "2016-02-08")
	d.respond(id, "satisfaction", "2016-02-09", 62)
	d.at("2016-03-04", "17:00")
	d.do(id, "coordinator", civic.SetSurvey{ID: id})
	d.do(id, "coordinator", civic.ShowSurvey{ID: id, Public: true})
}

// household is a survey of the cycle under way, from house to house.
func (d *demo) household(c cycle) {
	*d.source = *rand.NewPCG(2016, 27) // chance of its own: the end of a response's id must be met once
	id := d.survey(c, "needs", d.spoken().Needs.civic(), "2016-12-01")
	d.respond(id, "needs", "2016-12-02", 27)
}

func (d *demo) survey(c cycle, name string, title civic.Text, day string) (id string) {
	f, ok := ready.Find(name)
	if !ok || d.err != nil {
		return ""
	}
	d.at(day, "10:00")
	id = d.ids.New()
	sum := sha256.Sum256(f.File)
	digest := hex.EncodeToString(sum[:])
	asks := 0
	for _, e := range f.Asked.Elements {
		if e.Answer != "" && e.Type != "note" && !e.Silent {
			asks++
		}
	}
	d.do(d.units[akBashat], "coordinator", civic.SaveSurvey{ID: id, File: f.File, Digest: digest, Questions: asks,
		SurveyText: civic.SurveyText{Title: title, Purpose: civic.SurveyPurpose(f.Purpose), Cycle: c.id, Access: civic.AccessDevice, Village: true}})
	d.do(id, "coordinator", civic.PublishQuestionnaire{Survey: id, Digest: digest})
	d.do(id, "coordinator", civic.SetSurvey{ID: id, Open: true})
	return id
}

// respond lets so many people answer, some a day.
func (d *demo) respond(id, name, day string, people int) {
	f, ok := ready.Find(name)
	if !ok || d.err != nil {
		return
	}
	d.at(day, "09:30")
	words := d.spoken().Words
	// ids by a chance of their own: the story's is wound back, and the end of an id is the code that takes a response back
	ids := civic.NewIDsFrom(func() time.Time { return *d.clock }, rand.New(rand.NewPCG(2016, uint64(people))))
	for i := range people {
		d.later(time.Duration(11+d.random.IntN(90)) * time.Minute)
		if i%9 == 8 {
			d.later(15 * time.Hour)
		}
		seconds := 180 + d.random.IntN(420)
		r := civic.Response{ID: ids.New(), Survey: id, Number: 1, Mode: [...]civic.ResponseMode{civic.ByInterview, civic.ByInterview, civic.ByLink, civic.ByPaper}[d.random.IntN(4)],
			Unit: d.units[d.children[akBashat][d.random.IntN(len(d.children[akBashat]))].Code], Lang: "ky", Seconds: seconds, BeganAt: d.clock.Add(-time.Duration(seconds) * time.Second)}
		iv := f.Asked.Begin(survey.Env{Now: r.BeganAt, Language: f.Asked.Language("ky"), Random: d.random.Float64}, nil)
		d.answerAll(f.Asked, iv, words)
		r.Blank = strings.Join(iv.Blanks(), " ")
		raw, err := json.Marshal(iv.Answers())
		if err == nil {
			r.Answers = raw
			err = d.store.AcceptResponse(d.ctx, r, raw, nil, "")
		}
		d.err = firstOf(d.err, err)
	}
}

// answerAll answers every question as it comes to be asked; a few are left blank.
func (d *demo) answerAll(p *survey.Program, iv *survey.Interview, words map[string][]string) {
	seen := map[string]bool{}
	bent := d.random.IntN(3) // how content this person is
	for again := true; again; {
		again = false
		var next []survey.State
		iv.Each(func(s survey.State) {
			if e := &p.Elements[s.Element]; !seen[s.Path] && s.Relevant && !s.ReadOnly && e.Answer != "" && !e.Silent && e.Type != "note" {
				next = append(next, s)
			}
		})
		for _, s := range next {
			seen[s.Path] = true
			if now, _ := iv.State(s.Path); !now.Relevant || !now.Required && d.random.IntN(12) == 0 {
				continue
			}
			again = true
			if _, ok := iv.Set(s.Path, d.answerTo(&p.Elements[s.Element], iv, s.Path, bent, words)); !ok {
				continue
			}
			if now, _ := iv.State(s.Path); now.Wrong != "" {
				iv.Set(s.Path, "1") // the least that a number can be here
			}
		}
	}
}

func (d *demo) answerTo(e *survey.Element, iv *survey.Interview, path string, bent int, words map[string][]string) string {
	if e.List >= 0 {
		rows := iv.Choices(path)
		var names []string
		for _, row := range rows {
			name, _ := iv.Choice(e.List, row)
			names = append(names, name)
		}
		switch {
		case len(names) == 0:
			return ""
		case e.Answer == "many":
			d.random.Shuffle(len(names), func(i, j int) {
				if d.random.IntN(3) > 0 { // the first of a list stay named more often
					names[i], names[j] = names[j], names[i]
				}
			})
			return strings.Join(names[:min(len(names), 1+d.random.IntN(3))], " ")
		case slices.Contains(e.Appearance, "likert"):
			return names[min(len(names)-1, 1+bent+d.random.IntN(3))]
		}
		return names[d.random.IntN(len(names))]
	}
	switch {
	case e.Range != nil:
		steps := int(math.Round(math.Abs((e.Range[1] - e.Range[0]) / e.Range[2])))
		return strconv.FormatFloat(e.Range[0]+float64(min(steps, steps/2+bent+d.random.IntN(steps/3+1)))*e.Range[2], 'f', -1, 64)
	case e.Kind == "number" && e.Name == "people":
		return strconv.Itoa(2 + d.random.IntN(7))
	case e.Kind == "number":
		return strconv.Itoa(d.random.IntN(5))
	case len(words[e.Name]) > 0 && d.random.IntN(3) > 0:
		return words[e.Name][d.random.IntN(len(words[e.Name]))]
	}
	return ""
}
