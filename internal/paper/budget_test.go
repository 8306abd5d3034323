package paper

import (
	"io"
	"strings"
	"testing"

	"ashar/internal/i18n"
)

func TestTheBudgetSaysTheRuleTheDecisionAndTheReason(t *testing.T) {
	text := func(d BudgetData) string {
		pdf := printed(t, i18n.KY, func(w io.Writer, l i18n.Lang) error { return Budget(w, l, d) })
		return strings.Join(strings.Fields(strings.Join(plainText(checkDrawn(t, pdf)), " ")), " ")
	}
	said := text(divided())
	for _, want := range []string{"2016-жылдын бюджети кантип бөлүндү", "Турдубек Жумабаев", "1 900 000 сом", "2 400 000 сом", "Тең үлүш эрежеси.", "Эреженин жообу", "эрежеден башкача",
		"150 000 сом жетпейт", "киргизилсин. Аялдардын топтору", "--ties cost-votes", "1 600 / 3 200", "Айылдык кеңештин төрагасы"} {
		if !strings.Contains(said, want) && !strings.Contains(strings.ReplaceAll(said, "\u00a0", " "), want) {
			t.Errorf("the paper does not say %q", want)
		}
	}
	if !strings.Contains(said, "бет 2 /") || strings.Count(said, "Эреженин жообу") < 2 {
		t.Error("the head of the table is not repeated on the next page")
	}
	d := divided()
	d.Overrides = nil
	if !strings.Contains(text(d), "Жок: чечим эреженин жообу менен бирдей.") {
		t.Error("that nobody decided otherwise is not said")
	}
	d.Rows[0].In, d.Rows[0].Against, d.Unexplained = true, "Кеңештин чечими башка: Кийинкиге калтырылды.", []string{"Жол. Кеңештин чечими башка."}
	if said := text(d); strings.Count(said, "Кеңештин чечими башка") != 2 || strings.Contains(said, "Жок: чечим") {
		t.Error("money against the council's decision is not said at the row and among the departures")
	}
}
