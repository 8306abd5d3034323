package civic

import (
	_ "embed"
	"encoding/json"
	"slices"
	"time"
)

// AgendaItem is one step of a session as a template says it (domain: PRA
// manuals, 105 to 135 minutes in all).
type AgendaItem struct {
	Key     string      `json:"key,omitempty"` // the same in every version of the template
	Title   Text        `json:"title"`
	Prompt  Text        `json:"prompt"`
	Minutes int         `json:"minutes"`
	Part    string      `json:"part"` // where the work of the step is done
	Tips    []AgendaTip `json:"tips,omitempty"`
	Retired bool        `json:"retired,omitempty"` // kept in the template, in no session
}

// InUse reports whether sessions get the step.
func (a AgendaItem) InUse() bool { return !a.Retired }

// AgendaParts are where the work of a step may be done.
var AgendaParts = []string{"attendance", "last", "people", "priorities", "rounds", "priorities/top", "checks", "minutes"}

// AgendaTip is a short hint with a picture.
type AgendaTip struct {
	Icon string `json:"icon"`
	Text Text   `json:"text"`
}

// Step is one step of a session's own agenda.
type Step struct {
	AgendaItem
	Place      int // from 1
	Extra      int // minutes added
	StartedAt  time.Time
	FinishedAt time.Time
	Spent      time.Duration // before the clock last started
	RunningAt  time.Time     // zero while paused or finished
	PausedAt   time.Time     // since when it pauses
	Stretches  []Stretch     // when it was under way, pauses included
}

// Stretch is a time from one hour to another; Until is zero while it goes on.
type Stretch struct {
	Since time.Time `json:"since"`
	Until time.Time `json:"until,omitzero"`
}

// WorthTelling leaves out what was touched by mistake: stretches of less than
// a minute, where there are longer ones.
func WorthTelling(all []Stretch) []Stretch {
	var long []Stretch
	for _, s := range all {
		if s.Until.IsZero() || s.Until.Sub(s.Since) >= time.Minute {
			long = append(long, s)
		}
	}
	if long == nil {
		return all[:min(1, len(all))]
	}
	return long
}

// Planned is the time the step may take, with what was added.
func (s Step) Planned() time.Duration { return time.Duration(s.Minutes+s.Extra) * time.Minute }

// Elapsed is the time on the step's clock.
func (s Step) Elapsed(now time.Time) time.Duration {
	if s.RunningAt.IsZero() {
		return s.Spent
	}
	return s.Spent + now.Sub(s.RunningAt)
}

// Started, Finished and Running tell where a step stands.
func (s Step) Started() bool  { return !s.StartedAt.IsZero() }
func (s Step) Finished() bool { return !s.FinishedAt.IsZero() }
func (s Step) Current() bool  { return s.Started() && !s.Finished() }
func (s Step) Paused() bool   { return s.Current() && s.RunningAt.IsZero() }

// CurrentStep is the step under way, or nil.
func CurrentStep(steps []Step) *Step {
	for i := range steps {
		if steps[i].Current() {
			return &steps[i]
		}
	}
	return nil
}

// Stopped is the step with its clock stopped.
func (s Step) Stopped(now time.Time) Step {
	if !s.Paused() {
		s.Spent, s.RunningAt, s.PausedAt = s.Elapsed(now), time.Time{}, now
	}
	return s
}

// Running is the step with its clock going again.
func (s Step) Running(now time.Time) Step {
	s.RunningAt, s.PausedAt = now, time.Time{}
	return s
}

// GoneTo are the steps as they will be when one of them is gone to: what the
// store does with GoToStep, told beforehand.
func GoneTo(steps []Step, place int, now time.Time) []Step {
	then := slices.Clone(steps)
	for i := range then {
		switch s := &then[i]; {
		case s.Place == place:
			if !s.Started() {
				s.StartedAt = now
			}
			s.FinishedAt = time.Time{}
			*s = s.Running(now)
		case s.Current():
			*s = s.Stopped(now)
			s.FinishedAt, s.PausedAt = now, time.Time{}
		}
	}
	return then
}

// Borrowed is the time that the steps so far have taken beyond their minutes,
// and so from those to come; below zero it is in hand.
func Borrowed(steps []Step, now time.Time) (d time.Duration) {
	for _, s := range steps {
		switch own := time.Duration(s.Minutes) * time.Minute; {
		case s.Finished():
			d += s.Elapsed(now) - own
		case s.Current():
			d += max(s.Elapsed(now), s.Planned()) - own
		}
	}
	return d
}

//go:embed defaults/agenda.json
var agendaJSON []byte

// DefaultAgenda is the agenda that ships with Ashar.
func DefaultAgenda() []AgendaItem {
	var items []AgendaItem
	if err := json.Unmarshal(agendaJSON, &items); err != nil {
		panic("defaults/agenda.json: " + err.Error())
	}
	return items
}

// GoToStep makes a step the current one: the one under way finishes, a
// finished one is reopened. Step 0 finishes the last.
type GoToStep struct {
	Session string `json:"session"`
	Step    int    `json:"step"`
}

func (GoToStep) Kind() string      { return "agenda.go" }
func (g GoToStep) Subject() string { return g.Session }

// Validate checks the place.
func (g GoToStep) Validate() error {
	if g.Step < 0 || g.Step > 100 {
		return Bad("step", "error.choice")
	}
	return nil
}

// ExtendStep sets how many minutes a step has been given beyond its plan.
type ExtendStep struct {
	Session string `json:"session"`
	Step    int    `json:"step"`
	Extra   int    `json:"extra"`
}

func (ExtendStep) Kind() string      { return "agenda.extend" }
func (e ExtendStep) Subject() string { return e.Session }

// Validate bounds it: a session ends the same day.
func (e ExtendStep) Validate() error {
	if e.Extra < 0 || e.Extra > 240 {
		return Bad("extra", "error.minutes")
	}
	return nil
}

// PauseStep stops or starts the clock of the step under way.
type PauseStep struct {
	Session string `json:"session"`
	Paused  bool   `json:"paused"`
}

func (PauseStep) Kind() string      { return "agenda.pause" }
func (p PauseStep) Subject() string { return p.Session }
func (PauseStep) Validate() error   { return nil }
