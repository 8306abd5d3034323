package db

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ashar/internal/civic"
)

// hall is a store with two sessions of one cycle.
type hall struct {
	t              testing.TB
	s              *Store
	session, other string
	municipality   string
}

func newHall(t *testing.T) *hall {
	t.Helper()
	s := open(t)
	h := &hall{t: t, s: s, session: s.IDs.New(), other: s.IDs.New(), municipality: s.IDs.New()}
	village, cycle, audience := s.IDs.New(), s.IDs.New(), s.IDs.New()
	oblast, raion := s.IDs.New(), s.IDs.New()
	for _, u := range []civic.SaveUnit{
		{ID: oblast, Level: civic.Oblast, Code: "417", Name: civic.Text{KY: "Чүй облусу"}},
		{ID: raion, Parent: oblast, Level: civic.Raion, Code: "41708", Name: civic.Text{KY: "Жайыл району"}},
		{ID: h.municipality, Parent: raion, Level: civic.Municipality, Code: "1", Name: civic.Text{KY: "Ак-Башат"}},
	} {
		h.must(civic.Installation, u)
	}
	h.must(civic.Installation, civic.SaveUnit{ID: village, Parent: h.municipality, Level: civic.Village, Code: "2", Name: civic.Text{KY: "Айдарбек"}})
	h.must(h.municipality, civic.SaveCycle{ID: cycle, Municipality: h.municipality, Title: civic.Text{KY: "2016"}, Starts: "2016-11-22", Ends: "2017-03-31",
		BudgetYear: 2017, Rules: civic.DefaultRules(), Audiences: []civic.CycleAudience{{ID: audience, Kind: civic.Women, Name: civic.Text{KY: "Аялдар"}}}})
	for i, id := range []string{h.session, h.other} {
		h.must(cycle, civic.PlanSession{ID: id, Village: village, Audience: audience, Practice: i == 1, Date: "2016-12-12", Starts: "11:00", Ends: "13:00", ExpectedMin: 8, ExpectedMax: 12})
		h.must(id, civic.StartSession{Session: id})
	}
	return h
}

func (h *hall) apply(scope string, c civic.Change) (civic.Receipt, error) {
	return h.s.Apply(context.Background(), civic.Operation{Scope: scope, Change: c})
}

func (h *hall) must(scope string, c civic.Change) civic.Receipt {
	h.t.Helper()
	r, err := h.apply(scope, c)
	if err != nil {
		h.t.Fatalf("%s: %v", c.Kind(), err)
	}
	return r
}

// refused wants a refusal with this sentence.
func (h *hall) refused(key string, c civic.Change) {
	h.t.Helper()
	_, err := h.apply(h.session, c)
	if ps := civic.Problems(err); len(ps) == 0 || ps[0].Key != key {
		h.t.Errorf("%s: %v, want %s", c.Kind(), err, key)
	}
}

func (h *hall) say(texts ...string) (ids []string) {
	h.t.Helper()
	for _, text := range texts {
		id := h.s.IDs.New()
		h.must(h.session, civic.AddStatements{Statements: []civic.SaidStatement{{ID: id, Text: text}}})
		ids = append(ids, id)
	}
	return ids
}

func (h *hall) card(texts ...string) string {
	h.t.Helper()
	id := h.s.IDs.New()
	said := h.say(texts...)
	h.must(h.session, civic.MakePriority{ID: id, Statement: said[0]})
	for _, s := range said[1:] {
		h.must(h.session, civic.PlaceStatement{ID: s, Priority: id})
	}
	return id
}

func (h *hall) priorities() civic.Priorities {
	h.t.Helper()
	ps, err := h.s.Priorities(context.Background(), h.session)
	if err != nil {
		h.t.Fatal(err)
	}
	return ps
}

// titles of the list, in order.
func titles(ps civic.Priorities) string {
	var out []string
	for _, p := range ps.Active {
		out = append(out, p.Title)
	}
	return strings.Join(out, ", ")
}

// picture is everything a person sees of the cards.
func (h *hall) picture() string {
	h.t.Helper()
	b, err := json.MarshalIndent(h.priorities(), "", " ")
	if err != nil {
		h.t.Fatal(err)
	}
	return string(b)
}

func TestAStatementBecomesACard(t *testing.T) {
	h := newHall(t)
	long := strings.Repeat("ө😀 ", 3333)
	ids := h.say("крандан суу эки күндө бир эле келет", "суу дат жыттанат", long)
	card := h.s.IDs.New()
	h.must(h.session, civic.MakePriority{ID: card, Statement: ids[0]})
	h.must(h.session, civic.PlaceStatement{ID: ids[1], Priority: card})
	ps := h.priorities()
	if len(ps.Active) != 1 || len(ps.Active[0].Statements) != 2 || len(ps.Loose) != 1 || ps.Voices() != 3 {
		t.Fatalf("%+v", ps)
	}
	if p := ps.Active[0]; p.Title != "крандан суу эки күндө бир эле келет" || p.Statements[1].Text != "суу дат жыттанат" || p.Number != 1 {
		t.Errorf("card %+v", p)
	}
	if got := ps.Loose[0].Text; got != strings.TrimSpace(long) {
		t.Errorf("the long statement is not kept: %d bytes of %d", len(got), len(long))
	}
	h.refused("error.statement_taken", civic.MakePriority{ID: h.s.IDs.New(), Statement: ids[0]})
}

func TestOneOfTwoTabletsDoesNotOverwriteTheOther(t *testing.T) {
	h, ctx := newHall(t), context.Background()
	id := h.say("суу жок")[0]
	h.must(h.session, civic.EditStatement{ID: id, Base: 1, Text: "таза суу жок"})
	r := h.must(h.session, civic.EditStatement{ID: id, Base: 1, Text: "ичүүчү суу жок", Location: "Жогорку көчө"})
	var out edited
	if err := json.Unmarshal(r.Outcome, &out); err != nil || !slices.Equal(out.Rivals, []string{"text"}) {
		t.Fatalf("outcome %s", r.Outcome)
	}
	st := h.priorities().Loose[0]
	if st.Text != "таза суу жок" || st.Location != "Жогорку көчө" || st.Rivals != 1 || st.Version != 3 {
		t.Fatalf("%+v: the place nobody else touched is saved, the text waits", st)
	}
	edits, err := h.s.Edits(ctx, h.session, id)
	if err != nil {
		t.Fatal(err)
	}
	rival := civic.Rivals(edits, "text")[0]
	if rival.Text != "ичүүчү суу жок" {
		t.Fatalf("rival %+v", rival)
	}
	// Another session's route reaches nothing here.
	if _, err := h.apply(h.other, civic.SettleEdit{ID: rival.ID, Keep: true, Base: 9}); civic.KindOf(err) != civic.NotFound {
		t.Errorf("settled from another session: %v", err)
	}
	h.refused("error.text_changed_again", civic.SettleEdit{ID: rival.ID, Keep: true, Base: 1})
	h.must(h.session, civic.SettleEdit{ID: rival.ID, Keep: true, Base: st.Version})
	h.must(h.session, civic.SettleEdit{ID: rival.ID, Keep: true, Base: st.Version}) // tapped on the other tablet too
	if st = h.priorities().Loose[0]; st.Text != "ичүүчү суу жок" || st.Rivals != 0 {
		t.Errorf("after the choice: %+v", st)
	}
	edits, err = h.s.Edits(ctx, h.session, id)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, e := range edits {
		if e.Field == "text" {
			texts = append(texts, e.Text+" "+string(e.State))
		}
	}
	if got := strings.Join(texts, ", "); got != "суу жок held, таза суу жок held, ичүүчү суу жок passed, ичүүчү суу жок held" {
		t.Errorf("history: %s", got)
	}
}

func TestACardsFieldsAreCheckedOneByOne(t *testing.T) {
	h := newHall(t)
	id := h.card("суу жок")
	h.must(h.session, civic.SavePriority{ID: id, Base: 1, Fields: map[string]string{"title": "Таза суу", "sector": "water", "affected": "1 200", "supporters": "3 1 3"}})
	h.must(h.session, civic.SavePriority{ID: id, Base: 1, Fields: map[string]string{"title": "суу жок", "causes": "түтүк эски"}})
	p := h.priorities().Active[0]
	if p.Title != "Таза суу" || p.Causes != "түтүк эски" || p.Affected != 1200 || p.SectorName.KY != "Таза суу" || p.SectorIcon != "water" || p.Rivals != 0 {
		t.Errorf("%+v: what one left alone stays as the other wrote it", p)
	}
	if !slices.Equal(p.Supporters, []int{1, 3}) {
		t.Errorf("supporters %v", p.Supporters)
	}
	h.must(h.session, civic.SavePriority{ID: id, Base: 1, Fields: map[string]string{"title": "Крандагы суу"}})
	if p = h.priorities().Active[0]; p.Title != "Таза суу" || p.Rivals != 1 {
		t.Errorf("%+v: two titles are both kept", p)
	}
	entries, err := h.s.History(context.Background(), h.session, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.Contains(string(e.Data), "3 1 3") {
			t.Error("the journal says which seats support a card")
		}
	}
}

func TestACardKeepsAtLeastOneStatement(t *testing.T) {
	h := newHall(t)
	a, b := h.card("бир", "эки"), h.card("үч")
	said := h.priorities().Active[0].Statements
	h.must(h.session, civic.WithdrawStatement{ID: said[0].ID, Withdrawn: true, Reason: "кайталанды"})
	h.refused("error.statement_only", civic.PlaceStatement{ID: said[1].ID, Priority: b})
	h.refused("error.statement_only", civic.WithdrawStatement{ID: said[1].ID, Withdrawn: true, Reason: "x"})
	h.must(h.session, civic.WithdrawStatement{ID: said[0].ID, Withdrawn: false})
	h.must(h.session, civic.PlaceStatement{ID: said[1].ID, Priority: b})
	h.must(h.session, civic.WithdrawPriority{ID: a, Withdrawn: true, Reason: "топ макул болду"})
	ps := h.priorities()
	if titles(ps) != "үч" || ps.Withdrawn[0].Reason != "топ макул болду" || len(ps.Active[0].Statements) != 2 {
		t.Errorf("%+v", ps)
	}
	h.refused("error.priority_inactive", civic.PlaceStatement{ID: said[1].ID, Priority: a})
	h.must(h.session, civic.WithdrawPriority{ID: a})
	if titles(h.priorities()) != "бир, үч" {
		t.Errorf("restored: %s", titles(h.priorities()))
	}
}

// What came onto a merged card itself may leave it: the card has its parts'
// statements. A part keeps one of its own for when it comes back.
func TestAMergedCardHasItsPartsStatements(t *testing.T) {
	h := newHall(t)
	a, b, c := h.card("бир"), h.card("эки"), h.card("үч")
	m := h.s.IDs.New()
	h.must(h.session, civic.MergePriorities{ID: m, Parts: []string{a, b}})
	late := h.say("кийин айтылды")[0]
	h.must(h.session, civic.PlaceStatement{ID: late, Priority: m})
	h.must(h.session, civic.WithdrawStatement{ID: late, Withdrawn: true, Reason: "кайталанды"})
	h.must(h.session, civic.WithdrawStatement{ID: late})
	h.must(h.session, civic.PlaceStatement{ID: late, Priority: c})
	h.refused("error.statement_only", civic.PlaceStatement{ID: h.priorities().Active[0].Statements[0].ID, Priority: c})
	if ps := h.priorities(); len(ps.Active[0].Statements) != 2 || len(ps.Active[1].Statements) != 2 {
		t.Errorf("%+v", ps.Active)
	}
}

func TestACardsSectorIsOneOfTheList(t *testing.T) {
	h := newHall(t)
	own, a := h.s.IDs.New(), h.card("бир")
	h.refused("error.choice", civic.SavePriority{ID: a, Base: 1, Fields: map[string]string{"sector": own}})
	h.refused("error.choice", civic.MakePriority{ID: h.s.IDs.New(), Statement: h.say("эки")[0], Sector: own})
	h.must(h.municipality, civic.SaveSector{ID: own, Municipality: h.municipality, Name: civic.Text{KY: "Кирпич завод"}, Icon: "cards", Place: 500})
	h.must(h.session, civic.SavePriority{ID: a, Base: 1, Fields: map[string]string{"sector": own}})
	h.must(h.municipality, civic.SaveSector{ID: own, Municipality: h.municipality, Name: civic.Text{KY: "Кирпич завод"}, Icon: "cards", Place: 500, Retired: true, Base: 1})
	h.must(h.session, civic.SavePriority{ID: a, Base: 2, Fields: map[string]string{"sector": own, "who": "баары"}})
	if p := h.priorities().Active[0]; p.SectorName.KY != "Кирпич завод" || p.Who != "баары" {
		t.Errorf("%+v", p)
	}
}

func TestMergedCardsComeBackAsTheyWere(t *testing.T) {
	h := newHall(t)
	a, b, c := h.card("суу жок", "дат жыттанат"), h.card("жол бузук"), h.card("түтүк эски")
	h.must(h.session, civic.SavePriority{ID: c, Base: 1, Fields: map[string]string{"who": "Жогорку көчө", "supporters": "1 2"}})
	h.must(h.session, civic.SavePriority{ID: a, Base: 1, Fields: map[string]string{"supporters": "2 3"}})
	before := h.picture()
	m := h.s.IDs.New()
	h.must(h.session, civic.MergePriorities{ID: m, Parts: []string{a, c}})
	ps := h.priorities()
	if titles(ps) != "суу жок, жол бузук" {
		t.Fatalf("merged: %s", titles(ps))
	}
	p := ps.Active[0]
	if p.ID != m || len(p.Statements) != 3 || p.Who != "Жогорку көчө" || !slices.Equal(p.Supporters, []int{1, 2, 3}) || len(p.Parts) != 2 {
		t.Errorf("%+v", p)
	}
	h.refused("error.priority_inactive", civic.MergePriorities{ID: h.s.IDs.New(), Parts: []string{a, b}})
	h.refused("error.priority_not_merged", civic.UnmergePriority{ID: b})
	// What happens to the merged card stays with it.
	h.must(h.session, civic.SavePriority{ID: m, Base: 1, Fields: map[string]string{"title": "Суу жана түтүк"}})
	late := h.s.IDs.New()
	h.must(h.session, civic.AddStatements{Statements: []civic.SaidStatement{{ID: late, Text: "кийин айтылды"}}, Priority: m})
	h.must(h.session, civic.UnmergePriority{ID: m})
	ps = h.priorities()
	if len(ps.Loose) != 1 || ps.Loose[0].ID != late {
		t.Errorf("what was said onto the merged card is lost: %+v", ps.Loose)
	}
	h.must(h.session, civic.WithdrawStatement{ID: late, Withdrawn: true, Reason: "x"})
	ps = h.priorities()
	ps.Taken = nil
	after, _ := json.MarshalIndent(ps, "", " ")
	if string(after) != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
	h.refused("error.priority_inactive", civic.UnmergePriority{ID: m})
}

func TestOrderKeepsWhatIsHidden(t *testing.T) {
	h := newHall(t)
	var ids []string
	for i := range 5 {
		ids = append(ids, h.card(fmt.Sprint(i+1)))
	}
	m := h.s.IDs.New()
	h.must(h.session, civic.MergePriorities{ID: m, Parts: []string{ids[1], ids[3]}}) // 1, (2 4), 3, 5
	h.must(h.session, civic.OrderPriorities{Session: h.session, Order: []string{ids[4], ids[2], ids[0], m}})
	if got := titles(h.priorities()); got != "5, 3, 1, 2" {
		t.Errorf("order: %s", got)
	}
	h.must(h.session, civic.OrderPriorities{Session: h.session, Order: []string{ids[0], m, ids[2], ids[4]}})
	h.must(h.session, civic.UnmergePriority{ID: m})
	if got := titles(h.priorities()); got != "1, 2, 3, 4, 5" {
		t.Errorf("ordered there and back: %s", got)
	}
	if _, err := h.apply(h.other, civic.OrderPriorities{Session: h.session, Order: []string{ids[4], ids[0]}}); err != nil {
		t.Fatal(err)
	}
	if got := titles(h.priorities()); got != "1, 2, 3, 4, 5" {
		t.Errorf("ordered from another session: %s", got)
	}
}

// Whatever is merged with whatever, ending the mergers one after the other,
// last first, brings every card back exactly as it was.
func TestAnyMergersUnwind(t *testing.T) {
	h := newHall(t)
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.IntRange(2, 6).Draw(r, "cards")
		for i := range n {
			id := h.card(fmt.Sprintf("пикир %d", i), "дагы")
			h.must(h.session, civic.SavePriority{ID: id, Base: 1, Fields: map[string]string{
				rapid.SampledFrom(civic.OutcomeFields).Draw(r, "field"): rapid.StringN(0, 20, -1).Draw(r, "text"),
				"supporters": rapid.SampledFrom([]string{"", "1", "2 3", "1 4"}).Draw(r, "seats"),
				"affected":   rapid.SampledFrom([]string{"", "10", "500"}).Draw(r, "affected"),
			}})
		}
		pictures := []string{h.picture()}
		var mergers []string
		for range rapid.IntRange(1, n).Draw(r, "mergers") {
			var ids []string
			for _, p := range h.priorities().Active {
				ids = append(ids, p.ID)
			}
			if len(ids) < 2 {
				break
			}
			parts := rapid.Permutation(ids).Draw(r, "parts")[:rapid.IntRange(2, len(ids)).Draw(r, "of")]
			m := h.s.IDs.New()
			h.must(h.session, civic.MergePriorities{ID: m, Parts: parts})
			if rapid.Bool().Draw(r, "edited") {
				h.must(h.session, civic.SavePriority{ID: m, Base: 1, Fields: map[string]string{"title": "башка", "sector": "roads", "minority": "каршы"}})
			}
			mergers, pictures = append(mergers, m), append(pictures, h.picture())
		}
		for i := len(mergers) - 1; i >= 0; i-- {
			h.must(h.session, civic.UnmergePriority{ID: mergers[i]})
			if got := h.picture(); got != pictures[i] {
				r.Fatalf("merger %d ended:\n%s\nbefore it:\n%s", i, got, pictures[i])
			}
		}
		if err := h.s.write(context.Background(), func(tx *Tx) error { // an empty hall for the next try
			for _, table := range []string{"statements", "priorities", "edits"} {
				if err := tx.exec(`DELETE FROM `+table+` WHERE session_id = $1`, h.session); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			r.Fatal(err)
		}
	})
}

// Every change confines itself to the session its route authorised.
func TestAnotherSessionReachesNothing(t *testing.T) {
	h := newHall(t)
	a, b := h.card("бир", "эки"), h.card("үч")
	st := h.priorities().Active[0].Statements[0].ID
	loose := h.say("бош")[0]
	remark := h.s.IDs.New()
	h.must(h.session, civic.SaveRemark{ID: remark, Sort: "question", Fields: map[string]string{"text": "качан?"}})
	before := h.picture()
	for _, c := range []civic.Change{
		civic.EditStatement{ID: st, Base: 1, Text: "башка"},
		civic.WithdrawStatement{ID: st, Withdrawn: true, Reason: "x"},
		civic.PlaceStatement{ID: st, Priority: ""},
		civic.AddStatements{Statements: []civic.SaidStatement{{ID: h.s.IDs.New(), Text: "x"}}, Priority: a},
		civic.MakePriority{ID: h.s.IDs.New(), Statement: loose},
		civic.SavePriority{ID: a, Base: 1, Fields: map[string]string{"title": "x"}},
		civic.WithdrawPriority{ID: a, Withdrawn: true, Reason: "x"},
		civic.MergePriorities{ID: h.s.IDs.New(), Parts: []string{a, b}},
		civic.UnmergePriority{ID: a},
		civic.SaveRemark{ID: remark, Sort: "question", Base: 1, Fields: map[string]string{"text": "x"}},
		civic.WithdrawRemark{ID: remark, Withdrawn: true, Reason: "x"},
	} {
		if _, err := h.apply(h.other, c); civic.KindOf(err) != civic.NotFound {
			t.Errorf("%s from another session: %v, want not found", c.Kind(), err)
		}
	}
	if h.picture() != before {
		t.Error("something changed")
	}
}

func TestAPracticeSessionGoesWithAllItsCards(t *testing.T) {
	h := newHall(t)
	real := h.session
	h.session = h.other
	a, b := h.card("бир"), h.card("эки")
	h.must(h.session, civic.MergePriorities{ID: h.s.IDs.New(), Parts: []string{a, b}})
	h.must(h.session, civic.SaveRemark{ID: h.s.IDs.New(), Sort: "incident", Fields: map[string]string{"text": "жарык өчтү"}})
	h.must(h.session, civic.SaveVolunteer{ID: h.s.IDs.New(), Group: "delegate"})
	h.must(h.municipality, civic.DropPractice{Session: h.session})
	for _, table := range []string{"priorities", "statements", "edits", "remarks", "volunteers"} {
		var n int
		if err := h.s.row(context.Background(), `SELECT count(*) FROM `+table, nil, &n); err != nil || n != 0 {
			t.Errorf("%s: %d rows left, %v", table, n, err)
		}
	}
	h.session = real
}

func TestNamesOfVolunteersStayOutOfTheJournalAndEnd(t *testing.T) {
	h, ctx := newHall(t), context.Background()
	id := h.s.IDs.New()
	h.must(h.session, civic.SaveVolunteer{ID: id, Group: "initiative", Name: "Бүбүсара Осмонова", Phone: "0555 12 34 56", Consent: true, KeepUntil: "2016-12-11"})
	h.must(h.session, civic.SaveVolunteer{ID: h.s.IDs.New(), Group: "monitoring"})
	entries, err := h.s.Journal(ctx, h.session, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.Contains(string(e.Data), "Осмонова") || strings.Contains(string(e.Data), "0555") {
			t.Errorf("the journal names: %s", e.Data)
		}
	}
	vs, err := h.s.Volunteers(ctx, h.session, "")
	if err != nil || len(vs) != 2 || vs[0].Name == "" || vs[0].Phone != "" {
		t.Fatalf("%+v, %v: names without phones", vs, err)
	}
	if err := h.s.ForgetVolunteers(ctx); err != nil {
		t.Fatal(err)
	}
	if vs, err = h.s.Volunteers(ctx, h.session, "reader"); err != nil || len(vs) != 2 || vs[0].Name != "" {
		t.Errorf("%+v, %v: the count stays, the name is gone", vs, err)
	}
	var looks int
	if err := h.s.row(ctx, `SELECT count(*) FROM attendee_views WHERE session_id = $1`, []any{h.session}, &looks); err != nil || looks != 1 {
		t.Errorf("%d looks noted, %v", looks, err)
	}
}

func TestSectorsAreAMunicipalitysOwn(t *testing.T) {
	h, ctx := newHall(t), context.Background()
	save := civic.SaveSector{ID: "water", Municipality: h.municipality, Name: civic.Text{KY: "Ичүүчү суу"}, Icon: "water", Place: 10}
	h.must(h.municipality, save)
	if _, err := h.apply(h.municipality, save); civic.KindOf(err) != civic.Conflict {
		t.Errorf("saved over a version not read: %v", err)
	}
	if _, err := h.apply("another", save); civic.KindOf(err) != civic.NotFound {
		t.Errorf("saved from another municipality: %v", err)
	}
	list, err := h.s.Sectors(ctx, h.session)
	if err != nil || list[0].Name.KY != "Ичүүчү суу" {
		t.Errorf("%+v, %v", list[0], err)
	}
	if list, err = h.s.SectorsOf(ctx, ""); err != nil || list[0].Name.KY != "Таза суу" {
		t.Errorf("%+v, %v", list[0], err)
	}
}

func TestAClosedSessionTakesNothing(t *testing.T) {
	h := newHall(t)
	a := h.card("бир")
	if err := h.s.write(context.Background(), func(tx *Tx) error {
		return tx.exec(`UPDATE sessions SET status = 'closed' WHERE id = $1`, h.session)
	}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []civic.Change{
		civic.AddStatements{Statements: []civic.SaidStatement{{ID: h.s.IDs.New(), Text: "x"}}},
		civic.SavePriority{ID: a, Base: 1, Fields: map[string]string{"title": "x"}},
		civic.WithdrawPriority{ID: a, Withdrawn: true, Reason: "x"},
		civic.SaveRemark{ID: h.s.IDs.New(), Sort: "opinion", Fields: map[string]string{"text": "x"}},
		civic.SaveVolunteer{ID: h.s.IDs.New(), Group: "delegate"},
	} {
		h.refused("error.session_over", c)
	}
}

func TestACardBeingRankedStaysAsItIs(t *testing.T) {
	h := newHall(t)
	a, b, c := h.card("бир"), h.card("эки"), h.card("үч")
	round := h.s.IDs.New()
	h.must(h.session, civic.OpenRound{Session: h.session, ID: round, Rules: civic.RulesOfRound(civic.DefaultRules(), civic.BySex),
		Options: []civic.RoundOption{{ID: a, Title: "бир"}, {ID: b, Title: "эки"}, {ID: c, Title: "үч"}}, Groups: []civic.RoundGroup{{Key: "f", Heads: 8}, {Key: "m", Heads: 2}}})
	late := h.card("төрт")
	for _, change := range []civic.Change{
		civic.WithdrawPriority{ID: a, Withdrawn: true, Reason: "x"},
		civic.MergePriorities{ID: h.s.IDs.New(), Parts: []string{late, b}},
	} {
		h.refused("error.priority_in_round", change)
	}
	h.must(h.session, civic.SavePriority{ID: a, Base: 1, Fields: map[string]string{"causes": "эски"}})
	h.must(h.session, civic.WithdrawPriority{ID: late, Withdrawn: true, Reason: "ранжирге кирген жок"})
}
