package handlers

import (
	"cmp"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/internal/survey"
	forms "ashar/internal/survey/ready"
	"ashar/views"
)

// presets are choices that are ready in three languages, by the list of a ready form.
var presets = []struct{ name, form, list string }{
	{"yesno", "needs", "yesno"}, {"satisfied", "satisfaction", "satisfied"}, {"agree", "satisfaction", "agree"}, {"faces", "feedback", "faces"}, {"often", "needs", "often"}, {"sex", "satisfaction", "sex"}, {"age", "satisfaction", "age"},
}

// presetList are the choices of a preset; nil where there is none of that name.
func presetList(name string) *survey.List {
	for _, p := range presets {
		if p.name == name {
			f, _ := forms.Find(p.form)
			return f.Form.List(p.list)
		}
	}
	return nil
}

// blankChoices is how many empty rows a question without choices offers.
const blankChoices = 3

// questionPage is what the page of one question shows.
func (d *draft) questionPage(c *Ctx, q survey.Placed, form *views.Form) *views.QuestionData {
	data := &views.QuestionData{QuestionnaireData: *d.list(form), Question: q, Langs: views.FormLanguages(d.form), Kind: views.KindNamed(form.Value("kind"))}
	for _, p := range presets {
		data.Presets = append(data.Presets, p.name)
	}
	where := url.Values{}
	for _, name := range []string{"in", "after"} {
		if path := c.QueryParam(name); path != "" {
			where.Set(name, path)
		}
	}
	data.Query = "?" + where.Encode()
	inside := map[*survey.Question]bool{q.Question: true}
	if q.Question != nil {
		for _, kid := range (&survey.Form{Questions: q.Children}).All() {
			inside[kid.Question] = true
		}
	}
	for _, other := range d.form.All() {
		if !inside[other.Question] && (other.Asked() || other.Type == "calculate") {
			data.Others = append(data.Others, other)
		}
	}
	return data
}

// Question is the page of one question: one that is there, or a new one of a kind.
func (a *App) Question(c *Ctx) error {
	d, err := a.draft(c, "questionnaire.question")
	if err != nil {
		return err
	}
	p := d.below(c, "questionnaire.question")
	p.Scripts = []string{"questionnaire.js"}
	form := c.emptyForm("base", d.version.Digest)
	v := questionValues{form.Values, views.FormLanguages(d.form)}
	q := survey.Placed{}
	if path := c.QueryParam("q"); path != "" {
		if q, err = d.placedAt(path); err != nil {
			return err
		}
		v.read(d.form, q.Question)
	} else {
		kind := views.KindNamed(c.QueryParam("kind"))
		v.read(d.form, &survey.Question{Type: kind.Type, Appearance: kind.Appearance})
		if kind.Name == "faces" || kind.Name == "likert" {
			v.rows(presetList(map[string]string{"faces": "faces", "likert": "satisfied"}[kind.Name]), d.form)
		}
	}
	return c.show(p, views.QuestionContent(d.questionPage(c, q, form)))
}

// SaveQuestion writes one question, or does what a button of its page says and shows it again, unsaved.
func (a *App) SaveQuestion(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	d, err := a.draft(c, "questionnaire.question")
	if err != nil {
		return err
	}
	p := d.below(c, "questionnaire.question")
	p.Scripts = []string{"questionnaire.js"}
	v := questionValues{form.Values, views.FormLanguages(d.form)}
	path := c.QueryParam("q")
	q, err := d.placedAt(path)
	gone := path != "" && err != nil
	act := form.Value("act")
	if act != "" && act != "save" && act != "more" {
		v.act(act, d.form)
		return c.show(p, views.QuestionContent(d.questionPage(c, q, form)))
	}
	was := survey.Placed{}
	if q.Question != nil {
		was = q
		copied := *q.Question // the page shows what there is, should this be refused
		was.Question = &copied
	} else {
		q = d.insert(c.QueryParam("in"), c.QueryParam("after"))
	}
	idle, twice := d.form.Idle(), v.twice(d.form, q.Question)
	v.write(d.form, q)
	d.form.Tidy(idle)
	switch err = v.unfinished(q.Question, twice); {
	case err != nil:
	case gone:
		err = civic.E(civic.Conflict, "questionnaire.gone")
	default:
		err = a.save(c, d, form.Value("base"), nil)
	}
	if err == nil {
		c.flash(false, "common.saved")
		at := survey.Around(q.Path)
		if at != "" {
			at += "/"
		}
		if act == "more" {
			return c.goTo(views.QuestionnairePath(d.frame.ID, "kinds?after=") + url.QueryEscape(at+q.Name))
		}
		return c.goTo(views.QuestionnairePath(d.frame.ID, "") + "#" + views.QuestionID(at+q.Name))
	}
	var problems survey.Problems
	if errors.As(err, &problems) {
		err = atFields(c, problems, d.form, q.Question, v.langs)
	}
	again, e := a.draft(c, "questionnaire.question")
	if e != nil {
		return e
	}
	if civic.KindOf(err) == civic.Conflict { // what was typed stands here, and is written over what there is now when it is sent again
		form.Values.Set("base", again.version.Digest)
	}
	shown := survey.Placed{}
	if was.Question != nil {
		if shown, e = again.placedAt(path); e != nil {
			shown = survey.Placed{}
		}
	}
	return c.refuse(err, p, form, views.QuestionContent(again.questionPage(c, shown, form)))
}

// insert puts an empty question where the address says: in a group, behind a question, else last.
func (d *draft) insert(in, after string) survey.Placed {
	q := &survey.Question{}
	list, i := d.form.Inside(in), -1
	if other, around := d.form.At(after); other != nil {
		list, i, in = around, slices.Index(*around, other)+1, survey.Around(after)
	}
	if list == nil {
		list, in = &d.form.Questions, ""
	}
	if i < 0 {
		i = len(*list)
	}
	*list = slices.Insert(*list, i, q)
	if in != "" {
		in += "/"
	}
	return survey.Placed{Question: q, Path: in}
}

// atFields says what is wrong at the field it is wrong in; what is wrong elsewhere stands above, with its question.
func atFields(c *Ctx, problems survey.Problems, f *survey.Form, q *survey.Question, langs []views.FormLanguage) error {
	questions, lists := f.ByRow()
	var es civic.Errors
	for _, p := range problems {
		here := p.Sheet == "survey" && questions[p.Row].Question == q || p.Sheet == "choices" && q.Chooses() && lists[p.Row] == q.List
		if !here {
			var other *civic.Error
			if errors.As(inForm(c, survey.Problems{p}, f), &other) {
				es = append(es, other)
			}
			continue
		}
		header, column, _ := strings.Cut(p.Header, "::")
		field := header
		for i, l := range langs {
			if l.Column == column && (header == "label" || header == "hint" || header == "constraint_message") {
				field = map[string]string{"label": "label_", "hint": "hint_", "constraint_message": "bad_"}[header] + strconv.Itoa(i)
			}
		}
		if p.Sheet == "choices" || p.Why == "list_unknown" || p.Why == "list_missing" {
			field = "choices"
		}
		es = append(es, civic.Bad(field, p.Key(), p.Args...))
	}
	return es.Or()
}

// questionValues is a question as fields of its page.
type questionValues struct {
	url.Values
	langs []views.FormLanguage
}

func (v questionValues) text(name string) string {
	return strings.TrimSpace(strings.ReplaceAll(v.Get(name), "\r\n", "\n"))
}

// plain are the columns that stand as they are in a field of their name.
func plainFields(q *survey.Question) map[string]*string {
	return map[string]*string{"relevant": &q.Relevant, "constraint": &q.Constraint, "calculation": &q.Calculation, "default": &q.Default, "appearance": &q.Appearance,
		"choice_filter": &q.ChoiceFilter, "repeat_count": &q.RepeatCount, "read_only": &q.ReadOnly}
}

// textFields are the texts by the beginning of their fields' names.
func textFields(q *survey.Question) map[string]*survey.Text {
	return map[string]*survey.Text{"label_": &q.Label, "hint_": &q.Hint, "bad_": &q.ConstraintMessage}
}

var yesWords = []string{"yes", "true", "true()", "1"}

func plainYes(s string) bool { return slices.Contains(yesWords, strings.ToLower(s)) }

func plainNo(s string) bool {
	return s == "" || slices.Contains([]string{"no", "false", "false()", "0"}, strings.ToLower(s))
}

// read fills the fields from a question.
func (v questionValues) read(f *survey.Form, q *survey.Question) {
	kind := views.KindOf(q)
	v.Set("kind", kind.Name)
	v.Set("kind_was", kind.Name)
	v.Set("name", q.Name)
	for begin, text := range textFields(q) {
		for i, l := range v.langs {
			v.Set(begin+strconv.Itoa(i), (*text)[l.Column])
		}
	}
	for name, cell := range plainFields(q) {
		v.Set(name, *cell)
	}
	switch {
	case plainYes(q.Required):
		v.Set("required", "1")
	case !plainNo(q.Required):
		v.Set("required_x", q.Required)
	}
	if q.OrOther {
		v.Set("other", "1")
	}
	v.readParameters(q)
	v.readLimits(q)
	v.readCondition(f, q.Relevant)
	if q.Type == "group" && slices.Contains(strings.Fields(q.Appearance), "field-list") {
		v.Set("together", "1")
	}
	if q.Type == "select_one_from_file" {
		v.Set("list", q.List)
	}
	if q.Chooses() || q.Type == "" {
		v.Set("list", q.List)
		v.Set("list_was", q.List)
		v.rows(f.List(q.List), f)
	}
}

// own parameters have fields of their own.
var ownParameters = []string{"randomize", "start", "end", "step"}

func (v questionValues) readParameters(q *survey.Question) {
	var rest []string
	for _, part := range strings.Fields(strings.NewReplacer(",", " ", ";", " ").Replace(q.Parameters)) {
		name, value, _ := strings.Cut(part, "=")
		switch {
		case strings.EqualFold(name, "randomize") && plainYes(value) && q.Chooses():
			v.Set("shuffle", "1")
		case q.Type == "range" && slices.Contains(ownParameters[1:], strings.ToLower(name)):
			v.Set("r_"+strings.ToLower(name), value)
		default:
			rest = append(rest, part)
		}
	}
	v.Set("parameters", strings.Join(rest, " "))
	if q.Type == "range" {
		for name, usual := range map[string]string{"r_start": "0", "r_end": "10", "r_step": "1"} {
			if v.Get(name) == "" {
				v.Set(name, usual)
			}
		}
	}
}

func (v questionValues) parameters(q *survey.Question) string {
	list := strings.Fields(v.Get("parameters"))
	if v.Get("shuffle") == "1" && q.Chooses() {
		list = append([]string{"randomize=true"}, list...)
	}
	if q.Type == "range" {
		list = append([]string{"start=" + v.text("r_start"), "end=" + v.text("r_end"), "step=" + v.text("r_step")}, list...)
	}
	return strings.Join(list, " ")
}

func (v questionValues) readLimits(q *survey.Question) {
	l, ok := survey.PickedLimits(q.Type, q.Constraint)
	if ok || q.Constraint == "" && survey.CanLimit(q.Type) {
		v.Set("limit_mode", "pick")
		v.Set("least", l.Least)
		v.Set("most", l.Most)
		return
	}
	v.Set("limit_mode", "text")
}

func (v questionValues) readCondition(f *survey.Form, said string) {
	c, ok := survey.Picked(f, said)
	for name := range v.Values {
		if strings.HasPrefix(name, "cond_") {
			v.Del(name)
		}
	}
	v.Set("cond_mode", "pick")
	if said != "" && !ok {
		v.Set("cond_mode", "text")
		return
	}
	if c.Any {
		v.Set("cond_any", "1")
	}
	for i, p := range c.Parts {
		v.Add("cond_q", p.Question)
		v.Add("cond_op", p.Op)
		v.Values["cond_v_"+strconv.Itoa(i)] = p.Values
	}
}

// condition is what was picked; rows without a question, and those that still lack a value, say nothing.
func (v questionValues) condition() survey.Condition {
	c := survey.Condition{Any: v.Get("cond_any") == "1"}
	for i, name := range v.Values["cond_q"] {
		p := survey.Part{Question: name}
		if ops := v.Values["cond_op"]; i < len(ops) {
			p.Op = ops[i]
		}
		for _, value := range v.Values["cond_v_"+strconv.Itoa(i)] {
			if value = strings.TrimSpace(value); value != "" {
				p.Values = append(p.Values, value)
			}
		}
		if name != "" && (p.Op == "answered" || p.Op == "blank" || len(p.Values) > 0) {
			c.Parts = append(c.Parts, p)
		}
	}
	return c
}

// rows fills the rows of choices from a list.
func (v questionValues) rows(l *survey.List, f *survey.Form) {
	for _, name := range v.columns() {
		v.Del(name)
	}
	if l != nil {
		for _, choice := range l.Choices {
			v.row(choice.Name, func(i int) string {
				if said, ok := choice.Label[v.langs[i].Column]; ok || v.langs[i].Code == "" {
					return said
				}
				for column, said := range choice.Label { // of another form: its column for the same language
					if strings.HasSuffix(column, "("+v.langs[i].Code+")") {
						return said
					}
				}
				return ""
			})
		}
	}
	if len(v.Values["choice"]) == 0 {
		for range blankChoices {
			v.row("", func(int) string { return "" })
		}
	}
}

func (v questionValues) row(code string, says func(i int) string) {
	v.Add("choice", code)
	v.Add("choice_was", code)
	for i := range v.langs {
		v.Add("choice_"+strconv.Itoa(i), says(i))
	}
}

// twice are words that more than one choice has in one language, "" for none. Where a filter shows a part of them they may
// be alike, and those that were alike before, in a form from elsewhere, are their author's.
func (v questionValues) twice(f *survey.Form, q *survey.Question) string {
	l := f.List(cmp.Or(v.Get("list"), q.List))
	if v.text("choice_filter") != "" || l != nil && slices.ContainsFunc(f.Users(l.Name), func(u survey.Placed) bool { return u.Question != q && u.ChoiceFilter != "" }) {
		return ""
	}
	for i, lang := range v.langs {
		left := map[string]int{}
		if l != nil {
			for _, c := range l.Choices {
				left[alike(c.Label[lang.Column])]++
			}
		}
		seen := map[string]int{}
		for _, words := range v.Values["choice_"+strconv.Itoa(i)] {
			key := alike(words)
			if seen[key]++; key != "" && seen[key] > max(1, left[key]) {
				return strings.TrimSpace(words)
			}
		}
	}
	return ""
}

// alike is what words come to for who reads them: capitals and spaces make no difference.
func alike(words string) string {
	return strings.ToLower(strings.Join(strings.Fields(words), " "))
}

// unfinished says what a person began and did not finish, and what nobody could answer.
func (v questionValues) unfinished(q *survey.Question, twice string) error {
	var es civic.Errors
	if len(q.Label) == 0 && q.Image == nil && !q.Silent() && !q.Holds() {
		es = append(es, civic.Bad("label_0", "questionnaire.label_missing"))
	}
	for i, name := range v.Values["cond_q"] {
		if v.Get("cond_mode") != "pick" || name == "" {
			continue
		}
		op := ""
		if ops := v.Values["cond_op"]; i < len(ops) {
			op = ops[i]
		}
		if values := v.Values["cond_v_"+strconv.Itoa(i)]; op != "answered" && op != "blank" && strings.Join(values, "") == "" {
			es = append(es, civic.Bad("cond", "questionnaire.cond_value"))
			break
		}
	}
	said := ""
	for _, name := range v.columns() {
		said += strings.Join(v.Values[name], "")
	}
	if q.Chooses() && len(v.Values["choice"]) > 0 && strings.TrimSpace(said) == "" {
		es = append(es, civic.Bad("choices", "questionnaire.choices_missing"))
	}
	if q.Chooses() && twice != "" {
		es = append(es, civic.Bad("choices", "questionnaire.choices_twice", "words", twice))
	}
	if !survey.CanLimit(q.Type) {
		return es.Or()
	}
	for _, name := range []string{"least", "most"} {
		if v.Get("limit_mode") == "pick" && v.text(name) != "" && !limitOf(q.Type, v.text(name)) {
			es = append(es, civic.Bad(name, map[bool]string{true: "questionnaire.limit_date", false: "questionnaire.limit_number"}[q.Type == "date"]))
		}
	}
	if len(es) == 0 && v.Get("limit_mode") == "pick" && crossed(q.Type, v.text("least"), v.text("most")) {
		es = append(es, civic.Bad("most", "questionnaire.limit_crossed", "least", v.text("least")))
	}
	return es.Or()
}

// crossed reports whether nothing lies between two bounds; what today is, nobody knows yet.
func crossed(typ, least, most string) bool {
	if least == "" || most == "" || least == "today" || most == "today" {
		return false
	}
	if typ == "date" {
		return least > most
	}
	from, err := strconv.ParseFloat(least, 64)
	to, bad := strconv.ParseFloat(most, 64)
	return err == nil && bad == nil && from > to
}

// limitOf reports whether a bound is one: a number, or a day.
func limitOf(typ, said string) bool {
	if typ == "date" {
		return said == "today" || !civic.Day(said).IsZero()
	}
	_, err := strconv.ParseFloat(said, 64)
	return err == nil
}

// columns are the values of a row of choices: its code, the code it had, its words.
func (v questionValues) columns() []string {
	names := []string{"choice", "choice_was"}
	for i := range v.langs {
		names = append(names, "choice_"+strconv.Itoa(i))
	}
	return names
}

// act does what a button says to the fields; nothing is saved.
func (v questionValues) act(act string, f *survey.Form) {
	what, arg, _ := strings.Cut(act, ":")
	n, _ := strconv.Atoi(arg)
	switch what {
	case "choice_add":
		v.row("", func(int) string { return "" })
	case "choice_up", "choice_down", "choice_drop":
		other := n - 1
		if what == "choice_down" {
			other = n + 1
		}
		for _, name := range v.columns() {
			list := v.Values[name]
			switch {
			case n < 0 || n >= len(list):
			case what == "choice_drop":
				v.Values[name] = slices.Delete(list, n, n+1)
			case other >= 0 && other < len(list):
				list[n], list[other] = list[other], list[n]
			}
		}
	case "codes":
		v.Set("codes", "1")
	case "preset":
		v.Set("list", "")
		v.Set("list_was", "")
		v.rows(presetList(arg), f)
	case "own":
		v.Set("list", "")
		v.Set("list_was", "")
	case "cond_add":
		v.Add("cond_q", "")
		v.Add("cond_op", "")
	case "cond_drop":
		v.dropPart(n)
	case "cond_text":
		v.Set("relevant", v.condition().Write(f))
		v.Set("cond_mode", "text")
	case "cond_pick":
		if _, ok := survey.Picked(f, v.text("relevant")); ok || v.text("relevant") == "" {
			v.readCondition(f, v.text("relevant"))
		}
	case "limit_text":
		v.Set("constraint", survey.Limits{Least: v.text("least"), Most: v.text("most")}.Write(views.KindNamed(v.Get("kind")).Type))
		v.Set("limit_mode", "text")
	case "limit_pick":
		v.readLimits(&survey.Question{Type: views.KindNamed(v.Get("kind")).Type, Constraint: v.text("constraint")})
	}
	if v.Get("list") != v.Get("list_was") { // other choices were picked
		v.Set("list_was", v.Get("list"))
		v.rows(f.List(v.Get("list")), f)
	}
	if kind := views.KindNamed(v.Get("kind")); v.Get("kind") != v.Get("kind_was") {
		v.Set("appearance", v.appearance())
		switch {
		case kind.Type == "range" && v.Get("r_end") == "":
			v.readParameters(&survey.Question{Type: "range", Parameters: v.Get("parameters")})
		case survey.CanLimit(kind.Type) && v.text("constraint") == "":
			v.Set("limit_mode", "pick")
		}
		if len(v.Values["choice"]) == 0 {
			v.rows(nil, f)
		}
	}
}

func (v questionValues) dropPart(n int) {
	parts := len(v.Values["cond_q"])
	if n < 0 || n >= parts {
		return
	}
	for _, name := range []string{"cond_q", "cond_op"} {
		if list := v.Values[name]; n < len(list) {
			v.Values[name] = slices.Delete(list, n, n+1)
		}
	}
	for i := n; i < parts; i++ {
		v.Values["cond_v_"+strconv.Itoa(i)] = v.Values["cond_v_"+strconv.Itoa(i+1)]
	}
}

// write puts the fields into a question of a form.
func (v questionValues) write(f *survey.Form, p survey.Placed) {
	q := p.Question
	kind, was := views.KindNamed(v.Get("kind")), *q
	for name, cell := range plainFields(q) {
		if _, sent := v.Values[name]; sent {
			*cell = v.text(name)
		}
	}
	q.Appearance, q.Type = v.appearance(), kind.Type
	if q.Type == "group" {
		words := slices.DeleteFunc(strings.Fields(q.Appearance), func(w string) bool { return w == "field-list" })
		if v.Get("together") == "1" {
			words = append(words, "field-list")
		}
		q.Appearance = strings.Join(words, " ")
	}
	for begin, text := range textFields(q) {
		for i, l := range v.langs {
			if _, sent := v.Values[begin+strconv.Itoa(i)]; sent {
				setText(text, l.Column, v.text(begin+strconv.Itoa(i)))
			}
		}
	}
	for _, l := range v.langs {
		if (q.Label[l.Column] != "" || q.Hint[l.Column] != "") && l.Column != "" && !slices.Contains(f.Languages, l.Column) {
			f.Languages = append(f.Languages, l.Column)
		}
	}
	if q.Type != was.Type || (&survey.Question{Type: q.Type}).Asked() { // elsewhere the page does not show it
		v.writeRequired(q)
	}
	q.OrOther = v.Get("other") == "1" && (q.Type == "select_one" || q.Type == "select_multiple")
	q.Parameters = v.parameters(q)
	if _, picked := survey.PickedLimits(was.Type, was.Constraint); picked && !survey.CanLimit(q.Type) && v.Get("limit_mode") != "text" {
		q.Constraint = "" // what it bounded is there no more
	} else if v.Get("limit_mode") == "pick" && survey.CanLimit(q.Type) {
		picked := survey.Limits{Least: v.text("least"), Most: v.text("most")}
		if had, ok := survey.PickedLimits(q.Type, q.Constraint); !ok || had != picked {
			q.Constraint = picked.Write(q.Type)
		}
	}
	if v.Get("cond_mode") == "pick" {
		c := v.condition()
		if had, ok := survey.Picked(f, q.Relevant); !ok || had.Write(f) != c.Write(f) {
			q.Relevant = c.Write(f)
		}
	}
	if v.text("name") != q.Name && q.Name != "" && v.text("name") != "" {
		f.Rename(p.Path, v.text("name"))
	}
	if q.Name == "" {
		words := ""
		for i := range v.langs {
			if words = v.text("label_" + strconv.Itoa(i)); words != "" {
				break
			}
		}
		q.Name = f.NewName(words, kind.Name)
	}
	switch {
	case q.Chooses():
		v.writeChoices(f, q)
	case q.Type == "select_one_from_file":
		q.List = v.text("list")
	default:
		q.List = ""
	}
}

// appearance is what was written of how the question looks; what only the kind before it looked like goes with that.
func (v questionValues) appearance() string {
	kind, was := views.KindNamed(v.Get("kind")), views.KindNamed(v.Get("kind_was"))
	if kind.Name == was.Name {
		return v.text("appearance")
	}
	words := strings.Fields(kind.Appearance)
	for _, w := range strings.Fields(v.text("appearance")) {
		if !slices.Contains(strings.Fields(was.Appearance), w) && !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return strings.Join(words, " ")
}

func (v questionValues) writeRequired(q *survey.Question) {
	if _, sent := v.Values["required_x"]; sent {
		q.Required = v.text("required_x")
		return
	}
	switch on := v.Get("required") == "1"; {
	case on && !plainYes(q.Required):
		q.Required = "yes"
	case !on && !plainNo(q.Required):
		q.Required = ""
	}
}

// setText keeps no language in which nothing is said.
func setText(t *survey.Text, column, words string) {
	if words != "" && *t == nil {
		*t = survey.Text{}
	}
	if words != "" {
		(*t)[column] = words
		return
	}
	if delete(*t, column); len(*t) == 0 {
		*t = nil
	}
}

// writeChoices puts the rows into the question's list: one that it shares, its own, or a new one.
func (v questionValues) writeChoices(f *survey.Form, q *survey.Question) {
	l := f.List(v.Get("list"))
	if v.Get("list") == "" {
		l = nil
		if own := f.List(q.List); own != nil && len(f.Users(q.List)) == 1 {
			l = own
		}
	}
	if l == nil {
		l = f.NewList(q.Name)
	}
	q.List = l.Name
	had := map[string]survey.Choice{}
	for i, key := range l.Keys() {
		had[key] = l.Choices[i]
	}
	seen := map[string]int{}
	was := l.Choices
	l.Choices = nil
	fresh := &survey.List{Choices: slices.Clone(was)}
	for row, code := range v.Values["choice"] {
		said := survey.Text{}
		first := ""
		for i, lang := range v.langs {
			words := ""
			if list := v.Values["choice_"+strconv.Itoa(i)]; row < len(list) {
				words = strings.TrimSpace(strings.ReplaceAll(list[row], "\r\n", "\n"))
			}
			if words != "" {
				said[lang.Column] = words
				if lang.Column != "" && !slices.Contains(f.Languages, lang.Column) {
					f.Languages = append(f.Languages, lang.Column)
				}
				if first == "" {
					first = words
				}
			}
		}
		code = strings.TrimSpace(code)
		key := code
		if list := v.Values["choice_was"]; row < len(list) {
			key = list[row]
		}
		if seen[key]++; seen[key] > 1 {
			key += " " + strconv.Itoa(seen[key])
		}
		choice := had[key]
		if first == "" && choice.Image == nil && code == "" {
			continue
		}
		if code == "" {
			code = fresh.Fresh(first)
		}
		choice.Name, choice.Label = code, said
		if len(said) == 0 {
			choice.Label = nil
		}
		l.Choices = append(l.Choices, choice)
		fresh.Choices = append(fresh.Choices, choice)
	}
	if len(l.Choices) == 0 { // a list without choices is none: the question is refused for it
		f.Lists = slices.DeleteFunc(f.Lists, func(other *survey.List) bool { return other == l })
	}
}
