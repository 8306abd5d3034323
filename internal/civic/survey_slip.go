package civic

// SurveySlipsMax is how many slips are printed at once.
const SurveySlipsMax = 400

// PrintSurveySlips makes printed codes, each for one respondent. Hashes are of them: the paper alone knows the codes.
type PrintSurveySlips struct {
	Survey string   `json:"survey"`
	Unit   string   `json:"unit,omitempty"` // the village they are for; "" any
	Hashes []string `json:"hashes"`
}

func (PrintSurveySlips) Kind() string      { return "survey.slips" }
func (p PrintSurveySlips) Subject() string { return p.Survey }

// Validate bounds the stack.
func (p PrintSurveySlips) Validate() error {
	if n := len(p.Hashes); n < 1 || n > SurveySlipsMax {
		return Bad("slips", "error.between", "from", 1, "to", SurveySlipsMax)
	}
	return nil
}

// Journaled says how many were printed.
func (p PrintSurveySlips) Journaled() any {
	return struct {
		Survey string `json:"survey"`
		Unit   string `json:"unit,omitempty"`
		Slips  int    `json:"slips"`
	}{p.Survey, p.Unit, len(p.Hashes)}
}
