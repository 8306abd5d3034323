package handlers

import (
	"slices"
	"strconv"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/views"
)

// fromCommon stands for the installation's list, or the one that ships with
// Ashar, among what may be taken over; fromVersion before a number for an
// earlier one of one's own; else it is a municipality.
const (
	fromCommon  = "common"
	fromVersion = "version-"
)

// templateSources reads what may be taken over: the common list, those of the
// municipalities where the person has a role, and one's own earlier ones.
func (a *App) templateSources(c *Ctx, from string) (*views.TemplateSourcesData, error) {
	t, err := a.template(c)
	if err != nil {
		return nil, err
	}
	d := &views.TemplateSourcesData{TemplateData: t}
	all, err := a.store.OwnTemplates(c.Request().Context(), t.Kind)
	if err != nil {
		return nil, err
	}
	i18n.SortBy(all, func(o civic.Template) string { return o.Place.In(string(c.Lang)) })
	d.Sources = append(d.Sources, views.TemplateSource{From: fromCommon, Template: t.Common, Changes: t.Changes})
	for _, o := range all {
		if len(c.User.In(o.Municipality)) > 0 && o.Municipality != t.Municipality {
			d.Sources = append(d.Sources, views.TemplateSource{From: o.Municipality, Template: o, Changes: t.Template.Changes(o)})
		}
	}
	versions, err := a.store.TemplateVersions(c.Request().Context(), t.Kind, t.Municipality)
	if err != nil {
		return nil, err
	}
	for _, v := range versions {
		if v.Own() && v.Version != t.Base {
			d.Versions = append(d.Versions, views.TemplateSource{From: fromVersion + strconv.Itoa(v.Version), Template: v, Changes: t.Template.Changes(v)})
		}
	}
	if from == "" {
		return d, nil
	}
	for _, s := range slices.Concat(d.Sources, d.Versions) {
		if s.From == from {
			d.Chosen = &s
			return d, nil
		}
	}
	return nil, civic.E(civic.NotFound, "error.not_found")
}

func (c *Ctx) templateSourcesPage(d *views.TemplateSourcesData) views.Page {
	p := c.templatePage(d.TemplateData)
	p.Back = &views.Link{Href: d.Path, Text: p.Title}
	if d.Chosen != nil {
		p.Back = &views.Link{Href: d.Path + "/sources", Text: c.Lang.T("template.sources")}
	}
	p.Title = c.Lang.T("template.sources")
	return p
}

// TemplateSources lists what may be taken over; with ?from= what that would change.
func (a *App) TemplateSources(c *Ctx) error {
	d, err := a.templateSources(c, c.QueryParam("from"))
	if err != nil {
		return err
	}
	return c.show(c.templateSourcesPage(d), views.TemplateSourcesContent(d, c.emptyForm()))
}

// TakeTemplate takes over what the preview showed. The common list is
// followed from then on; of any other one's own copy is made.
func (a *App) TakeTemplate(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d, err := a.templateSources(c, form.Value("from"))
	if err != nil {
		return err
	}
	if d.Chosen == nil {
		return c.goTo(d.Path + "/sources")
	}
	follow := d.Chosen.From == fromCommon
	switch {
	case follow && !d.Own || !follow && d.Own && d.Chosen.Changes.None(): // sent twice
		return c.goTo(d.Path)
	case form.Value("seen") != d.Seen(): // either list changed since the preview
		err = civic.E(civic.Conflict, "error.preview_changed")
	case follow:
		_, err = c.Apply(civic.SaveTemplate{Template: d.Kind, Municipality: d.Municipality, Base: d.Base, Follow: true})
	default:
		err = a.saveTemplate(c, d.TemplateData, d.Chosen.Template)
	}
	if err != nil {
		return c.refuse(err, c.templateSourcesPage(d), form, views.TemplateSourcesContent(d, form))
	}
	c.flash(false, "template.taken")
	return c.goTo(d.Path)
}
