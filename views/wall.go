package views

import (
	"context"
	"path"
	"slices"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

// WallData is what the wall shows: counts and words, no names, and of a round
// whose result is not open nothing but how far it has come.
type WallData struct {
	Scene               civic.Scene
	Blank               bool
	Theme               string
	Stream              string // where its changes come from
	Seq                 int64  // the newest change that it shows
	Village, Audience   string
	Date, Starts, Ends  string
	Practice, Cancelled bool
	Came                int
	Steps               []civic.Step
	Join                *WallJoin // nil while the session is closed to phones
	Silence             civic.Silence
	Cards               []WallCard
	Loose               []string // said, and on no card yet
	Round               *WallRound
	Result              *WallResult
	Last                *WallLast
}

// WallLast is a page of what became of last time: the needs of one kind, as
// many as can be read from the last bench.
type WallLast struct {
	Here        bool // named by this village, else by others
	Rows        []civic.NeedRow
	View        *civic.PublicView
	Today       string
	Page, Pages int // from 0
}

func (w *WallLast) whose() string {
	if w.Here {
		return "last.here"
	}
	return "last.others"
}

// lastRows is how many needs with what became of each find room on the wall.
const lastRows = 3

// Slide is a page for the wall, the last one where there are fewer; nil when there is nothing to tell.
func (d *LastData) Slide(page int) *WallLast {
	var pages []*WallLast
	for _, part := range []struct {
		here bool
		rows []civic.NeedRow
	}{{true, d.Here}, {false, d.Others[:min(len(d.Others), lastOthers)]}} {
		for rows := range slices.Chunk(part.rows, lastRows) {
			pages = append(pages, &WallLast{Here: part.here, Rows: rows, View: d.View, Today: d.Today})
		}
	}
	if len(pages) == 0 {
		return nil
	}
	page = min(max(0, page), len(pages)-1)
	pages[page].Page, pages[page].Pages = page, len(pages)
	return pages[page]
}

// WallJoin is how phones come in.
type WallJoin struct {
	Code, WiFi, Password string
	Address              string // where the code is typed, "" when only this machine could open it
	QR, WiFiQR           QR
}

// WallCard is a card or an option with its picture.
type WallCard struct{ ID, Number, Title, Icon string }

// WallRound is a round under way.
type WallRound struct {
	ID      string
	Method  civic.Method
	Each    int // beans a person, or marks on a ballot
	Options []WallCard
	Counted bool   // all is counted and waits to be opened
	Unit    string // of Done and Of
	Done    int
	Of      int
	Phones  int // people who voted by phone
}

// WallResult is an order that is open to all.
type WallResult struct {
	ID         string
	Method     civic.Method
	Rows       []WallRow
	Apart      bool // women's and men's votes side by side
	Few        bool // they are not, because a group is too small
	Women, Men int  // who voted
	Most       int  // the longest lane
}

// WallRow is an option's place.
type WallRow struct {
	WallCard
	Rank, Total            string
	Women, Men             int
	WomensFirst, MensFirst bool
	Percent                int // of the best
}

// wallRows is how many places are large enough to be read from the last bench;
// the others stand below them, smaller.
const wallRows = 5

// wallCards is how many cards find room.
const wallCards = 18

// wallBeans is how many beans of a group are drawn one by one.
const wallBeans = 24

// SetCards takes the cards in their order.
func (d *WallData) SetCards(cards []civic.WallCard) {
	for i, c := range cards {
		d.Cards = append(d.Cards, WallCard{c.ID, strconv.Itoa(i + 1), c.Title, c.Icon})
	}
}

func (d *WallData) option(o civic.RoundOption, i int) WallCard {
	card := WallCard{ID: o.ID, Number: strconv.Itoa(i + 1), Title: o.Title}
	for _, c := range d.Cards {
		if c.ID == o.ID {
			card.Icon = c.Icon
		}
	}
	return card
}

// SetRound takes of a round what may be seen before its result is open.
func (d *WallData) SetRound(r *civic.Round) {
	w := &WallRound{ID: r.ID, Method: r.Rules.Method, Each: r.Rules.Dots + r.Rules.Marks, Counted: r.Status == civic.RoundClosed}
	w.Unit, w.Done, w.Of = r.Progress()
	w.Phones = r.PhonePeople()
	for i, o := range r.Options {
		w.Options = append(w.Options, d.option(o, i))
	}
	d.Round = w
}

// SetResult takes an open result.
func (d *WallData) SetResult(l i18n.Lang, r *civic.Round) {
	w := &WallResult{ID: r.ID, Method: r.Rules.Method}
	w.Apart, w.Few = r.Apart()
	for _, g := range r.Groups {
		switch g.Key {
		case "f":
			w.Women = g.Heads
		case "m":
			w.Men = g.Heads
		}
	}
	ctx := i18n.With(context.Background(), l)
	best, women, men := 0.0, 0, 0
	for _, row := range r.Result.Rows {
		best, women, men = max(best, row.Points), max(women, row.ByGroup["f"]), max(men, row.ByGroup["m"])
	}
	w.Most = max(women, men)
	for _, row := range r.Result.Rows {
		x := WallRow{WallCard: d.option(civic.RoundOption{ID: row.Option, Title: r.Title(row.Option)}, 0), Rank: rankText(row), Total: points(ctx, row.Points)}
		if w.Apart {
			x.Women, x.Men = row.ByGroup["f"], row.ByGroup["m"]
			x.WomensFirst, x.MensFirst = women > 0 && x.Women == women, men > 0 && x.Men == men
		}
		if best > 0 {
			x.Percent = int(100*row.Points/best + .5)
		}
		w.Rows = append(w.Rows, x)
	}
	d.Result = w
}

// large and small are the places of a result by how they are shown.
func (r *WallResult) large() []WallRow { return r.Rows[:min(wallRows, len(r.Rows))] }
func (r *WallResult) small() []WallRow { return r.Rows[len(r.large()):] }

// shown are the newest cards that find room, and how many do not.
func (d *WallData) shown() (cards []WallCard, earlier int) {
	room := wallCards - len(d.loose())
	earlier = max(0, len(d.Cards)-room)
	return d.Cards[earlier:], earlier
}

// loose are the newest words that are on no card yet.
func (d *WallData) loose() []string { return d.Loose[max(0, len(d.Loose)-2):] }

// crowd says how close cards stand, so that they are as large as can be.
func crowd(n int) string {
	switch {
	case n <= 3:
		return "one"
	case n <= 6:
		return "few"
	case n <= 12:
		return "two"
	}
	return "three"
}

// stepPicture is what a step is known by without reading.
func stepPicture(s civic.Step) string {
	if len(s.Tips) > 0 {
		return s.Tips[0].Icon
	}
	return partIcon(path.Base(s.Part))
}

// nextStep is the step after the current one, nil at the end.
func (d *WallData) nextStep() *civic.Step {
	current := civic.CurrentStep(d.Steps)
	for i := range d.Steps {
		if current != nil && d.Steps[i].Place == current.Place+1 {
			return &d.Steps[i]
		}
	}
	return nil
}

// framed reports whether the scene has the common head and foot.
func (d *WallData) framed() bool {
	return d.Scene != civic.SceneWelcome && d.Scene != civic.SceneThanks
}

func (d *WallData) streamPath() string {
	sep := "?"
	if strings.Contains(d.Stream, "?") {
		sep = "&"
	}
	return d.Stream + sep + "since=" + strconv.FormatInt(d.Seq, 10)
}

// WallControl is what the conductor's page about the wall shows.
type WallControl struct {
	Frame    *SessionFrame
	Wall     civic.Wall
	Shows    civic.Scene
	Possible []civic.Scene
	Screens  []civic.Screen
	Address  string // where the code of a screen is typed
	QR       QR     // of the code that waits
}

var sceneIcons = map[civic.Scene]string{
	civic.SceneFollow: "refresh", civic.SceneWelcome: "home", civic.SceneLast: "history", civic.SceneStep: "clock", civic.SceneCards: "cards", civic.SceneSilent: "pen",
	civic.SceneRound: "hand", civic.SceneResult: "rank", civic.SceneThanks: "check",
}

// sceneName is what a scene is called.
func sceneName(ctx context.Context, s civic.Scene) string {
	if s == civic.SceneFollow {
		return t(ctx, "wall.scene.follow")
	}
	return t(ctx, "wall.scene."+string(s))
}
