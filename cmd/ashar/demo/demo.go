// Package demo fills an installation with the twelve municipalities of Chüy
// oblast, a finished cycle of 2015 and one of 2016 under way with a session
// live now. Invented people; the same every time.
package demo

import (
	"context"
	_ "embed"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/pelletier/go-toml/v2"

	"ashar/internal/civic"
)

// Now is the moment the demo begins at: the hall of Айдарбек, 20 minutes into
// the fourth step. A demo's clock runs on from here.
var Now = time.Date(2016, 12, 12, 11, 46, 0, 0, civic.Zone)

// Password of every demo person: the demo is for looking, on this machine.
const Password = "ashar2016"

// Store is what the demo writes through: operations, as people do.
type Store interface {
	Apply(ctx context.Context, op civic.Operation) (civic.Receipt, error)
	Priorities(ctx context.Context, session string) (civic.Priorities, error)
	Rounds(ctx context.Context, session string) ([]civic.Round, error)
	Schedule(ctx context.Context, cycle string) (civic.Schedule, error)
	Needs(ctx context.Context, cycle string) (civic.Needs, error)
	Gathering(ctx context.Context, cycle, id string) (civic.GatheringRecord, error)
	Budget(ctx context.Context, cycle string) (civic.Budget, error)
	Estimates(ctx context.Context, cycle string) ([]civic.Estimate, error)
	Allocations(ctx context.Context, cycle string) ([]civic.Allocation, error)
	Cycle(ctx context.Context, id string) (civic.Cycle, civic.Place, error)
	Plan(ctx context.Context, cycle string) (civic.Plan, error)
	PlanSuggestions(ctx context.Context, cycle string) ([]civic.PlanSuggestion, error)
	CouncilFacts(ctx context.Context, cycle string) (civic.CouncilFacts, error)
	AcceptResponse(ctx context.Context, r civic.Response, sent []byte, files map[string][]byte, spend string) error
}

// Person of the demo, as the table on standard output shows them.
type Person struct {
	Role  civic.Role
	Login string
}

//go:embed territory.toml
var territoryTOML []byte

//go:embed problems.toml
var problemsTOML []byte

//go:embed people.toml
var peopleTOML []byte

type text struct {
	KY string `toml:"ky"`
	RU string `toml:"ru"`
	EN string `toml:"en"`
}

func (t text) civic() civic.Text { return civic.Text(t) }

type unit struct {
	Level  string `toml:"level"`
	Code   string `toml:"code"`
	Parent string `toml:"parent"`
	Name   text   `toml:"name"`
	People int    `toml:"people"`
}

type problem struct {
	ID         string   `toml:"id"`
	Sector     string   `toml:"sector"`
	Title      text     `toml:"title"`
	Weight     []int    `toml:"weight"`
	Statements []string `toml:"statements"`
	Place      string   `toml:"place"`
	Affected   string   `toml:"affected"`
	Count      int      `toml:"count"`
	Competence string   `toml:"competence"`
	Causes     string   `toml:"causes"`
	Effects    string   `toml:"effects"`
	Solutions  string   `toml:"solutions"`
	Labour     string   `toml:"labour"`
	Money      string   `toml:"money"`
	Land       string   `toml:"land"`
	Only       *group   `toml:"only"`
}

// group is the one that alone named a problem, and after how many others.
type group struct {
	Year     int `toml:"year"`
	Village  int `toml:"village"`
	Audience int `toml:"audience"`
	After    int `toml:"after"`
}

type person struct {
	Login string   `toml:"login"`
	Name  string   `toml:"name"`
	Sex   string   `toml:"sex"`
	Roles []string `toml:"roles"` // role, or role@municipality code
}

// demo is the work of filling.
type demo struct {
	ctx      context.Context
	store    Store
	clock    *time.Time
	ids      *civic.IDs
	source   *rand.PCG
	random   *rand.Rand
	hash     string
	units    map[string]string // code → id
	children map[string][]unit // code → villages
	people   map[string]string // login → id
	names    map[string]string // login → name
	problems []problem
	heads    map[string]int // who came to the session being told, by sex
	err      error
}

// Fill writes the demo; clock is the store's clock, which the demo sets as the
// story goes. passwordHash is of Password.
func Fill(ctx context.Context, store Store, clock *time.Time, passwordHash string) ([]Person, error) {
	source := rand.NewPCG(2016, 12)
	d := &demo{ctx: ctx, store: store, clock: clock, hash: passwordHash, source: source,
		random: rand.New(source), units: map[string]string{}, children: map[string][]unit{}, people: map[string]string{}, names: map[string]string{}}
	d.ids = civic.NewIDsFrom(func() time.Time { return *clock }, d.random)
	var all struct {
		Problem []problem `toml:"problem"`
	}
	if err := toml.Unmarshal(problemsTOML, &all); err != nil {
		return nil, err
	}
	d.problems = all.Problem
	d.at("2015-06-09", "09:00")
	d.territory()
	d.persons()
	d.story()
	*clock = Now
	if d.err != nil {
		return nil, d.err
	}
	return People()
}

// at sets the clock of the story.
func (d *demo) at(date, clock string) { *d.clock = civic.At(date, clock) }

// later moves it on.
func (d *demo) later(by time.Duration) { *d.clock = d.clock.Add(by) }

// do applies an operation; after the first failure nothing more happens.
func (d *demo) do(scope, login string, change civic.Change) {
	if d.err != nil {
		return
	}
	_, err := d.store.Apply(d.ctx, civic.Operation{ID: d.ids.New(), Scope: scope, Actor: d.people[login], Change: change})
	if err != nil {
		d.err = fmt.Errorf("demo, %s: %w", change.Kind(), err)
	}
}

func (d *demo) territory() {
	var all struct {
		Unit []unit `toml:"unit"`
	}
	if d.err = toml.Unmarshal(territoryTOML, &all); d.err != nil {
		return
	}
	for _, u := range all.Unit {
		id := d.ids.New()
		d.units[u.Code] = id
		if u.Level == string(civic.Village) {
			d.children[u.Parent] = append(d.children[u.Parent], u)
		}
		d.do(civic.Installation, "", civic.SaveUnit{ID: id, Parent: d.units[u.Parent], Level: civic.Level(u.Level), Code: u.Code, Name: u.Name.civic()})
		if u.People > 0 {
			d.do(civic.Installation, "", census(id, u.People))
		}
	}
}

// shares are how a village's people divide into bands, in percent: the rest are children.
var shares = []int{6, 19, 25, 14, 9}

// census makes a village's numbers of its whole: a few more women, four to a household.
func census(unit string, people int) civic.SetCensus {
	women, households := people*51/100, people/4
	c := civic.SetCensus{Unit: unit, Year: 2015, Households: &households, Counts: []civic.Count{{People: people}}}
	for i, n := range []int{women, people - women} {
		c.Counts = append(c.Counts, civic.Count{Sex: civic.Sexes[i], People: n})
		for j, band := range civic.AgeBands {
			c.Counts = append(c.Counts, civic.Count{Sex: civic.Sexes[i], Band: band, People: n * shares[j] / 100})
		}
	}
	return c
}

// People are who can sign in: the first person of every role.
func People() ([]Person, error) {
	all, err := readPeople()
	var table []Person
	shown := map[civic.Role]bool{}
	for _, p := range all {
		for _, r := range p.Roles {
			if role, _ := cut(r); !shown[civic.Role(role)] {
				shown[civic.Role(role)] = true
				table = append(table, Person{Role: civic.Role(role), Login: p.Login})
			}
		}
	}
	return table, err
}

func readPeople() ([]person, error) {
	var all struct {
		Person []person `toml:"person"`
	}
	err := toml.Unmarshal(peopleTOML, &all)
	return all.Person, err
}

func (d *demo) persons() {
	all, err := readPeople()
	if err != nil {
		d.err = err
		return
	}
	for _, p := range all {
		id := d.ids.New()
		var grants []civic.Grant
		for _, r := range p.Roles {
			role, code := cut(r)
			grants = append(grants, civic.Grant{Role: civic.Role(role), Municipality: d.units[code]})
		}
		d.do(civic.Installation, "", civic.AddUser{ID: id, Login: p.Login, Name: p.Name, Sex: p.Sex, Lang: "ky", Grants: grants, PasswordHash: d.hash})
		d.people[p.Login], d.names[p.Login] = id, p.Name
	}
}

func cut(role string) (name, code string) {
	for i := range role {
		if role[i] == '@' {
			return role[:i], role[i+1:]
		}
	}
	return role, ""
}
