package civic

// Overview is a municipality with its newest cycle, for the home page and for
// several municipalities side by side. Cycle.ID is empty where there is none.
type Overview struct {
	Place    Place
	Cycle    Cycle
	Villages int // of the cycle
	Here     int // villages that the municipality has today
	Blank    int // of them without a number of inhabitants
	Staff    int // people who may moderate or record there
	Count    ScheduleCount
	Passed   int            // sessions whose day went by, neither held nor moved
	Version  int            // of the schedule, 0 before the first
	Fixed    ScheduleStatus // of that version
	Changed  bool           // rows were planned, moved or cancelled since then
}

// Task is what needs doing next in a municipality: Kind names the sentence
// "home.task.<kind>" with N, Path is where it is done.
type Task struct {
	Kind string
	N    int
	Path string
}

// Tasks lists what a coordinator does next, the first thing first.
func (o Overview) Tasks() []Task {
	m, c := "/municipalities/"+o.Place.ID, "/cycles/"+o.Cycle.ID
	if o.Cycle.ID == "" { // a municipality begins: its villages, its people, its cycle
		var ts []Task
		if o.Here == 0 {
			ts = append(ts, Task{"villages", 0, "/units/" + o.Place.ID})
		} else {
			ts = append(ts, Task{"cycle", 0, m + "/cycles/new"})
			if o.Blank > 0 {
				ts = append(ts, Task{"population", o.Blank, "/units/" + o.Place.ID})
			}
		}
		if o.Staff == 0 {
			ts = append(ts, Task{"people", 0, m + "/people"})
		}
		return ts
	}
	if o.Cycle.Status == Ended {
		return []Task{{"next_cycle", 0, m + "/cycles/new?from=" + o.Cycle.ID}}
	}
	var ts []Task
	add := func(when bool, kind string, n int, path string) {
		if when {
			ts = append(ts, Task{kind, n, path})
		}
	}
	gaps := o.Count.Cells - o.Count.Planned
	add(o.Staff == 0, "people", 0, m+"/people")
	add(o.Villages == 0 && o.Here == 0, "villages", 0, "/units/"+o.Place.ID)
	add(o.Villages == 0 && o.Here > 0, "ask_villages", o.Here, c+"/edit#villages")
	add(o.Passed > 0, "passed", o.Passed, c+"/schedule?view=days")
	add(o.Villages > 0 && o.Count.Planned == 0, "schedule", 0, c+"/schedule")
	add(o.Count.Planned > 0 && gaps > 0, "gaps", gaps, c+"/schedule")
	add(o.Count.Planned > 0 && o.Version == 0, "agree", 0, c+"/schedule/publication")
	add(o.Fixed == ScheduleAgreed, "publish", 0, c+"/schedule/publication")
	add(o.Fixed == SchedulePublished && o.Changed, "republish", 0, c+"/schedule/publication")
	add(o.Count.Cells > 0 && o.Count.Held == o.Count.Cells && o.Cycle.Status == Underway, "close", 0, c)
	return ts
}

// HomeSession is a session as the home page shows it. Mine says the person
// moderates or records it.
type HomeSession struct {
	SessionHead
	Mine  bool
	Ready Readiness
}

// Readiness is how far a session is: before it the ticks of its checklist's
// first phase, in it the steps of its agenda. Zero before the first tick or step.
type Readiness struct {
	Checks, Checked int
	Steps, Finished int
	Step            Text // the one being worked on
	StepNumber      int  // its place, from 1: earlier ones may wait for having been gone back to
}
