package civic

import (
	"slices"
	"testing"
)

func texts(kys ...string) (out []ChecklistItem) {
	for _, ky := range kys {
		out = append(out, ChecklistItem{Key: ky, Text: Text{KY: ky}, Phase: Before, Role: Coordinator})
	}
	return out
}

func TestWhatShipsIsWhole(t *testing.T) {
	for _, kind := range TemplateKinds {
		tpl := DefaultTemplate(kind)
		save := SaveTemplate{Template: kind, Checklist: tpl.Checklist, Agenda: tpl.Agenda}
		if err := save.Validate(); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
		arranged := tpl
		arranged.Arrange()
		for n := 1; n <= tpl.Len(); n++ {
			if tpl.Key(n) == "" || tpl.Find(tpl.Key(n)) != n {
				t.Errorf("%s row %d has key %q", kind, n, tpl.Key(n))
			}
			if kind == "checklist" && (tpl.Checklist[n-1].Number != n || arranged.Checklist[n-1].Number != n) {
				t.Errorf("item %d is numbered %d", n, tpl.Checklist[n-1].Number)
			}
		}
		if c := tpl.Changes(DefaultTemplate(kind)); !c.None() {
			t.Errorf("%s differs from itself: %+v", kind, c)
		}
	}
	if n, m := len(DefaultChecklist()), DefaultTemplate("agenda"); n != 40 || m.Len() != 8 {
		t.Errorf("%d items, %d steps", n, m.Len())
	}
}

func TestChangesNameWhatComesGoesAndIsOtherwise(t *testing.T) {
	was := Template{Kind: "checklist", Checklist: texts("бир", "эки", "үч", "төрт")}
	was.Checklist[3].Retired = true
	will := Template{Kind: "checklist", Checklist: texts("үч", "бир", "беш", "төрт")}
	will.Checklist[0].Key = "башка ачкыч" // the same words are the same row
	will.Checklist[1].Due = -3
	c := was.Changes(will)
	if !slices.Equal(c.Come, []RowChange{{0, 3}, {0, 4}}) || !slices.Equal(c.Go, []RowChange{{2, 0}}) || !slices.Equal(c.Change, []RowChange{{1, 2}}) || !c.Order {
		t.Errorf("%+v", c)
	}
	if c := was.Changes(was); !c.None() || c.N() != 0 {
		t.Errorf("%+v", c)
	}
}

func TestAnOrderIsTakenOnlyWhole(t *testing.T) {
	tpl := Template{Kind: "checklist", Checklist: texts("бир", "эки", "үч", "төрт")}
	tpl.Checklist[1].Phase, tpl.Checklist[2].Retired = After, true
	for _, bad := range [][]string{{"бир"}, {"бир", "эки"}, {"бир", "бир"}, {"төрт", "бир", "үч"}, nil} {
		if tpl.Reorder(Before, bad) {
			t.Errorf("%v was taken", bad)
		}
	}
	kept := slices.Clone(tpl.Checklist)
	now := tpl
	if !now.Reorder(Before, []string{"төрт", "бир"}) || now.Key(1) != "төрт" || now.Key(4) != "бир" || now.Key(2) != "эки" {
		t.Errorf("%+v", now.Checklist)
	}
	if !slices.Equal(kept, tpl.Checklist) {
		t.Error("the one read before changed along")
	}
	keys := []string{"a", "b", "c"}
	for _, x := range []struct {
		key  string
		by   int
		want string
	}{{"a", 1, "bac"}, {"c", -1, "acb"}, {"a", -1, "abc"}, {"c", 1, "abc"}, {"x", 1, "abc"}} {
		got := ""
		for _, k := range Moved(keys, x.key, x.by) {
			got += k
		}
		if got != x.want {
			t.Errorf("%s by %d: %s, want %s", x.key, x.by, got, x.want)
		}
	}
}

func TestATemplateIsRefusedForWhatItIsNot(t *testing.T) {
	twice := texts("бир", "эки")
	twice[1].Key = twice[0].Key
	retired := texts("бир")
	retired[0].Retired = true
	for name, s := range map[string]SaveTemplate{
		"nothing in use":       {Template: "checklist", Checklist: retired},
		"empty":                {Template: "agenda"},
		"two of one key":       {Template: "checklist", Checklist: twice},
		"a kind that is none":  {Template: "menu", Agenda: DefaultAgenda()},
		"rows of another kind": {Template: "checklist", Agenda: DefaultAgenda()},
		"both kinds":           {Template: "checklist", Checklist: texts("бир"), Agenda: DefaultAgenda()},
		"follows, with rows":   {Template: "checklist", Follow: true, Checklist: texts("бир")},
		"too many":             {Template: "checklist", Checklist: make([]ChecklistItem, 201)},
	} {
		if s.Validate() == nil {
			t.Errorf("%s: taken", name)
		}
	}
	if err := (SaveTemplate{Template: "agenda", Follow: true}).Validate(); err != nil {
		t.Error(err)
	}
}

func TestEveryHintHasItsKyrgyz(t *testing.T) {
	step := DefaultAgenda()[0]
	step.Tips = []AgendaTip{{Icon: "info", Text: Text{KY: "Күлүп тосуңуз"}}, {Icon: "info", Text: Text{RU: "Стулья по кругу"}}}
	ps := Problems(SaveTemplate{Template: "agenda", Agenda: []AgendaItem{step}}.Validate())
	if len(ps) != 1 || ps[0].Field != "tips_ky" || ps[0].Key != "error.tips_without_kyrgyz" {
		t.Errorf("%v", ps)
	}
}
