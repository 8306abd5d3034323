package civic

// Dataset is a table of open data: the same columns in JSON, CSV and XLSX, at a
// stable address, described in the data dictionary (catalogue keys
// data.<set>.<column>).
type Dataset struct {
	Name    string
	Columns []DataColumn
	Rows    [][]any // string, int64 or nil, by Columns
}

// DataColumn has a name that programs read; Kind is "id", "text", "date", "number" or "som".
type DataColumn struct{ Name, Kind string }

// DatasetNames in the order of the dictionary.
var DatasetNames = []string{"needs", "groups", "cards", "decisions", "actions", "acts"}

var datasetColumns = map[string][]DataColumn{
	"needs": {{"id", "id"}, {"code", "id"}, {"place", "number"}, {"place_by_rule", "number"}, {"points", "number"}, {"title_ky", "text"}, {"title_ru", "text"}, {"title_en", "text"},
		{"sector", "text"}, {"competence", "text"}, {"issue", "text"}, {"location", "text"}, {"groups", "number"}, {"villages", "number"},
		{"rank_women", "number"}, {"rank_men", "number"}, {"rank_youth", "number"}, {"rank_elders", "number"}, {"rank_vulnerable", "number"}, {"beneficiaries", "number"}, {"rule", "text"}},
	"groups": {{"id", "id"}, {"code", "id"}, {"number", "number"}, {"date", "date"}, {"village_ky", "text"}, {"village_ru", "text"}, {"audience", "text"}, {"came", "number"}, {"population", "number"}},
	"cards":  {{"id", "id"}, {"group_id", "id"}, {"need_id", "id"}, {"title", "text"}, {"place", "number"}, {"sentences", "number"}},
	"decisions": {{"id", "id"}, {"need_id", "id"}, {"outcome", "text"}, {"reason_ky", "text"}, {"reason_ru", "text"}, {"decided_on", "date"}, {"resolution", "text"},
		{"amount", "som"}, {"budget_line", "text"}, {"answer_due", "date"}, {"answered_on", "date"}, {"answer", "text"}},
	"actions": {{"id", "id"}, {"need_id", "id"}, {"title_ky", "text"}, {"title_ru", "text"}, {"village_ky", "text"}, {"starts", "date"}, {"ends", "date"}, {"status", "text"}, {"percent", "number"},
		{"cost", "som"}, {"spent", "som"}, {"beneficiaries", "number"}, {"delay", "text"}, {"group_status", "text"}, {"group_percent", "number"}},
	"acts": {{"id", "id"}, {"action_id", "id"}, {"number", "number"}, {"visited_on", "date"}, {"status", "text"}, {"percent", "number"}, {"office_status", "text"}, {"office_percent", "number"},
		{"found", "text"}, {"recommendations", "text"}, {"answer_due", "date"}, {"answered_on", "date"}, {"answer", "text"}, {"photos", "number"}},
}

// DatasetColumns are those of a dataset; nil for an unknown one.
func DatasetColumns(name string) []DataColumn { return datasetColumns[name] }

// Dataset is one of a view's tables. Counts of people under SmallNumber are not
// told where it is for everybody.
func (v *PublicView) Dataset(name string, public bool) Dataset {
	d := Dataset{Name: name, Columns: datasetColumns[name]}
	l := v.List
	few := func(n int) any {
		if public && n < SmallNumber {
			return nil
		}
		return int64(n)
	}
	switch name {
	case "needs":
		for i := range l.Rows {
			r := &l.Rows[i]
			rank := func(k AudienceKind) any { return some(int64(r.Ranks[k])) }
			d.Rows = append(d.Rows, []any{r.ID, r.Code, int64(r.Place), int64(r.Ruled), r.Decimal(), r.Title.KY, r.Title.RU, r.Title.EN, r.Sector, string(r.Competence), r.Issue, r.Location,
				int64(r.Groups), int64(r.Villages), rank(Women), rank(Men), rank(Youth), rank(Elders), rank(Vulnerable), some(int64(r.Beneficiaries)), string(l.Rules.Rule)})
		}
	case "groups":
		for i := range l.Groups {
			g := &l.Groups[i]
			d.Rows = append(d.Rows, []any{g.Session, g.Code, int64(g.Number), g.Date, g.VillageName.KY, g.VillageName.RU, string(g.AudienceKind), few(g.Attendance), some(int64(g.Population))})
		}
	case "cards":
		for i := range l.Rows {
			for _, c := range l.Rows[i].Cards {
				d.Rows = append(d.Rows, []any{c.Card, c.Session, l.Rows[i].ID, c.Title, some(int64(c.Place)), few(c.Voices)})
			}
		}
	case "decisions":
		for i := range l.Rows {
			if x := v.Decisions[l.Rows[i].ID]; x != nil {
				d.Rows = append(d.Rows, []any{x.ID, x.Need, string(x.Outcome), x.Reason.KY, x.Reason.RU, x.On, x.ResolutionNumber, some(x.Amount), x.BudgetLine, x.AnswerDue, x.AnsweredOn, x.Answer})
			}
		}
	case "actions":
		for i := range v.Plan {
			a := &v.Plan[i]
			var status, percent any
			if a.GroupStatus != "" {
				status, percent = string(a.GroupStatus), int64(a.GroupPercent)
			}
			d.Rows = append(d.Rows, []any{a.ID, a.Need, a.Title.KY, a.Title.RU, a.VillageName.KY, a.Starts, a.Ends, string(a.Status), int64(a.Percent), a.Cost(), a.Spent, some(int64(a.Beneficiaries)), a.Delay, status, percent})
		}
	case "acts":
		for i := range v.Plan {
			for _, x := range v.Acts[v.Plan[i].ID] {
				d.Rows = append(d.Rows, []any{x.ID, x.Action, int64(x.Number), x.On, string(x.Status), int64(x.Percent), string(x.OfficeStatus), int64(x.OfficePercent), x.Found, x.Recommendations,
					x.AnswerDue, x.AnsweredOn, x.Answer, int64(len(x.Photos))})
			}
		}
	}
	return d
}

// some is a number that is known when it is not nought.
func some(n int64) any {
	if n == 0 {
		return nil
	}
	return n
}
