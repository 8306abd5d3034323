package budget

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const wells = `META
key;value
description;Жылдык бюджет
country;Kyrgyzstan
unit;Кочкор
instance;2026
num_projects;3
num_votes;3
budget;1000000
vote_type;approval
rule;greedy
date_begin;01.02.2026
date_end;15.02.2026
min_length;1
max_length;2
PROJECTS
project_id;cost;votes;name;selected
1;600000;2;Суу түтүгү;1
2;400000;2;Жол;1
3;300000.50;1;"Китепкана; үй";0
VOTES
voter_id;vote;age;sex
a;1,2;34;F
b;2;51;M
c;1,3;19;F
`

func TestAPabulibFileIsRead(t *testing.T) {
	for _, text := range []string{wells, "\ufeff" + strings.ReplaceAll(wells, "\n", "\r\n"), strings.ReplaceAll(wells, "\nVOTES", "\n\nVOTES"), strings.Replace(wells, "000.50", "000,5", 1)} {
		f, err := ParsePabulib(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if f.Budget != 10_000_000 || f.Decimals != 1 || f.Projects[2] != (Project{"3", "Китепкана; үй", 3_000_005}) || !slices.Equal(f.Ballots[2].Projects, []int{0, 2}) || f.Get("unit") != "Кочкор" {
			t.Errorf("%+v", f.Election)
		}
		for _, found := range f.Findings {
			if found.Why != WhyComma {
				t.Errorf("%v", found)
			}
		}
		if ids, ok := f.Selected(); !ok || !slices.Equal(ids, []string{"1", "2"}) {
			t.Errorf("selected %v", ids)
		}
	}
}

// Each case changes one thing in a good file.
func TestAFileThatContradictsItselfIsRefused(t *testing.T) {
	for _, c := range []struct{ old, new, section, field, why string }{
		{"META\n", "", "", "", WhyBefore},
		{"PROJECTS\n", "", "PROJECTS", "", WhyMissingSection},
		{"VOTES\n", "PROJECTS\n", "PROJECTS", "", WhySectionTwice},
		{"project_id;cost", "id;cost", "PROJECTS", "", WhyHeader},
		{"id;cost;", "id;price;", "PROJECTS", "cost", WhyMissing},
		{"voter_id;vote;", "voter_id;choice;", "VOTES", "vote", WhyMissing},
		{"budget;1000000\n", "", "META", "budget", WhyMissing},
		{"budget;1000000", "budget;a lot", "META", "budget", WhyNumber},
		{"budget;1000000", "budget;0", "META", "budget", WhyValue},
		{"vote_type;approval", "vote_type;shouting", "META", "vote_type", WhyKind},
		{"country;Kyrgyzstan\n", "", "META", "country", WhyMissing},
		{"unit;Кочкор", "country;Кочкор", "META", "country", WhyTwice},
		{"num_votes;3", "num_votes;4", "VOTES", "num_votes", WhyCount},
		{"num_projects;3", "num_projects;2", "PROJECTS", "num_projects", WhyCount},
		{"1;600000;2", "1;0;2", "PROJECTS", "cost", WhyNoCost},
		{"1;600000;2", "1;;2", "PROJECTS", "cost", WhyNoCost},
		{"1;600000;2", "1;6e5;2", "PROJECTS", "cost", WhyNumber},
		{"1;600000;2", "1;1600000;2", "PROJECTS", "cost", WhyOverBudget},
		{"1;600000;2", "1;600000;7", "PROJECTS", "votes", WhyVotes},
		{"2;400000", "1;400000", "PROJECTS", "project_id", WhyTwice},
		{"a;1,2", "a;1,9", "VOTES", "vote", WhyUnknown},
		{"a;1,2", "a;1,1", "VOTES", "vote", WhyTwice},
		{"a;1,2", "a;1,2,", "VOTES", "vote", WhyEmpty},
		{"b;2;51", "a;2;51", "VOTES", "voter_id", WhyTwice},
		{"max_length;2", "max_length;1", "VOTES", "vote", WhyLong},
		{"min_length;1", "min_length;2", "VOTES", "vote", WhyShort},
		{"vote_type;approval", "vote_type;cumulative", "VOTES", "points", WhyPoints},
	} {
		_, err := ParsePabulib(strings.NewReader(strings.Replace(wells, c.old, c.new, 1)))
		var found Finding
		if !errors.As(err, &found) || found.Section != c.section || found.Field != c.field || found.Why != c.why {
			t.Errorf("%q for %q: %v, want %s %s %s", c.new, c.old, err, c.section, c.field, c.why)
		} else if found.Line == 0 && found.Why != WhyMissing && found.Why != WhyMissingSection {
			t.Errorf("%v names no line", found)
		}
	}
}

func TestWhatReadingCanLiveWithIsTold(t *testing.T) {
	for _, c := range []struct{ old, new, why string }{
		{"1;600000;2", "1;999999999;2", WhyWithdrawn},
		{"budget;1000000", "budget;2000000", WhyFullyFunded},
		{"name;selected", "name;target", WhyRenamed},
		{"name;selected", "name;beauty", WhyField},
		{"Жол;1", "Жол;0", WhySelected},
		{"үй\";0", "үй\";1", WhySpent},
		{"a;1,2", "a;1, 2", WhySpace},
		{"rule;greedy", "rule;dice", WhyValue},
		{"15.02.2026", "15.01.2026", WhyShort},
		{"max_length;2", "max_length;5", WhyLong},
	} {
		f, err := ParsePabulib(strings.NewReader(strings.Replace(wells, c.old, c.new, 1)))
		if err != nil {
			t.Errorf("%q for %q: %v", c.new, c.old, err)
		} else if !slices.ContainsFunc(f.Findings, func(f Finding) bool { return f.Why == c.why }) {
			t.Errorf("%q for %q: %v, want %s", c.new, c.old, f.Findings, c.why)
		}
	}
}

func TestPublishedFilesSurviveBeingWritten(t *testing.T) {
	folder := os.Getenv("ASHAR_CONFORMANCE_DATA")
	if folder == "" {
		t.Skip("ASHAR_CONFORMANCE_DATA names no folder of elections")
	}
	files, err := filepath.Glob(filepath.Join(folder, "pb", "*.pb"))
	if err != nil || len(files) == 0 {
		t.Fatal("no elections", err)
	}
	for _, name := range files {
		f, err := readFile(name)
		if err != nil {
			t.Fatal(name, err)
		}
		again(t, f)
	}
}

// again writes a file and reads it back.
func again(t failing, f *File) {
	t.Helper()
	var text bytes.Buffer
	if err := f.WritePabulib(&text); err != nil {
		t.Fatalf("%v", err)
	}
	back, err := ParsePabulib(bytes.NewReader(text.Bytes()))
	if err != nil || !reflect.DeepEqual(back.Election, f.Election) {
		t.Fatalf("%v: %+v came back as %+v from\n%s", err, f.Election, back, text.String())
	}
}

func TestAnElectionSurvivesItsFile(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := &File{Election: *elections().Draw(t, "election")}
		for i := range f.Projects {
			f.Projects[i].Cost = min(f.Projects[i].Cost, f.Budget)
		}
		for i := range f.Ballots {
			f.Ballots[i].ID = string(rune('a' + i))
			f.Ballots[i].Weight = 1
		}
		for _, key := range requiredMeta {
			f.Meta = append(f.Meta, Field{key, "2026"})
		}
		var text bytes.Buffer
		if err := f.WritePabulib(&text); err != nil {
			t.Fatal(err)
		}
		back, err := ParsePabulib(&text)
		if err != nil || len(back.Ballots) != len(f.Ballots) {
			t.Fatal(err)
		}
		rule := rules().Draw(t, "rule")
		if got, want := story(allocate(t, &back.Election, rule)), story(allocate(t, &f.Election, rule)); !reflect.DeepEqual(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}

func FuzzParsePabulib(f *testing.F) {
	f.Add(wells)
	f.Add(strings.ReplaceAll(strings.ReplaceAll(wells, "approval", "cumulative"), "vote;age", "vote;points"))
	f.Add("\ufeffMETA\nbudget;1,5\nvote_type;ordinal\nPROJECTS\nproject_id;cost\n1;1\nVOTES\nvoter_id;vote\n1;none\n")
	f.Fuzz(func(t *testing.T, text string) {
		file, err := ParsePabulib(strings.NewReader(text))
		if err != nil {
			return
		}
		again(t, file)
		for _, rule := range Rules {
			allocate(t, &file.Election, Rule{Name: rule})
		}
	})
}
