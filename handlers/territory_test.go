package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

var unitAddress = regexp.MustCompile(`^/units/([0-9a-f-]{36})$`)

// addUnit adds a unit through the form and returns its id.
func (b *browser) addUnit(path string, form url.Values) string {
	b.h.t.Helper()
	a := b.post(path, form)
	m := unitAddress.FindStringSubmatch(a.header.Get("Location"))
	if a.status != http.StatusSeeOther || m == nil {
		b.h.t.Fatalf("%d %s %s", a.status, a.header.Get("Location"), a.body)
	}
	return m[1]
}

func (h *house) unitOf(id string) civic.UnitRow {
	h.t.Helper()
	u, err := h.store.Unit(context.Background(), id)
	if err != nil {
		h.t.Fatal(err)
	}
	return u
}

func TestSearchFoldsAndShowsTheRaion(t *testing.T) {
	h := newHouse(t)
	b := h.as("administrator")
	raion := h.unitOf(h.ids["municipality"]).Parent
	h.apply(civic.Installation, "", civic.SaveUnit{ID: h.store.IDs.New(), Parent: raion, Level: civic.Municipality, Code: "41708223809000",
		Name: civic.Text{KY: "Дөң-Арык", RU: "Дон-Арык", EN: "Döng-Aryk"}, Aliases: []string{"Бурана"}})
	for _, q := range []string{"дөң", "дон ар", "ДОН-АРЫК", "арык", "бурана", "döng", "4170822380", "  Дөң-Арык  "} {
		a := b.get("/territory?q=" + url.QueryEscape(q))
		if a.status != http.StatusOK || !strings.Contains(a.body, "Дөң-Арык") || !strings.Contains(a.body, "Жайыл району") {
			t.Errorf("%q: %d, not found or without its raion", q, a.status)
		}
	}
	for _, q := range []string{"жокмундай", "%", "_", "'; drop table units; --"} {
		if a := b.get("/territory?q=" + url.QueryEscape(q)); a.status != http.StatusOK || strings.Contains(a.body, "Айдарбек") {
			t.Errorf("%q: %d", q, a.status)
		}
	}
}

func TestTheTerritoryOfAnotherMunicipalityDoesNotExist(t *testing.T) {
	h := newHouse(t)
	b := h.as("other")
	for _, path := range []string{"", "/edit", "/new", "/people"} {
		for _, unit := range []string{"municipality", "village"} {
			if a := b.get("/units/" + h.ids[unit] + path); a.status != http.StatusNotFound {
				t.Errorf("GET %s%s: %d", unit, path, a.status)
			}
			if a := b.post("/units/"+h.ids[unit]+path, url.Values{"name_ky": {"Башка"}, "code": {"1"}, "year": {"2016"}}); path != "" && a.status != http.StatusNotFound {
				t.Errorf("POST %s%s: %d", unit, path, a.status)
			}
		}
	}
	raion := h.unitOf(h.ids["municipality"]).Parent
	for _, id := range []string{raion, h.unitOf(raion).Parent} { // shared with others
		if a := b.get("/units/" + id); a.status != http.StatusNotFound {
			t.Errorf("a raion or oblast: %d", a.status)
		}
	}
	for _, q := range []string{"", "?q=" + url.QueryEscape("а"), "?q=41708"} {
		if a := b.get("/territory" + q); a.status != http.StatusOK || strings.Contains(a.body, "Ак-Башат") || strings.Contains(a.body, "Айдарбек") {
			t.Errorf("/territory%s: %d, names what is not theirs", q, a.status)
		}
	}
	if a := b.get("/territory"); !strings.Contains(a.body, "Сары-Коо") {
		t.Error("their own municipality is missing")
	}
}

func TestACoordinatorEditsTheVillagesAndNothingElse(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	m := h.ids["municipality"]
	form := url.Values{"name_ky": {"Арал"}, "name_ru": {"Арал"}, "code": {"41708209822030"}, "aliases": {"Остров, Арал-Айыл, Остров"}}
	id := b.addUnit("/units/"+m+"/new", form)
	if u := h.unitOf(id); u.Parent != m || u.Level != civic.Village || len(u.Aliases) != 2 {
		t.Errorf("%+v", u)
	}
	form.Set("name_en", "Aral")
	form.Set("version", "1")
	form.Set("parent", h.ids["other.municipality"]) // not asked of a coordinator, and not heeded
	if a := b.post("/units/"+id+"/edit", form); a.status != http.StatusSeeOther {
		t.Errorf("%d %s", a.status, a.body)
	}
	if u := h.unitOf(id); u.Name.EN != "Aral" || u.Parent != m {
		t.Errorf("%+v", u)
	}
	for _, path := range []string{"GET /units/" + m + "/edit", "POST /units/" + m + "/edit"} {
		method, address, _ := strings.Cut(path, " ")
		if a := b.do(method, address, form); a.status != http.StatusForbidden {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	if a := h.as("trainer").get("/units/" + id); a.status != http.StatusOK || strings.Contains(a.body, "/units/"+id+"/edit") || strings.Contains(a.body, "/removal") {
		t.Errorf("a trainer looks, and is offered nothing to change: %d", a.status)
	}
}

// The store holds the line too, whatever a handler might pass on.
func TestAnOperationOfAMunicipalityStaysInIt(t *testing.T) {
	h := newHouse(t)
	m, other := h.ids["municipality"], h.ids["other.municipality"]
	theirs := h.unitOf(h.ids["other.village"])
	moved := theirs.Save()
	moved.Parent = m
	renamed := h.unitOf(m).Save()
	renamed.Name.KY = "Башка"
	away := h.unitOf(h.ids["village"]).Save()
	away.Parent = other
	cases := map[string]civic.Change{
		"taking another's village":      moved,
		"changing another's village":    theirs.Save(),
		"changing the municipality":     renamed,
		"giving a village away":         away,
		"counting another's people":     civic.SetCensus{Unit: theirs.ID, Year: 2016},
		"coming from another's village": civic.SaveUnit{ID: h.store.IDs.New(), Parent: m, Level: civic.Village, Code: "77", Name: civic.Text{KY: "Жаңы"}, Predecessors: []string{theirs.ID}},
	}
	for name, change := range cases {
		if _, err := h.store.Apply(context.Background(), civic.Operation{Scope: m, Change: change}); err == nil {
			t.Errorf("%s is allowed", name)
		}
	}
}

func TestAMergerIsSeenFromBothSides(t *testing.T) {
	h := newHouse(t)
	b := h.as("administrator")
	m, other := h.ids["municipality"], h.ids["other.municipality"]
	raion := h.unitOf(m).Parent
	form := url.Values{"name_ky": {"Орто-Кайыңды"}, "code": {"41708209899000"}, "origin": {m, other}, "end_origin": {"1"}}
	a := b.post("/units/"+raion+"/new", form)
	if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "Орто-Кайыңды") {
		t.Fatalf("ending the old ones needs a day: %d", a.status)
	}
	if h.unitOf(m).To != "" {
		t.Error("something was written all the same")
	}
	form.Set("from", "2024-01-01")
	id := b.addUnit("/units/"+raion+"/new", form)
	for _, old := range []string{m, other} {
		u := h.unitOf(old)
		if u.To != "2023-12-31" {
			t.Errorf("%s ends %q", u.Name.KY, u.To)
		}
		if a := b.get("/units/" + old); !strings.Contains(a.body, "/units/"+id) {
			t.Errorf("%s does not lead to what it became", u.Name.KY)
		}
		if a := b.get("/units/" + id); !strings.Contains(a.body, "/units/"+old) {
			t.Errorf("the new one does not lead to %s", u.Name.KY)
		}
	}
	// the other way round would be a circle
	a = b.post("/units/"+m+"/edit", url.Values{"name_ky": {"Ак-Башат"}, "code": {"41708209822000"}, "parent": {raion}, "version": {"2"}, "origin": {id}})
	if a.status != http.StatusUnprocessableEntity {
		t.Errorf("a circle: %d", a.status)
	}
}

func TestAUnitIsRefusedAtItsFields(t *testing.T) {
	h := newHouse(t)
	b := h.as("administrator")
	m := h.ids["municipality"]
	for name, c := range map[string]struct {
		form  url.Values
		field string
	}{
		"no name":        {url.Values{"code": {"41708209822031"}}, "name_ky"},
		"no code":        {url.Values{"name_ky": {"Арал"}}, "code"},
		"a taken code":   {url.Values{"name_ky": {"Арал"}, "code": {"41708209822010"}}, "code"},
		"a strange code": {url.Values{"name_ky": {"Арал"}, "code": {"код 1"}}, "code"},
		"a wrong day":    {url.Values{"name_ky": {"Арал"}, "code": {"41708209822031"}, "from": {"2016-13-45"}}, "from"},
		"an early end":   {url.Values{"name_ky": {"Арал"}, "code": {"41708209822031"}, "from": {"2016-12-01"}, "to": {"2016-01-01"}}, "to"},
		"unknown origin": {url.Values{"name_ky": {"Арал"}, "code": {"41708209822031"}, "origin_codes": {"999"}}, "origin_codes"},
		"a long name":    {url.Values{"name_ky": {strings.Repeat("ө", 121)}, "code": {"41708209822031"}}, "name_ky"},
	} {
		a := b.post("/units/"+m+"/new", c.form)
		if a.status != http.StatusUnprocessableEntity || !regexp.MustCompile(`name="`+c.field+`"[^>]*aria-invalid="true"`).MatchString(a.body) {
			t.Errorf("%s: %d, or %s is not marked", name, a.status, c.field)
		}
	}
	if a := b.post("/units/"+h.ids["village"]+"/new", url.Values{"name_ky": {"Арал"}, "code": {"1"}}); a.status != http.StatusNotFound {
		t.Errorf("below a village: %d", a.status)
	}
}

func TestTwoPeopleChangeAVillage(t *testing.T) {
	h := newHouse(t)
	v := h.ids["village"]
	form := url.Values{"name_ky": {"Айдарбек-1"}, "code": {"41708209822010"}, "version": {"1"}}
	if a := h.as("administrator").post("/units/"+v+"/edit", url.Values{"name_ky": {"Айдарбек-2"}, "code": {"41708209822010"}, "version": {"1"}, "parent": {h.ids["municipality"]}}); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	b := h.as("coordinator")
	a := b.post("/units/"+v+"/edit", form)
	if a.status != http.StatusConflict || !strings.Contains(a.body, "Айдарбек-1") || !strings.Contains(a.body, "Айдарбек-2") {
		t.Fatalf("%d: both names must be in sight", a.status)
	}
	form.Set("version", regexp.MustCompile(`name="version" value="(\d+)"`).FindStringSubmatch(a.body)[1])
	if a := b.post("/units/"+v+"/edit", form); a.status != http.StatusSeeOther || h.unitOf(v).Name.KY != "Айдарбек-1" {
		t.Errorf("knowingly overwriting: %d", a.status)
	}
}

func TestPopulationByYearSexAndBand(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	path := "/units/" + h.ids["village"] + "/people"
	form := url.Values{"year": {"2016"}, "households": {"302"}, "people_f": {"617"}, "people_m": {"593"}, "people_f_18-28": {"117"}, "people_m_60+": {"0"}}
	if a := b.post(path, form); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.body)
	}
	years, err := h.store.Censuses(context.Background(), h.ids["village"])
	if err != nil || len(years) != 1 || *years[0].Households != 302 {
		t.Fatalf("%+v %v", years, err)
	}
	for key, want := range map[civic.Count]int{{}: 1210, {Sex: "f"}: 617, {Sex: "f", Band: "18-28"}: 117, {Sex: "m", Band: "60+"}: 0} {
		if n, known := years[0].Of(key.Sex, key.Band); !known || n != want {
			t.Errorf("%v: %d %v", key, n, known)
		}
	}
	if _, known := years[0].Of("f", "60+"); known {
		t.Error("what was left empty is known")
	}
	for field, wrong := range map[string]url.Values{
		"people":         {"year": {"2016"}, "people": {"1000"}, "people_f": {"617"}, "people_m": {"593"}},
		"people_f":       {"year": {"2016"}, "people_f": {"10"}, "people_f_18-28": {"11"}},
		"people_m_14-17": {"year": {"2016"}, "people_m_14-17": {"көп"}},
		"households":     {"year": {"2016"}, "households": {"-1"}},
		"year":           {"year": {"16"}, "people": {"5"}},
	} {
		a := b.post(path, wrong)
		if a.status != http.StatusUnprocessableEntity || !regexp.MustCompile(`name="`+regexp.QuoteMeta(field)+`"[^>]*aria-invalid="true"`).MatchString(a.body) {
			t.Errorf("%s: %d, or not marked", field, a.status)
		}
	}
	if a := b.get("/units/" + h.ids["village"]); !strings.Contains(a.body, i18n.KY.Number(1210)) {
		t.Error("the village's page does not say how many")
	}
	b.post(path, url.Values{"year": {"2016"}})
	if years, _ := h.store.Censuses(context.Background(), h.ids["village"]); len(years) != 0 {
		t.Errorf("a year without numbers stays: %+v", years)
	}
}

func TestTerritoryPagesAskFewQueries(t *testing.T) {
	h := newHouse(t)
	b := h.as("administrator")
	raion := h.unitOf(h.ids["municipality"]).Parent
	for _, path := range []string{"/territory", "/territory?q=ак", "/territory/new", "/units/{municipality}", "/units/{municipality}/edit", "/units/{municipality}/new",
		"/units/{village}", "/units/{village}/edit", "/units/{village}/people", "/units/" + raion} {
		before := h.store.Queries()
		if a := b.get(h.path(path)); a.status != http.StatusOK {
			t.Errorf("%s: %d", path, a.status)
		}
		if n := h.store.Queries() - before; n > 10 {
			t.Errorf("%s: %d queries", path, n)
		}
	}
}

// A village added by mistake goes again, while nothing holds it; what holds it is said.
func TestAVillageAddedByMistakeIsRemoved(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	m := h.ids["municipality"]
	a := b.post("/units/"+m+"/new", url.Values{"name_ky": {"Сынак"}, "code": {"41708209822099"}, "op": {h.store.IDs.New()}})
	if a.status != http.StatusSeeOther {
		t.Fatal(a.status, a.body)
	}
	units, err := h.store.UnitsBelow(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	id := units[len(units)-1].ID
	if next := b.get(a.header.Get("Location")); !strings.Contains(next.body, "Дагы айыл кошуу") {
		t.Error("after a village nobody is offered the next")
	}
	for who, want := range map[string]int{"trainer": http.StatusForbidden, "deputy": http.StatusForbidden, "other": http.StatusNotFound} {
		if a := h.as(who).post("/units/"+id+"/removal", url.Values{}); a.status != want {
			t.Errorf("%s removes it: %d, want %d", who, a.status, want)
		}
	}
	if a := b.get("/units/" + h.ids["village"] + "/removal"); a.status != http.StatusOK || !strings.Contains(a.body, "сессиялар: 1") {
		t.Errorf("what holds a village is not said: %d", a.status)
	}
	if a := b.post("/units/"+h.ids["village"]+"/removal", url.Values{"op": {h.store.IDs.New()}}); a.status != http.StatusConflict {
		t.Errorf("a village with sessions was removed: %d", a.status)
	}
	if a := b.post("/units/"+id+"/removal", url.Values{"op": {h.store.IDs.New()}}); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if a := b.get("/units/" + id); a.status != http.StatusNotFound {
		t.Errorf("it is still there: %d", a.status)
	}
}

func TestAYearToComeHasNoInhabitants(t *testing.T) {
	h := newHouse(t)
	path := "/units/" + h.ids["village"] + "/people"
	a := h.as("coordinator").post(path, url.Values{"year": {"2099"}, "people": {"860"}, "op": {h.store.IDs.New()}})
	if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "2016-жылдан кеч болбосун") || !strings.Contains(a.body, `value="2099"`) {
		t.Errorf("%d", a.status)
	}
}

// A merger brings the villages along, ends those before, and leaves what was held where it was held.
func TestAMergerBringsTheVillagesAlong(t *testing.T) {
	h := newHouse(t)
	b := h.as("administrator")
	one, two := h.ids["municipality"], h.ids["other.municipality"]
	raion := h.unitOf(one).Parent
	form := url.Values{"name_ky": {"Бириккен"}, "code": {"41708209829000"}, "from": {"2016-12-01"}, "origin": {one, two}, "end_origin": {"1"}, "bring": {"1"}, "op": {h.store.IDs.New()}}
	a := b.post("/units/"+raion+"/new", form)
	if a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, problemOf(a.body))
	}
	merged := h.unitOf(h.ids["village"]).Parent
	if merged == one || h.unitOf(h.ids["other.village"]).Parent != merged || h.unitOf(one).To != "2016-11-30" {
		t.Fatalf("village under %s, the former ends %s", merged, h.unitOf(one).To)
	}
	if a := b.get("/units/" + one); !strings.Contains(a.body, "Бириккен") || strings.Contains(a.body, "/units/"+one+"/new") {
		t.Error("a dissolved municipality does not say what followed, or takes villages still")
	}
	if a := h.as("facilitator").get("/sessions/" + h.ids["session"]); a.status != http.StatusOK || !strings.Contains(a.body, "Айдарбек") {
		t.Errorf("a session planned before is gone from its cycle: %d", a.status)
	}
}
