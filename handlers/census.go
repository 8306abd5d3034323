package handlers

import (
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/views"
)

// villageOf is the village of the path, if this person may change it.
func (a *App) villageOf(c *Ctx) (u civic.UnitRow, scope string, err error) {
	if u, err = a.store.Unit(c.Request().Context(), c.Param("unit")); err != nil {
		return u, "", err
	}
	if u.Level != civic.Village {
		return u, "", civic.E(civic.NotFound, "error.not_found")
	}
	scope, ok := mayEdit(c.User, u.Level, c.Scope.Municipality)
	if !ok {
		return u, "", civic.E(civic.Forbidden, "error.forbidden")
	}
	return u, scope, nil
}

// Census is the form of a village's people in a year: the one asked for, or this year.
func (a *App) Census(c *Ctx) error {
	u, _, err := a.villageOf(c)
	if err != nil {
		return err
	}
	years, err := a.store.Censuses(c.Request().Context(), u.ID)
	if err != nil {
		return err
	}
	year := c.QueryParam("year")
	if _, err := strconv.Atoi(year); err != nil {
		year = strconv.Itoa(a.now().In(civic.Zone).Year())
	}
	form := c.emptyForm("year", year)
	for _, known := range years {
		if strconv.Itoa(known.Year) != year {
			continue
		}
		if known.Households != nil {
			form.Values.Set("households", strconv.Itoa(*known.Households))
		}
		for _, x := range known.Counts {
			form.Values.Set(civic.CountField(x.Sex, x.Band), strconv.Itoa(x.People))
		}
	}
	return c.show(a.unitPage(c, u.ID), views.CensusForm(u, form, years))
}

// SaveCensus sets what is known of a year.
func (a *App) SaveCensus(c *Ctx) error {
	u, scope, err := a.villageOf(c)
	if err != nil {
		return err
	}
	form, err := c.form()
	if err != nil {
		return err
	}
	set, err := censusFrom(u.ID, form)
	if err == nil {
		_, err = c.applyIn(scope, set)
	}
	if err != nil {
		return c.refuse(err, a.unitPage(c, u.ID), form, views.CensusForm(u, form, nil))
	}
	return c.saved(views.UnitPath(u.ID, ""))
}

func censusFrom(unit string, form *views.Form) (civic.SetCensus, error) {
	set := civic.SetCensus{Unit: unit}
	var es civic.Errors
	number := func(field, key string) (int, bool) {
		text := strings.ReplaceAll(strings.TrimSpace(form.Value(field)), " ", "")
		if text == "" {
			return 0, false
		}
		n, err := strconv.Atoi(text)
		if err != nil {
			es = append(es, civic.Bad(field, key))
		}
		return n, err == nil
	}
	set.Year, _ = number("year", "error.year")
	if n, ok := number("households", "error.whole_number"); ok {
		set.Households = &n
	}
	for _, key := range civic.CountKeys() {
		if n, ok := number(civic.CountField(key.Sex, key.Band), "error.whole_number"); ok {
			key.People = n
			set.Counts = append(set.Counts, key)
		}
	}
	return set, es.Or()
}
