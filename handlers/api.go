package handlers

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"ashar/internal/civic"
)

type apiStore interface {
	AddAPIToken(ctx context.Context, hash, municipality, name, user string) error
	EndAPIToken(ctx context.Context, municipality, hash string) error
	APITokens(ctx context.Context, municipality string) ([]civic.APIToken, error)
	APIMunicipality(ctx context.Context, hash string, at time.Time) (string, error)
}

// apiPlace is the municipality that a program's token lets it read; without a
// good one the answer is 401.
func (a *App) apiPlace(c *Ctx) (string, error) {
	token, ok := strings.CutPrefix(c.Request().Header.Get("Authorization"), "Bearer ")
	if !ok {
		return "", civic.E(civic.SignedOut, "error.api_token")
	}
	place, err := a.store.APIMunicipality(c.Request().Context(), HashToken(strings.TrimSpace(token)), a.timeNow())
	if civic.KindOf(err) == civic.NotFound {
		err = civic.E(civic.SignedOut, "error.api_token")
	}
	return place, err
}

// apiCycle is a cycle as the API lists it.
type apiCycle struct {
	ID         string     `json:"id"`
	Title      civic.Text `json:"title"`
	Starts     string     `json:"starts"`
	Ends       string     `json:"ends"`
	BudgetYear int        `json:"budget_year"`
	Status     string     `json:"status"`
}

// APICycles lists the cycles of the token's municipality.
func (a *App) APICycles(c *Ctx) error {
	place, err := a.apiPlace(c)
	if err != nil {
		return c.apiError(err)
	}
	all, err := a.store.MunicipalityFigures(c.Request().Context(), place)
	if err != nil {
		return err
	}
	out := struct {
		Cycles []apiCycle `json:"cycles"`
	}{Cycles: []apiCycle{}}
	for _, f := range all {
		out.Cycles = append(out.Cycles, apiCycle{f.Cycle.ID, f.Cycle.Title, f.Cycle.Starts, f.Cycle.Ends, f.Cycle.BudgetYear, string(f.Cycle.Status)})
	}
	return c.JSON(http.StatusOK, out)
}

// APIDataset is a table of a cycle, whether published or not.
func (a *App) APIDataset(c *Ctx) error {
	place, err := a.apiPlace(c)
	if err != nil {
		return c.apiError(err)
	}
	name := c.Param("set")
	if !slices.Contains(civic.DatasetNames, name) {
		return c.apiError(civic.E(civic.NotFound, "error.not_found"))
	}
	scope, err := a.store.Scope(c.Request().Context(), "cycle", c.Param("id"))
	if err == nil && scope.Municipality != place {
		err = civic.E(civic.NotFound, "error.not_found")
	}
	if err != nil {
		return c.apiError(err)
	}
	cycle, of, err := a.store.Cycle(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	v, err := a.viewOf(c.Request().Context(), cycle, of, allParts())
	if err == nil && name == "acts" {
		err = a.tellActs(c.Request().Context(), v)
	}
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "private, no-store")
	return c.dataset(v.Dataset(name, false))
}

// apiError answers a program: a status and a sentence, never a page.
func (c *Ctx) apiError(err error) error {
	kind := civic.KindOf(err)
	if kind == 0 {
		return err
	}
	text := c.Lang.T("error.not_found")
	if ps := civic.Problems(err); len(ps) > 0 {
		text = c.Lang.T(ps[0].Key, ps[0].Args...)
	}
	if kind == civic.SignedOut {
		c.Response().Header().Set("WWW-Authenticate", `Bearer realm="ashar"`)
	}
	return c.JSON(statusOf(kind), map[string]string{"error": text})
}

// OpenAPI describes the API to programs (OpenAPI 3.1), made of the same columns as its answers.
func (a *App) OpenAPI(c *Ctx) error {
	type m = map[string]any
	schemas, paths := m{}, m{
		"/api/v1/cycles": m{"get": m{"summary": c.Lang.T("data.cycles"), "security": []m{{"token": []string{}}}, "responses": m{
			"200": m{"description": c.Lang.T("data.answer"), "content": m{"application/json": m{"schema": m{"type": "object", "properties": m{"cycles": m{"type": "array", "items": m{"$ref": "#/components/schemas/cycle"}}}}}}},
			"401": m{"$ref": "#/components/responses/refused"}}}},
	}
	text := m{"type": []string{"string", "null"}}
	schemas["cycle"] = m{"type": "object", "properties": m{"id": m{"type": "string", "format": "uuid"}, "title": m{"type": "object", "properties": m{"ky": text, "ru": text, "en": text}},
		"starts": m{"type": "string", "format": "date"}, "ends": m{"type": "string", "format": "date"}, "budget_year": m{"type": "integer"}, "status": m{"type": "string"}}}
	for _, name := range civic.DatasetNames {
		fields := m{}
		for _, col := range civic.DatasetColumns(name) {
			f := m{"type": []string{"string", "null"}, "description": c.Lang.T("data.col." + col.Name)}
			switch col.Kind {
			case "number", "som":
				f["type"] = []string{"integer", "null"}
			case "date":
				f["format"] = "date"
			}
			fields[col.Name] = f
		}
		schemas[name] = m{"type": "object", "properties": fields}
		answer := m{"200": m{"description": c.Lang.T("data.answer"), "content": m{"application/json": m{"schema": m{"type": "object", "properties": m{
			"dataset": m{"const": name}, "rows": m{"type": "array", "items": m{"$ref": "#/components/schemas/" + name}}}}}}},
			"404": m{"$ref": "#/components/responses/refused"}}
		cycle := []m{{"name": "cycle", "in": "path", "required": true, "schema": m{"type": "string", "format": "uuid"}}}
		paths["/open/cycles/{cycle}/data/"+name+".json"] = m{"get": m{"summary": c.Lang.T("data.set." + name), "parameters": cycle, "responses": answer}}
		withToken := m{"401": m{"$ref": "#/components/responses/refused"}}
		for k, v := range answer {
			withToken[k] = v
		}
		paths["/api/v1/cycles/{cycle}/"+name] = m{"get": m{"summary": c.Lang.T("data.set." + name), "parameters": cycle, "security": []m{{"token": []string{}}}, "responses": withToken}}
	}
	return c.JSON(http.StatusOK, m{
		"openapi": "3.1.0", "info": m{"title": "Ashar", "version": "1", "description": c.Lang.T("data.lead")},
		"servers": []m{{"url": c.base()}}, "paths": paths,
		"components": m{"schemas": schemas, "securitySchemes": m{"token": m{"type": "http", "scheme": "bearer"}},
			"responses": m{"refused": m{"description": c.Lang.T("data.refused"), "content": m{"application/json": m{"schema": m{"type": "object", "properties": m{"error": m{"type": "string"}}}}}}}},
	})
}
