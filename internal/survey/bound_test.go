package survey

import "testing"

func TestBounds(t *testing.T) {
	for rule, want := range map[string][2]string{
		". >= 10 and . <= 110": {"10", "110"}, ". > 0 and . < 20": {"1", "19"}, ". >= -5": {"-5", ""}, "110 >= .": {"", "110"},
		". >= 1 or . = -1": {}, ". != 3": {}, ". >= 10 and . mod 2 = 0": {},
	} {
		form := &Form{Title: "x", ID: "x", Name: "data", Questions: []*Question{{Type: "integer", Name: "age", Label: Text{"": "?"}, Constraint: rule}}}
		p, problems := Compile(form, nil)
		if p == nil {
			t.Fatal(problems)
		}
		for el := range p.Elements {
			if p.Elements[el].Name != "age" {
				continue
			}
			if low, high := p.Bounds(el); low != want[0] || high != want[1] {
				t.Errorf("%s: %q–%q", rule, low, high)
			}
		}
	}
}

// A place is taken as maps write it, and kept as the standard does.
func TestPlaceAsMapsWriteIt(t *testing.T) {
	form := &Form{Title: "x", ID: "x", Name: "data", Questions: []*Question{{Type: "geopoint", Name: "place", Label: Text{"": "?"}}}}
	p, problems := Compile(form, nil)
	if p == nil {
		t.Fatal(problems)
	}
	for said, want := range map[string]string{
		"42.87, 74.59": "42.87 74.59", "42.87,74.59": "42.87 74.59", "42,87 74,59": "42.87 74.59", "42,87, 74,59": "42.87 74.59", "-42.87,  74.59": "-42.87 74.59",
		"42.87 74.59 700 5": "42.87 74.59 700 5", "42.87; 74.59": "42.87 74.59", "42 74": "42 74", "42,": "",
	} {
		iv := p.Begin(Env{}, Answers{"place": said})
		s, _ := iv.State("place")
		if wrong := s.Wrong != ""; wrong != (want == "") || want != "" && s.Value != want {
			t.Errorf("%q: %q %s", said, s.Value, s.Wrong)
		}
	}
}
