package db

import (
	"context"
	"encoding/json"

	"ashar/internal/civic"
)

// AddSurveyImport keeps a questionnaire until it is confirmed or its time is over; those whose time is over go.
func (s *Store) AddSurveyImport(ctx context.Context, i civic.SurveyImport) error {
	files, err := json.Marshal(i.Files)
	if err != nil {
		return err
	}
	return s.write(ctx, func(tx *Tx) error {
		if err := tx.exec(`DELETE FROM survey_imports WHERE until < $1`, micros(s.now())); err != nil {
			return err
		}
		return tx.exec(`INSERT INTO survey_imports (id, user_id, scope, name, file, files, until) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			i.ID, i.User, i.Scope, i.Name, i.File, string(files), micros(i.Until))
	})
}

// SurveyImport reads a person's own; NotFound when it is another's, of another place, or its time is over.
func (s *Store) SurveyImport(ctx context.Context, id, user, scope string) (civic.SurveyImport, error) {
	i := civic.SurveyImport{ID: id, User: user, Scope: scope}
	var files string
	var until int64
	err := s.row(ctx, `SELECT name, file, files, until FROM survey_imports WHERE id = $1 AND user_id = $2 AND scope = $3 AND until >= $4`,
		[]any{id, user, scope, micros(s.now())}, &i.Name, &i.File, &files, &until)
	if err != nil {
		return i, err
	}
	i.Until = fromMicros(until)
	return i, json.Unmarshal([]byte(files), &i.Files)
}
