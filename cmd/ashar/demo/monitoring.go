package demo

import (
	"bytes"
	_ "embed"
	"image"
	"image/color"
	"image/png"
	"time"

	"github.com/pelletier/go-toml/v2"

	"ashar/internal/civic"
	"ashar/internal/picture"
)

//go:embed monitoring.toml
var monitoringTOML []byte

// monitoring of the story: what the group planned and found.
type monitoring struct {
	Members string `toml:"members"`
	Visits  []struct {
		Problem string            `toml:"problem"`
		Title   string            `toml:"title"`
		Due     string            `toml:"due"`
		Moved   string            `toml:"moved"`
		Reason  string            `toml:"reason"`
		Dropped string            `toml:"dropped"`
		Method  civic.VisitMethod `toml:"method"`
		Who     string            `toml:"who"`
	} `toml:"visit"`
	Acts   []visited `toml:"act"`
	Report struct {
		Starts   string `toml:"starts"`
		Ends     string `toml:"ends"`
		Written  string `toml:"written"`
		Summary  string `toml:"summary"`
		Council  string `toml:"council"`
		Citizens string `toml:"citizens"`
	} `toml:"report"`
}

// visited is what an act of the story says.
type visited struct {
	Visit           int                `toml:"visit"`
	Problem         string             `toml:"problem"`
	On              string             `toml:"on"`
	Filed           string             `toml:"filed"`
	Found           string             `toml:"found"`
	Money           int64              `toml:"money"`
	End             string             `toml:"end"`
	Quality         string             `toml:"quality"`
	QualityNote     string             `toml:"quality_note"`
	Pleased         int                `toml:"pleased"`
	Neither         int                `toml:"neither"`
	Displeased      int                `toml:"displeased"`
	Violations      string             `toml:"violations"`
	Recommendations string             `toml:"recommendations"`
	Status          civic.ActionStatus `toml:"status"`
	Percent         int                `toml:"percent"`
	Due             string             `toml:"due"`
	Caption         string             `toml:"caption"`
	Answered        string             `toml:"answered"`
	Answer          string             `toml:"answer"`
}

// watch is the year 2016 of a plan: the aiyl okmotu reports, the monitoring
// group goes and looks, each on its days.
func (d *demo) watch(c cycle) {
	var told monitoring
	if err := toml.Unmarshal(monitoringTOML, &told); err != nil && d.err == nil {
		d.err = err
	}
	if d.err != nil {
		return
	}
	plan, err := d.store.Plan(d.ctx, c.id)
	if err != nil || len(plan.Actions) == 0 {
		d.err = err
		return
	}
	of := func(problem string) *civic.Action {
		for i := range plan.Actions {
			if a := &plan.Actions[i]; problem != "" && a.Title.KY == d.problem(problem).Title.KY {
				return a
			}
		}
		return nil
	}
	d.at("2016-02-05", "11:00")
	plans := make([]civic.SaveVisit, len(told.Visits))
	for i, v := range told.Visits {
		save := civic.SaveVisit{ID: d.ids.New(), Title: v.Title, Due: v.Due, Who: v.Who, Method: v.Method}
		if a := of(v.Problem); a != nil {
			save.Action = a.ID
		} else if v.Title == "" {
			continue
		}
		d.later(2 * time.Minute)
		d.do(c.id, "monitor", save)
		plans[i] = save
	}
	revise := func() {
		for i, v := range told.Visits {
			save := plans[i]
			if v.Moved != "" && save.ID != "" {
				save.Due, save.Reason, save.Base = v.Moved, v.Reason, 1
				d.do(c.id, "monitor", save)
			}
			if v.Dropped != "" && save.ID != "" {
				d.do(c.id, "monitor", civic.DropVisit{ID: save.ID, Reason: v.Dropped})
			}
		}
	}
	since := "2016-01-01"
	until := func(day string) {
		d.report(c, since, day)
		since = day
	}
	for i, v := range told.Acts {
		until(v.On)
		if a := of(v.Problem); a != nil {
			d.act(c, a, plans[v.Visit].ID, told.Members, v, i)
		}
		if i == 0 {
			r := told.Report
			until(r.Written)
			d.at(r.Written, "10:00")
			report := civic.SavePeriodReport{ID: d.ids.New(), Starts: r.Starts, Ends: r.Ends, Summary: r.Summary}
			d.do(c.id, "monitor", report)
			d.at(r.Citizens, "17:30")
			report.CouncilOn, report.CitizensOn, report.Base = r.Council, r.Citizens, 1
			d.do(c.id, "monitor", report)
			revise()
		}
	}
	until("2016-11-01")
}

// act is written at the place, filed in the evening, and perhaps answered.
func (d *demo) act(c cycle, a *civic.Action, visit, members string, v visited, n int) {
	d.at(v.On, "11:30")
	text := civic.PlannedOf(a)
	text.VisitedOn, text.Members, text.FoundWork, text.FoundMoney, text.FoundEnd = v.On, members, v.Found, &v.Money, v.End
	text.Quality, text.QualityNote, text.Pleased, text.Neither, text.Displeased = v.Quality, v.QualityNote, v.Pleased, v.Neither, v.Displeased
	text.Violations, text.Recommendations, text.Status, text.Percent, text.AnswerDue = v.Violations, v.Recommendations, v.Status, v.Percent, v.Due
	id := d.ids.New()
	d.do(c.id, "monitor", civic.SaveAct{ID: id, Action: a.ID, Visit: visit, ActText: text})
	kept, err := picture.Blurred(trench(n == 1), picture.Hidden{Spots: faces})
	if err != nil && d.err == nil {
		d.err = err
	}
	d.later(8 * time.Minute)
	d.do(c.id, "monitor", civic.AddActPhoto{ID: d.ids.New(), Act: id, Action: a.ID, Caption: v.Caption, Hash: kept.Hash, Width: kept.Width, Height: kept.Height, JPEG: kept.JPEG, Small: kept.Small, Blurred: len(faces)})
	d.at(v.On, v.Filed)
	d.do(c.id, "monitor", civic.FileAct{ID: id})
	if v.Answer != "" {
		d.at(v.Answered, "15:20")
		d.do(c.id, "coordinator", civic.AnswerAct{Act: id, Answer: v.Answer, On: v.Answered, Base: 2})
	}
}

// faces are where the two people stand on the drawn photo.
var faces = []picture.Spot{{X: 0.225, Y: 0.425, R: 0.05}, {X: 0.36, Y: 0.40, R: 0.05}}

// trench draws what a phone might have seen: hills, a dug street with two
// people beside it, a pipe; and water where it leaks.
func trench(leaks bool) []byte {
	const w, h = 960, 720
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	sky, far, ground, dark, pipe, water := color.RGBA{176, 203, 222, 255}, color.RGBA{122, 138, 128, 255}, color.RGBA{168, 140, 104, 255}, color.RGBA{92, 70, 48, 255}, color.RGBA{38, 84, 150, 255}, color.RGBA{120, 170, 200, 255}
	for y := range h {
		for x := range w {
			hill := 250 + (x*(w-x))/4200 - ((x-300)*(x-300))/2400
			c := sky
			edge := 470 + (y-330)/3 // the trench runs towards who looks
			switch {
			case y > 330 && x > edge && x < edge+90+(y-330)/3:
				c = dark
				if mid := edge + 45 + (y-330)/6; x > mid-14-(y-330)/30 && x < mid+14+(y-330)/30 {
					c = pipe
				}
			case y > 330:
				c = ground
			case y > 330-hill/3:
				c = far
			}
			if leaks && y > 520 && (x-700)*(x-700)/3+(y-620)*(y-620) < 4200 {
				c = water
			}
			grain := uint8((x*7 + y*13 + x*y) % 17)
			img.SetRGBA(x, y, color.RGBA{c.R - grain, c.G - grain, c.B - grain, 255})
		}
	}
	for i, f := range faces {
		cx, cy := int(f.X*w), int(f.Y*h)
		coat := []color.RGBA{{140, 40, 50, 255}, {40, 60, 90, 255}}[i]
		for y := cy - 40; y < cy+230; y++ {
			for x := cx - 60; x <= cx+60; x++ {
				switch {
				case (x-cx)*(x-cx)+(y-cy)*(y-cy) < 30*30:
					img.SetRGBA(x, y, color.RGBA{214, 170, 140, 255})
				case y > cy+26 && x > cx-34-(y-cy)/12 && x < cx+34+(y-cy)/12:
					img.SetRGBA(x, y, coat)
				}
			}
		}
	}
	var b bytes.Buffer
	_ = png.Encode(&b, img) // into memory: cannot fail
	return b.Bytes()
}
