package handlers

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/views"
)

// NeedOrder is where the list is put into another order by hand.
func (a *App) NeedOrder(c *Ctx) error {
	list, err := a.needList(c.Request().Context(), c.Scope.Cycle)
	if err != nil {
		return err
	}
	d := views.NeedOrderData{List: list, Rows: list.Rows, Form: c.emptyForm("base", strconv.Itoa(lastOrder(list)))}
	return c.show(c.orderFrame(list), views.NeedOrderContent(d))
}

func (c *Ctx) orderFrame(l *civic.NeedList) views.Page {
	p := c.needFrame(l, nil)
	p.Title = c.Lang.T("need.order")
	p.Scripts = []string{"reorder.js"}
	return p
}

// lastOrder is the number of the newest order by hand, 0 where there is none.
func lastOrder(l *civic.NeedList) int {
	if len(l.Orders) == 0 {
		return 0
	}
	return l.Orders[0].Number
}

// OrderNeeds keeps the wanted order with its reason, or takes the rule's again.
// Without either button one need was moved: the form comes back in the new order.
func (a *App) OrderNeeds(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	list, err := a.needList(c.Request().Context(), c.Scope.Cycle)
	if err != nil {
		return err
	}
	wanted := form.Values["order"]
	if id, way, ok := strings.Cut(form.Value("move"), ":"); ok {
		wanted = moved(wanted, id, way)
	}
	d := views.NeedOrderData{List: list, Rows: inOrder(list.Rows, wanted), Form: form}
	page := c.orderFrame(list)
	save := form.Value("save")
	if save == "" {
		return c.show(page, views.NeedOrderContent(d))
	}
	base, _ := strconv.Atoi(form.Value("base"))
	order := civic.OrderNeeds{Cycle: c.Scope.Cycle, Rule: list.Rules, Computed: ruledOrder(list), Reason: c.text("reason"), Base: base}
	if save != "rule" {
		for _, r := range d.Rows {
			order.Ordered = append(order.Ordered, r.ID)
		}
	}
	if _, err := c.Apply(order); err != nil {
		if civic.KindOf(err) == civic.Conflict {
			form.Values.Set("base", strconv.Itoa(lastOrder(list)))
		}
		return c.refuse(err, page, form, views.NeedOrderContent(d))
	}
	return c.saved(views.NeedsPath(c.Scope.Cycle, ""))
}

// moved puts an id one place up or down.
func moved(order []string, id, way string) []string {
	i := slices.Index(order, id)
	j := i - 1
	if way == "down" {
		j = i + 1
	}
	if i >= 0 && j >= 0 && j < len(order) {
		order[i], order[j] = order[j], order[i]
	}
	return order
}

// inOrder are rows in a wanted order.
func inOrder(rows []civic.NeedRow, wanted []string) []civic.NeedRow {
	ids := make([]string, len(rows))
	by := map[string]civic.NeedRow{}
	for i, r := range rows {
		ids[i], by[r.ID] = r.ID, r
	}
	out := make([]civic.NeedRow, len(rows))
	for i, id := range civic.Reordered(ids, wanted) {
		out[i] = by[id]
	}
	return out
}

// ruledOrder are the needs as the rule has them.
func ruledOrder(l *civic.NeedList) (ids []string) {
	rows := slices.Clone(l.Rows)
	slices.SortStableFunc(rows, func(a, b civic.NeedRow) int { return cmp.Or(a.Ruled-b.Ruled, cmp.Compare(a.ID, b.ID)) })
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	return ids
}
