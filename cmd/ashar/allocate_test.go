package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAllocateSaysWhatIsWrongAndWhere(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.pb")
	if err := os.WriteFile(name, []byte("META\nkey;value\nbudget;10\nvote_type;approval\nPROJECTS\nproject_id;cost\n1;0\nVOTES\nvoter_id;vote\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := allocateCmd{File: name, Rule: "greedy", Completion: "none", Ties: "lexicographic"}.Run()
	if err == nil || !strings.Contains(err.Error(), "line 7") || !strings.Contains(err.Error(), "PROJECTS cost") || !strings.Contains(err.Error(), "over 0") {
		t.Errorf("%v", err)
	}
}
