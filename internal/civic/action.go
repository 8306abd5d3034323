package civic

import "time"

// MoneySource is where money of a budget or plan comes from (domain §3.6).
type MoneySource string

const (
	LocalBudget    MoneySource = "local"
	NationalBudget MoneySource = "national"
	GrantMoney     MoneySource = "grant"
	SponsorMoney   MoneySource = "sponsor"
	CommunityMoney MoneySource = "community" // money and labour of the community: ashar
)

// MoneySources in the order of the columns.
var MoneySources = []MoneySource{LocalBudget, NationalBudget, GrantMoney, SponsorMoney, CommunityMoney}

// ActionStatus is how far an action is, by the aiyl okmotu or by the monitoring group.
type ActionStatus string

const (
	NotStarted      ActionStatus = "not_started"
	ActionUnderWay  ActionStatus = "under_way"
	ActionDone      ActionStatus = "done"
	ActionCancelled ActionStatus = "cancelled"
)

// ActionStatuses in their order.
var ActionStatuses = []ActionStatus{NotStarted, ActionUnderWay, ActionDone, ActionCancelled}

// Action is a row of the joint action plan (БАП, domain §3.6). Dates are
// "2006-01-02", money whole som.
type Action struct {
	ID            string
	Need          string // "" where it comes from no need
	NeedTitle     Text
	NeedCode      string
	Place         int // among the rows, from 1
	Title         Text
	Description   string
	Sector        string
	SectorName    Text
	SectorIcon    string
	Issue         string
	Village       string
	VillageName   Text
	Result        string
	ResponsibleAO string
	ResponsibleDT string
	Starts, Ends  string
	Indicator     string
	Baseline      string
	Target        string
	Beneficiaries int
	MonitoringBy  string
	Steps         []ActionStep
	Costs         []ActionCost
	Status        ActionStatus
	Percent       int
	Spent         int64
	Delay         string
	FinishedOn    string
	Version       int64
	At            time.Time
}

// ActionStep is one thing to do for an action.
type ActionStep struct {
	ID     string
	Text   string
	Due    string
	DoneOn string
}

// ActionCost is what a source gives; the community gives labour in words too.
type ActionCost struct {
	Source MoneySource
	Amount int64
	InKind string
}

// Cost is the whole.
func (a *Action) Cost() (sum int64) {
	for _, c := range a.Costs {
		sum += c.Amount
	}
	return sum
}

// Late reports whether the action should be over by a day and is not.
func (a *Action) Late(today string) bool {
	return a.Ends != "" && a.Ends < today && a.Status != ActionDone && a.Status != ActionCancelled
}
