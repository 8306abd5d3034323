package civic

import (
	"crypto/sha256"
	"fmt"
	"math/rand"
	"slices"
	"testing"
	"time"
)

func TestSharesAreExactAndInProportion(t *testing.T) {
	if got := Shares(10, []int{100, 100, 100}); !slices.Equal(got, []int{4, 3, 3}) {
		t.Errorf("level remainders: %v", got)
	}
	if got := Shares(7, []int{0, 0}); !slices.Equal(got, []int{0, 0}) {
		t.Errorf("of nobody: %v", got)
	}
	r := rand.New(rand.NewSource(1))
	for range 2000 {
		weights := make([]int, 1+r.Intn(12))
		sum := 0
		for i := range weights {
			weights[i] = r.Intn(900)
			sum += weights[i]
		}
		if sum == 0 {
			continue
		}
		total := r.Intn(sum + 1)
		got := Shares(total, weights)
		all := 0
		for i, n := range got {
			all += n
			if exact := float64(total) * float64(weights[i]) / float64(sum); float64(n) <= exact-1 || float64(n) >= exact+1 {
				t.Fatalf("%d of %v: %v, the exact share of %d is %f", total, weights, got, i, exact)
			}
			if n > weights[i] {
				t.Fatalf("%d of %v: more than there are: %v", total, weights, got)
			}
		}
		if all != total {
			t.Fatalf("%d of %v: %v makes %d", total, weights, got, all)
		}
	}
}

func TestADrawIsAnOrderWithoutRepeatsThatAnybodyCanReckonAgain(t *testing.T) {
	r := rand.New(rand.NewSource(2))
	for range 200 {
		n := 1 + r.Intn(400)
		seed, village := fmt.Sprint(r.Int63()), fmt.Sprint(r.Int63())
		numbers := r.Perm(n)
		drawn := Draw(seed, village, numbers)
		sorted := slices.Sorted(slices.Values(drawn))
		for i, x := range sorted {
			if x != i {
				t.Fatalf("of %d numbers %v were drawn", n, drawn)
			}
		}
		slices.Sort(numbers) // the order in which they are handed in does not matter
		if again := Draw(seed, village, numbers); !slices.Equal(drawn, again) {
			t.Fatalf("drawn again: %v, before: %v", again, drawn)
		}
		before := ""
		for _, x := range drawn {
			key := fmt.Sprintf("%x", sha256.Sum256(fmt.Appendf(nil, "%s|%s|%d", seed, village, x)))
			if key <= before {
				t.Fatalf("%d comes too late", x)
			}
			before = key
		}
		if n > 20 && slices.Equal(drawn, Draw(seed+"1", village, numbers)) {
			t.Fatal("another seed draws the same")
		}
	}
}

// Each place of the order is as likely for each number: of 40, drawn first by 4,000 seeds.
func TestADrawFavoursNobody(t *testing.T) {
	first := make([]int, 40)
	numbers := make([]int, 40)
	for i := range numbers {
		numbers[i] = i
	}
	for seed := range 4000 {
		first[Draw(fmt.Sprint(seed), "41708", numbers)[0]]++
	}
	chi := 0.0
	for _, n := range first {
		chi += float64((n-100)*(n-100)) / 100
	}
	if chi > 73 { // 39 degrees of freedom, 0.1 %
		t.Errorf("χ² = %.1f: %v", chi, first)
	}
}

func TestReservesStandInOneForOneInTheirOrder(t *testing.T) {
	visits := []SurveyVisit{
		{Unit: "a", Number: 5, Turn: 1, Outcome: VisitDone}, {Unit: "a", Number: 9, Turn: 2, Outcome: VisitAbsent}, {Unit: "a", Number: 2, Turn: 3},
		{Unit: "a", Number: 8, Turn: 5, Reserve: true}, {Unit: "a", Number: 1, Turn: 4, Reserve: true, Outcome: VisitRefused}, {Unit: "a", Number: 3, Turn: 6, Reserve: true},
		{Unit: "b", Number: 1, Turn: 1}, {Unit: "b", Number: 2, Turn: 2, Reserve: true},
	}
	StandIn(visits)
	var in []int
	for _, v := range visits {
		if v.StandsIn {
			in = append(in, v.Number)
		}
	}
	if !slices.Equal(in, []int{8, 1}) { // 1 for 9, and as it refused, 8 for it; nobody yet in b
		t.Errorf("%v stand in", in)
	}
}

func TestADrawTakesNoMoreThanThereAre(t *testing.T) {
	good := DrawSample{ID: NewIDs(time.Now).New(), Of: "households", Seed: "2718", Strata: []Stratum{{Unit: "a", Size: 10, Main: 8, Reserve: 2}}}
	if err := good.Validate(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*DrawSample){
		"more than there are": func(d *DrawSample) { d.Strata[0].Reserve = 3 },
		"nobody":              func(d *DrawSample) { d.Strata[0].Main, d.Strata[0].Reserve = 0, 0 },
		"a seed of two parts": func(d *DrawSample) { d.Seed = "1|2" },
		"no seed":             func(d *DrawSample) { d.Seed = "" },
		"of what":             func(d *DrawSample) { d.Of = "people" },
	} {
		bad := good
		bad.Strata = slices.Clone(good.Strata)
		spoil(&bad)
		if KindOf(bad.Validate()) != Invalid {
			t.Errorf("%s is let through", name)
		}
	}
}
