package handlers_test

import "ashar/internal/civic"

// seed fills the house; each concept that adds something the route table's
// paths need adds it here, through operations, as people do.
func (h *house) seed() {
	chuy := h.unit("", civic.Oblast, "41708000000000", "Чүй облусу")
	jayyl := h.unit(chuy, civic.Raion, "41708209000000", "Жайыл району")
	m := h.unit(jayyl, civic.Municipality, "41708209822000", "Ак-Башат")
	other := h.unit(jayyl, civic.Municipality, "41708209838000", "Сары-Коо")
	h.ids["municipality"], h.ids["other.municipality"] = m, other
	h.ids["village"] = h.unit(m, civic.Village, "41708209822010", "Айдарбек")
	h.ids["other.village"] = h.unit(other, civic.Village, "41708209838010", "Эриктүү")
	for _, r := range civic.Roles {
		g := civic.Grant{Role: r, Municipality: m}
		if r == civic.Administrator {
			g.Municipality = ""
		}
		h.ids["user."+string(r)] = h.addUser(string(r), g)
	}
	h.ids["user.other"] = h.addUser("other", civic.Grant{Role: civic.Coordinator, Municipality: other})
	h.ids["cycle"], h.ids["audience"] = h.cycle(m)
	h.ids["other.cycle"], h.ids["other.audience"] = h.cycle(other)
	h.ids["session"] = h.session("")
	h.ids["other.session"] = h.session("other.")
	h.apply(h.ids["session"], h.ids["user.facilitator"], civic.StartSession{Session: h.ids["session"]})
}

func (h *house) unit(parent string, level civic.Level, code, name string) string {
	id := h.store.IDs.New()
	h.apply(civic.Installation, "", civic.SaveUnit{ID: id, Parent: parent, Level: level, Code: code, Name: civic.Text{KY: name}})
	return id
}

func (h *house) cycle(municipality string) (cycle, audience string) {
	cycle, audience = h.store.IDs.New(), h.store.IDs.New()
	h.apply(municipality, "", civic.SaveCycle{ID: cycle, Municipality: municipality, Title: civic.Text{KY: "2016-жылдагы цикл"},
		Starts: "2016-11-22", Ends: "2017-03-31", BudgetYear: 2017, Rules: civic.DefaultRules(),
		Audiences: []civic.CycleAudience{{ID: audience, Kind: civic.Women, Name: civic.Text{KY: "Аялдар"}}}})
	return cycle, audience
}

func (h *house) session(whose string) string {
	id := h.store.IDs.New()
	h.apply(h.ids[whose+"cycle"], "", civic.PlanSession{ID: id, Village: h.ids[whose+"village"], Audience: h.ids[whose+"audience"],
		Date: "2016-12-12", Starts: "11:00", Ends: "13:00", ExpectedMin: 8, ExpectedMax: 12, Moderator: h.ids["user.facilitator"], Language: "ky"})
	return id
}
