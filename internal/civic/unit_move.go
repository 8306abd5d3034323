package civic

// RemoveUnit takes back a unit that was added by mistake: one that nothing holds.
type RemoveUnit struct {
	Unit string `json:"unit"`
}

func (RemoveUnit) Kind() string      { return "unit.remove" }
func (r RemoveUnit) Subject() string { return r.Unit }
func (RemoveUnit) Validate() error   { return nil }

// UnitHold is what keeps a unit from being removed: "unit.held.<kind>" names
// it in the catalogues, with its number.
type UnitHold struct {
	Kind string // below, population, sessions, cycles, people, lists, after
	N    int
}

// TakeUnits brings units below the predecessors of a unit under it: after a
// merger all of them, after a split some. What was held in them stays in its cycle.
type TakeUnits struct {
	Unit  string   `json:"unit"`
	Units []string `json:"units"`
}

func (TakeUnits) Kind() string      { return "unit.take" }
func (t TakeUnits) Subject() string { return t.Unit }

// Validate checks that there is something to take.
func (t TakeUnits) Validate() error {
	if len(t.Units) == 0 {
		return Bad("units", "error.choice")
	}
	return nil
}
