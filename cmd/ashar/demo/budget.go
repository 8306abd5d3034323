package demo

import (
	_ "embed"
	"time"

	"github.com/pelletier/go-toml/v2"

	"ashar/handlers"
	"ashar/internal/civic"
)

//go:embed estimates.toml
var estimatesTOML []byte

// estimate of the story; ID is the problem's.
type estimate struct {
	ID     string `toml:"id"`
	Cost   int64  `toml:"cost"`
	Source string `toml:"source"`
	Dated  string `toml:"dated"`
	Note   string `toml:"note"`
}

// money of a year in the story.
type money struct {
	source civic.MoneySource
	name   string
	amount int64
}

// divide counts the money of 2016 and what the needs cost, declares the rule
// and divides by it; on one need the deputies decide otherwise.
func (d *demo) divide(c cycle) {
	d.at("2015-12-11", "15:00")
	d.envelope(c, 2016, []money{{civic.LocalBudget, "", 1_900_000}, {civic.GrantMoney, phrase("grant").KY, 500_000}})
	d.at("2015-12-11", "16:30")
	d.estimate(c, 0)
	d.at("2015-12-18", "11:00")
	d.do(c.id, "coordinator", civic.DeclareBudgetRules{Cycle: c.id, Rules: civic.DefaultBudgetRules()})
	d.at("2015-12-21", "15:00")
	k := d.keep(c)
	d.at("2015-12-23", "10:20")
	d.override(c, k)
}

// adopt makes the division the council's.
func (d *demo) adopt(c cycle) {
	if d.err != nil {
		return
	}
	d.later(20 * time.Minute)
	all, err := d.store.Allocations(d.ctx, c.id)
	if err != nil {
		d.err = err
		return
	}
	d.do(c.id, "deputy", civic.AdoptAllocation{ID: all[0].ID, Base: all[0].Version})
}

// count has the money of 2017 and the costs ready, so that rules can be
// compared at once; nothing is divided yet.
func (d *demo) count(c cycle) {
	chance := *d.source
	defer func() { *d.source = chance }()
	d.at("2016-12-09", "15:00")
	d.envelope(c, 2017, []money{{civic.LocalBudget, "", 2_050_000}, {civic.NationalBudget, "", 300_000}, {civic.SponsorMoney, phrase("sponsor").KY, 150_000}})
	d.estimate(c, 1)
}

func (d *demo) envelope(c cycle, year int, all []money) {
	for _, m := range all {
		d.later(3 * time.Minute)
		d.do(c.id, "coordinator", civic.SaveEnvelope{ID: d.ids.New(), Year: year, Source: m.source, Name: m.name, Amount: m.amount})
	}
}

// estimate says what the needs cost whose problem has an estimate; with later
// years everything is a twentieth dearer and dated anew.
func (d *demo) estimate(c cycle, years int) {
	var all struct {
		Estimate []estimate `toml:"estimate"`
	}
	if err := toml.Unmarshal(estimatesTOML, &all); err != nil && d.err == nil {
		d.err = err
	}
	for _, n := range d.board(c.id).Needs {
		for _, e := range all.Estimate {
			if d.problem(e.ID).Title.KY != n.Title.KY {
				continue
			}
			d.later(2 * time.Minute)
			cost, dated := e.Cost, civic.Day(e.Dated)
			if years > 0 {
				cost, dated = (cost*21/20+9_999)/10_000*10_000, dated.AddDate(years, 0, 0)
			}
			d.do(c.id, "coordinator", civic.SetEstimate{ID: d.ids.New(), Need: n.ID, Cost: cost, Source: e.Source, Dated: dated.Format(time.DateOnly), Note: e.Note})
		}
	}
}

// keep divides by the declared rule.
func (d *demo) keep(c cycle) (k civic.KeepAllocation) {
	ns := d.board(c.id)
	if d.err != nil {
		return k
	}
	l, err := handlers.ListOf(ns)
	if err != nil {
		d.err = err
		return k
	}
	b, err := d.store.Budget(d.ctx, c.id)
	if err != nil {
		d.err = err
		return k
	}
	estimates, err := d.store.Estimates(d.ctx, c.id)
	if err != nil {
		d.err = err
		return k
	}
	if k, err = handlers.KeepOf(d.ids.New(), l, b, estimates); err != nil {
		d.err = err
		return k
	}
	d.do(c.id, "coordinator", k)
	return k
}

// override has the deputies leave out what households pay for by contract, and
// put in what women's groups had first.
func (d *demo) override(c cycle, k civic.KeepAllocation) {
	base := int64(1)
	for _, o := range []struct {
		problem string
		in      bool
	}{{"waste", false}, {"kinder", true}} {
		for _, l := range k.Division.Lines {
			if d.err == nil && l.Title.KY == d.problem(o.problem).Title.KY {
				d.later(12 * time.Minute)
				d.do(c.id, "deputy", civic.OverrideAllocation{ID: k.ID, Need: l.Need, In: o.in, Reason: phrase("override_" + o.problem).KY, Base: base})
				base++
			}
		}
	}
}
