package handlers

import (
	"slices"
	"strconv"

	"ashar/internal/civic"
	"ashar/views"
)

// putListRules writes the rules of the list into the form of a cycle.
func putListRules(form *views.Form, r civic.ListRules) {
	form.Values.Set("list_rule", string(r.Rule))
	form.Values.Set("list_depth", strconv.Itoa(r.Depth))
	form.Values.Set("list_within", strconv.Itoa(r.Within))
	order := r.Order
	if len(order) == 0 {
		order = civic.AudienceKinds
	}
	for i, k := range order {
		form.Values.Set("list_order_"+strconv.Itoa(i+1), string(k))
	}
	for _, k := range r.Watch {
		form.Values.Add("list_watch", string(k))
	}
}

// listRulesFrom reads them. The order of audiences counts for guaranteed places alone.
func listRulesFrom(form *views.Form) *civic.ListRules {
	r := civic.ListRules{Rule: civic.ListRule(form.Value("list_rule")), Depth: numberIn(form, "list_depth"), Within: numberIn(form, "list_within")}
	if r.Rule == civic.ListGuaranteed {
		for i := range civic.AudienceKinds {
			if k := form.Value("list_order_" + strconv.Itoa(i+1)); k != "" {
				r.Order = append(r.Order, civic.AudienceKind(k))
			}
		}
	}
	for _, k := range civic.AudienceKinds { // in their usual order, each once
		if slices.Contains(form.Values["list_watch"], string(k)) {
			r.Watch = append(r.Watch, k)
		}
	}
	return &r
}
