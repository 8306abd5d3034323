package handlers

import (
	"context"
	"strconv"

	"ashar/internal/civic"
	"ashar/views"
)

type sectorStore interface {
	SectorsOf(ctx context.Context, municipality string) ([]civic.Sector, error)
	UnitName(ctx context.Context, id string) (civic.Text, error)
}

// sectors reads the list of the path's municipality, or of the installation.
func (a *App) sectors(c *Ctx) (*views.SectorsData, error) {
	ctx, m := c.Request().Context(), c.Scope.Municipality
	d := &views.SectorsData{Path: "/sectors", Open: c.QueryParam("open")}
	var err error
	if m != "" {
		d.Path = "/municipalities/" + m + "/sectors"
		if d.Title, err = a.store.UnitName(ctx, m); err != nil {
			return nil, err
		}
	}
	if d.Sectors, err = a.store.SectorsOf(ctx, m); err != nil {
		return nil, err
	}
	d.Form = c.emptyForm("icon", "cards", "place", "500")
	for _, s := range d.Sectors {
		if s.ID == d.Open {
			d.Form = c.emptyForm("id", s.ID, "base", sectorBase(s, m), "name_ky", s.Name.KY, "name_ru", s.Name.RU, "name_en", s.Name.EN,
				"icon", s.Icon, "place", strconv.Itoa(s.Place), "retired", map[bool]string{true: "1"}[s.Retired])
		}
	}
	return d, nil
}

// sectorBase is the version of a list's own row: 0 where it shows another list's.
func sectorBase(s civic.Sector, municipality string) string {
	if s.Owner != municipality {
		return "0"
	}
	return strconv.FormatInt(s.Version, 10)
}

// Sectors is the list of directions that cards choose from.
func (a *App) Sectors(c *Ctx) error {
	d, err := a.sectors(c)
	if err != nil {
		return err
	}
	return c.show(c.page("sector.title"), views.SectorsContent(d))
}

// SaveSector adds a direction or changes one.
func (a *App) SaveSector(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	s := civic.SaveSector{ID: form.Value("id"), Municipality: c.Scope.Municipality, Icon: form.Value("icon"), Retired: c.checked("retired"), Base: base(form),
		Name: civic.Text{KY: civic.Said(form.Value("name_ky")), RU: civic.Said(form.Value("name_ru")), EN: civic.Said(form.Value("name_en"))}}
	if s.ID == "" {
		s.ID = c.opID()
	}
	place, err := strconv.Atoi(form.Value("place"))
	if s.Place = place; err != nil {
		s.Place = -1
	}
	if _, err := c.Apply(s); err != nil {
		d, e := a.sectors(c)
		if e != nil {
			return e
		}
		d.Form, d.Open = form, form.Value("id")
		if d.Open == "" {
			d.Open = "new"
		}
		return c.refuse(err, c.page("sector.title"), form, views.SectorsContent(d))
	}
	return c.saved(c.Request().URL.Path)
}
