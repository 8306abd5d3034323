package survey

import "testing"

func TestWhatPeopleWillNotSeeIsNamed(t *testing.T) {
	f := &Form{Questions: []*Question{
		{Type: "group", Name: "home", Children: []*Question{{Type: "select_one", Name: "part", List: "parts", Appearance: "w1 Image-map", Image: Text{"ky": "map.png", "ru": "map.png"}, Row: 3}}},
		{Type: "text", Name: "roof", Image: Text{"": "roof.jpg"}, Row: 5},
	}, Lists: []*List{{Name: "parts", Choices: []Choice{{Name: "door", Image: Text{"": "door.png"}, Row: 2}}}}}
	got := map[string]int{}
	for _, p := range f.Lost(func(file string) bool { return file == "roof.jpg" }) {
		if !p.Warn {
			t.Errorf("%v refuses the form", p)
		}
		got[p.String()]++
	}
	want := []string{"survey 3 picture_missing [file map.png]", "survey 3 image_map []", "choices 2 picture_missing [file door.png]"}
	for _, w := range want {
		if got[w] != 1 {
			t.Errorf("%q is said %d times", w, got[w])
		}
	}
	if len(got) != len(want) {
		t.Error(got)
	}
}
