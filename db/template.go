package db

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"ashar/internal/civic"
)

// inEffect chooses among the templates of a municipality and of the
// installation the newest of the first, unless that says to follow the second
// (an empty body); else the newest of the second.
const inEffect = ` AND t.body <> '' AND ` + newestTemplate + `
	ORDER BY CASE WHEN t.municipality = '' THEN 1 ELSE 0 END LIMIT 1`

const templateQuery = `SELECT t.body FROM templates t WHERE t.kind = $1
	AND t.municipality IN ((SELECT municipality_id FROM sessions WHERE id = $2), '')` + inEffect

// inTemplate is a row of one.
type inTemplate interface{ InUse() bool }

// templateRows are the rows in use of a stored template, or of the default where none is stored.
func templateRows[T inTemplate](body string, rows []T) ([]T, error) {
	if body != "" {
		rows = nil
		if err := json.Unmarshal([]byte(body), &rows); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(rows, func(row T) bool { return !row.InUse() }), nil
}

// template reads the rows in effect for a session.
func template[T inTemplate](ctx context.Context, s *Store, kind, session string, rows []T) ([]T, error) {
	var body string
	if err := s.row(ctx, templateQuery, []any{kind, session}, &body); err != nil && civic.KindOf(err) != civic.NotFound {
		return nil, err
	}
	return templateRows(body, rows)
}

// newestTemplate is the condition of being the newest of its kind and municipality.
const newestTemplate = `t.version = (SELECT max(n.version) FROM templates n WHERE n.kind = t.kind AND n.municipality = t.municipality)`

// Templates reads the newest of each municipality named and of the
// installation; without rows those that follow the common one.
func (s *Store) Templates(ctx context.Context, kind string, municipalities ...string) (civic.Templates, error) {
	args, marks := []any{kind}, "''"
	for i, m := range municipalities {
		args, marks = append(args, m), marks+", $"+strconv.Itoa(i+2)
	}
	all, err := list(ctx, s, `SELECT `+templateColumns+`WHERE t.kind = $1 AND t.municipality IN (`+marks+`) AND `+newestTemplate, args, scanTemplate)
	out := civic.Templates{}
	for _, t := range all {
		out[t.Municipality] = t
	}
	return out, err
}

// OwnTemplates reads those of all municipalities that have their own.
func (s *Store) OwnTemplates(ctx context.Context, kind string) ([]civic.Template, error) {
	return list(ctx, s, `SELECT `+templateColumns+`WHERE t.kind = $1 AND t.municipality <> '' AND t.body <> '' AND `+newestTemplate, []any{kind}, scanTemplate)
}

// TemplateVersions reads the newest versions of one, at most thirty.
func (s *Store) TemplateVersions(ctx context.Context, kind, municipality string) ([]civic.Template, error) {
	return list(ctx, s, `SELECT `+templateColumns+`WHERE t.kind = $1 AND t.municipality = $2 ORDER BY t.version DESC LIMIT 30`,
		[]any{kind, municipality}, scanTemplate)
}

const templateColumns = `t.kind, t.municipality, coalesce(p.name_ky, ''), coalesce(p.name_ru, ''), coalesce(p.name_en, ''), t.version, t.body, coalesce(u.name, ''), t.made_at
	FROM templates t LEFT JOIN users u ON u.id = t.made_by LEFT JOIN units p ON p.id = t.municipality `

func scanTemplate(r scanner, t *civic.Template) error {
	var body string
	var at int64
	if err := r.Scan(&t.Kind, &t.Municipality, &t.Place.KY, &t.Place.RU, &t.Place.EN, &t.Version, &body, &t.By, &at); err != nil {
		return err
	}
	t.At = fromMicros(at)
	if body == "" {
		return nil
	}
	var into any = &t.Checklist
	if t.Kind == "agenda" {
		into = &t.Agenda
	}
	err := json.Unmarshal([]byte(body), into)
	t.Keyed()
	return err
}

func saveTemplate(tx *Tx, op *Operation, t civic.SaveTemplate) (any, error) {
	if t.Municipality == "" && op.Scope != civic.Installation || t.Municipality != "" && op.Scope != t.Municipality {
		return nil, civic.E(civic.NotFound, "error.not_found")
	}
	var body string
	var err error
	switch {
	case t.Follow:
	case t.Template == "agenda":
		body, err = encode(t.Agenda)
	default:
		body, err = encode(t.Checklist)
	}
	if err != nil {
		return nil, err
	}
	var have int
	if err := tx.row(`SELECT coalesce(max(version), 0) FROM templates WHERE kind = $1 AND municipality = $2`, []any{t.Template, t.Municipality}, &have); err != nil {
		return nil, err
	}
	if have != t.Base {
		return nil, civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	return map[string]int{"version": have + 1}, tx.exec(`INSERT INTO templates (kind, municipality, version, body, made_by, made_at)
		VALUES ($1, $2, $3, $4, $5, $6)`, t.Template, t.Municipality, have+1, body, op.Actor, micros(op.At))
}
