package handlers_test

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"ashar/internal/civic"
)

// upload sends a file as a browser does.
func (b *browser) upload(path, name string, data []byte) answer {
	b.h.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		b.h.t.Fatal(err)
	}
	if _, err := part.Write(data); err != nil {
		b.h.t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		b.h.t.Fatal(err)
	}
	req, err := http.NewRequest("POST", b.h.srv.URL+path, &body)
	if err != nil {
		b.h.t.Fatal(err)
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	return b.send(req)
}

// preview uploads a file and returns its preview: its address and page.
func (b *browser) preview(path, name string, data []byte) (address, page string) {
	b.h.t.Helper()
	a := b.upload(path, name, data)
	address = a.header.Get("Location")
	if a.status != http.StatusSeeOther || !strings.HasPrefix(address, "/imports/") {
		b.h.t.Fatalf("%s: %d %s", name, a.status, problemOf(a.body))
	}
	a = b.get(address)
	if a.status != http.StatusOK {
		b.h.t.Fatalf("preview of %s: %d", name, a.status)
	}
	if n := states(a.body); n["bad"] > 0 && len(n) > 1 {
		b.h.t.Errorf("errors do not stand alone at first: %v", n)
	}
	return address, b.get(address + "?show=all").body
}

var (
	rowState  = regexp.MustCompile(`<tr class="(new|changed|same|bad)"`)
	digestOf  = regexp.MustCompile(`name="digest" value="([0-9a-f]+)"`)
	fileError = regexp.MustCompile(`(?s)id="import-file-bad".*?</svg>\s*(.*?)\s*</p>`)
)

func problemOf(page string) string {
	if m := fileError.FindStringSubmatch(page); m != nil {
		return html.UnescapeString(m[1])
	}
	return ""
}

// states counts the rows of a preview by what they would do.
func states(page string) map[string]int {
	n := map[string]int{}
	for _, m := range rowState.FindAllStringSubmatch(page, -1) {
		n[m[1]]++
	}
	return n
}

// confirm writes what a preview shows.
func (b *browser) confirm(address, page string) answer {
	b.h.t.Helper()
	m := digestOf.FindStringSubmatch(page)
	if m == nil {
		b.h.t.Fatal("the preview offers nothing to confirm")
	}
	return b.post(address, url.Values{"digest": {m[1]}})
}

const files = "/territory/import"

func csvOf(lines ...string) []byte { return []byte(strings.Join(lines, "\r\n")) }

func TestWhatIsExportedComesBackUnchanged(t *testing.T) {
	h := newHouse(t)
	b := h.as("administrator")
	m := h.ids["municipality"]
	// names that a spreadsheet would run, and one that looks as if that had been seen to
	for i, name := range []string{`=HYPERLINK("http://x","y")`, "+1", "-1", "@SUM(A1)", "'=1", "''+1", "Эки; \"тырмакча\"", "Ноль\nжаңы сап"} {
		h.apply(civic.Installation, "", civic.SaveUnit{ID: h.store.IDs.New(), Parent: m, Level: civic.Village, Code: fmt.Sprintf("90%d", i),
			Name: civic.Text{KY: name, RU: "Арал"}, Aliases: []string{"Б", "А"}, From: "2016-01-02", To: "2030-12-31"})
	}
	merged := h.store.IDs.New()
	h.apply(civic.Installation, "", civic.SaveUnit{ID: merged, Parent: h.unitOf(m).Parent, Level: civic.Municipality, Code: "999", Name: civic.Text{KY: "Бириккен"},
		Predecessors: []string{m, h.ids["other.municipality"]}})
	two := 302
	h.apply(civic.Installation, "", civic.SetCensus{Unit: h.ids["village"], Year: 2016, Households: &two, Counts: []civic.Count{{People: 1210}, {Sex: "f", People: 617}, {Sex: "f", Band: "60+", People: 0}}})
	h.apply(civic.Installation, "", civic.SetCensus{Unit: h.ids["village"], Year: 2015, Counts: []civic.Count{{People: 1200}}})
	coordinator := h.as("coordinator")
	for _, lang := range []string{"ky", "ru", "en"} {
		for file, rows := range map[string]int{"units.csv": 15, "people.csv": 2, "territory.xlsx": 17} {
			a := b.get("/territory/export/" + file + "?lang=" + lang)
			if a.status != http.StatusOK {
				t.Fatalf("%s: %d", file, a.status)
			}
			_, page := b.preview(files, file, []byte(a.body))
			if got := states(page); got["same"] != rows || len(got) != 1 {
				t.Errorf("%s in %s: %v, want %d the same; %s", file, lang, got, rows, page)
			}
		}
		own := "/municipalities/" + m + "/territory"
		for file, rows := range map[string]int{"units.csv": 10, "territory.xlsx": 12} {
			a := coordinator.get(own + "/export/" + file + "?lang=" + lang)
			if strings.Contains(a.body, "Сары-Коо") {
				t.Errorf("%s tells of another municipality", file)
			}
			_, page := coordinator.preview(own+"/import", file, []byte(a.body))
			if got := states(page); got["same"] != rows || len(got) != 1 {
				t.Errorf("%s of the municipality in %s: %v, want %d the same", file, lang, got, rows)
			}
		}
	}
	// nothing in the CSV begins a cell as a formula does
	for line := range strings.SplitSeq(b.get("/territory/export/units.csv").body, "\n") {
		for cell := range strings.SplitSeq(line, ";") {
			if cell = strings.TrimPrefix(strings.TrimSpace(cell), `"`); cell != "" && strings.ContainsRune("=+-@", rune(cell[0])) {
				t.Errorf("a formula: %q", cell)
			}
		}
	}
}

func TestAnImportIsShownThenWrittenOnce(t *testing.T) {
	h := newHouse(t)
	b := h.as("administrator")
	data := csvOf("level,code,parent,name_ky,name_ru,aliases,from",
		"айыл,41708209822030,41708209822000,Арал,Арал,Остров|Арал-Айыл,2016-01-01",
		"Село,41708209822010,41708209822000,Айдарбек,Айдарбековка,,",
		"municipality,417,41708209000000,Жаңы Аймак,,,31.12.2015",
		"village,418,417,Жаңы Айыл,,,42370")
	address, page := b.preview(files, "аймак.csv", data)
	if got := states(page); got["new"] != 3 || got["changed"] != 1 || len(got) != 2 {
		t.Fatalf("%v", got)
	}
	if !strings.Contains(page, "Айдарбековка") || !strings.Contains(page, "аймак.csv") {
		t.Error("the preview does not say what becomes what")
	}
	count := func() int {
		codes, err := h.store.UnitCodes(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		return len(codes)
	}
	before := count()
	if a := b.post(address, url.Values{"digest": {"0123"}}); a.status != http.StatusConflict || count() != before {
		t.Errorf("confirming something else: %d", a.status)
	}
	if a := b.confirm(address, page); a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if count() != before+3 || h.unitOf(h.ids["village"]).Name.RU != "Айдарбековка" {
		t.Error("not all of it was written")
	}
	found, err := h.store.FindUnits(context.Background(), h.ids["user.administrator"], "жаңы айыл", 5)
	if err != nil || len(found) != 1 || found[0].From != "2016-01-01" {
		t.Errorf("%+v %v", found, err)
	}
	// once: confirming again writes nothing and says that it is done
	seq := func() int { es, _ := h.store.Journal(context.Background(), civic.Installation, 0); return len(es) }
	entries := seq()
	if a := b.confirm(address, page); a.status != http.StatusSeeOther || seq() != entries {
		t.Errorf("confirmed twice: %d", a.status)
	}
	if a := b.get(address); a.status != http.StatusOK || digestOf.MatchString(a.body) {
		t.Error("what is done can be confirmed again")
	}
}

func TestAnImportThatMovedIsShownAgain(t *testing.T) {
	h := newHouse(t)
	b := h.as("administrator")
	address, page := b.preview(files, "a.csv", csvOf("code;name_ru", "41708209822010;Новое имя"))
	u := h.unitOf(h.ids["village"]).Save()
	u.Name.RU = "Другое имя"
	h.apply(civic.Installation, "", u)
	a := b.confirm(address, page)
	if a.status != http.StatusConflict || !strings.Contains(a.body, "Другое имя") || h.unitOf(u.ID).Name.RU != "Другое имя" {
		t.Fatalf("%d", a.status)
	}
	if a := b.confirm(address, a.body); a.status != http.StatusSeeOther || h.unitOf(u.ID).Name.RU != "Новое имя" {
		t.Errorf("then: %d", a.status)
	}
}

func TestRowsAreRefusedAtTheirCells(t *testing.T) {
	h := newHouse(t)
	b := h.as("administrator")
	head := "level;code;parent;name_ky;from;to;predecessors"
	for name, c := range map[string]struct{ row, says string }{
		"no parent there":     {"айыл;77;12345;Арал;;;", "12345"},
		"a parent too high":   {"айыл;77;41708000000000;Арал;;;", "Жогоркусунун коду"},
		"no parent":           {"айыл;77;;Арал;;;", "Жогоркусунун коду"},
		"no name":             {"айыл;77;41708209822000;;;;", "Аталышы, кыргызча"},
		"no code":             {"айыл;;41708209822000;Арал;;;", "Коду"},
		"a strange level":     {"шаарча;77;41708209822000;Арал;;;", "шаарча"},
		"no level":            {";77;41708209822000;Арал;;;", "Деңгээли"},
		"another level":       {"район;41708209838010;41708000000000;Эриктүү;;;", "Деңгээли"},
		"a mangled code":      {"айыл;4,17082E+13;41708209822000;Арал;;;", "4,17082E+13"},
		"lost letters":        {"айыл;77;41708209822000;Д?н-Арык;;;", "Д?н-Арык"},
		"a strange day":       {"айыл;77;41708209822000;Арал;кечээ;;", "кечээ"},
		"an end before":       {"айыл;77;41708209822000;Арал;2016-02-01;2016-01-01;", "2016-01-01"},
		"a strange origin":    {"айыл;77;41708209822000;Арал;;;555", "555"},
		"too many cells":      {"айыл;77;41708209822000;Арал;;;;;ашык", "9"},
		"too few cells":       {"айыл;77;41708209822000;Арал", "4"},
		"a code with letters": {"айыл;код 77;41708209822000;Арал;;;", "код77"},
	} {
		address, page := b.preview(files, "a.csv", csvOf(head, "айыл;41708209822010;41708209822000;Айдарбек;;;", c.row))
		got := states(page)
		if got["bad"] != 1 || got["same"] != 1 {
			t.Errorf("%s: %v", name, got)
		}
		i := strings.Index(page, `class="why"`)
		if i < 0 || !strings.Contains(page[i:], c.says) {
			t.Errorf("%s: the sentence does not name %q", name, c.says)
		}
		if digestOf.MatchString(page) {
			t.Errorf("%s: a file with errors can be confirmed", name)
		}
		if a := b.post(address, url.Values{"digest": {""}}); a.status != http.StatusConflict {
			t.Errorf("%s: confirmed all the same: %d", name, a.status)
		}
	}
	_, page := b.preview(files, "a.csv", csvOf(head, "айыл;77;41708209822000;Арал;;;", "айыл;77;41708209822000;Арал-2;;;"))
	if got := states(page); got["bad"] != 1 || got["new"] != 1 {
		t.Errorf("a code twice: %v", got)
	}
	// two that are each formed from the other
	_, page = b.preview(files, "a.csv", csvOf(head, "айыл;77;41708209822000;Бир;;;78", "айыл;78;41708209822000;Эки;;;77"))
	if got := states(page); got["bad"] != 2 || digestOf.MatchString(page) {
		t.Errorf("a circle: %v", got)
	}
}

func TestAWrongFileGetsASentence(t *testing.T) {
	h := newHouse(t)
	b := h.as("administrator")
	many := bytes.Repeat([]byte("айыл;1;2;Арал\r\n"), 100_000)
	noise := make([]byte, 5000)
	for i := range noise {
		noise[i] = byte(i * 7)
	}
	var zip bytes.Buffer
	f := excelize.NewFile()
	if err := f.Write(&zip); err != nil {
		t.Fatal(err)
	}
	broken := append([]byte{}, zip.Bytes()...)
	for i := 100; i < len(broken); i += 37 {
		broken[i] ^= 0xff
	}
	for name, data := range map[string][]byte{
		"empty":             {},
		"spaces":            []byte("  \r\n \r\n"),
		"binary":            noise,
		"picture":           []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
		"old Excel":         []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
		"broken workbook":   broken,
		"cut workbook":      zip.Bytes()[:len(zip.Bytes())/2],
		"empty workbook":    zip.Bytes(),
		"only a zip's mark": []byte("PK\x03\x04"),
		"wrong columns":     csvOf("аты;жашы", "Асан;40"),
		"only heads":        csvOf("level;code;parent;name_ky"),
		"no heads":          csvOf("айыл;41708209822010;Айдарбек"),
		"100,000 rows":      append([]byte("level;code;parent;name_ky\r\n"), many...),
		"too large":         bytes.Repeat([]byte("айыл;1;2;Арал\r\n"), 500_000),
	} {
		for _, lang := range []string{"ky", "ru"} {
			a := b.upload(files+"?lang="+lang, name+".csv", data)
			if says := problemOf(a.body); a.status != http.StatusUnprocessableEntity || len([]rune(says)) < 5 || strings.Contains(says, "⟦") {
				t.Errorf("%s in %s: %d %q", name, lang, a.status, says)
			}
		}
	}
	if a := b.post(files, url.Values{}); a.status != http.StatusUnprocessableEntity || problemOf(a.body) == "" {
		t.Errorf("no file: %d", a.status)
	}
}

func TestFilesOfOldSystemsAreRead(t *testing.T) {
	h := newHouse(t)
	b := h.as("administrator")
	ansi, err := charmap.Windows1251.NewEncoder().Bytes(csvOf("Уровень;Код;Код вышестоящего;Название, кыргызский;Название, русский", "Село;77;41708209822000;Ъкмът\\;Эриктуу"))
	if err != nil {
		t.Fatal(err)
	}
	units := utf16.Encode([]rune("Деңгээли\tКоду\tЖогоркусунун коду\tАталышы, кыргызча\r\nАйыл\t77\t41708209822000\tӨкмөтү\r\n"))
	wide := []byte{0xFF, 0xFE}
	for _, u := range units {
		wide = append(wide, byte(u), byte(u>>8))
	}
	for name, data := range map[string][]byte{
		"Windows-1251 with an old font": ansi,
		"UTF-16 with tabs":              wide,
		"UTF-8 with a mark":             append([]byte("\xEF\xBB\xBF"), csvOf("Level,Code,Code of the unit above,\"Name, Kyrgyz\"", "Village,77,41708209822000,Өкмөтү")...),
		"a title above":                 csvOf("Айылдардын тизмеси;;;", ";;;", "level;code;parent;name_ky", "village;77;41708209822000;Өкмөтү"),
	} {
		_, page := b.preview(files, name, data)
		if got := states(page); got["new"] != 1 || len(got) != 1 || !strings.Contains(page, "Өкмөтү") {
			t.Errorf("%s: %v", name, got)
		}
	}
	f := excelize.NewFile()
	for cell, v := range map[string]any{"A1": "level", "B1": "code", "C1": "parent", "D1": "name_ky", "E1": "from", "F1": "Эскертүү",
		"A2": "village", "B2": 41708209822077, "C2": 41708209822000.0, "D2": "Өкмөтү", "E2": 42370} {
		if err := f.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.NewSheet("Эскертүүлөр"); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	_, page := b.preview(files, "a.xlsx", out.Bytes())
	if got := states(page); got["new"] != 1 || !strings.Contains(page, "41708209822077") || !strings.Contains(page, "2016-01-01") || !strings.Contains(page, "Эскертүү") {
		t.Errorf("numbers and days of a workbook, and what is not read: %v", got)
	}
}

func TestACoordinatorImportsTheirVillagesOnly(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	own := "/municipalities/" + h.ids["municipality"] + "/territory/import"
	head := "level;code;parent;name_ky"
	for name, row := range map[string]string{
		"another's village":      "айыл;41708209838010;41708209838000;Эриктүү-2",
		"a village for another":  "айыл;77;41708209838000;Арал",
		"another's village here": "айыл;41708209838010;41708209822000;Эриктүү",
		"their municipality":     "айыл аймагы;41708209822000;41708209000000;Башка",
		"their raion":            "район;41708209000000;41708000000000;Башка",
		"a new municipality":     "айыл аймагы;77;41708209000000;Башка",
	} {
		_, page := b.preview(own, "a.csv", csvOf(head, row))
		if got := states(page); got["bad"] != 1 || len(got) != 1 || strings.Contains(page, "Сары-Коо") {
			t.Errorf("%s: %v", name, got)
		}
	}
	address, page := b.preview(own, "a.csv", csvOf(head, "айыл;77;41708209822000;Арал"))
	if a := b.confirm(address, page); a.status != http.StatusSeeOther {
		t.Errorf("their own: %d", a.status)
	}
	_, page = b.preview(own, "p.csv", csvOf("code;year;people", "41708209838010;2016;5"))
	if got := states(page); got["bad"] != 1 {
		t.Errorf("another's people: %v", got)
	}
	for _, who := range []string{"other", "administrator"} {
		if a := h.as(who).get(address); a.status != http.StatusNotFound {
			t.Errorf("%s sees it: %d", who, a.status)
		}
		if a := h.as(who).post(address+"/removal", nil); a.status != http.StatusNotFound {
			t.Errorf("%s drops it: %d", who, a.status)
		}
	}
	if a := h.as("other").upload(own, "a.csv", csvOf(head, "айыл;78;41708209822000;Арал")); a.status != http.StatusNotFound {
		t.Errorf("another coordinator uploads here: %d", a.status)
	}
}

func TestAFileWaitsADayAndIsLetGo(t *testing.T) {
	h := newHouse(t)
	b := h.as("administrator")
	data := csvOf("code;name_ru", "41708209822010;Айдарбековка")
	address, page := b.preview(files, "a.csv", data)
	if a := b.post(address+"/removal", nil); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	if a := b.confirm(address, page); a.status != http.StatusNotFound {
		t.Errorf("dropped and confirmed: %d", a.status)
	}
	address, _ = b.preview(files, "a.csv", data)
	h.now = h.now.AddDate(0, 0, 2)
	if a := b.get(address); a.status != http.StatusNotFound {
		t.Errorf("two days later: %d", a.status)
	}
}

func TestPeopleComeFromAFile(t *testing.T) {
	h := newHouse(t)
	b := h.as("administrator")
	address, page := b.preview(files, "p.csv", csvOf("Коду,Жылы,Үй чарбалар,Бардык калкы,Аялдар,\"Аялдар, 18–28\"", "41708209822010,2016,302,1 210,617,117", "41708209838010,2016,,,,"))
	if got := states(page); got["new"] != 1 || got["same"] != 1 {
		t.Fatalf("%v %s", got, page)
	}
	if a := b.confirm(address, page); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	years, err := h.store.Censuses(context.Background(), h.ids["village"])
	if err != nil || len(years) != 1 || *years[0].Households != 302 {
		t.Fatalf("%+v %v", years, err)
	}
	if n, _ := years[0].Of("f", "18-28"); n != 117 {
		t.Errorf("%d", n)
	}
	// a file with one column changes that alone
	address, page = b.preview(files, "p.csv", csvOf("code;year;people_f", "41708209822010;2016;618"))
	b.confirm(address, page)
	years, _ = h.store.Censuses(context.Background(), h.ids["village"])
	if n, _ := years[0].Of("f", ""); n != 618 || years[0].Households == nil {
		t.Errorf("%+v", years)
	}
	_, page = b.preview(files, "p.csv", csvOf("code;year;people;people_f;people_m", "41708209822010;2016;10;6;5", "41708209822010;2016;10;5;5", "999;2016;1;;", "41708209822010;көп;1;;"))
	if got := states(page); got["bad"] != 4 {
		t.Errorf("sums, twice, unknown, strange year: %v", got)
	}
}

func TestImportPagesAskFewQueries(t *testing.T) {
	h := newHouse(t)
	b := h.as("administrator")
	var rows []string
	for i := range 300 {
		rows = append(rows, fmt.Sprintf("village;5%03d;41708209822000;Айыл %d", i, i))
	}
	address, _ := b.preview(files, "a.csv", csvOf(append([]string{"level;code;parent;name_ky"}, rows...)...))
	for path, shown := range map[string]int{address: 100, address + "?from=200": 100, address + "?show=new&from=250": 50, address + "?show=bad": 0, address + "?from=-5&show=x": 100, files: 0} {
		before := h.store.Queries()
		a := b.get(path)
		if a.status != http.StatusOK || len(rowState.FindAllString(a.body, -1)) != shown {
			t.Errorf("%s: %d, %d rows", path, a.status, len(rowState.FindAllString(a.body, -1)))
		}
		if n := h.store.Queries() - before; n > 10 {
			t.Errorf("%s: %d queries", path, n)
		}
	}
}
