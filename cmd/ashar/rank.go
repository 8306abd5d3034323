package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"ashar/internal/tally"
)

type rankCmd struct {
	File     string `arg:"" help:"Ballots in the PrefLib format (.soc, .soi, .toc, .toi)."`
	Method   string `help:"borda, copeland, schulze, ranked-pairs, minimax or kemeny; marks where ballots have no order." default:"borda"`
	Strength string `help:"What a pairwise victory weighs: margins or winning-votes." default:"margins"`
}

// Run prints one place a line, tied names joined by " = ". Candidates that a
// ballot leaves out share the average of the places left.
func (r rankCmd) Run() error {
	f, err := os.Open(r.File)
	if err != nil {
		return usageError(err.Error())
	}
	p, err := tally.ParsePreflib(f)
	if err := errors.Join(err, f.Close()); err != nil {
		return usageError(r.File + " is no PrefLib file: " + err.Error())
	}
	places, err := tally.Rank(p, r.Method, tally.Strength(r.Strength))
	var unknown *tally.MethodError
	if errors.As(err, &unknown) {
		return usageError(fmt.Sprintf("%q is neither a method (%s) nor a strength (margins, winning-votes)", unknown.Asked, strings.Join(tally.Methods, ", ")))
	}
	if err != nil {
		return usageError(err.Error())
	}
	fmt.Print(places.Format(p.Names))
	return nil
}
