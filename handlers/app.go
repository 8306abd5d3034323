// Package handlers is HTTP: one table of all routes with who may call them,
// and one file per concept: request → store or rule → view.
package handlers

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/sessions"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"ashar/internal/civic"
	"ashar/internal/live"
	"ashar/static"
)

// Store is all that the handlers need of the store: each concept's file
// declares its small part.
type Store interface {
	loginStore
	scopeStore
	needStore
	budgetStore
	planStore
	monitoringStore
	letterStore
	publicStore
	publicityStore
	analysisStore
	apiStore
	hookStore
	councilStore
	gatheringStore
	homeStore
	accountStore
	userStore
	unitStore
	importStore
	sessionStore
	checklistStore
	attendanceStore
	closingStore
	minutesStore
	cycleStore
	scheduleStore
	feedStore
	copyStore
	priorityStore
	remarkStore
	photoStore
	sectorStore
	templateStore
	roundStore
	phoneStore
	wallStore
	circleStore
	silentStore
	liveStore
	hallBoxStore
	bundleStore
	surveyStore
	askStore
	surveyFileStore
	resultStore
	sampleStore
	keyingStore
	Apply(ctx context.Context, op civic.Operation) (civic.Receipt, error)
	Ready(ctx context.Context) error
}

// Config of the application.
type Config struct {
	Store   Store
	Key     []byte           // secret of the installation: signs cookies
	Hosts   []string         // allowed host names beside loopback, LAN names and addresses
	Now     func() time.Time // injected clock; time.Now when nil
	Log     *slog.Logger
	Version string
	Hall    *Hall // nil where no hall is served
	// HooksInside lets webhooks reach this machine and its own network.
	HooksInside bool
}

// App answers requests.
type App struct {
	store    Store
	cookies  *sessions.CookieStore
	ids      *civic.IDs
	now      func() time.Time
	log      *slog.Logger
	hosts    []string
	version  string
	hall     *Hall
	key      []byte        // of the installation
	sending  chan struct{} // wakes who sends bundles
	hooks    *http.Client
	throttle *throttle
	once     *once
	hub      *live.Hub
	presence live.Presence
	stages   stages
	public   publicCache
	forms    questionnaires
	tables   tables
	notices  live.Board    // to phones
	ending   chan struct{} // closed when the streams end
	shut     sync.Once
	router   *echo.Echo
	handler  http.Handler

	hooksInside         bool
	receiving, decoding gate // of photos
	dividing            gate // of files with ballots
}

// New makes the application. It answers HTTP until it is closed.
func New(cfg Config) *App {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	a := &App{
		store: cfg.Store, ids: civic.NewIDs(cfg.Now), now: cfg.Now, log: cfg.Log,
		hosts: cfg.Hosts, version: cfg.Version, hall: cfg.Hall, key: cfg.Key, sending: make(chan struct{}, 1), hooks: hookClient(cfg.HooksInside), hooksInside: cfg.HooksInside, throttle: newThrottle(cfg.Now), once: newOnce(cfg.Now),
		hub: live.NewHub(), presence: live.Presence{Now: cfg.Now}, ending: make(chan struct{}), router: echo.New(), receiving: make(gate, receiving), decoding: make(gate, decoding), dividing: make(gate, 1),
	}
	a.cookies = sessions.NewCookieStore(cfg.Key)
	a.cookies.Options = &sessions.Options{Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, MaxAge: 30 * 24 * 3600}

	cfg.Store.OnChange(func(scope string) {
		a.hub.Changed(scope)
		a.public.changed(scope)
	})

	e := a.router
	e.HideBanner, e.HidePort = true, true
	e.HTTPErrorHandler = a.answerError
	e.Use(middleware.GzipWithConfig(middleware.GzipConfig{MinLength: 400, Level: 6, Skipper: ready}))
	e.Use(a.guardPanic)
	for _, r := range routes {
		e.Add(r.Method, r.Path, a.admit(r))
	}
	a.handler = a.secure(e)
	return a
}

// ServeHTTP answers a request.
func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.handler.ServeHTTP(w, r) }

// Close ends the streams, which else would go on for as long as somebody watches.
func (a *App) Close() {
	a.hub.Close()
	a.shut.Do(func() { close(a.ending) })
}

// ready answers are compressed already: static files, pictures, papers. Streams go out event by event.
func ready(c echo.Context) bool {
	path := c.Path()
	return static.Serves(path) || isPublicPage(path) || strings.HasSuffix(path, "/live") || strings.HasSuffix(path, "/photos/:photo") || strings.HasSuffix(path, "/thumbnail") || strings.HasSuffix(path, ".pdf") || strings.HasSuffix(path, ".xlsx") || strings.HasSuffix(path, "/file")
}

// guardPanic turns a panic into an error, so that it is logged and answered as one. What was cut off on purpose stays so.
func (a *App) guardPanic(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			if p := recover(); p == http.ErrAbortHandler { //nolint:errorlint // what was panicked with, not an error that came back
				panic(p)
			} else if p != nil {
				err = panicError(p)
			}
		}()
		return next(c)
	}
}
