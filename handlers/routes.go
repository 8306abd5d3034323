package handlers

import (
	"reflect"
	"runtime"
	"strings"

	"ashar/internal/civic"
)

// Handler answers one route.
type Handler func(*App, *Ctx) error

// Route is one row of the table: who may call what.
type Route struct {
	Method, Path string
	Handle       Handler
	Who          []civic.Role
}

// Who may call. A route whose path names a municipality, cycle or session
// wants the role there; for anybody without a role there the answer is 404.
var (
	public      = []civic.Role(nil)
	signedIn    = civic.Roles
	admins      = []civic.Role{civic.Administrator}
	trainers    = []civic.Role{civic.Administrator, civic.Trainer}
	planners    = []civic.Role{civic.Administrator, civic.Trainer, civic.Coordinator}
	conductors  = []civic.Role{civic.Administrator, civic.Trainer, civic.Coordinator, civic.Facilitator}
	everyRoleOf = civic.Roles // of the municipality in the path
)

// routes is the whole surface of Ashar.
var routes = []Route{
	{"GET", "/healthz", (*App).Health, public},
	{"GET", "/static/*", (*App).Static, public},
	{"GET", "/favicon.ico", (*App).Static, public},
	{"GET", "/apple-touch-icon.png", (*App).Static, public},
	{"GET", "/manifest.webmanifest", (*App).Static, public},

	// signing in and out
	{"GET", "/login", (*App).Login, public},
	{"POST", "/login", (*App).SignIn, public},
	{"POST", "/logout", (*App).SignOut, signedIn},
	{"GET", "/invitations/:token", (*App).Invitation, public},
	{"POST", "/invitations/:token", (*App).AcceptInvitation, public},

	{"GET", "/", (*App).Home, signedIn},
}

// Listed is a route as `ashar routes` prints it.
type Listed struct {
	Method  string   `json:"method"`
	Path    string   `json:"path"`
	Handler string   `json:"handler"`
	Roles   []string `json:"roles"`
}

// List is the route table as data; a public route has the one role "public".
func List() []Listed {
	out := make([]Listed, len(routes))
	for i, r := range routes {
		out[i] = Listed{Method: r.Method, Path: r.Path, Handler: handlerName(r.Handle), Roles: []string{"public"}}
		if r.Who != nil {
			out[i].Roles = nil
			for _, role := range r.Who {
				out[i].Roles = append(out[i].Roles, string(role))
			}
		}
	}
	return out
}

// handlerName is the method's own name: Home for (*App).Home.
func handlerName(h Handler) string {
	name := runtime.FuncForPC(reflect.ValueOf(h).Pointer()).Name()
	return name[strings.LastIndexByte(name, '.')+1:]
}
