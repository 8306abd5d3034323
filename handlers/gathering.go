package handlers

import (
	"context"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/views"
)

type gatheringStore interface {
	Gatherings(ctx context.Context, cycle string) ([]civic.Gathering, error)
	Gathering(ctx context.Context, cycle, id string) (civic.GatheringRecord, error)
	Proposals(ctx context.Context, cycle string) ([]civic.Proposal, error)
	LastGathering(ctx context.Context, cycle, gathering string) (id, date string, err error)
	GatheringMinutes(ctx context.Context, gathering string, version int) (civic.GatheringMinutes, error)
	KeepGatheringMinutes(ctx context.Context, gathering string, m civic.GatheringMinutes) error
}

// gathering reads the gathering of the path. Who does not conduct reads no
// names but those of chair and secretary.
func (a *App) gathering(c *Ctx) (*views.GatheringData, error) {
	ctx := c.Request().Context()
	d := &views.GatheringData{Conducts: c.User.Holds(c.Scope.Municipality, conductors...), Form: c.emptyForm()}
	var err error
	if d.Cycle, d.Place, err = a.store.Cycle(ctx, c.Scope.Cycle); err != nil {
		return nil, err
	}
	if d.GatheringRecord, err = a.store.Gathering(ctx, c.Scope.Cycle, c.Param("gathering")); err != nil {
		return nil, err
	}
	d.Writes = d.Conducts && d.Open()
	if !d.Conducts {
		d.Nameless()
	}
	return d, nil
}

// gatheringPage is a page of a gathering.
func (c *Ctx) gatheringPage(titleKey string, d *views.GatheringData) views.Page {
	p := c.cyclePage(titleKey, d.Cycle, d.Place)
	p.Way = &views.Way{Cycle: d.Cycle.ID, Part: "gatherings"}
	p.Back = &views.Link{Href: views.GatheringsPath(d.Cycle.ID), Text: c.Lang.T("way.gatherings")}
	p.Styles = []string{"gathering.css"}
	return p
}

// Gatherings lists the gatherings of a cycle and what was proposed at them.
func (a *App) Gatherings(c *Ctx) error {
	ctx := c.Request().Context()
	d := &views.GatheringsData{Conducts: c.User.Holds(c.Scope.Municipality, conductors...)}
	var err error
	if d.Cycle, d.Place, err = a.store.Cycle(ctx, c.Scope.Cycle); err != nil {
		return err
	}
	if d.Gatherings, err = a.store.Gatherings(ctx, c.Scope.Cycle); err != nil {
		return err
	}
	if d.Proposals, err = a.store.Proposals(ctx, c.Scope.Cycle); err != nil {
		return err
	}
	p := c.stationPage("gatherings", d.Cycle, d.Place)
	p.Styles = []string{"gathering.css"}
	return c.show(p, views.GatheringsContent(d))
}

// gatheringForm is the form of a plan, empty but for what is usual.
func (a *App) gatheringForm(c *Ctx) (*views.GatheringFormData, error) {
	ctx := c.Request().Context()
	d := &views.GatheringFormData{Action: views.GatheringsPath(c.Scope.Cycle) + "/new"}
	d.Conducts = true
	var err error
	if d.Cycle, d.Place, err = a.store.Cycle(ctx, c.Scope.Cycle); err != nil {
		return nil, err
	}
	d.Villages, err = a.villagesOf(c, d.Cycle)
	return d, err
}

// villagesOf are those that the cycle asks, or could.
func (a *App) villagesOf(c *Ctx, cy civic.Cycle) ([]civic.CycleVillage, error) {
	villages, err := a.store.CycleVillages(c.Request().Context(), c.Scope.Cycle, c.Scope.Municipality)
	return cy.Offer(villages), err
}

// NewGathering is the form of a gathering to come.
func (a *App) NewGathering(c *Ctx) error {
	d, err := a.gatheringForm(c)
	if err != nil {
		return err
	}
	var items []string
	for _, key := range []string{"officers", "results", "plan", "lists", "proposals", "other"} {
		items = append(items, c.Lang.T("gathering.usual."+key))
	}
	d.Form = c.emptyForm("sort", string(civic.VillageGathering), "date", civic.Today(a.now()), "starts", "10:00", "quorum", "0",
		"initiator", c.Lang.T("gathering.usual.initiator"), "agenda", strings.Join(items, "\n"))
	return c.show(c.gatheringPage("gathering.new", &d.GatheringData), views.GatheringForm(d))
}

// AddGathering plans it.
func (a *App) AddGathering(c *Ctx) error {
	d, err := a.gatheringForm(c)
	if err != nil {
		return err
	}
	return a.keepGathering(c, d, c.opID(), 0)
}

// EditGathering is the form of a plan as it stands.
func (a *App) EditGathering(c *Ctx) error {
	d, err := a.gatheringEdited(c)
	if err != nil {
		return err
	}
	g := d.GatheringPlan
	d.Form = c.emptyForm("base", strconv.FormatInt(d.Version, 10), "sort", string(g.Sort), "village", g.Village, "number", g.Number, "date", g.Date, "starts", g.Starts, "ends", g.Ends,
		"venue", g.Venue, "initiator", g.Initiator, "notice_on", g.NoticeOn, "notice_way", g.NoticeWay, "quorum", strconv.Itoa(g.Quorum), "quorum_rule", g.QuorumRule,
		"quorum_source", g.QuorumSource, "chair", g.Chair, "secretary", g.Secretary, "counters", g.Counters)
	return c.show(c.gatheringPage("gathering.edit", &d.GatheringData), views.GatheringForm(d))
}

func (a *App) gatheringEdited(c *Ctx) (*views.GatheringFormData, error) {
	g, err := a.gathering(c)
	if err != nil {
		return nil, err
	}
	d := &views.GatheringFormData{GatheringData: *g, Action: g.Path("edit")}
	d.Villages, err = a.villagesOf(c, d.Cycle)
	return d, err
}

// SaveGathering changes a plan.
func (a *App) SaveGathering(c *Ctx) error {
	d, err := a.gatheringEdited(c)
	if err != nil {
		return err
	}
	return a.keepGathering(c, d, d.ID, max(1, d.Version))
}

func (a *App) keepGathering(c *Ctx, d *views.GatheringFormData, id string, stands int64) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	quorum, wrong := c.number("quorum")
	save := civic.SaveGathering{ID: id, Agenda: c.text("agenda"), GatheringPlan: civic.GatheringPlan{Sort: civic.GatheringSort(form.Value("sort")), Village: form.Value("village"),
		Number: c.text("number"), Date: form.Value("date"), Starts: civic.CleanClock(c.text("starts")), Ends: civic.CleanClock(c.text("ends")), Venue: c.text("venue"),
		Initiator: c.text("initiator"), NoticeOn: form.Value("notice_on"), NoticeWay: c.text("notice_way"), Quorum: quorum, QuorumRule: c.text("quorum_rule"),
		QuorumSource: c.text("quorum_source"), Chair: c.text("chair"), Secretary: c.text("secretary"), Counters: c.text("counters")}}
	title := "gathering.new"
	if stands > 0 {
		title = "gathering.edit"
		save.Base, save.Agenda = max(1, base(form)), ""
	}
	if err = append(wrong, civic.Problems(save.Validate())...).Or(); err == nil {
		_, err = c.Apply(save)
	}
	if err != nil {
		if civic.KindOf(err) == civic.Conflict {
			form.Values.Set("base", strconv.FormatInt(stands, 10))
			d.Theirs = true
		}
		d.Form = form
		return c.refuse(err, c.gatheringPage(title, &d.GatheringData), form, views.GatheringForm(d))
	}
	return c.saved(views.GatheringPath(c.Scope.Cycle, id, ""))
}

// number is an entered count; nothing is 0, and what is none is refused at its field.
func (c *Ctx) number(name string) (int, civic.Errors) {
	text := strings.ReplaceAll(c.text(name), " ", "")
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, civic.Errors{civic.Bad(name, "error.gathering_count")}
	}
	return n, nil
}

// Gathering is its agenda, and how far it is.
func (a *App) Gathering(c *Ctx) error {
	d, err := a.gathering(c)
	if err != nil {
		return err
	}
	return c.show(c.gatheringPage("gathering.agenda", d), views.GatheringContent(d))
}

// SetGatheringStatus begins it, or cancels it.
func (a *App) SetGatheringStatus(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	_, err = c.Apply(civic.SetGatheringStatus{ID: c.Param("gathering"), Status: civic.GatheringStatus(form.Value("status")), Reason: c.text("reason")})
	return a.gatheringAnswer(c, err, form, "", func(d *views.GatheringData) { d.Asked = "cancel" })
}

// AddItem adds an item to the agenda.
func (a *App) AddItem(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	_, err = c.Apply(civic.SaveItem{ID: c.opID(), Gathering: c.Param("gathering"), Title: c.text("title")})
	return a.gatheringAnswer(c, err, form, "", func(d *views.GatheringData) { d.Asked = "item" })
}

// gatheringAnswer goes back to a part of the gathering, or shows its agenda
// with what was refused; mark says which of the forms it was.
func (a *App) gatheringAnswer(c *Ctx, err error, form *views.Form, part string, mark func(*views.GatheringData)) error {
	path := views.GatheringPath(c.Scope.Cycle, c.Param("gathering"), part)
	if err == nil {
		return c.goTo(path)
	}
	if form == nil || civic.KindOf(err) != civic.Invalid {
		return a.backWith(c, err, path)
	}
	d, e := a.gathering(c)
	if e != nil {
		return e
	}
	mark(d)
	d.Form = form
	return c.refuse(err, c.gatheringPage("gathering.agenda", d), form, views.GatheringContent(d))
}

// OrderItems puts the agenda into an order.
func (a *App) OrderItems(c *Ctx) error {
	_, err := c.Apply(civic.OrderItems{Gathering: c.Param("gathering"), Items: strings.Split(c.FormValue("items"), ",")})
	return a.gatheringAnswer(c, err, nil, "", nil)
}

// SetItem says that an item is done or not, or takes it off.
func (a *App) SetItem(c *Ctx) error {
	_, err := c.Apply(civic.SetItem{ID: c.Param("item"), Gathering: c.Param("gathering"), Done: c.checked("done"), Gone: c.checked("gone")})
	return a.gatheringAnswer(c, err, nil, "", nil)
}

// item is the agenda's item of the path.
func (a *App) item(c *Ctx) (*views.GatheringData, *civic.GatheringItem, error) {
	d, err := a.gathering(c)
	if err != nil {
		return nil, nil, err
	}
	i := d.Item(c.Param("item"))
	if i == nil {
		return nil, nil, civic.E(civic.NotFound, "error.not_found")
	}
	return d, i, nil
}

// Item is the form of what was heard on an item.
func (a *App) Item(c *Ctx) error {
	d, i, err := a.item(c)
	if err != nil {
		return err
	}
	d.Form = c.emptyForm("base", strconv.FormatInt(i.Version, 10), "title", i.Title, "speaker", i.Speaker, "heard", i.Heard)
	return c.show(c.gatheringPage("gathering.item", d), views.GatheringItem(d, i))
}

// SaveItem writes it down.
func (a *App) SaveItem(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d, i, err := a.item(c)
	if err != nil {
		return err
	}
	if _, err = c.Apply(civic.SaveItem{ID: i.ID, Gathering: d.ID, Title: c.text("title"), Speaker: c.text("speaker"), Heard: c.text("heard"), Base: max(1, base(form))}); err != nil {
		d.Theirs = civic.KindOf(err) == civic.Conflict && d.Writes
		form.Values.Set("base", strconv.FormatInt(i.Version, 10))
		d.Form = form
		return c.refuse(err, c.gatheringPage("gathering.item", d), form, views.GatheringItem(d, i))
	}
	return c.saved(d.Path(""))
}

// Presence counts who came, by village and sex.
func (a *App) Presence(c *Ctx) error {
	d, err := a.presenceAsked(c)
	if err != nil {
		return err
	}
	return c.show(c.gatheringPage("gathering.presence", d), views.GatheringPresence(d))
}

func (a *App) presenceAsked(c *Ctx) (*views.GatheringData, error) {
	d, err := a.gathering(c)
	if err != nil {
		return nil, err
	}
	d.Villages, err = a.villagesOf(c, d.Cycle)
	return d, err
}

// SetPresence takes one number.
func (a *App) SetPresence(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	if _, text, ok := strings.Cut(form.Value("set"), "="); ok { // − or + without a script
		form.Values.Set("people", text)
	}
	people, err := strconv.Atoi(strings.TrimSpace(form.Value("people")))
	if err != nil {
		err = civic.Bad("people", "error.gathering_count")
	} else {
		_, err = c.Apply(civic.SetPresence{Gathering: c.Param("gathering"), Village: form.Value("village"), Sex: form.Value("sex"), People: people})
	}
	d, e := a.presenceAsked(c)
	if e != nil {
		return e
	}
	content := views.GatheringPresence(d)
	if c.partial() {
		content = views.PresencePart(d, form.Value("village"), form.Value("sex"))
	}
	if err != nil {
		d.Form = form
		return c.refuse(err, c.gatheringPage("gathering.presence", d), form, content)
	}
	return c.done(d.Path("presence"), content)
}
