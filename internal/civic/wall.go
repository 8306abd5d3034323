package civic

import (
	"slices"
	"time"
)

// Scene is what the wall of a hall shows.
type Scene string

const (
	SceneFollow  Scene = "" // what the session is at
	SceneWelcome Scene = "welcome"
	SceneLast    Scene = "last" // what became of last time, page by page
	SceneStep    Scene = "step"
	SceneSilent  Scene = "silent" // nobody chooses it: it follows the silence
	SceneCards   Scene = "cards"
	SceneRound   Scene = "round"
	SceneResult  Scene = "result"
	SceneThanks  Scene = "thanks"
)

// Scenes in the order a session comes to them.
var Scenes = []Scene{SceneWelcome, SceneLast, SceneStep, SceneCards, SceneRound, SceneResult, SceneThanks}

// WallThemes are for a bright hall and a dark one.
var WallThemes = []string{"light", "dark"}

// WallLangs are what the wall can speak.
var WallLangs = []string{"ky", "ru", "en"}

// Wall is what the conductor decided about the wall of a session.
type Wall struct {
	Scene Scene
	Blank bool
	Theme string
	Lang  string // "" the language of the session
	Page  int    // of SceneLast, from 0
}

// Speaks is the language of the wall; Kyrgyz where the group speaks one that
// Ashar does not know.
func (w Wall) Speaks(session string) string {
	for _, l := range []string{w.Lang, session} {
		if slices.Contains(WallLangs, l) {
			return l
		}
	}
	return WallLangs[0]
}

// WallPages bounds how far a scene can be turned.
const WallPages = 20

// Shows is the scene on the wall: the one chosen while there is something to
// show in it, else where the session stands. told is whether there is something
// to tell of last time.
func (w Wall) Shows(status SessionStatus, step *Step, round *Round, silent, told bool) Scene {
	if w.Scene != SceneFollow && Possible(w.Scene, step, round, told) {
		return w.Scene
	}
	switch {
	case status == Planned || status == Confirmed:
		return SceneWelcome
	case status != Live || step == nil:
		return SceneThanks
	case Possible(SceneRound, step, round, told):
		return SceneRound
	case silent:
		return SceneSilent
	case step.Part == "attendance":
		return SceneWelcome
	case step.Part == "last" && told:
		return SceneLast
	case (step.Part == "rounds" || step.Part == "priorities/top") && Possible(SceneResult, step, round, told):
		return SceneResult
	case step.Part == "priorities":
		return SceneCards
	}
	return SceneStep
}

// Possible reports whether there is something to show in a scene.
func Possible(s Scene, step *Step, round *Round, told bool) bool {
	switch s {
	case SceneLast:
		return told
	case SceneStep:
		return step != nil
	case SceneRound:
		return round != nil && round.Status != RoundRevealed
	case SceneResult:
		return round != nil && round.Status == RoundRevealed && round.Result != nil
	}
	return true
}

// FewVoters is how small a group of voters is whose votes are not shown apart:
// of one man among twelve women everybody would know what he chose.
const FewVoters = 5

// Apart reports whether the votes of women and men may be shown side by side;
// few that they may not, because one of the groups is too small.
func (r *Round) Apart() (apart, few bool) {
	if r.Rules.By != BySex || len(r.Groups) < 2 {
		return false, false
	}
	few = slices.ContainsFunc(r.Groups, func(g RoundGroup) bool { return g.Heads < FewVoters })
	return !few, few
}

// Progress is how far the counting of a round is, and of what: "beans",
// "options" counted by hands, "ballots", "pairs" or "scores". It is made of
// sums over all options, and says nothing about any.
func (r *Round) Progress() (unit string, done, of int) {
	rest, phones := 0, 0
	for _, g := range r.Groups {
		rest += g.Spoiled + g.Unused
		phones += r.ByPhone(g.Key)
	}
	switch r.Rules.Method {
	case Dots:
		done = rest + phones*r.Rules.Dots
		for _, n := range r.Counts {
			done += n
		}
		return "beans", done, r.Heads() * r.Rules.Dots
	case Hands:
		counted := map[string]bool{}
		for c := range r.Counts {
			counted[c.Option] = true
		}
		return "options", len(counted), len(r.Options)
	case Pairwise:
		return "pairs", len(r.Pairs), len(r.Options) * (len(r.Options) - 1) / 2
	case Scoring:
		return "scores", len(r.Scores), len(r.Options) * len(r.Rules.Criteria)
	}
	return "ballots", len(r.Ballots) + rest + phones, r.Heads()
}

// WallCard is a card as the hall sees it: on the wall, on phones, in a result.
type WallCard struct{ ID, Title, Icon string }

// SetWall decides what the wall shows. What is nil stays as it is, so that two
// tablets may decide about different things.
type SetWall struct {
	Session string  `json:"session"`
	Scene   *Scene  `json:"scene,omitempty"`
	Blank   *bool   `json:"blank,omitempty"`
	Theme   *string `json:"theme,omitempty"`
	Lang    *string `json:"lang,omitempty"`
	Page    *int    `json:"page,omitempty"` // another scene begins at its first
}

func (SetWall) Kind() string      { return "wall.set" }
func (s SetWall) Subject() string { return s.Session }

// Validate checks that the wall knows what it is asked for.
func (s SetWall) Validate() error {
	switch {
	case s.Scene != nil && *s.Scene != SceneFollow && !slices.Contains(Scenes, *s.Scene):
		return Bad("scene", "error.choice")
	case s.Theme != nil && !slices.Contains(WallThemes, *s.Theme):
		return Bad("theme", "error.choice")
	case s.Page != nil && (*s.Page < 0 || *s.Page >= WallPages):
		return Bad("page", "error.choice")
	case s.Lang != nil && *s.Lang != "" && !slices.Contains(WallLangs, *s.Lang):
		return Bad("lang", "error.choice")
	}
	return nil
}

// Screen is a browser that shows the wall and nothing else: nobody is signed
// in there. Until it is taken it is a code, for a short while.
type Screen struct {
	ID     string
	Code   string // digits to type at the projector, "" once taken
	Device string // the browser that took it
	At     time.Time
}

// ScreenLength is how many digits the code of a screen has; ScreenWait how
// long it waits to be typed, and ScreenLife how long a browser shows the wall.
const (
	ScreenLength = 8
	ScreenWait   = 15 * time.Minute
	ScreenLife   = 24 * time.Hour
)

// OfferScreen makes a code with which one browser may show the wall; the code
// made before is void. The store mints it, and the journal does not hold it.
type OfferScreen struct {
	Session string `json:"session"`
	ID      string `json:"id"`
}

func (OfferScreen) Kind() string      { return "wall.offer" }
func (o OfferScreen) Subject() string { return o.ID }

// Validate checks the id.
func (o OfferScreen) Validate() error {
	if !ValidID(o.ID) {
		return Bad("", "error.id")
	}
	return nil
}

// EndScreen takes the wall away from a browser, or makes a code void.
type EndScreen struct {
	Session string `json:"session"`
	ID      string `json:"id"`
}

func (EndScreen) Kind() string      { return "wall.end" }
func (e EndScreen) Subject() string { return e.ID }
func (EndScreen) Validate() error   { return nil }
