package civic

// CycleFigures are a cycle in numbers, for a table of many.
type CycleFigures struct {
	Cycle  Cycle
	Place  Place
	Cells  int // villages × audiences asked
	Plans  int // sessions that are not cancelled
	Held   int
	Below  int // of them below the least attendance
	Came   int
	Women  int
	Youth  int
	Asked  int // invited
	Done   int // items of checklists, of All
	All    int
	Read   int // minutes read aloud and confirmed
	Needs  int
	Ruled  int    // needs with a decision
	Acts   int    // acts filed
	Action [4]int // by ActionStatuses
	Cost   int64
	Spent  int64
}

// Actions are all of the plan that were not given up.
func (f CycleFigures) Actions() int { return f.Action[0] + f.Action[1] + f.Action[2] }
