package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

// fields are a form's values as the page offers them.
func fields(t testing.TB, a answer, form string) url.Values {
	t.Helper()
	out := url.Values{}
	page(t, a).Find(form + " [name]").Each(func(_ int, s *goquery.Selection) {
		name := s.AttrOr("name", "")
		switch {
		case s.Is("textarea"):
			out.Set(name, s.Text())
		case s.Is("[type=radio]"):
			if _, checked := s.Attr("checked"); checked {
				out.Set(name, s.AttrOr("value", ""))
			}
		default:
			out.Set(name, s.AttrOr("value", ""))
		}
	})
	return out
}

// drafted is a resolution made of what the form suggests.
func (c *chamber) drafted(b *browser, more ...string) (path string, form url.Values) {
	c.t.Helper()
	form = fields(c.t, b.get(c.resolutions+"/new"), "#resolution-form")
	for i := 0; i+1 < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	a := b.post(c.resolutions+"/new", form)
	if a.status != http.StatusSeeOther {
		c.t.Fatalf("%d %s", a.status, page(c.t, a).Find(".error").Text())
	}
	return a.header.Get("Location"), form
}

func TestAResolutionIsSuggestedWrittenAndAdopted(t *testing.T) {
	c := newChamber(t)
	b := c.as("coordinator")
	c.decide(b, 0, c.form("accepted", "amount", "1200000"))
	c.decide(b, 1, c.form("forwarded", "departs_ky", "районго"))
	c.decide(b, 2, c.form("rejected"))
	if page(t, b.get(c.station)).Find(`#resolution-list a.btn[href$="/resolutions/new"]:not(.second)`).Length() != 1 {
		t.Error("all is decided, and no resolution is asked for")
	}
	path, form := c.drafted(b)
	for field, want := range map[string]string{"points_ky": "«жол бузулган» – 1\u00a0200\u00a0000\u00a0сом", "points_ru": "Отклонить", "preamble_ky": "№ 101", "title_ky": "чечимдер жөнүндө", "charged_ky": "башчысына"} {
		if !strings.Contains(form.Get(field), want) {
			t.Errorf("%s: %q is not suggested in %q", field, want, form.Get(field))
		}
	}
	votes := fields(t, b.get(path), "#adopt-form")
	for name, n := range map[string]string{"elected": "21", "present": "19", "for": "18", "abstained": "1"} {
		votes.Set(name, n)
	}
	a := b.post(path+"/adoption", votes)
	doc := page(t, a)
	if a.status != http.StatusUnprocessableEntity || !strings.Contains(doc.Find("[role=alert]").Text(), "____") || doc.Find("#adopt-form [name=present]").AttrOr("value", "") != "19" {
		t.Fatalf("adopted with blanks: %d %s", a.status, doc.Find("[role=alert]").Text())
	}
	if said := doc.Find("[role=alert]").Text(); !strings.Contains(said, i18n.KY.T("resolution.text.control")+", ") {
		t.Errorf("it is not said where: %s", said)
	}

	form = fields(t, b.get(path+"/edit"), "#resolution-form")
	for name, value := range map[string]string{"number": "5/3", "convocation": "VIII", "session_no": "V", "seat": "Айдарбек", "chair": "Айша Бекова", "head": "woman"} {
		form.Set(name, value)
	}
	for name := range form {
		form.Set(name, strings.ReplaceAll(form.Get(name), civic.ResolutionBlank, "бюджет боюнча"))
	}
	if a := b.post(path+"/edit", form); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, page(t, a).Find(".error, .flash").Text())
	}
	form.Set("op", c.store.IDs.New())
	form.Set("seat", "Арал")
	if a := b.post(path+"/edit", form); a.status != http.StatusConflict || !strings.Contains(page(t, a).Find("#theirs").Parent().Text(), "5/3") || page(t, a).Find("[name=seat]").AttrOr("value", "") != "Арал" {
		t.Errorf("an older text is written over a newer one, or the two are not shown: %d", a.status)
	}

	// somebody decides anew while the draft is read
	stale := fields(t, b.get(path), "#adopt-form")
	c.decide(c.as("deputy"), 2, c.form("postponed", "replaces", c.stands(2).ID))
	for name, n := range map[string]string{"elected": "21", "present": "19", "for": "18", "abstained": "1"} {
		stale.Set(name, n)
	}
	a = b.post(path+"/adoption", stale)
	if a.status != http.StatusConflict || !strings.Contains(a.body, "негиздеме postponed") {
		t.Fatalf("another annex than was seen is adopted: %d", a.status)
	}
	again := fields(t, a, "#adopt-form")
	if a := b.post(path+"/adoption", again); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, page(t, a).Find(".error, .flash, [role=alert]").Text())
	}

	doc = page(t, c.as("member").get(path))
	if text := doc.Find("main").Text(); !strings.Contains(text, "Төрайым") || !strings.Contains(text, "Айша Бекова") || !strings.Contains(text, "негиздеме postponed") || doc.Find("form[action*=adoption]").Length() != 0 {
		t.Errorf("%s", text)
	}
	for _, l := range []string{"ky", "ru", "en"} {
		if a := b.get(path + "/resolution.pdf?in=" + l); a.status != http.StatusOK || !strings.HasPrefix(a.body, "%PDF") || !strings.Contains(a.header.Get("Content-Disposition"), "toktom-ak-bashat-") || !strings.Contains(a.header.Get("Content-Disposition"), "2016-12-12-"+l) {
			t.Errorf("%s: %d", l, a.status)
		}
	}
	if d := c.stands(0); d.ResolutionNumber != "5/3" {
		t.Errorf("%+v", d)
	}
	for _, part := range []string{"/edit", "/removal"} {
		if a := b.post(path+part, form); a.status != http.StatusConflict {
			t.Errorf("an adopted resolution takes %s: %d", part, a.status)
		}
	}
	// what the annex says stays, whatever is decided later
	c.decide(b, 0, c.form("partly", "replaces", c.stands(0).ID))
	if text := page(t, b.get(path)).Find("main").Text(); strings.Contains(text, "негиздеме partly") || !strings.Contains(text, "негиздеме accepted") {
		t.Error("an adopted annex changed")
	}
	if a := c.as("other").get(path); a.status != http.StatusNotFound {
		t.Errorf("another municipality reads it: %d", a.status)
	}
}

func TestNoResolutionFixesADepartureWithoutItsReason(t *testing.T) {
	c := newChamber(t)
	b := c.as("deputy")
	c.decide(b, 0, c.form("accepted"))
	c.decide(b, 2, c.form("accepted"))
	cycle, by := c.ids["cycle"], c.ids["user.deputy"]
	first := c.stands(0)
	// written by two people at once: neither knew of the other
	c.apply(cycle, by, civic.Decide{ID: c.store.IDs.New(), Need: c.needs[0], Replaces: first.ID, Outcome: civic.Rejected, Reason: civic.Text{KY: "жок"}, On: c.now})
	path, _ := c.drafted(b)
	votes := fields(t, b.get(path), "#adopt-form")
	votes.Set("elected", "21")
	votes.Set("present", "19")
	votes.Set("for", "19")
	a := b.post(path+"/adoption", votes)
	if doc := page(t, a); a.status != http.StatusConflict || !strings.Contains(doc.Find(".flash.bad").Text(), "жол бузулган") {
		t.Errorf("%d %s", a.status, doc.Find(".flash").Text())
	}
	if !strings.Contains(page(t, b.get(c.station)).Find("#item-"+c.needs[0]).Text(), "себеби жазылган эмес") {
		t.Error("the list does not say that the reason is missing")
	}
	if a := b.post(path+"/removal", nil); a.status != http.StatusSeeOther || b.get(path).status != http.StatusNotFound {
		t.Errorf("a draft cannot be thrown away: %d", a.status)
	}
}
