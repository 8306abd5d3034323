package civic

import "testing"

func TestPeopleOfOneVillageAreCountedOnce(t *testing.T) {
	ns := &Needs{Groups: []NeedGroup{{Session: "a", Village: "1"}, {Session: "b", Village: "1"}, {Session: "c", Village: "2"}}}
	n := &Need{Cards: []NeedCard{{Session: "a", Affected: 100}, {Session: "b", Affected: 140}, {Session: "c", Affected: 30}}}
	if got := ns.Affected(n); got != 170 {
		t.Errorf("%d", got)
	}
}

func TestRulesOfTheListAreChecked(t *testing.T) {
	for name, bad := range map[string]func(*ListRules){
		"list_rule":   func(r *ListRules) { r.Rule = "loudest" },
		"list_depth":  func(r *ListRules) { r.Depth = 0 },
		"list_within": func(r *ListRules) { r.Within = 2 },
		"list_order":  func(r *ListRules) { r.Rule = ListGuaranteed },
		"list_watch":  func(r *ListRules) { r.Watch = []AudienceKind{Women, Women} },
	} {
		r := DefaultListRules()
		bad(&r)
		if ps := Problems(r.Validate()); len(ps) != 1 || ps[0].Field != name {
			t.Errorf("%s: %v", name, ps)
		}
	}
	r := DefaultListRules()
	r.Rule, r.Order = ListGuaranteed, []AudienceKind{Vulnerable, Women}
	if err := r.Validate(); err != nil {
		t.Error(err)
	}
}

func TestLettersThatWaitLongestComeFirst(t *testing.T) {
	letters := []Letter{
		{ID: "answered", SentOn: "2016-01-01", AnswerDue: "2016-02-01", AnsweredOn: "2016-01-20"},
		{ID: "draft"},
		{ID: "waits", SentOn: "2016-12-01", AnswerDue: "2016-12-31"},
		{ID: "late", SentOn: "2016-10-01", AnswerDue: "2016-11-01"},
		{ID: "later", SentOn: "2016-09-01", AnswerDue: "2016-10-01"},
	}
	got := ""
	for _, l := range LettersByUrgency(letters, "2016-12-12") {
		got += l.ID + " "
	}
	if got != "later late waits draft answered " {
		t.Error(got)
	}
}

func TestALetterThatIsSentSaysWhoSignedAndWhenAnAnswerIsDue(t *testing.T) {
	s := SaveLetter{ID: "0158b476-4680-7000-bca7-9aca1abeb679", Addressee: "Район", Text: Text{KY: "Суранабыз"}, SentOn: "2016-12-12"}
	fields := ""
	for _, p := range Problems(s.Validate()) {
		fields += p.Field + " "
	}
	if fields != "signed_by answer_due " {
		t.Error(fields)
	}
	s.SignedBy, s.AnswerDue = "Осмонов", "2016-12-01"
	if ps := Problems(s.Validate()); len(ps) != 1 || ps[0].Key != "error.letter_due_before" {
		t.Errorf("%v", ps)
	}
	s.SentOn, s.AnswerDue, s.SignedBy = "", "", ""
	if err := s.Validate(); err != nil {
		t.Errorf("a draft: %v", err)
	}
}
