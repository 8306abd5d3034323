package handlers

import (
	"context"
	"slices"
	"strconv"

	"ashar/internal/civic"
	"ashar/views"
)

type userStore interface {
	People(ctx context.Context, f civic.PeopleFilter) ([]civic.Person, error)
	Places(ctx context.Context, user string) ([]civic.Place, error)
}

// peoplePage is how many people a list shows at once.
const peoplePage = 50

// Users lists everybody for an administrator; a coordinator is led to the
// people of their municipality.
func (a *App) Users(c *Ctx) error {
	places, err := a.store.Places(c.Request().Context(), c.User.ID)
	if err != nil {
		return err
	}
	if c.User.Holds("", civic.Administrator) {
		return a.users(c, views.UsersData{Path: "/users", Scope: civic.Installation, Places: places})
	}
	mine := slices.DeleteFunc(places, func(p civic.Place) bool { return !c.User.Holds(p.ID, civic.Coordinator) })
	if len(mine) == 1 {
		return c.goTo("/municipalities/" + mine[0].ID + "/people")
	}
	return c.show(c.officePage("users.title"), views.ChoosePlaceContent(mine))
}

// MunicipalityUsers lists the people of a municipality.
func (a *App) MunicipalityUsers(c *Ctx) error {
	place, err := a.store.PlaceOf(c.Request().Context(), c.Scope.Municipality)
	if err != nil {
		return err
	}
	return a.users(c, views.UsersData{Path: "/municipalities/" + place.ID + "/people", Title: place.Name, Scope: place.ID, Places: []civic.Place{place}})
}

func (a *App) users(c *Ctx, d views.UsersData) error {
	d.Filter = peopleFilter(c, d.Scope)
	var err error
	if d.People, err = a.store.People(c.Request().Context(), d.Filter); err != nil {
		return err
	}
	if d.More = len(d.People) > peoplePage; d.More {
		d.People = d.People[:peoplePage]
	}
	for _, p := range d.People {
		if _, reach := c.User.Keeps(p.Grants); reach == civic.Whole && !p.Password && !p.Disabled {
			d.Cards = append(d.Cards, p.ID)
		}
	}
	return c.show(c.officePage("users.title"), views.UsersContent(d))
}

// peopleFilter is whom a list asks for; in a municipality's only its own.
func peopleFilter(c *Ctx, scope string) civic.PeopleFilter {
	f := civic.PeopleFilter{Query: c.QueryParam("q"), Role: civic.Role(c.QueryParam("role")), Municipality: c.QueryParam("municipality"), Most: peoplePage + 1}
	if from, err := strconv.Atoi(c.QueryParam("from")); err == nil && from > 0 {
		f.From = from
	}
	if scope != civic.Installation {
		f.Municipality = scope
	}
	return f
}

// NewUser is the form of somebody who is not there yet.
func (a *App) NewUser(c *Ctx) error {
	return a.newUser(c, c.emptyForm("lang", "ky"), nil)
}

func (a *App) newUser(c *Ctx, form *views.Form, refused error) error {
	p, path := c.officePage("user.new"), "/users/new"
	var places []civic.Place
	if m := c.Scope.Municipality; m != "" {
		path = "/municipalities/" + m + "/people/new"
		p.Back = &views.Link{Href: "/municipalities/" + m + "/people", Text: c.Lang.T("users.title")}
	} else {
		p.Back = &views.Link{Href: "/users", Text: c.Lang.T("users.title")}
		var err error
		if places, err = a.store.Places(c.Request().Context(), c.User.ID); err != nil {
			return err
		}
	}
	content := views.NewUserContent(form, c.Scope.ID(), path, places)
	if refused != nil {
		return c.refuse(refused, p, form, content)
	}
	return c.show(p, content)
}

// AddUser adds somebody with their roles; next they are invited.
func (a *App) AddUser(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	add := civic.AddUser{ID: civic.ChildID(c.opID(), "user"), Login: civic.CleanLogin(form.Value("login")), Name: civic.Said(form.Value("name")),
		Sex: form.Value("sex"), Phone: civic.Said(form.Value("phone")), Lang: form.Value("lang")}
	municipality := c.Scope.Municipality
	if municipality == "" {
		municipality = form.Value("municipality")
	}
	for _, r := range form.Values["role"] {
		add.Grants = append(add.Grants, civic.Grant{Role: civic.Role(r), Municipality: municipality})
	}
	if c.Scope.Municipality == "" {
		for _, r := range form.Values["everywhere"] {
			add.Grants = append(add.Grants, civic.Grant{Role: civic.Role(r)})
		}
	}
	if len(add.Grants) == 0 && c.Scope.Municipality != "" { // nobody here could find them again
		return a.newUser(c, form, civic.Bad("role", "error.role"))
	}
	if err := a.addUser(c, add, form.Value("login") == ""); err != nil {
		return a.newUser(c, form, err)
	}
	c.flash(false, "user.added")
	return c.goTo("/users/" + add.ID)
}

// addUser makes the user name of the person's name where none was given; the
// second of a name gets a number. The same form sent again meets its own first
// operation on the way, whatever number that got.
func (a *App) addUser(c *Ctx, add civic.AddUser, named bool) error {
	if !named {
		_, err := c.Apply(add)
		return err
	}
	login := civic.LoginFrom(add.Name)
	if len(login) < 2 {
		return civic.Bad("login", "error.login_needed")
	}
	for n := 1; ; n++ {
		if add.Login = login; n > 1 {
			add.Login += strconv.Itoa(n)
		}
		_, err := c.Apply(add)
		ps := civic.Problems(err)
		if len(ps) != 1 || n == 50 || ps[0].Key != "error.login_taken" && ps[0].Key != "error.operation_reused" {
			return err
		}
	}
}
