package civic

// OrderNeeds puts the list of a cycle into an order by hand, with the reason.
// Computed is the rule's order as it was seen; both are kept and printed. An
// empty Ordered takes the rule's order again, which wants a reason as well.
// Base is the number of the order that was seen, 0 the rule's.
type OrderNeeds struct {
	Cycle    string    `json:"cycle"`
	Rule     ListRules `json:"rule"`
	Computed []string  `json:"computed"`
	Ordered  []string  `json:"ordered"`
	Reason   string    `json:"reason"`
	Base     int       `json:"base"`
}

func (OrderNeeds) Kind() string      { return "need.order" }
func (o OrderNeeds) Subject() string { return o.Cycle }

// Validate wants a reason, and each need once.
func (o OrderNeeds) Validate() error {
	es := wantsText("reason", o.Reason, "error.order_reason", answerMax)
	seen := map[string]bool{}
	for _, id := range o.Ordered {
		if !ValidID(id) || seen[id] {
			es = append(es, Bad("order", "error.choice"))
			break
		}
		seen[id] = true
	}
	return es.Or()
}
