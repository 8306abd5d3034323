package handlers_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"ashar/internal/civic"
	"github.com/PuerkitoBio/goquery"
)

// Whatever is entered in whatever form, the answer is a sentence in the
// person's language, and never an error of ours; what was typed comes back.
func TestEveryFormAnswersNonsenseInWords(t *testing.T) {
	h := newHouse(t)
	session, cycle, municipality := "/sessions/"+h.ids["session"], "/cycles/"+h.ids["cycle"], "/municipalities/"+h.ids["municipality"]
	h.apply(h.ids["session"], "", civic.StartSession{Session: h.ids["session"]})
	card, said := h.card(h.ids["session"], "суу жок")
	h.card(h.ids["session"], "жол бузук")
	h.apply(h.ids["session"], "", civic.SetHall{Session: h.ids["session"], Named: true, Consent: civic.ConsentOral})
	h.apply(h.ids["session"], "", civic.SetCount{Session: h.ids["session"], What: civic.Came, Sex: "f", Band: "29-45", People: 8})
	survey := "/surveys/" + h.survey()
	pages := map[string][]string{
		"facilitator": {session, session + "/checks", session + "/checks/26", session + "/attendance", session + "/attendees", session + "/priorities", session + "/priorities/" + card,
			session + "/priorities/" + card + "/card", session + "/statements/" + said[0], session + "/people", session + "/rounds", session + "/closing", "/account", "/calendar"},
		"coordinator": {municipality + "/cycles/new", cycle, cycle + "/edit", cycle + "/sessions/new", session + "/plan", cycle + "/schedule/publication", municipality + "/people/new",
			"/units/" + h.ids["municipality"] + "/new", "/units/" + h.ids["village"] + "/edit", "/units/" + h.ids["village"] + "/people", municipality + "/templates/checklist?open=new", municipality + "/sectors",
			municipality + "/surveys/new?from=blank", survey + "/edit", survey + "/questionnaire", survey + "/questionnaire/question?q=school", survey + "/questionnaire/question?kind=range", survey + "/questionnaire/words"},
		"administrator": {"/users/new", "/territory/new", "/templates/agenda?open=new"},
	}
	wild := map[string]string{
		"nothing": "", "blanks": "  ", "emoji": "😀🏔️", "minus": "-1", "much": "999999999999999999999", "markup": `<b onclick=x>"'&`, "zero byte": "а\x00б", "long": strings.Repeat("ө", 12_000),
		"a day that is none": "2016-02-31",
	}
	missing := regexp.MustCompile(`⟦|%!|error\.[a-z_]+`)
	forms := 0
	for who, paths := range pages {
		b := h.as(who)
		for _, path := range paths {
			a := b.get(path)
			if a.status != 200 {
				t.Errorf("%s for %s: %d", path, who, a.status)
				continue
			}
			page(t, a).Find("form[method=post]").Each(func(_ int, form *goquery.Selection) {
				action := form.AttrOr("action", path)
				fields := form.Find("input:not([type=hidden]):not([type=checkbox]):not([type=radio]):not([type=file]), textarea, select")
				if fields.Length() == 0 || form.AttrOr("enctype", "") != "" || strings.Contains(action, "password") {
					return
				}
				if _, browsers := form.Attr("novalidate"); !browsers {
					t.Errorf("%s: the browser answers the form to %s in its own words", path, action)
				}
				forms++
				for what, value := range wild {
					entered := url.Values{}
					form.Find("input[type=hidden]").Each(func(_ int, f *goquery.Selection) { entered.Add(f.AttrOr("name", ""), f.AttrOr("value", "")) })
					fields.Each(func(_ int, f *goquery.Selection) { entered.Set(f.AttrOr("name", ""), value) })
					entered.Set("op", h.store.IDs.New())
					a := b.post(action, entered)
					if a.status >= 500 {
						t.Errorf("%s, %s: %d", action, what, a.status)
					}
					if a.status != 422 {
						continue
					}
					doc := page(t, a)
					sentence := strings.TrimSpace(doc.Find(".error, .flash.bad").First().Text())
					if sentence == "" || missing.MatchString(sentence) {
						t.Errorf("%s, %s: refused without a sentence: %q", action, what, sentence)
					}
					doc.Find("main form textarea[aria-invalid], main form input[type=text][aria-invalid]").Each(func(_ int, f *goquery.Selection) {
						if got := f.AttrOr("value", f.Text()); strings.TrimSpace(got) != strings.TrimSpace(strings.ReplaceAll(value, "\x00", "")) && strings.TrimSpace(got) != strings.TrimSpace(value) && !strings.Contains(got, "\uFFFD") {
							t.Errorf("%s, %s: the field %s came back with %.40q", action, what, f.AttrOr("name", ""), got)
						}
					})
				}
			})
		}
	}
	if forms < 30 {
		t.Errorf("only %d forms were tried", forms)
	}
}
