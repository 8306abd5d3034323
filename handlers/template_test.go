package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"ashar/internal/civic"
)

// tpl is a template as the store has it.
func (h *house) tpl(kind, municipality string) civic.Template {
	h.t.Helper()
	all, err := h.store.Templates(context.Background(), kind, municipality)
	if err != nil {
		h.t.Fatal(err)
	}
	return all.InEffect(kind, municipality)
}

// names are the Kyrgyz texts in use of a checklist.
func (h *house) names(municipality string) (names []string) {
	h.t.Helper()
	for _, c := range h.tpl("checklist", municipality).Checklist {
		if c.InUse() {
			names = append(names, c.Text.KY)
		}
	}
	return names
}

// filled reads a form of a page as a browser would send it.
func filled(form *goquery.Selection) url.Values {
	v := url.Values{}
	form.Find("input, textarea, select").Each(func(_ int, f *goquery.Selection) {
		name, _ := f.Attr("name")
		_, checked := f.Attr("checked")
		switch {
		case f.Is("textarea"):
			v.Add(name, f.Text())
		case f.Is("select"):
			v.Add(name, f.Find("option[selected]").AttrOr("value", f.Find("option").First().AttrOr("value", "")))
		case f.AttrOr("type", "") != "checkbox" || checked:
			v.Add(name, f.AttrOr("value", ""))
		}
	})
	return v
}

// row opens a row in the editor and reads its form.
func (b *browser) row(t *testing.T, path, key string) url.Values {
	t.Helper()
	form := page(t, b.get(path+"?open="+key)).Find("#row-" + key + " form")
	if form.Length() != 1 {
		t.Fatalf("%s does not open in its place", key)
	}
	return filled(form)
}

func (b *browser) saves(t *testing.T, path string, form url.Values) {
	t.Helper()
	if a := b.post(path, form); a.status != http.StatusSeeOther {
		t.Fatalf("%s: %d %s", path, a.status, a.body)
	}
}

func TestRowsAreAddedEditedRetiredAndBroughtBack(t *testing.T) {
	h := newHouse(t)
	b, m := h.as("coordinator"), h.ids["municipality"]
	path := "/municipalities/" + m + "/templates/checklist"
	common := civic.DefaultChecklist()
	add := filled(page(t, b.get(path+"?open=new&phase=before")).Find("#row-new form"))
	add.Set("text_ky", "Экинчи ачкыч табылды")
	add.Set("role", "coordinator")
	add.Set("days", "5")
	add.Set("mandatory", "1")
	for range 2 { // tapped twice counts once
		b.saves(t, path, add)
	}
	tpl := h.tpl("checklist", m)
	row := tpl.Checklist[15]
	if len(h.names(m)) != len(common)+1 || row.Text.KY != "Экинчи ачкыч табылды" || row.Due != -5 || !row.Mandatory || row.Number != 16 || tpl.Checklist[16].Number != 17 ||
		tpl.By != "Аты coordinator" || tpl.Version != 1 {
		t.Fatalf("a new item stands last of its phase: %+v, version %d by %q", row, tpl.Version, tpl.By)
	}

	edit := b.row(t, path, "c3")
	if edit.Get("text_ky") != common[2].Text.KY || edit.Get("days") != "14" || edit.Get("text_ru") != common[2].Text.RU {
		t.Fatalf("the form does not hold the row: %v", edit)
	}
	edit.Set("text_ky", "Топтор тандалды")
	edit.Set("text_ru", "")
	b.saves(t, path, edit)
	if c := h.tpl("checklist", m).Checklist[2]; c.Text != (civic.Text{KY: "Топтор тандалды", EN: common[2].Text.EN}) || c.Due != -14 {
		t.Errorf("%+v", c)
	}
	if a := b.get(path + "?lang=ru"); !strings.Contains(a.body, "Топтор тандалды") {
		t.Error("a text without Russian is not shown in Kyrgyz")
	}

	retire := b.row(t, path, "c3")
	retire.Set("retired", "1")
	b.saves(t, path, retire)
	doc := page(t, b.get(path))
	if len(h.names(m)) != len(common) || doc.Find("#retired-before #row-c3").Length() != 1 || doc.Find("#order-before #row-c3").Length() != 0 {
		t.Error("a retired item is kept apart, folded")
	}
	b.saves(t, path+"/retired", filled(doc.Find("#return-c3")))
	if !slices.Contains(h.names(m), "Топтор тандалды") {
		t.Error("it does not come back")
	}
	if a := b.post(path+"/retired", url.Values{"row": {"нет"}}); a.status != http.StatusNotFound {
		t.Errorf("a row that is none: %d", a.status)
	}
}

func TestRowsAreMovedByButtonAndByFinger(t *testing.T) {
	h := newHouse(t)
	b, m := h.as("coordinator"), h.ids["municipality"]
	path := "/municipalities/" + m + "/templates/checklist"
	order := func() url.Values {
		v := filled(page(t, b.get(path)).Find("#order-before"))
		v.Del("")
		return v
	}
	keys := func() []string { return h.tpl("checklist", m).Order(civic.Before)[:4] }
	up := order()
	up.Set("up", "c2")
	for range 2 { // tapped twice moves once
		b.saves(t, path+"/order", up)
	}
	if got := keys(); !slices.Equal(got, []string{"c2", "c1", "c3", "c4"}) {
		t.Fatalf("up: %v", got)
	}
	first := order()
	first.Set("up", "c2")
	b.saves(t, path+"/order", first)
	if got := keys(); got[0] != "c2" || h.tpl("checklist", m).Version != 1 {
		t.Errorf("the first goes no further: %v", got)
	}
	drag := order()
	drag["order"] = append([]string{"c4"}, slices.DeleteFunc(drag["order"], func(k string) bool { return k == "c4" })...)
	a := b.post(path+"/order", drag, partial...)
	if got := keys(); a.status != http.StatusOK || !slices.Equal(got, []string{"c4", "c2", "c1", "c3"}) {
		t.Errorf("dragged: %d %v", a.status, got)
	}
	if n := h.tpl("checklist", m).Checklist[0].Number; n != 1 {
		t.Errorf("the first has number %d", n)
	}
	// an order of a list that stands otherwise by now changes nothing, and says so
	b.post(path+"/order", up)
	if got := keys(); !slices.Equal(got, []string{"c4", "c2", "c1", "c3"}) {
		t.Errorf("a stale order was taken: %v", got)
	}
	if a := b.get(path); !strings.Contains(a.body, "башка адам өзгөртүп койду") {
		t.Error("it does not say so")
	}
	for _, bad := range [][]string{{"c1"}, {"c1", "c1", "c2"}, {"c4", "c2", "c1", "c33"}, nil} {
		now := order()
		now["order"] = bad
		b.post(path+"/order", now)
		if got := keys(); len(h.names(m)) != 40 || got[0] != "c4" {
			t.Errorf("%v was taken: %v", bad, got)
		}
	}
}

func TestNobodysWordsAreLostBetweenTwoTabs(t *testing.T) {
	h := newHouse(t)
	m := h.ids["municipality"]
	path := "/municipalities/" + m + "/templates/checklist"
	one, two := h.as("coordinator"), h.as("trainer")
	mine, theirs, other := one.row(t, path, "c5"), two.row(t, path, "c5"), two.row(t, path, "c7")
	theirs.Set("days", "6")
	two.saves(t, path, theirs)
	other.Set("text_ky", "Катчы даяр")
	two.saves(t, path, other) // another row in an old tab harms nobody

	mine.Set("text_ky", "Зал жылуу")
	a := one.post(path, mine)
	doc := page(t, a)
	form := doc.Find("#row-c5 form")
	if a.status != http.StatusConflict || filled(form).Get("text_ky") != "Зал жылуу" {
		t.Fatalf("a stale save: %d, the words typed: %v", a.status, filled(form))
	}
	if diff := form.Find(".diff").Text(); !strings.Contains(diff, "6 күн мурун") || !strings.Contains(diff, "Зал жылуу") {
		t.Errorf("what is there now is not shown beside it: %s", diff)
	}
	if c := h.tpl("checklist", m).Checklist[4]; c.Due != -6 || c.Text.KY == "Зал жылуу" {
		t.Fatalf("the other's change is overwritten: %+v", c)
	}
	one.saves(t, path, filled(form)) // having read it
	if got := h.names(m); got[4] != "Зал жылуу" || got[6] != "Катчы даяр" {
		t.Errorf("%v", got[:8])
	}

	// a row that is gone: the words become a new one
	add := filled(page(t, one.get(path+"?open=new&phase=after")).Find("#row-new form"))
	add.Set("text_ky", "Айылга барып келди")
	one.saves(t, path, add)
	key := h.tpl("checklist", m).Order(civic.After)[8]
	edit := one.row(t, path, key)
	take := filled(page(t, two.get(path+"/sources?from=common")).Find("main form"))
	two.saves(t, path+"/sources", take)
	edit.Set("text_ky", "Айылга эки жолу барды")
	a = one.post(path, edit)
	again := page(t, a).Find("#phase-after #row-new form")
	if a.status != http.StatusConflict || filled(again).Get("text_ky") != "Айылга эки жолу барды" {
		t.Fatalf("a row that is gone: %d", a.status)
	}
	one.saves(t, path, filled(again))
	if got := h.names(m); len(got) != 41 || got[40] != "Айылга эки жолу барды" {
		t.Errorf("%v", got[38:])
	}
}

func TestAListIsTakenOverAfterItsDifferencesWereSeen(t *testing.T) {
	h := newHouse(t)
	m, other := h.ids["municipality"], h.ids["other.municipality"]
	mine, theirs := "/municipalities/"+m+"/templates/checklist", "/municipalities/"+other+"/templates/checklist"
	add := url.Values{"phase": {"before"}, "text_ky": {"Базар күнү эмес"}, "role": {"coordinator"}, "days": {"10"}}
	h.as("other").saves(t, theirs, add)

	// whom one's roles do not reach, one does not see
	c := h.as("coordinator")
	if a := c.get(mine + "/sources"); a.status != http.StatusOK || strings.Contains(a.body, other) || strings.Contains(a.body, "Сары-Коо") {
		t.Error("a coordinator sees another municipality's list")
	}
	for _, from := range []string{other, m, "version-1", "version-x"} {
		if a := c.get(mine + "/sources?from=" + from); a.status != http.StatusNotFound {
			t.Errorf("from %s: %d", from, a.status)
		}
		if a := c.post(mine+"/sources", url.Values{"from": {from}, "seen": {"0/1"}}); a.status != http.StatusNotFound {
			t.Errorf("taking from %s: %d", from, a.status)
		}
	}

	admin := h.as("administrator")
	if a := admin.get(mine + "/sources"); !strings.Contains(a.body, "Сары-Коо") || !strings.Contains(a.body, "айырмасы: 1") {
		t.Error("the list of sources")
	}
	preview := admin.get(mine + "/sources?from=" + other)
	if ins := page(t, preview).Find("ins").Text(); !strings.Contains(ins, "Базар күнү эмес") {
		t.Errorf("the preview names what comes: %q", ins)
	}
	take := filled(page(t, preview).Find("main form"))
	edit := h.as("other").row(t, theirs, h.tpl("checklist", other).Order(civic.Before)[15])
	edit.Set("days", "12")
	h.as("other").saves(t, theirs, edit)
	a := admin.post(mine+"/sources", take)
	if a.status != http.StatusConflict || slices.Contains(h.names(m), "Базар күнү эмес") {
		t.Fatalf("a list that changed since its preview: %d", a.status)
	}
	for range 2 {
		admin.saves(t, mine+"/sources", filled(page(t, a).Find("main form")))
	}
	if got := h.tpl("checklist", m); got.Version != 1 || got.Checklist[15].Due != -12 {
		t.Errorf("version %d, %+v", got.Version, got.Checklist[15])
	}

	// back to the common one, which is followed from then on
	back := filled(page(t, c.get(mine+"/sources?from=common")).Find("main form"))
	c.saves(t, mine+"/sources", back)
	if got := h.names(m); len(got) != 40 {
		t.Errorf("%d items", len(got))
	}
	trainer := h.as("trainer")
	rename := trainer.row(t, "/templates/checklist", "c1")
	rename.Set("text_ky", "Буйрук чыкты")
	trainer.saves(t, "/templates/checklist", rename)
	if got := h.names(m); got[0] != "Буйрук чыкты" {
		t.Errorf("the common list is not followed: %q", got[0])
	}
	// and to an earlier one of one's own
	earlier := filled(page(t, c.get(mine+"/sources?from=version-1")).Find("main form"))
	c.saves(t, mine+"/sources", earlier)
	if got := h.names(m); len(got) != 41 || got[0] == "Буйрук чыкты" {
		t.Errorf("%d items, the first %q", len(got), got[0])
	}
	// the common one itself goes back to what ships with Ashar
	trainer.saves(t, "/templates/checklist/sources", filled(page(t, trainer.get("/templates/checklist/sources?from=common")).Find("main form")))
	if got := h.names(""); got[0] != civic.DefaultChecklist()[0].Text.KY {
		t.Errorf("the common list begins with %q", got[0])
	}
}

func TestBadRowsAreRefusedAtTheirFields(t *testing.T) {
	h := newHouse(t)
	b := h.as("trainer")
	for _, x := range []struct {
		path, field string
		form        url.Values
	}{
		{"/templates/checklist", "f-edit-text_ky", url.Values{"phase": {"before"}, "role": {"coordinator"}, "days": {"1"}, "text_ru": {"сохранится"}}},
		{"/templates/checklist", "f-edit-days", url.Values{"phase": {"after"}, "role": {"coordinator"}, "days": {"көп"}, "text_ky": {"сохранится"}}},
		{"/templates/checklist", "f-edit-role", url.Values{"phase": {"after"}, "role": {"башка"}, "days": {"1"}, "text_ky": {"сохранится"}}},
		{"/templates/checklist", "f-edit-phase", url.Values{"phase": {"качан"}, "role": {"coordinator"}, "days": {"1"}, "text_ky": {"сохранится"}}},
		{"/templates/checklist", "f-edit-text_ky", url.Values{"phase": {"after"}, "role": {"coordinator"}, "days": {"1"}, "text_ky": {strings.Repeat("ө", 501)}, "text_ru": {"сохранится"}}},
		{"/templates/agenda", "f-edit-minutes", url.Values{"text_ky": {"сохранится"}, "minutes": {"0"}}},
		{"/templates/agenda", "f-edit-prompt_ru", url.Values{"text_ky": {"сохранится"}, "minutes": {"5"}, "prompt_ru": {strings.Repeat("ы", 2001)}}},
		{"/templates/agenda", "f-edit-part", url.Values{"text_ky": {"сохранится"}, "minutes": {"5"}, "part": {"../../users"}}},
	} {
		a := b.post(x.path, x.form)
		doc := page(t, a)
		bad := doc.Find("#" + x.field)
		if a.status != http.StatusUnprocessableEntity || bad.AttrOr("aria-invalid", "") != "true" || !strings.Contains(a.body, "сохранится") {
			t.Errorf("%s %s: %d", x.path, x.field, a.status)
		}
	}
	if a := b.get("/templates/menu"); a.status != http.StatusNotFound {
		t.Errorf("a list that is none: %d", a.status)
	}
}

// A step left out of the template is in no new session, and the others keep what they had.
func TestTheAgendaTemplateReachesNewSessions(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	path := "/municipalities/" + h.ids["municipality"] + "/templates/agenda"
	first := civic.DefaultAgenda()[0]
	form := b.row(t, path, "a1")
	form.Set("text_ky", "Салам айтуу")
	form.Set("minutes", "7")
	form.Set("prompt_ky", "Кош келиңиздер!")
	b.saves(t, path, form)
	retire := b.row(t, path, "a2")
	retire.Set("retired", "1")
	b.saves(t, path, retire)
	session := h.session("")
	steps, err := h.store.Steps(context.Background(), session)
	if err != nil || len(steps) != len(civic.DefaultAgenda())-1 || steps[0].Title.KY != "Салам айтуу" || steps[0].Prompt.KY != "Кош келиңиздер!" ||
		steps[0].Minutes != 7 || len(steps[0].Tips) != len(first.Tips) {
		t.Fatalf("%+v %v", steps, err)
	}
	begun, _ := h.store.Steps(context.Background(), h.ids["session"])
	if begun[0].Title.KY != first.Title.KY {
		t.Error("a session under way changed its agenda")
	}
	for _, page := range []string{path + "?open=a1", path + "/sources", path + "/sources?from=common", path + "/sources?from=version-1"} {
		before := h.store.Queries()
		if a := b.get(page); a.status != http.StatusOK {
			t.Errorf("%s: %d", page, a.status)
		}
		if n := h.store.Queries() - before; n > 10 {
			t.Errorf("%s: %d queries", page, n)
		}
	}
}

// The list may change between looking at a session and its first tick: the
// number then means another item, and nothing is ticked.
func TestATickMeansTheItemThatWasSeen(t *testing.T) {
	h := newHouse(t)
	b, session := h.as("coordinator"), h.session("")
	checks := "/sessions/" + session + "/checks"
	tick := filled(page(t, b.get(checks)).Find("#check-2 form"))
	tick.Set("done", "1")
	path := "/municipalities/" + h.ids["municipality"] + "/templates/checklist"
	order := filled(page(t, b.get(path)).Find("#order-before"))
	order.Set("up", "c2")
	b.saves(t, path+"/order", order)
	for _, change := range []string{"/2", "/2/note"} {
		if a := b.post(checks+change, tick); a.status != http.StatusConflict {
			t.Errorf("%s: %d", change, a.status)
		}
	}
	tick = filled(page(t, b.get(checks)).Find("#check-1 form"))
	tick.Set("done", "1")
	b.saves(t, checks+"/1", tick)
	all, err := h.store.Checks(context.Background(), session)
	if err != nil || all[0].Key != "c2" || all[0].State != civic.Done || all[1].State != civic.Open {
		t.Errorf("%+v %v", all[:2], err)
	}
}

func TestItemsSayWhenTheyWereDue(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	session := "/sessions/" + h.session("") + "/checks" // of today, 12 December
	doc := page(t, b.get(session+"?phase=before"))
	if row := doc.Find("#check-1").Text(); !strings.Contains(row, "мөөнөтү өттү: 28-ноябрь") {
		t.Errorf("past due: %s", row)
	}
	if head := doc.Find("#check-bricks").Text(); !strings.Contains(head, "Мөөнөтү өткөнү: 15") {
		t.Errorf("%s", head)
	}
	if row := page(t, b.get(session+"?phase=after")).Find("#check-38").Text(); !strings.Contains(row, "мөөнөтү 19-декабрь") {
		t.Errorf("to come: %s", row)
	}
	a := b.post(session+"/1", url.Values{"tick": {"1"}, "done": {"1"}, "item": {"c1"}}, partial...)
	if !strings.Contains(a.body, "Мөөнөтү өткөнү: 14") || strings.Contains(a.body, "28-ноябрь") {
		t.Errorf("a tick settles it: %s", a.body)
	}
	// who plans finds the template from here, others do not
	link := "/templates/checklist"
	if !strings.Contains(b.get(session).body, link) || strings.Contains(h.as("facilitator").get(session).body, link) {
		t.Error("the link to the template")
	}
	practice := h.store.IDs.New()
	h.apply(h.ids["municipality"], h.ids["user.facilitator"], civic.MakePractice{Session: practice, Date: "2016-12-12", Starts: "11:00", Ends: "13:00"})
	if a := b.get("/sessions/" + practice + "/checks?phase=before"); a.status != http.StatusOK || strings.Contains(a.body, "мөөнөтү") {
		t.Errorf("a practice session is never late: %d", a.status)
	}
}

// Hints of a step are lines: edited, added and taken away, each with its picture.
func TestHintsOfAStepAreEditedByLine(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	path := "/municipalities/" + h.ids["municipality"] + "/templates/agenda"
	first := civic.DefaultAgenda()[0]
	form := b.row(t, path, "a1")
	if lines := strings.Split(form.Get("tips_ky"), "\n"); len(lines) != len(first.Tips) || lines[0] != first.Tips[0].Text.KY {
		t.Fatalf("the form shows %q", lines)
	}
	form.Set("tips_ky", "Күлүп тосуңуз\r\n Отургучту тегерете коюңуз \n")
	form.Set("tips_ru", "Встречайте с улыбкой\nСтулья по кругу")
	form.Set("tips_en", "")
	b.saves(t, path, form)
	tips := h.tpl("agenda", h.ids["municipality"]).Agenda[0].Tips
	if len(tips) != 2 || tips[1].Text.KY != "Отургучту тегерете коюңуз" || tips[1].Text.RU != "Стулья по кругу" || tips[0].Icon != first.Tips[0].Icon {
		t.Errorf("%+v", tips)
	}
}
