package civic

import "time"

// SurveyImport is a questionnaire that was read from a file and waits for its reader to confirm it.
type SurveyImport struct {
	ID, User string
	Scope    string // the municipality of a survey to come, or a survey
	Name     string // of the file
	File     []byte
	Files    map[string][]byte // what it names, by name
	Until    time.Time
}
