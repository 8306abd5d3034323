package db

import (
	"fmt"
	"time"

	"ashar/internal/civic"
)

// Operation is what an applier gets: the operation and the server's time.
type Operation struct {
	civic.Operation
	At    time.Time
	store *Store
}

// When is the time at which the person did it, by what their tablet says, never later than now.
func (o *Operation) When() time.Time {
	if o.ClientAt.After(o.At) {
		return o.At
	}
	return o.ClientAt
}

// applier writes a change to the state tables and may report an outcome.
// It runs inside the transaction that journals the change, and must confine
// itself to rows of the operation's scope: that is what the route authorised.
type applier func(*Tx, *Operation) (any, error)

// on makes an applier of a function for one kind of change.
func on[C civic.Change](apply func(*Tx, *Operation, C) (any, error)) (string, applier) {
	var c C
	return c.Kind(), func(tx *Tx, op *Operation) (any, error) {
		change, ok := op.Change.(C)
		if !ok {
			return nil, fmt.Errorf("%s: change is %T", c.Kind(), op.Change)
		}
		return apply(tx, op, change)
	}
}

// appliers is the table of all changes; each concept's file lists its own.
var appliers = table(
	userChanges,
	unitChanges,
	importChanges,
	cycleChanges,
	sessionChanges,
	scheduleChanges,
	practiceChanges,
	agendaChanges,
	checklistChanges,
	attendanceChanges,
	closingChanges,
	editChanges,
	statementChanges,
	priorityChanges,
	sectorChanges,
	remarkChanges,
	photoChanges,
	volunteerChanges,
	roundChanges,
	phoneChanges,
	hallBoxChanges,
	wallChanges,
	circleChanges,
	silentChanges,
	bundleChanges,
	needChanges,
	budgetChanges,
	publicityChanges,
	letterChanges,
	decisionChanges,
	resolutionChanges,
	planChanges,
	actionChanges,
	visitChanges,
	actChanges,
	gatheringChanges,
	proposalChanges,
	nomineeChanges,
	surveyChanges,
	responseChanges,
	sampleChanges,
)

func table(concepts ...func(add func(string, applier))) map[string]applier {
	all := map[string]applier{}
	for _, concept := range concepts {
		concept(func(kind string, a applier) {
			if _, twice := all[kind]; twice {
				panic("two appliers for " + kind)
			}
			all[kind] = a
		})
	}
	return all
}
