package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"ashar/handlers"
	"ashar/internal/civic"
)

// Every route is asked by everybody, built from the route table itself: a new
// route is covered the moment it is written. What a permitted person gets is
// each concept's own test; here nobody else may get anything.
func TestRoutesAnswerOnlyWhomTheTableNames(t *testing.T) {
	h := newHouse(t)
	actors := map[string]*browser{"nobody": h.browser(), "other": h.as("other")}
	for _, r := range civic.Roles {
		actors[string(r)] = h.as(string(r))
	}
	h.ids["survey"] = h.survey()
	fill := strings.NewReplacer(":session", h.ids["session"], ":cycle", h.ids["cycle"], ":municipality", h.ids["municipality"], ":unit", h.ids["village"], ":survey", h.ids["survey"])
	for _, route := range handlers.List() {
		path := fill.Replace(route.Path)
		scoped := path != route.Path
		for i, part := range strings.Split(path, "/") { // other parameters: an id that does not exist
			if strings.HasPrefix(part, ":") {
				path = strings.Replace(path, part, h.store.IDs.New(), 1)
			}
			_ = i
		}
		path = strings.TrimSuffix(path, "*")
		if route.Roles[0] == "public" || path == "/logout" {
			continue
		}
		t.Run(route.Method+" "+route.Path, func(t *testing.T) {
			for who, b := range actors {
				if slices.Contains(route.Roles, who) && who != "nobody" {
					continue // permitted
				}
				var form url.Values
				if route.Method != "GET" {
					form = url.Values{}
				}
				a := b.do(route.Method, path, form)
				var want []int
				switch {
				case who == "nobody" && route.Method == "GET":
					want = []int{http.StatusSeeOther}
				case who == "nobody":
					want = []int{http.StatusUnauthorized}
				case who == "other" && scoped:
					want = []int{http.StatusNotFound}
				case who == "other":
					continue // unscoped routes filter by what the person may see; tested with each concept
				default:
					want = []int{http.StatusForbidden}
				}
				if !slices.Contains(want, a.status) {
					t.Errorf("%s gets %d, want %v", who, a.status, want)
				}
				if who == "other" && strings.Contains(a.body, "Ак-Башат") {
					t.Errorf("%s reads the other municipality's name", who)
				}
			}
		})
	}
}
