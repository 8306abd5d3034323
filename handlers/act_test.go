package handlers_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"ashar/handlers"
	"ashar/internal/civic"
)

// carriedOut adopts a plan of one action in the cycle.
func (h *house) carriedOut() (action string) {
	h.t.Helper()
	cycle, actor := h.ids["cycle"], h.ids["user.coordinator"]
	action = h.store.IDs.New()
	h.apply(cycle, actor, civic.SavePlan{Cycle: cycle, PlanHead: civic.PlanHead{Title: civic.Text{KY: "БАП 2016–2017"}, Starts: "2016-01-01", Ends: "2017-12-31"}})
	h.apply(cycle, actor, civic.SaveAction{ID: action, ActionText: civic.ActionText{Title: civic.Text{KY: "Суу түтүгүн жаңылоо"}, Sector: "water", ResponsibleAO: "Адис", Starts: "2016-03-01", Ends: "2016-10-31",
		Estimate: 500_000, Steps: []civic.ActionStep{{ID: h.store.IDs.New(), Text: "Казуу"}}, Costs: []civic.ActionCost{{Source: civic.LocalBudget, Year: 2016, Amount: 500_000}}}})
	h.apply(cycle, actor, civic.ProposePlan{Cycle: cycle, Base: 1})
	h.apply(cycle, actor, civic.AdoptPlan{Cycle: cycle, PlanApproval: civic.PlanApproval{ApprovedBy: "Төрага", ApprovedOn: "2016-12-12", ResolutionNumber: "5/2"}, Base: 2})
	return action
}

func (h *house) monitoring(more string) string {
	return "/cycles/" + h.ids["cycle"] + "/monitoring" + more
}

// visited is what the form of an act sends.
func visited(action string) url.Values {
	return url.Values{"base": {"0"}, "action": {action}, "visited_on": {"2016-12-10"}, "method": {"visit"}, "members": {"Айгүл Асанова"}, "planned_work": {"2 км"}, "found_work": {"Траншея гана казылган <b>"},
		"planned_money": {"500 000"}, "found_money": {"120 000 сом"}, "pleased": {"2"}, "neither": {""}, "displeased": {"7"}, "recommendations": {"Түтүк алынсын"},
		"status": {"under_way"}, "percent": {"20"}, "answer_due": {"2016-12-11"}}
}

func (h *house) acts() []civic.Act {
	h.t.Helper()
	all, err := h.store.Acts(h.t.Context(), h.ids["cycle"])
	if err != nil {
		h.t.Fatal(err)
	}
	return all
}

func TestTheGroupAloneWritesActsTheAiylOkmotuAloneAnswers(t *testing.T) {
	h := newHouse(t)
	action := h.carriedOut()
	monitor, coordinator, member := h.as("monitor"), h.as("coordinator"), h.as("member")
	id := h.store.IDs.New()
	path := h.monitoring("/acts/" + id)
	form := visited(action)
	if a := coordinator.post(path, form); a.status != http.StatusForbidden {
		t.Errorf("the aiyl okmotu writes an act: %d", a.status)
	}
	if a := monitor.post(path, form); a.status != http.StatusSeeOther || a.header.Get("Location") != path {
		t.Fatalf("%d %s", a.status, a.header.Get("Location"))
	}
	if a := coordinator.get(path); a.status != http.StatusNotFound {
		t.Errorf("a draft is read by others: %d", a.status)
	}
	if a := monitor.get(path + "?lang=ky").body; !strings.Contains(a, "Траншея гана казылган &lt;b&gt;") || !strings.Contains(a, "120\u00a0000") {
		t.Error("the draft does not keep what was written")
	}
	form.Set("base", "1")
	form.Set("file", "1")
	if a := monitor.post(path, form); a.status != http.StatusSeeOther {
		t.Fatalf("%d %.400s", a.status, a.body)
	}
	act := h.acts()[0]
	if act.Number != 1 || act.Pleased != 2 || act.Neither != 0 || act.Displeased != 7 || *act.FoundMoney != 120_000 {
		t.Fatalf("%+v", act)
	}

	// the aiyl okmotu's status is reported where it was, and the act stands beside it
	if a := monitor.post("/cycles/"+h.ids["cycle"]+"/actions/"+action+"/reports", url.Values{"status": {"done"}, "percent": {"100"}, "on": {"2016-12-12"}, "base": {"1"}}); a.status != http.StatusForbidden {
		t.Errorf("the group reports for the aiyl okmotu: %d", a.status)
	}
	h.apply(h.ids["cycle"], h.ids["user.coordinator"], civic.ReportAction{ID: h.store.IDs.New(), Action: action, Status: civic.ActionDone, Percent: 100, On: "2016-12-12", Delay: "Жаан", Base: 1})
	station := page(t, member.get(h.monitoring("?lang=ky")))
	row := station.Find("#action-" + action)
	if text := row.Find(".sides").Text(); !strings.Contains(text, "Аткарылды") || !strings.Contains(text, "Аткарылууда") || !strings.Contains(text, "20") || !strings.Contains(text, "100") {
		t.Errorf("both statuses are not beside each other: %q", text)
	}
	if !strings.Contains(row.Text(), "Баалар айырмаланат") {
		t.Error("nothing says that they differ")
	}
	if !strings.Contains(station.Text(), "Жообу кечикти: 1 күн") {
		t.Error("the answer that is overdue is not listed")
	}

	answer := url.Values{"base": {fmt.Sprint(act.Version)}, "answer": {"Түтүк келди"}, "answered_on": {"2016-12-12"}}
	if a := monitor.post(path+"/answer", answer); a.status != http.StatusForbidden {
		t.Errorf("the group answers itself: %d", a.status)
	}
	if a := coordinator.post(path+"/answer", url.Values{"base": {"1"}, "answer": {" "}, "answered_on": {"2016-12-12"}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "answer-form") {
		t.Errorf("an answer without words: %d", a.status)
	}
	if a := coordinator.post(path+"/answer", answer); a.status != http.StatusSeeOther {
		t.Fatalf("%d %.400s", a.status, a.body)
	}
	form.Set("base", "9")
	form.Set("percent", "100")
	if a := monitor.post(path, form); a.status != http.StatusConflict {
		t.Errorf("a filed act was changed: %d", a.status)
	}
	now := h.acts()[0]
	if now.Percent != 20 || now.Answer != "Түтүк келди" || now.AnsweredBy != "Аты coordinator" || now.AOStatus != civic.NotStarted {
		t.Errorf("%+v", now)
	}
	read := member.get(path + "?lang=ky").body
	for _, want := range []string{"Түтүк келди", "Аты coordinator", "№ 1 акт", "Баалар айырмаланат", "Ыраазы: 2"} {
		if !strings.Contains(read, want) {
			t.Errorf("the act does not say %q", want)
		}
	}
	if strings.Contains(read, "answer-form") || strings.Contains(read, "act-form") {
		t.Error("a reader gets a form")
	}
	for _, l := range []string{"ky", "ru", "en"} {
		if a := member.get(path + "/act.pdf?in=" + l); a.status != http.StatusOK || !strings.HasPrefix(a.body, "%PDF") {
			t.Errorf("the paper in %s: %d", l, a.status)
		}
	}
}

func TestWhatCannotBeFiledIsKeptAsADraft(t *testing.T) {
	h := newHouse(t)
	action := h.carriedOut()
	b := h.as("monitor")
	path := h.monitoring("/acts/" + h.store.IDs.New())
	form := visited(action)
	form.Del("status")
	form.Set("members", "")
	form.Set("file", "1")
	a := b.post(path+"?lang=ky", form)
	if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "Каралама сакталды") || !strings.Contains(a.body, "Топтун баасын тандаңыз") || !strings.Contains(a.body, "Траншея гана казылган") {
		t.Fatalf("%d %.600s", a.status, a.body)
	}
	if acts := h.acts(); len(acts) != 1 || acts[0].Filed() || acts[0].FoundWork == "" {
		t.Fatalf("%+v", acts)
	}
	form.Set("pleased", "эки")
	form.Set("found_money", "көп")
	form.Set("base", "1")
	if a := b.post(path+"?lang=ky", form); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "цифра менен жазыңыз") || !strings.Contains(a.body, `value="эки"`) || !strings.Contains(a.body, `value="көп"`) {
		t.Errorf("%d", a.status)
	}
}

// speckled is a photo in which no two places are alike.
func speckled(t *testing.T) []byte {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	img := image.NewGray(image.Rect(0, 0, 320, 240))
	for i := range img.Pix {
		img.Pix[i] = uint8(r.IntN(256))
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var actThumbnail = regexp.MustCompile(`src="(/cycles/[^"]+/photos/[^"]+)/thumbnail"`)

func TestAFaceThatWasPointedAtIsNowhere(t *testing.T) {
	h := newHouse(t)
	action := h.carriedOut()
	b := h.as("monitor")
	path := h.monitoring("/acts/" + h.store.IDs.New())
	for _, bad := range []string{"0 0.5 0.5", "0 0.5 x 0.1", "0 1.5 0.5 0.1", "0 NaN 0.5 0.1"} {
		if a := b.sendFiles(path+"/photos", url.Values{"action": {action}, "blur": {bad}}, [][]byte{speckled(t)}); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%q: %d", bad, a.status)
		}
	}
	if len(h.acts()) != 0 {
		t.Fatal("a refused photo began an act")
	}
	a := b.sendFiles(path+"/photos", url.Values{"op": {h.store.IDs.New()}, "action": {action}, "caption": {"Траншея"}, "blur": {"0 0.5 0.5 0.2\n1 0.1 0.1 0.05"}}, [][]byte{speckled(t)}, partial...)
	if a.status != http.StatusOK {
		t.Fatalf("%d %.500s", a.status, a.body)
	}
	at := actThumbnail.FindStringSubmatch(a.body)
	if at == nil || !strings.Contains(a.body, "1") {
		t.Fatalf("%.500s", a.body)
	}
	for _, which := range []string{at[1], at[1] + "/thumbnail"} {
		img, err := jpeg.Decode(strings.NewReader(b.get(which).body))
		if err != nil {
			t.Fatal(err)
		}
		rough := func(x0, y0 int) (n int) {
			for y := y0; y < y0+40; y++ {
				for x := x0; x < x0+40; x++ {
					a, _, _, _ := img.At(x, y).RGBA()
					b, _, _, _ := img.At(x+1, y).RGBA()
					if d := int(a>>8) - int(b>>8); d > 30 || d < -30 {
						n++
					}
				}
			}
			return n
		}
		if in, out := rough(140, 100), rough(5, 5); in*10 > out {
			t.Errorf("%s: neighbours differ %d times under the circle, %d beside it", which, in, out)
		}
	}
	acts := h.acts()
	if len(acts) != 1 || acts[0].Pictures != 1 {
		t.Fatalf("%+v", acts)
	}
	if a := h.as("member").get(at[1]); a.status != http.StatusNotFound {
		t.Errorf("a draft's photo is seen by others: %d", a.status)
	}
	if a := b.post(at[1]+"/removal", url.Values{"reason": {"сурады"}}); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	if a := b.get(at[1]); a.status != http.StatusNotFound {
		t.Errorf("removed: %d", a.status)
	}
}

// A phone wrote an act without a line: photo, words, filing. It comes to the
// server in a file, twice, and stands there once.
func TestAnActWrittenWithoutALineArrivesOnce(t *testing.T) {
	h := newHouse(t)
	action := h.carriedOut()
	user, act := h.userID("monitor"), h.store.IDs.New()
	path := h.monitoring("/acts/" + act)
	field := func(pairs ...string) string {
		var all []string
		for i := 0; i < len(pairs); i += 2 {
			all = append(all, fmt.Sprintf("[%q, %q]", pairs[i], pairs[i+1]))
		}
		return strings.Join(all, ", ")
	}
	words := field("base", "0", "action", action, "visited_on", "2016-12-10", "method", "visit", "members", "Айгүл Асанова", "found_work", "Траншея казылган", "status", "under_way", "percent", "20", "file", "1")
	photo := base64.StdEncoding.EncodeToString(speckled(t))
	file := fmt.Sprintf(`{"format": "ashar-outbox", "version": 1, "user": %q, "operations": [
		{"op": %q, "url": %q, "user": %q, "words": "сүрөт", "at": 1481500000000, "body": [%s, ["photo", {"name": "a.jpg", "data": "data:image/jpeg;base64,%s"}]]},
		{"op": %q, "url": %q, "user": %q, "words": "акт", "at": 1481500060000, "body": [%s]}]}`,
		user, h.store.IDs.New(), path+"/photos", user, field("action", action, "blur", "0 0.5 0.5 0.1"), photo, h.store.IDs.New(), path, user, words)
	o, err := handlers.ReadOutbox(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	app := h.app(nil)
	for range 2 {
		for _, op := range o.Operations {
			if err := app.Replay(t.Context(), op); err != nil {
				t.Fatalf("%s: %v", op.Words, err)
			}
		}
	}
	acts := h.acts()
	if len(acts) != 1 || !acts[0].Filed() || acts[0].Number != 1 || acts[0].Pictures != 1 || acts[0].FoundWork != "Траншея казылган" {
		t.Fatalf("%+v", acts)
	}
	for _, url := range []string{h.monitoring("/visits/" + act), h.monitoring("/acts/"), "/cycles/" + h.ids["cycle"] + "/edit"} {
		if _, err := handlers.ReadOutbox(strings.NewReader(strings.ReplaceAll(file, path+`"`, url+`"`))); err == nil {
			t.Errorf("a form of %s was taken for one that waits", url)
		}
	}
}

func TestTheYearsVisitsAndThePeriodsReport(t *testing.T) {
	h := newHouse(t)
	action := h.carriedOut()
	b := h.as("monitor")
	if a := b.post(h.monitoring("/visits/new?lang=ky"), url.Values{"due": {"2016-12-01"}, "method": {"visit"}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "Эмне карала турганын") {
		t.Errorf("nothing to look at: %d", a.status)
	}
	if a := b.post(h.monitoring("/visits/new"), url.Values{"action": {action}, "due": {"2016-12-01"}, "method": {"visit"}, "who": {"Айгүл"}}); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	all, err := h.store.Visits(t.Context(), h.ids["cycle"])
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	visit := h.monitoring("/visits/" + all[0].ID)
	form := url.Values{"base": {"1"}, "action": {action}, "due": {"2016-12-20"}, "method": {"visit"}}
	if a := b.post(visit+"?lang=ky", form); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "Күнү жылды: себебин жазыңыз") {
		t.Errorf("moved without a reason: %d", a.status)
	}
	if text := page(t, b.get(h.monitoring("?lang=ky"))).Find("#visits").Text(); !strings.Contains(text, "Мөөнөтү өттү: 11 күн") {
		t.Errorf("the overdue visit is not told: %q", text)
	}
	if a := b.post(visit+"/removal", url.Values{"reason": {""}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("dropped without a reason: %d", a.status)
	}
	if a := b.post(visit+"/removal", url.Values{"reason": {"Башкасына кошулду"}}); a.status != http.StatusSeeOther {
		t.Errorf("%d", a.status)
	}

	act := visited(action)
	act.Set("file", "1")
	b.post(h.monitoring("/acts/"+h.store.IDs.New()), act)
	made := b.post(h.monitoring("/reports/new"), url.Values{"starts": {"2016-07-01"}, "ends": {"2016-12-12"}, "summary": {"Суу кечикти"}})
	if made.status != http.StatusSeeOther {
		t.Fatalf("%d %.400s", made.status, made.body)
	}
	report := made.header.Get("Location")
	text := h.as("deputy").get(report + "?lang=ky").body
	for _, want := range []string{"Суу кечикти", "Түтүк алынсын", "Мөөнөтү өттү: 42 күн", "500\u00a0000", "№ 1 акт", "азырынча жок"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	if a := b.post(report, url.Values{"base": {"1"}, "starts": {"2016-07-01"}, "ends": {"2016-12-12"}, "council_on": {"2016-12-12"}}); a.status != http.StatusSeeOther {
		t.Errorf("%d", a.status)
	}
	for _, l := range []string{"ky", "ru", "en"} {
		if a := b.get(report + "/report.pdf?in=" + l); a.status != http.StatusOK || !strings.HasPrefix(a.body, "%PDF") {
			t.Errorf("the paper in %s: %d", l, a.status)
		}
	}
}

func TestMonitoringPagesAskTheDatabaseAtMostTenTimes(t *testing.T) {
	h := newHouse(t)
	action := h.carriedOut()
	b := h.as("monitor")
	id := h.store.IDs.New()
	b.sendFiles(h.monitoring("/acts/"+id+"/photos"), url.Values{"action": {action}}, [][]byte{speckled(t)})
	form := visited(action)
	form.Set("file", "1")
	b.post(h.monitoring("/acts/"+id), form)
	b.post(h.monitoring("/visits/new"), url.Values{"action": {action}, "due": {"2016-12-01"}, "method": {"visit"}})
	report := b.post(h.monitoring("/reports/new"), url.Values{"starts": {"2016-07-01"}, "ends": {"2016-12-12"}}).header.Get("Location")
	photo := actThumbnail.FindStringSubmatch(b.get(h.monitoring("/acts/" + id)).body)[1]
	for _, path := range []string{h.monitoring(""), h.monitoring("/acts/new"), h.monitoring("/acts/new?action=" + action), h.monitoring("/acts/new?amends=" + id), h.monitoring("/acts/" + id), h.monitoring("/acts/" + id + "/act.pdf"),
		photo, photo + "/removal", report, report + "/report.pdf", h.monitoring("/visits/new")} {
		b.get(path)
		before := h.store.Queries()
		if a := b.get(path); a.status != http.StatusOK {
			t.Errorf("%s: %d", path, a.status)
		}
		if n := h.store.Queries() - before; n > 10 {
			t.Errorf("%s asks %d times", path, n)
		}
	}
}
