package civic

import (
	"fmt"
	"slices"
	"testing"
)

func needsOf(titles ...string) *Needs {
	ns := &Needs{}
	for i, title := range titles {
		ns.Needs = append(ns.Needs, Need{ID: fmt.Sprint(i), Title: Text{KY: title}})
	}
	return ns
}

func TestNeedsThatAskForTheSameAreOfferedTogether(t *testing.T) {
	ns := needsOf("Таза суу түтүгү эскирген", "Айыл ичиндеги жол бузулган", "таза суу тутугу эскирген", "Таза суу түтүктөрү эски", "Көчө жарыгы жок", "Бала бакча жылытылбайт", "Жол бузулган")
	groups := ns.Alike()
	if len(groups) != 2 {
		t.Fatalf("%d groups", len(groups))
	}
	water := groups[0]
	if water.Into.ID != "0" || len(water.With) != 2 || water.With[0].ID != "2" || !water.With[0].Same || !water.With[0].Sure {
		t.Errorf("%+v", water)
	}
	if pipes := water.With[1]; pipes.ID != "3" || pipes.Same || !slices.Contains(pipes.Words, "түтүктөрү") {
		t.Errorf("why: %+v", pipes)
	}
	if road := groups[1]; road.Into.ID != "1" || road.With[0].ID != "6" {
		t.Errorf("%+v", road)
	}
}

func TestNeedsThatShareAWordOnlyAreNotOffered(t *testing.T) {
	if groups := needsOf("Бала бакча жылытылбайт", "Маданият үйү жылытылбайт", "Мектептин чатыры агат", "Мектепте спорт зал жок", "Көпүрө бузулган", "Жол бузулган").Alike(); len(groups) != 0 {
		t.Errorf("%+v", groups)
	}
}

func TestTheOthersOfANeedAreOfferedLikeliestFirst(t *testing.T) {
	ns := needsOf("Көчө жарыгы жок", "Мектеп", "Көчөнүн жарыгы күйбөйт", "Арык")
	others := ns.AlikeTo("0")
	if len(others) != 3 || others[0].ID != "2" || others[1].ID != "3" {
		t.Errorf("%+v", others)
	}
	if ns.AlikeTo("9") != nil {
		t.Error("an unknown need has others")
	}
}

func TestWhatIsFixedTakesTheOthersIn(t *testing.T) {
	ns := needsOf("Көчө жарыгы жок", "Көчө жарыгы жок", "Көчө жарыгы жок")
	ns.Needs[2].Cost = 100
	if groups := ns.Alike(); len(groups) != 1 || groups[0].Into.ID != "2" || len(groups[0].With) != 2 {
		t.Errorf("a cost: %+v", groups)
	}
	ns.Needs[1].Fixed = true
	if groups := ns.Alike(); len(groups) != 1 || groups[0].Into.ID != "1" {
		t.Errorf("a decision: %+v", groups)
	}
	ns.Needs[0].Fixed = true
	if groups := ns.Alike(); len(groups) != 1 || len(groups[0].With) != 1 {
		t.Errorf("two fixed ones are offered to each other: %+v", groups)
	}
	if others := ns.AlikeTo("0"); len(others) != 1 || others[0].ID != "2" {
		t.Errorf("%+v", others)
	}
}

func TestTakingApartLeavesTheCardItBeganAs(t *testing.T) {
	n := Need{ID: "b", Cards: []NeedCard{{Card: "a"}, {Card: "b"}, {Card: "c"}}}
	if got := n.CardsApart(); !slices.Equal(got, []string{"a", "c"}) {
		t.Errorf("%v", got)
	}
	n.ID = "x"
	if got := n.CardsApart(); !slices.Equal(got, []string{"b", "c"}) {
		t.Errorf("%v", got)
	}
}

func BenchmarkAlikeOfALargeCycle(b *testing.B) {
	var titles []string
	words := []string{"суу", "жол", "мектеп", "бакча", "жарык", "көпүрө", "арык", "жайыт", "чатыр", "түтүк", "эски", "жок", "бузулган", "жетпейт", "оңдоо", "тазалоо"}
	for i := range 2880 {
		titles = append(titles, fmt.Sprintf("%s %s %s %s", words[i%16], words[i/16%16], words[i/7%16], words[i/31%16]))
	}
	ns := needsOf(titles...)
	for b.Loop() {
		ns.Alike()
	}
}
