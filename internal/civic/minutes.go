package civic

import "time"

// Minutes is everything the protocol of one focus group says. It is projected
// from the journal and printed the same on paper and on screen; it holds data
// only, the sentences around it come from the catalogues.
//
// Names of things are Text. What people said is a plain string in the language
// it was said in. A zero time or an empty string means: not recorded, leave the
// line empty.
type Minutes struct {
	Number    string // as on the paper, "14"
	Version   int    // 1 when first closed, one more with every correction
	State     MinutesState
	Practice  bool // a training session: never counted
	FromPaper bool // held on paper, keyed in afterwards

	Cycle                Text
	Year                 int
	Oblast, Raion        Text // without the words облус, район
	Municipality         Text // without айыл аймагы
	Village, Venue       Text
	Audience             Text // women, men, youth …
	Date                 time.Time
	Start, End           time.Time // as it was, not as it was planned
	Moderator, Recorder  string
	Present              []MinutesPerson // observers and officials
	Language             Text            // spoken at the session
	Consent              MinutesConsent
	Recording            bool // sound was recorded, with everybody's consent
	Invited, Came, Left  MinutesHeads
	Minimum              int  // participants a valid group needs
	Valid                bool // Came reached Minimum
	Agenda               []MinutesStep
	Rounds               []MinutesRound
	Problems             []MinutesProblem // in the order of the result
	Merged               []MinutesMerge
	Withdrawn            []MinutesWithdrawn // cards
	Loose                []string           // said, and on no card
	TakenBack            []MinutesWithdrawn // statements
	Questions            []MinutesQuestion  // to the aiyl okmotu
	Volunteers           []MinutesVolunteers
	Delegate             string // who speaks at the gathering; only with consent
	Opinions             []string
	Incidents            []MinutesIncident
	Checklist            []MinutesPhase
	Unticked             []MinutesUnticked
	Corrections          []MinutesCorrection
	Photos               int
	Attachments          []MinutesAttachment
	ReadAloud, Confirmed bool
	Signatures           []MinutesSignature

	Head string // journal head, hexadecimal
	Code string // short code people can type
	URL  string // page of the session, for the QR code
	// Needs is the address where passports' codes are typed; "" where none is known that lasts.
	Needs string    `json:"-"`
	At    time.Time // the document's own time: when this version was closed or drafted
}

// MinutesState of the document.
type MinutesState string

const (
	MinutesDraft     MinutesState = "draft"
	MinutesClosed    MinutesState = "closed"
	MinutesCorrected MinutesState = "corrected"
)

// MinutesConsent to taking part and to use of data.
type MinutesConsent string

const (
	ConsentUnknown MinutesConsent = ""
	ConsentOral    MinutesConsent = "oral"
	ConsentWritten MinutesConsent = "written"
	ConsentRefused MinutesConsent = "refused"
)

// MinutesPerson was in the hall beside the participants.
type MinutesPerson struct {
	Name  string
	Role  Text
	Votes bool // officials and observers do not
}

// MinutesHeads counts people. Total stands alone when they were only counted
// as heads; Bands is empty when ages were not asked.
type MinutesHeads struct {
	Total, F, M int
	Bands       []MinutesBand
}

// MinutesBand is one age band of a count.
type MinutesBand struct {
	Band AgeBand
	F, M int
}

// MinutesStep of the agenda, planned and as it went.
type MinutesStep struct {
	Title         Text
	Planned       int // minutes
	Start, Finish time.Time
	Stretches     []Stretch `json:",omitempty"` // where it was gone back to; versions closed earlier have none
	Note          string
}

// Times are when the step was under way.
func (s MinutesStep) Times() []Stretch {
	if len(s.Stretches) == 0 && !s.Start.IsZero() {
		return []Stretch{{s.Start, s.Finish}}
	}
	return s.Stretches
}

// MinutesRound is one ranking. A recount is a round of its own that says what
// it replaces; the replaced one is printed too.
type MinutesRound struct {
	No             int
	Method         string // "dots", "pairwise", "scoring", "ballot"
	Question       Text
	PerPerson      int  // beans or marks each person has
	MaxPerPriority int  // of them on one priority; 0 = no limit
	Secret         bool // ballots
	TieBreak       Text // the rule declared before voting
	Lots           []MinutesLot
	Voters         MinutesHeads // in the hall when voting opened
	Spoiled        int
	Unused         int
	Counters       []string // who counted aloud
	Opened, Closed time.Time
	Results        []MinutesResult
	Pairs          []MinutesPair      // pairwise
	Criteria       []MinutesCriterion // scoring
	Ballots        int                // ballots handed in
	MarkUpTo       int                // ballots: how many options may be ranked; 0 = all
	Unranked       Text               // ballots: what an option left out gets
	Replaces       int                // No of the round this one recounts
	Reason         string             // why it was recounted
	Replaced       bool               // a later round replaces this one
	Cancelled      string             `json:",omitempty"` // why it was cancelled before anybody saw its result
	Phones         int                `json:",omitempty"` // how many voted by phone
	PhonesBy       []MinutesVoters    `json:",omitempty"` // by the groups that were counted apart
}

// MinutesLot is a tie decided by lot.
type MinutesLot struct {
	From, To int      // the places drawn for
	Titles   []Text   // in the order drawn
	Witness  []string // who watched
}

// MinutesResult is one line of a ranking. Place..PlaceTo are equal unless the
// place is shared.
type MinutesResult struct {
	No             int // of the problem in Problems
	Title          Text
	Place, PlaceTo int
	Votes, F, M    int
	BySex          bool         // F and M were counted apart
	Ages           []MinutesAge // votes by age, where they were counted so
	Wins, Losses   int          // pairwise
	Score          float64      // scoring, ballots: what the order was made by
	Marks          []float64    // scoring: one a criterion
	Phones         int          `json:",omitempty"` // of Votes: by phone
}

// PhonesShown is from how many voters on the votes by phone are told apart from
// those by hand: of fewer, somebody in the hall could tell whose they are.
const PhonesShown = 3

// Apart reports whether votes by phone and by hand stand beside each other in
// the minutes.
func (r MinutesRound) Apart() bool {
	return r.Phones >= PhonesShown && (r.Method == string(Dots) || r.Method == string(Hands))
}

// MinutesVoters is how many of a group voted: "f", "m", an age band.
type MinutesVoters struct {
	Group string
	N     int
}

// Counted says how votes were counted apart: by women and men, or by which ages.
func (r MinutesRound) Counted() (bySex bool, ages []AgeBand) {
	for _, x := range r.Results {
		bySex = bySex || x.BySex
		if len(ages) == 0 {
			for _, a := range x.Ages {
				ages = append(ages, a.Band)
			}
		}
	}
	return bySex, ages
}

// MinutesAge is the votes of one age band.
type MinutesAge struct {
	Band  AgeBand
	Votes int
}

// MinutesPair is one comparison: A and B are problem numbers, Winner one of
// them or 0 when equal.
type MinutesPair struct {
	A, B, Winner   int
	VotesA, VotesB int
}

// MinutesCriterion of a scoring round.
type MinutesCriterion struct {
	Name   Text
	Weight int
}

// MinutesProblem is one row of the problem table.
type MinutesProblem struct {
	No             int
	Title          Text
	Statements     []string // in participants' words
	Location       string
	Sector         Text
	Who            string // who is affected
	Affected       int    // how many; 0 = not said
	Competence     Text   // whose power it is in
	F, M, Votes    int
	BySex          bool
	Place, PlaceTo int    // 0 = not ranked
	Code           string `json:",omitempty"` // of the need's passport; versions closed earlier have none
	Causes         []string
	Effects        []string
	Solutions      []string
	Labour         string // what the community gives
	Money          string
	Land           string
	Minority       []string // opinions against
	Photos         []MinutesPhoto
}

// MinutesPhoto is a photo of a problem. Its picture is read when it is
// printed, and may have been removed since the minutes were closed.
type MinutesPhoto struct {
	ID, Hash, Caption string
	At                time.Time
	Gone              bool   `json:"-"`
	Image             []byte `json:"-"` // JPEG
}

// HasPhotos reports whether a problem has any.
func (m *Minutes) HasPhotos() bool {
	for i := range m.Problems {
		if len(m.Problems[i].Photos) > 0 {
			return true
		}
	}
	return false
}

// SetImages gives the photos their pictures, by their hashes; one without is gone.
func (m *Minutes) SetImages(byHash map[string][]byte) {
	for i := range m.Problems {
		for j := range m.Problems[i].Photos {
			p := &m.Problems[i].Photos[j]
			p.Image = byHash[p.Hash]
			p.Gone = p.Image == nil
		}
	}
}

// SetGone marks the photos that are not among those there.
func (m *Minutes) SetGone(there Photos) {
	for i := range m.Problems {
		for j := range m.Problems[i].Photos {
			p := &m.Problems[i].Photos[j]
			found := there.OfID(p.ID)
			p.Gone = len(found) == 0 || found[0].Removed()
		}
	}
}

// MinutesMerge says which cards became one, with the group's agreement.
type MinutesMerge struct {
	Into Text
	From []string
}

// MinutesWithdrawn is a card or statement taken off the list, with what was said for it.
type MinutesWithdrawn struct {
	Title      Text
	Reason     string
	Statements []string
}

// MinutesQuestion was put to the aiyl okmotu.
type MinutesQuestion struct {
	Question, Answer string
	By               string // office that answers
	Due              time.Time
}

// MinutesVolunteers for a group: names only of those who agreed, else the count.
type MinutesVolunteers struct {
	Group Text // ДТ, БМжБ
	Count int
	Names []string
}

// MinutesIncident is something out of order that happened.
type MinutesIncident struct {
	At   time.Time
	What string
}

// MinutesPhase is the progress of one phase of the checklist.
type MinutesPhase struct {
	Phase                      Text
	Done, Total, NotApplicable int
}

// MinutesUnticked is a checklist item that was not done.
type MinutesUnticked struct {
	No            int
	Item          Text
	Mandatory     bool
	NotApplicable bool
	Untouched     bool // nobody said anything about it
	Reason        string
}

// MinutesCorrection of a closed document.
type MinutesCorrection struct {
	Version           int
	At                time.Time
	Who, What, Reason string
}

// MinutesAttachment is a thing kept with the minutes.
type MinutesAttachment struct {
	Kind    Text
	Caption string
}

// MinutesSignature is a place to sign; Image is a PNG of the drawn signature,
// empty when the paper itself is to be signed.
type MinutesSignature struct {
	Role  Text
	Name  string
	Image []byte
	At    time.Time
}
