package civic

// SaveAct writes the draft of an act: a new one (Base 0) or as it was at Base.
// Who was there stays out of the journal.
type SaveAct struct {
	ID     string `json:"id"`
	Action string `json:"action"`
	Visit  string `json:"visit,omitempty"`
	Amends string `json:"amends,omitempty"`
	ActText
	Base int64 `json:"base"`
}

func (SaveAct) Kind() string      { return "act.save" }
func (s SaveAct) Subject() string { return s.ID }

// Journaled leaves the members out.
func (s SaveAct) Journaled() any {
	s.Members = ""
	return s
}

// Validate refuses what cannot be; a draft may lack much.
func (s SaveAct) Validate() error {
	es := s.problems()
	if !ValidID(s.ID) {
		es = append(es, Bad("", "error.id"))
	}
	if s.Action == "" {
		es = append(es, Bad("action", "error.choice"))
	}
	return es.Or()
}

// FileAct fixes a draft: it gets its number, and the aiyl okmotu's status of that moment beside the group's.
type FileAct struct {
	ID string `json:"id"`
}

func (FileAct) Kind() string      { return "act.file" }
func (f FileAct) Subject() string { return f.ID }

// Validate has nothing to refuse: what the draft lacks, it says itself.
func (f FileAct) Validate() error { return nil }

// DropAct throws a draft away with its photos.
type DropAct struct {
	ID string `json:"id"`
}

func (DropAct) Kind() string      { return "act.drop" }
func (d DropAct) Subject() string { return d.ID }

// Validate has nothing to refuse.
func (d DropAct) Validate() error { return nil }

// AnswerAct is the aiyl okmotu's answer to a filed act; it changes nothing of what the group wrote.
type AnswerAct struct {
	Act    string `json:"act"`
	Answer string `json:"answer"`
	On     string `json:"on"`
	Base   int64  `json:"base"`
}

func (AnswerAct) Kind() string      { return "act.answer" }
func (a AnswerAct) Subject() string { return a.Act }

// Validate wants words and a day.
func (a AnswerAct) Validate() error {
	es := wantsText("answer", a.Answer, "error.act_answer", WordsMax)
	if !ValidDate(a.On) {
		es = append(es, Bad("answered_on", "error.date"))
	}
	return es.Or()
}
