package db

import (
	"context"
	"testing"

	"ashar/internal/civic"
)

func (c *chamber) draft() civic.SaveResolution {
	return civic.SaveResolution{ID: c.s.IDs.New(), ResolutionText: civic.ResolutionText{About: civic.AboutNeeds, Number: "5/3", Date: c.today(), Convocation: "VIII", SessionNo: "V", Regular: true,
		Seat: "Ак-Башат", Title: civic.Text{KY: "Чечимдер жөнүндө"}, Preamble: civic.Text{KY: "угуп"}, Points: civic.Text{KY: "  бекитилсин \n\n тиркелсин"}, Charged: civic.Text{KY: "башчыга"},
		Control: civic.Text{KY: "комиссияга"}, Chair: "К. Сыдыков", ChairWoman: true}}
}

func (c *chamber) resolution(id string) civic.Resolution {
	c.t.Helper()
	r, err := c.s.Resolution(context.Background(), c.cycle, id)
	if err != nil {
		c.t.Fatal(err)
	}
	return r
}

func TestAnAdoptedResolutionIsFixedWithItsAnnexAndHoldsItsDecisions(t *testing.T) {
	c := newChamber(t)
	water, road := c.decide(c.water, "", civic.Accepted), c.decide(c.road, "", civic.Rejected)
	c.must(c.cycle, water)
	c.must(c.cycle, road)
	save := c.draft()
	c.must(c.cycle, save)
	if got := c.resolution(save.ID); got.Points.KY != "бекитилсин\nтиркелсин" || !got.ChairWoman || !got.Regular || got.Version != 1 || got.Status != civic.ResolutionDraft {
		t.Fatalf("%+v", got)
	}
	save.Base, save.Seat = 1, "Арал"
	c.must(c.cycle, save)
	if _, err := c.apply(c.cycle, save); civic.KindOf(err) != civic.Conflict {
		t.Errorf("a text of somebody else is written over: %v", err)
	}
	votes := civic.CouncilVotes{Elected: 21, Present: 19, For: 17, Against: 1, Abstained: 1}
	annex := civic.Annex{Groups: 20, Needs: []civic.AnnexNeed{{ID: c.water, Place: 1, AnnexDecision: civic.AnnexDecision{Decision: water.ID, Outcome: civic.Accepted}}}}
	adopt := civic.AdoptResolution{ID: save.ID, Base: 2, Votes: votes, Annex: annex}
	for name, change := range map[string]civic.AdoptResolution{
		"an older text":       {ID: save.ID, Base: 1, Votes: votes, Annex: annex},
		"nothing":             {ID: save.ID, Base: 2, Votes: votes},
		"an unknown decision": {ID: save.ID, Base: 2, Votes: votes, Annex: civic.Annex{Needs: []civic.AnnexNeed{{ID: c.water, AnnexDecision: civic.AnnexDecision{Decision: c.s.IDs.New()}}}}},
	} {
		if _, err := c.apply(c.cycle, change); civic.KindOf(err) != civic.Conflict {
			t.Errorf("%s is adopted: %v", name, err)
		}
	}
	c.must(c.cycle, adopt)
	got := c.resolution(save.ID)
	if got.Status != civic.ResolutionAdopted || got.Votes != votes || got.Annex.Digest() != annex.Digest() || got.AdoptedAt.IsZero() || got.Seat != "Арал" {
		t.Errorf("%+v", got)
	}
	for _, d := range c.facts().Decisions {
		if (d.Resolution == save.ID && d.ResolutionNumber == "5/3") != (d.ID == water.ID) {
			t.Errorf("%+v", d)
		}
	}
	save.Base = got.Version
	for name, change := range map[string]civic.Change{"changed": save, "adopted again": civic.AdoptResolution{ID: save.ID, Base: got.Version, Votes: votes, Annex: annex}, "dropped": civic.DropResolution{ID: save.ID}} {
		if _, err := c.apply(c.cycle, change); civic.KindOf(err) != civic.Conflict || civic.Problems(err)[0].Key != "error.resolution_adopted" {
			t.Errorf("an adopted resolution is %s: %v", name, err)
		}
	}
	// what is decided anew waits for another resolution
	again := c.decide(c.water, water.ID, civic.Partly)
	c.must(c.cycle, again)
	if d := civic.Standing(c.facts().Decisions)[c.water]; d.Resolution != "" {
		t.Errorf("%+v", d)
	}
}

func TestADraftLacksNothingWhenItIsAdoptedAndCanBeDropped(t *testing.T) {
	c := newChamber(t)
	water := c.decide(c.water, "", civic.Accepted)
	c.must(c.cycle, water)
	save := c.draft()
	save.Number, save.Control.KY = "", "____ комиссияга"
	c.must(c.cycle, save)
	adopt := civic.AdoptResolution{ID: save.ID, Base: 1, Votes: civic.CouncilVotes{Elected: 21, Present: 19, For: 17},
		Annex: civic.Annex{Needs: []civic.AnnexNeed{{AnnexDecision: civic.AnnexDecision{Decision: water.ID}}}}}
	if _, err := c.apply(c.cycle, adopt); len(civic.Problems(err)) != 2 {
		t.Errorf("%v", err)
	}
	if _, err := c.apply(c.municipality, civic.DropResolution{ID: save.ID}); civic.KindOf(err) != civic.NotFound {
		t.Errorf("dropped from outside the cycle: %v", err)
	}
	c.must(c.cycle, civic.DropResolution{ID: save.ID})
	if _, err := c.s.Resolution(context.Background(), c.cycle, save.ID); civic.KindOf(err) != civic.NotFound {
		t.Errorf("%v", err)
	}
	if f := c.facts(); len(f.Resolutions) != 0 || len(f.Decisions) != 1 {
		t.Errorf("%+v", f)
	}
}
