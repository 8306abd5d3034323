package result_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"ashar/internal/civic"
	"ashar/internal/result"
	"ashar/internal/survey"
)

func list(name string, choices ...string) *survey.List {
	l := &survey.List{Name: name}
	for _, c := range choices {
		l.Choices = append(l.Choices, survey.Choice{Name: c, Label: survey.Text{"": c}})
	}
	return l
}

func compiled(t testing.TB, number int, lists []*survey.List, questions ...*survey.Question) result.Form {
	t.Helper()
	p, err := survey.Compile(&survey.Form{Title: "T", ID: "t", Name: "data", Version: strconv.Itoa(number), Questions: questions, Lists: lists}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return result.Form{Number: number, Program: p}
}

func ask(sort, list, name string) *survey.Question {
	return &survey.Question{Type: sort, List: list, Name: name, Label: survey.Text{"": name}}
}

func household(t testing.TB) result.Form {
	scale := ask("group", "", "quality")
	scale.Appearance = "field-list"
	for _, name := range []string{"water", "road", "school", "light"} {
		scale.Children = append(scale.Children, ask("select_one", "grade", name))
	}
	members := ask("repeat", "", "member")
	members.Children = []*survey.Question{ask("integer", "", "years"), ask("select_one", "yesno", "works")}
	return compiled(t, 1, []*survey.List{list("yesno", "yes", "no"), list("need", "water", "road", "school", "light"), list("grade", "1", "2", "3", "4", "5")},
		ask("select_one", "yesno", "sex"), ask("select_multiple", "need", "needs"), ask("rank", "need", "order"), ask("integer", "", "age"), ask("date", "", "born"), ask("text", "", "wish"), scale, members)
}

func put(t testing.TB, table *result.Table, r civic.Response) {
	t.Helper()
	r.Number = max(r.Number, 1)
	if err := table.Put(&r); err != nil {
		t.Fatal(err)
	}
}

func TestAnswersAreCountedByWhatTheyAre(t *testing.T) {
	table := result.New([]result.Form{household(t)})
	put(t, table, civic.Response{Seq: 1, Unit: "a", Answers: json.RawMessage(`{"sex":"yes","needs":"water road","order":"water road school light","age":"30","born":"1986-01-01","wish":"Суу \"таза\"","quality":{"water":"5"},"member":[{"years":"3"},{"years":"40","works":"yes"}]}`), Blank: "quality/road member[1]/works"})
	put(t, table, civic.Response{Seq: 2, Unit: "b", Answers: json.RawMessage(`{"sex":"no","needs":["road"],"order":"road water school light","age":20}`), Blank: "wish"})
	one := func(key string) result.Tally {
		t.Helper()
		c := table.Find(key)
		if c == nil {
			t.Fatalf("no column %s", key)
		}
		all, _ := table.Count(c, nil, nil)
		return all
	}
	if got := one("needs"); fmt.Sprint(got.N) != "[1 2 0 0]" || got.Answered != 2 {
		t.Errorf("needs %+v", got)
	}
	if got := one("order"); fmt.Sprint(got.Places) != "[1.5 1.5 3 4]" || fmt.Sprint(got.First) != "[1 1 0 0]" {
		t.Errorf("order %+v", got)
	}
	if got := one("age"); got.Mean != 25 || got.Median != 25 || got.Variance != 50 {
		t.Errorf("age %+v", got)
	}
	if got := one("wish"); got.Answered != 1 || got.Blank != 1 || got.NotAsked != 0 {
		t.Errorf("wish %+v", got)
	}
	if got := one("road"); got.Blank != 1 || got.NotAsked != 1 {
		t.Errorf("road was left blank once and not asked once: %+v", got)
	}
	if got := one("years"); got.Answered != 2 || got.Mean != 21.5 {
		t.Errorf("each instance counts: %+v", got)
	}
	if got := one("works"); got.Answered != 1 || got.Blank != 1 {
		t.Errorf("a blank in an instance: %+v", got)
	}

	// a correction takes the place of what was there, an exclusion does not count, a withdrawal is gone
	put(t, table, civic.Response{Seq: 1, Unit: "a", Answers: json.RawMessage(`{"sex":"no","member":[{"years":"5"}]}`)})
	if got := one("years"); got.Answered != 1 || got.Mean != 5 {
		t.Errorf("corrected: %+v", got)
	}
	put(t, table, civic.Response{Seq: 2, Excluded: "duplicate", Answers: json.RawMessage(`{"sex":"no"}`)})
	if got := one("sex"); fmt.Sprint(got.N) != "[0 1]" || table.Live() != 1 || table.Rows() != 2 {
		t.Errorf("excluded: %+v, %d of %d", got, table.Live(), table.Rows())
	}
}

func TestVersionsAreJoinedByName(t *testing.T) {
	table := result.New([]result.Form{
		compiled(t, 1, []*survey.List{list("l", "yes", "no")}, ask("select_one", "l", "good"), ask("text", "", "old")),
		compiled(t, 2, []*survey.List{list("l", "no", "unsure", "yes")}, ask("integer", "", "fresh"), ask("select_one", "l", "good")),
	})
	put(t, table, civic.Response{Seq: 1, Number: 1, Answers: json.RawMessage(`{"good":"yes","old":"x"}`)})
	put(t, table, civic.Response{Seq: 2, Number: 2, Answers: json.RawMessage(`{"good":"unsure","fresh":"1"}`)})
	put(t, table, civic.Response{Seq: 3, Number: 2, Answers: json.RawMessage(`{"good":"yes"}`), Blank: "fresh"})
	good := table.Find("good")
	all, _ := table.Count(good, nil, nil)
	if all.Answered != 3 || all.N[slices.Index(good.Choices, "yes")] != 2 || all.N[slices.Index(good.Choices, "unsure")] != 1 {
		t.Errorf("%v %+v", good.Choices, all)
	}
	if all, _ := table.Count(table.Find("fresh"), nil, nil); all.NotAsked != 1 || all.Blank != 1 {
		t.Errorf("a version without the question did not ask it: %+v", all)
	}
	var keys []string
	for _, c := range table.Columns {
		keys = append(keys, c.Key)
	}
	if fmt.Sprint(keys) != "[fresh good old]" {
		t.Errorf("the newest version's order, then what only older ones have: %v", keys)
	}
}

// The sums of every cut are the whole, with weights and without, whatever is corrected on the way.
func TestCutsAddUpToTheWhole(t *testing.T) {
	form := household(t)
	rapid.Check(t, func(r *rapid.T) {
		table := result.New([]result.Form{form})
		villages := []string{"a", "b", "c"}
		for range rapid.IntRange(1, 60).Draw(r, "puts") {
			answers := map[string]any{}
			for _, q := range []struct {
				name   string
				values []string
			}{{"sex", []string{"yes", "no", ""}}, {"needs", []string{"water", "water road", "light school road", ""}}, {"age", []string{"14", "30", "31", "80", ""}}, {"order", []string{"water road school light", "light road school water", ""}}} {
				if v := rapid.SampledFrom(q.values).Draw(r, q.name); v != "" {
					answers[q.name] = v
				}
			}
			var members []any
			for range rapid.IntRange(0, 3).Draw(r, "members") {
				members = append(members, map[string]any{"years": strconv.Itoa(rapid.IntRange(0, 90).Draw(r, "years"))})
			}
			if members != nil {
				answers["member"] = members
			}
			raw, _ := json.Marshal(answers)
			put(t, table, civic.Response{Seq: int64(rapid.IntRange(1, 20).Draw(r, "seq")), Answers: raw, Unit: rapid.SampledFrom(append(villages, "", "elsewhere")).Draw(r, "unit"),
				Excluded: rapid.SampledFrom([]string{"", "", "x"}).Draw(r, "excluded")})
		}
		cuts := []*result.Cut{table.ByVillage(villages), table.By(table.Find("sex"), nil), table.By(table.Find("age"), []int{14, 18, 29, 46, 60})}
		for _, weights := range [][]float64{nil, table.Weights(map[string]int{"a": 100, "b": 900, "c": 50})} {
			for _, c := range table.Columns {
				alone, _ := table.Count(c, nil, weights)
				for _, cut := range cuts {
					all, groups := table.Count(c, cut, weights)
					if fmt.Sprint(all.N, all.Answered, all.Blank, all.NotAsked) != fmt.Sprint(alone.N, alone.Answered, alone.Blank, alone.NotAsked) || math.Abs(all.Weight-alone.Weight) > 1e-9 {
						r.Fatalf("%s: a cut changed the whole: %+v, %+v", c.Key, all, alone)
					}
					rest := all.Answered
					for _, g := range groups {
						rest -= g.Answered
						if c.Sort == result.One && sum(g.N) != g.Answered {
							r.Fatalf("%s: choices %v of %d", c.Key, g.N, g.Answered)
						}
					}
					if sizes, none := table.Sizes(cut); sum(sizes)+none != table.Live() {
						r.Fatalf("groups %v and %d of %d", sizes, none, table.Live())
					} else if rest < 0 || c.Repeat == nil && rest > none {
						r.Fatalf("%s: %d are in no group, %d answers are", c.Key, none, rest)
					}
				}
			}
		}
		// weights add up to the respondents of villages whose people are known
		if w := table.Weights(map[string]int{"a": 100, "b": 900}); w != nil {
			sizes, _ := table.Sizes(table.ByVillage([]string{"a", "b"}))
			all := 0.0
			for code, id := range table.Units {
				for i, v := range []string{"a", "b"} {
					if id == v {
						all += w[code] * float64(sizes[i])
					}
				}
			}
			if math.Abs(all-float64(sum(sizes))) > 1e-9 {
				r.Fatalf("weights add up to %v of %v", all, sizes)
			}
		}
	})
}

func sum(ns []int) (all int) {
	for _, n := range ns {
		all += n
	}
	return all
}

// Whoever knows the rule and all that is shown cannot tell a cell that is hidden: for every way of
// answering of few people, other ways show the very same.
func TestHiddenCellsDoNotFollowFromWhatIsShown(t *testing.T) {
	for cells := 2; cells <= 4; cells++ {
		shown := map[string][][]int{}
		var every func(counts []int, left int)
		every = func(counts []int, left int) {
			if len(counts) == cells {
				out, ok := result.Hide(counts)
				key := fmt.Sprint(ok, sum(counts), out)
				shown[key] = append(shown[key], slices.Clone(counts))
				return
			}
			for n := 0; n <= left; n++ {
				every(append(counts, n), left-n)
			}
		}
		every(nil, 16)
		for key, ways := range shown {
			out, ok := result.Hide(ways[0])
			var hidden []int
			if !ok {
				for i := range cells {
					hidden = append(hidden, i)
				}
			}
			for _, s := range out {
				if s.Alone() {
					if s.N > 0 && s.N < result.Least {
						t.Fatalf("%v: a cell of %d is shown", ways[0], s.N)
					}
				} else {
					if s.N < result.Least {
						t.Fatalf("%v: together only %d", ways[0], s.N)
					}
					hidden = append(hidden, s.Cells...)
				}
			}
			if sum(ways[0]) < 2*result.Least { // of so few nothing is shown at all
				continue
			}
			for _, i := range hidden {
				if !slices.ContainsFunc(ways, func(w []int) bool { return w[i] != ways[0][i] }) {
					t.Errorf("%s: cell %d can only be %d", key, i, ways[0][i])
				}
			}
		}
	}
}

func TestHidingKeepsTheWhole(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		counts := rapid.SliceOfN(rapid.IntRange(0, 30), 1, 9).Draw(r, "counts")
		shown, ok := result.Hide(counts)
		if !ok {
			return
		}
		all, cells := 0, map[int]bool{}
		for _, s := range shown {
			all += s.N
			for _, i := range s.Cells {
				cells[i] = true
			}
		}
		if all != sum(counts) || len(cells) != len(counts) {
			r.Fatalf("%v became %v", counts, shown)
		}
	})
}

// Newcombe (1998), table II, method 10: 56/70 − 48/80, 9/10 − 3/10, 10/10 − 0/20.
func TestChangeOfSharesIsNewcombes(t *testing.T) {
	for _, x := range []struct {
		a, n, b, m int
		low, high  float64
	}{{48, 80, 56, 70, 0.0524, 0.3339}, {3, 10, 9, 10, 0.1705, 0.8090}, {0, 20, 10, 10, 0.6791, 1}} {
		c, ok := result.ShareChange(x.a, x.n, x.b, x.m)
		if !ok || math.Abs(c.Low-x.low) > 5e-5 || math.Abs(c.High-x.high) > 5e-5 {
			t.Errorf("%+v: %.4f to %.4f", x, c.Low, c.High)
		}
	}
}

// Two samples of three: t of four degrees is 2.776 (any table).
func TestChangeOfMeansIsWelchs(t *testing.T) {
	of := func(from int64, values ...string) result.Tally {
		table := result.New([]result.Form{household(t)})
		for i, v := range values {
			put(t, table, civic.Response{Seq: from + int64(i), Answers: json.RawMessage(`{"age":"` + v + `"}`)})
		}
		all, _ := table.Count(table.Find("age"), nil, nil)
		return all
	}
	before, after := of(1, "1", "2", "3"), of(1, "4", "5", "6")
	c, ok := result.MeanChange(&before, &after)
	half := 2.7764 * math.Sqrt(2.0/3)
	if !ok || math.Abs(c.Low-(3-half)) > 1e-3 || math.Abs(c.High-(3+half)) > 1e-3 || !c.Sure() {
		t.Errorf("%+v, wanted 3 ± %.4f", c, half)
	}
}

// flagged are the rows, from 1, that want a second look for a reason.
func flagged(table *result.Table, want result.Flag) (rows []int) {
	for i := range table.Rows() {
		if table.Flags(i)&want != 0 {
			rows = append(rows, i+1)
		}
	}
	return rows
}

func TestWhatWantsASecondLook(t *testing.T) {
	table := result.New([]result.Form{household(t)})
	for i := range 9 {
		put(t, table, civic.Response{Seq: int64(i + 1), Seconds: 300, Answers: json.RawMessage(fmt.Sprintf(`{"age":"%d","sex":"yes","quality":{"water":"5","road":"3","school":"5","light":"5"}}`, 20+i))})
	}
	put(t, table, civic.Response{Seq: 10, Seconds: 90, Answers: json.RawMessage(`{"age":"20","sex":"yes","quality":{"water":"5","road":"3","school":"5","light":"5"}}`)})
	put(t, table, civic.Response{Seq: 11, Seconds: 250, Answers: json.RawMessage(`{"quality":{"water":"4","road":"4","school":"4","light":"4"}}`)})
	for _, x := range []struct {
		flag result.Flag
		want string
	}{{result.Fast, "[10]"}, {result.Same, "[1 10]"}, {result.Straight, "[11]"}} {
		if got := fmt.Sprint(flagged(table, x.flag)); got != x.want {
			t.Errorf("flag %d: %s, wanted %s", x.flag, got, x.want)
		}
	}
}

// What only stands in a form for its list is no question; one that a version asked keeps its answers.
func TestWhatIsNeverAskedIsNoColumn(t *testing.T) {
	yesno := []*survey.List{list("yesno", "yes", "no")}
	lookup, dropped, inside, hidden := ask("select_one", "yesno", "lookup"), ask("select_one", "yesno", "dropped"), ask("integer", "", "inside"), ask("group", "", "hidden")
	lookup.Relevant, lookup.OrOther = "false()", true
	dropped.Relevant, hidden.Relevant = "0", " false() "
	hidden.Children = []*survey.Question{inside}
	table := result.New([]result.Form{
		compiled(t, 1, yesno, ask("select_one", "yesno", "dropped")),
		compiled(t, 2, yesno, ask("text", "", "wish"), lookup, dropped, hidden),
	})
	put(t, table, civic.Response{Seq: 1, Number: 1, Answers: json.RawMessage(`{"dropped":"yes"}`)})
	put(t, table, civic.Response{Seq: 2, Number: 2, Answers: json.RawMessage(`{"wish":"x"}`)})
	var keys []string
	for _, c := range table.Columns {
		keys = append(keys, c.Key)
	}
	if got := fmt.Sprint(keys); got != "[wish dropped]" {
		t.Errorf("columns %s", got)
	}
	if got, _ := table.Count(table.Find("dropped"), nil, nil); fmt.Sprint(got.N) != "[1 0]" || got.NotAsked != 1 {
		t.Errorf("what a version asked: %+v", got)
	}
}

// Who answers twice does so at another time.
func TestTheSameAnswersAtAnotherTimeAreTheSame(t *testing.T) {
	table := result.New([]result.Form{compiled(t, 1, nil, ask("start", "", "start"), ask("text", "", "a"), ask("text", "", "b"), ask("integer", "", "c"), ask("integer", "", "d"))})
	for i, answers := range []string{`{"a":"x","b":"y","c":"1","d":"2","start":"2016-12-12T10:00:00.000+06:00"}`, `{"a":"x","b":"y","c":"1","d":"2","start":"2016-12-12T11:30:00.000+06:00"}`, `{"a":"y","b":"x","c":"1","d":"2","start":"2016-12-12T11:30:00.000+06:00"}`} {
		put(t, table, civic.Response{Seq: int64(i + 1), Answers: json.RawMessage(answers)})
	}
	if got := fmt.Sprint(flagged(table, result.Same)); got != "[1 2]" {
		t.Errorf("the same answers: %s", got)
	}
}
