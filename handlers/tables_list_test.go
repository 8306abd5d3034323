package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ashar/internal/civic"
)

// listed are the needs of the house's cycle as its list has them, with the reason of the order.
func (h *house) listed() (codes []string, reason string) {
	h.t.Helper()
	page := h.as("coordinator").get(h.tables("/needs.csv")).body
	for _, line := range strings.Split(strings.TrimSpace(page), "\r\n")[1:] {
		cells := strings.Split(line, ";")
		if codes = append(codes, cells[0]); cells[len(cells)-1] != "" {
			reason = cells[len(cells)-1]
		}
	}
	return codes, reason
}

// One need is moved in a spreadsheet and another put into words: both are seen first, and the order wants its reason.
func TestTheListIsPutIntoOrderFromAFile(t *testing.T) {
	h := newHouse(t)
	needs := h.published()
	b := h.as("coordinator")
	first, second, third := h.passport(needs[0]), h.passport(needs[1]), h.passport(needs[2])
	head := "Код нужды;Место;Проблема, по-кыргызски;Направление;Кто может решить;Есть в ПСЭР;Почему меняется порядок"
	if _, page := b.preview(h.tables(""), "a.csv", csvOf(head, third+";1;Мектеп;;;;")); states(page)["bad"] != 1 || !strings.Contains(page, "Тартип эмне үчүн өзгөргөнүн жазыңыз") {
		t.Errorf("without a reason: %v", states(page))
	}
	if _, page := b.preview(h.tables(""), "a.csv", csvOf(head, third+";3;Мектеп;;;;Себепсиз")); states(page)["bad"] != 1 || !strings.Contains(page, "бирок тартип өзгөргөн жок") {
		t.Errorf("a reason for nothing: %v", states(page))
	}
	for _, place := range []string{"0", "4", "биринчи", ""} {
		if _, page := b.preview(h.tables(""), "a.csv", csvOf(head, third+";"+place+";Мектеп;;;;Себеп")); states(page)["bad"] != 1 {
			t.Errorf("place %q: %v", place, states(page))
		}
	}
	if _, page := b.preview(h.tables(""), "a.csv", csvOf(head, first+";2;0;;;;Себеп", third+";2;Мектеп;;;;")); states(page)["bad"] != 1 {
		t.Errorf("two on one place: %v", states(page))
	}
	address, page := b.preview(h.tables(""), "a.csv", csvOf(head, third+";1;Мектеп;Питьевая вода;Район;да;Жаан мезгили келе жатат", second+";2;1-муктаждык;;;;"))
	if got := states(page); got["changed"] != 2 || !strings.Contains(page, "Мектеп") { // the second moves down by itself
		t.Errorf("%v", got)
	}
	if codes, _ := h.listed(); !slices.Equal(codes, []string{first, second, third}) {
		t.Fatalf("written before it is confirmed: %v", codes)
	}
	if a := b.confirm(address, page); a.status != http.StatusSeeOther {
		t.Fatal(a.status, a.body)
	}
	if codes, reason := h.listed(); !slices.Equal(codes, []string{third, first, second}) || reason != "Жаан мезгили келе жатат" {
		t.Errorf("%v, %q", codes, reason)
	}
	ns, err := h.store.Needs(context.Background(), h.ids["cycle"])
	if n := ns.Find(needs[2]); err != nil || n.Title.KY != "Мектеп" || n.Sector != "water" || n.Competence != "raion" || !n.Programme {
		t.Errorf("%v %+v", err, n)
	}
	for _, format := range []string{".csv", ".xlsx"} {
		if _, page := b.preview(h.tables(""), "needs"+format, []byte(b.get(h.tables("/needs"+format)).body)); states(page)["same"] != 3 || len(states(page)) != 1 {
			t.Errorf("%s comes back as %v", format, states(page))
		}
	}
	// an order that somebody else gave meanwhile is not overwritten
	address, page = b.preview(h.tables(""), "a.csv", csvOf(head, first+";1;0-муктаждык;;;;Башка себеп"))
	h.apply(h.ids["cycle"], "", civic.OrderNeeds{Cycle: h.ids["cycle"], Ordered: []string{needs[1], needs[0], needs[2]}, Reason: "Кеңештин чечими", Base: ns.Orders[0].Number})
	if a := b.confirm(address, page); a.status != http.StatusConflict {
		t.Errorf("%d", a.status)
	}
	if codes, _ := h.listed(); !slices.Equal(codes, []string{second, first, third}) {
		t.Errorf("%v", codes)
	}
}

// Two rows make way for the one that was moved: that one lacks the reason, and all three are written.
func TestAFileSaysWhatIsWrongWhereItIsAndWhatItWrote(t *testing.T) {
	h := newHouse(t)
	needs := h.published()
	b := h.as("coordinator")
	first, second, third := h.passport(needs[0]), h.passport(needs[1]), h.passport(needs[2])
	head := "Код нужды;Место;Проблема, по-кыргызски;Пайда көргөндөр, адам;Почему меняется порядок"
	body := func(reason string) []byte {
		return csvOf(head, first+";1;0-муктаждык;;", second+";2;1-муктаждык;;", third+";1;2-муктаждык;;"+reason)
	}
	_, html := b.preview(h.tables(""), "a.csv", body(""))
	if bad := page(t, answer{body: html}).Find("tr.bad"); bad.Length() != 1 || !strings.Contains(bad.Text(), "2-муктаждык") {
		t.Errorf("the reason is missed at %q", bad.Text())
	}
	for _, c := range []struct{ line, why string }{{third + ";3;2-муктаждык;көп;", "Адамдардын санын бүтүн сан менен жазыңыз."}, {";3;Жаңы муктаждык;;", "Жаңы муктаждык файл менен кошулбайт"}} {
		if _, html := b.preview(h.tables(""), "a.csv", csvOf(head, c.line)); !strings.Contains(html, c.why) {
			t.Errorf("%s: %q", c.line, whys.FindAllString(html, -1))
		}
	}
	address, html := b.preview(h.tables(""), "a.csv", body("Суу ташыды"))
	if got := states(html); got["changed"] != 3 || !strings.Contains(html, "Киргизүү, сап: 3") {
		t.Errorf("%v rows are shown, the button says other", got)
	}
	b.confirm(address, html)
	written := page(t, b.get(address)).Find("main, title").Text()
	for _, want := range []string{"Файл киргизилди", "Ак-Башат айыл аймагы, 2016-жылдагы цикл", "Киргизилди, сап: 3"} {
		if !strings.Contains(written, want) {
			t.Errorf("%q is not in %s", want, written)
		}
	}
	if strings.Contains(written, "Эмне өзгөрөт") {
		t.Error(written)
	}
}

// A schedule that an aiyl okmotu keeps in a spreadsheet of its own comes in by village, group and hour; what is agreed moves only with a reason.
func TestTheScheduleComesInFromAFile(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	id := h.plan(func(*civic.PlanSession) {})
	had := h.rowOf(id)
	village := h.schedule(h.ids["cycle"]).VillageName(had.Village).KY
	head := "Айыл;Топ;Күнү;Башталышы;Модератор;Өтө турган жери;Жылуу"
	row := func(date, starts, who string) string {
		return fmt.Sprintf("%s;аялдар;%s;%s;%s;Мектеп;ооба", strings.ToUpper(village), date, starts, who)
	}
	address, page := b.preview(h.tables(""), "a.csv", csvOf(head, row("20.12.2016", "11:00", "Аты facilitator"), row("22.12.2016", "9:30", "")))
	if got := states(page); got["changed"] != 1 || got["new"] != 1 {
		t.Fatalf("%v", got)
	}
	if a := b.confirm(address, page); a.status != http.StatusSeeOther {
		t.Fatal(a.status, a.body)
	}
	rows := h.schedule(h.ids["cycle"]).Rows
	i := slices.IndexFunc(rows, func(r civic.ScheduleRow) bool { return r.Date == "2016-12-22" })
	if now := h.rowOf(id); now.Moderator != h.ids["user.facilitator"] || now.Venue != "Мектеп" || !now.Heating || now.Starts != "11:00" {
		t.Errorf("%+v", now)
	}
	if i < 0 || rows[i].Starts != "09:30" || rows[i].Ends != "11:30" || rows[i].ExpectedMin != 8 || rows[i].ExpectedMax != 12 || rows[i].Language != "ky" {
		t.Fatalf("%+v", rows)
	}
	for _, path := range []string{h.tables("/schedule"), "/cycles/" + h.ids["cycle"] + "/schedule"} {
		for _, format := range []string{".csv", ".xlsx"} {
			if _, page := b.preview(h.tables(""), "schedule"+format, []byte(b.get(path+format).body)); states(page)["same"] != len(rows) || len(states(page)) != 1 {
				t.Errorf("%s%s comes back as %v", path, format, states(page))
			}
		}
	}
	h.apply(h.ids["cycle"], "", civic.FixSchedule{Cycle: h.ids["cycle"], Status: civic.ScheduleAgreed, Seen: h.schedule(h.ids["cycle"]).Snapshot().Digest(), AgreedBy: "Жакшылык", Accepted: true, Warnings: 99})
	h.apply(rows[i].ID, "", civic.SetSessionStatus{Session: rows[i].ID, Status: civic.Cancelled, Reason: "Кар"})
	for _, c := range []struct{ name, head, line, why string }{
		{"a move without its reason", "", id + ";аялдар;2016-12-21;11:00", "График макулдашылган"},
		{"a reason without a move", ";Себеби", id + ";аялдар;2016-12-20;11:00;Кар", "макулдашылган сессиянын күнү"},
		{"a stranger", ";Модератор", id + ";аялдар;2016-12-20;11:00;Эч ким", "тизмесинде жок"},
		{"a group that is not asked", "", id + ";кошуналар;2016-12-20;11:00", "Тизмеден тандаңыз"},
		{"another village", ";Айыл", id + ";аялдар;2016-12-20;11:00;Париж", "Мындай айыл бул циклде жок"},
		{"a cancelled one", "", rows[i].ID + ";аялдар;2016-12-23;11:00", "жокко чыгарылган"},
		{"one that has begun", ";Айылдын коду", h.ids["session"] + ";аялдар;2016-12-23;11:00;", "жок"},
		{"an hour that is none", "", id + ";аялдар;2016-12-20;түштө", "түштө"},
		{"a mark that is none", "", "x;аялдар;2016-12-20;11:00", "Мындай белгиси бар сап"},
	} {
		if c.name == "one that has begun" {
			h.apply(h.ids["session"], "", civic.StartSession{Session: h.ids["session"]})
			c.line, c.why = h.ids["session"]+";аялдар;2016-12-23;11:00;41708209822010", "Бул сессия башталган"
		}
		_, page := b.preview(h.tables(""), "a.csv", csvOf("Саптын белгиси;Топ;Күнү;Башталышы"+c.head, c.line))
		if states(page)["bad"] != 1 || !strings.Contains(page, c.why) {
			t.Errorf("%s: %v, or does not say %q: %q", c.name, states(page), c.why, whys.FindAllString(page, -1))
		}
	}
	address, page = b.preview(h.tables(""), "a.csv", csvOf("Саптын белгиси;Топ;Күнү;Башталышы;Себеби", id+";аялдар;2016-12-21;11:00;Той"))
	if a := b.confirm(address, page); a.status != http.StatusSeeOther {
		t.Fatal(a.status, a.body)
	}
	if now := h.rowOf(id); now.Date != "2016-12-21" || now.Reason != "Той" || !now.Moved() || now.Venue != "Мектеп" {
		t.Errorf("%+v", now)
	}
}

var whys = regexp.MustCompile(`class="?why"?>[^<]*`)
