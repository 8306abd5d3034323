package db

import (
	"context"
	"slices"
	"testing"
)

// Every table either travels with a session or cycle, or is known to stay: a
// new one must be thought of, or a bundle would lose what lies in it.
func TestEveryTableTravelsOrStays(t *testing.T) {
	stays := map[string]string{
		"settings": "of the installation", "cycle_sums": "added up again where it comes", "sqlite_sequence": "", "goose_db_version": "",
		"users": "people are met, not moved", "grants": "a bundle gives no rights", "logins": "secret", "invitations": "secret", "seen": "of a person here",
		"units": "met by their codes", "unit_predecessors": "territory moves by its own files", "population": "likewise", "households": "likewise",
		"journal": "travels entry by entry", "imports": "read and not confirmed", "templates": "a session has its copy",
		"attendee_views": "who looked here", "walls": "of this hall", "screens": "secret", "joins": "of this hall", "participants": "secret", "pulses": "counts for watchers here",
		"phone_votes": "secret until counted", "phone_voters": "secret", "phone_hands": "of this hall", "kiosks": "secret", "hall_wifis": "of this hall",
		"api_tokens": "secret", "webhooks": "of this installation", "webhook_events": "of this installation",
		"surveys": "of the municipality", "questionnaires": "likewise", "questionnaire_files": "likewise", "survey_imports": "read and not confirmed", "responses": "of the survey", "response_edits": "likewise", "response_conflicts": "likewise",
		"response_drafts": "secret", "response_files": "of the survey", "survey_slips": "secret", "survey_contacts": "kept apart", "keyings": "of the survey",
		"survey_samples": "likewise", "survey_visits": "likewise", "survey_tags": "likewise", "response_tags": "likewise",
		"bundles": "files", "bundle_chunks": "files", "bundle_signers": "of the installation", "bundle_keys": "secret",
	}
	s := open(t)
	tables, err := list(context.Background(), s, `SELECT name FROM sqlite_master WHERE type = 'table'`, nil, func(r scanner, name *string) error { return r.Scan(name) })
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range tables {
		goes := slices.ContainsFunc(slices.Concat(cycleTables, sessionTables), func(x travels) bool { return x.table == name })
		_, stay := stays[name]
		if goes == stay {
			t.Errorf("%s: travels %v, stays %v", name, goes, stay)
		}
	}
	if len(tables) < 50 {
		t.Fatalf("only %d tables found: the scan is broken", len(tables))
	}
}
