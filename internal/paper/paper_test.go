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
	"time"

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
		if !bytes.Equal(first, printed(t, i18n.KY, p)) {
			t.Errorf("%s: another file for the same content", name)
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

func TestAStatementOfTenThousandLettersRunsOverPages(t *testing.T) {
	m := aidarbek()
	long := strings.Repeat("суу жок, ", 1200)
	m.Problems[0].Statements = []string{long, strings.Repeat("Ү", 10000)}
	m.Opinions = []string{long}
	m.Questions[0].Question = long
	m.Venue = ky(long)
	pages := checkDrawn(t, printed(t, i18n.KY, minutesOf(m)))
	text := strings.Join(plainText(pages), " ")
	if n := strings.Count(text, "суу жок"); n < 4*1190 {
		t.Errorf("of 4800 words %d were printed", n)
	}
	if n := strings.Count(text, "Ү"); n < 10000 {
		t.Errorf("of 10000 letters %d were printed", n)
	}
}

var strange = []string{
	"\U0001F600 күлкү \U0001F1F0\U0001F1EC", "𐐀 above the plane", "عربى نص", "中文", "tab\tand\rreturn\r\nand\vfeed", "null\x00bell\x07esc\x1b",
	"\u202eright to left\u202c\u2066x\u2069", "z\u200bero\u200dwidth\ufeff", "й й́ ё̈ " + "а" + strings.Repeat("\u0301", 500), "\xff\xfe broken \xd0", "\xed\xa0\x80 lone surrogate",
	"\u2028line\u2029paragraph", "soft\u00adhyphen", strings.Repeat("Ң", 10000), strings.Repeat(" ", 5000), "\uffff\ufffe\ue000", "({[\\)}] % /Name <</a>> \\( ", "{nb} {page}",
	strings.Repeat("a-б/", 3000), "½ × − № « » – — … • ✓ ☐ ☑ ☒ → ≥ ≤ °", "",
}

// strangeOnes is every strange text in one, and each very long one.
func strangeOnes() []string {
	out := []string{""}
	for _, s := range strange {
		if len(s) < 2000 {
			out[0] += s + " "
		} else {
			out = append(out, s)
		}
	}
	return append(out, "")
}

func TestStrangeTextIsPrintedVisiblyAndNeverPanics(t *testing.T) {
	for _, s := range strange {
		for _, r := range drawable(s) {
			if r != '\n' && (!faces()[0].has(r) || !faces()[1].has(r)) {
				t.Errorf("drawable(%.20q) has U+%04X, which is in no font", s, r)
			}
		}
	}
	for _, s := range strangeOnes() {
		checkDrawn(t, printed(t, i18n.KY, minutesOf(filledWith(s))))
	}
	for in, want := range map[string]string{
		"\U0001F600": "□", "中": "□", "\x00": "□", "\xff": "\ufffd", "a\u202eb": "ab", "a\tb": "a b", "a\r\nb": "a\nb", "и\u0306": "й", "Ң Ө Ү": "Ң Ө Ү", "а\u200bб": "аб",
	} {
		if got := drawable(in); got != want {
			t.Errorf("drawable(%q) = %q, want %q", in, got, want)
		}
	}
}

// filledWith puts s into every text a protocol has.
func filledWith(s string) civic.Minutes {
	m := methods()
	text := civic.Text{KY: s}
	m.Number, m.Moderator, m.Recorder, m.Delegate, m.Head, m.Code = s, s, s, s, s, s
	m.URL = s
	m.Cycle, m.Oblast, m.Raion, m.Municipality, m.Village, m.Venue, m.Audience, m.Language = text, text, text, text, text, text, text, text
	m.Present = []civic.MinutesPerson{{Name: s, Role: text}}
	m.Agenda[0].Title, m.Agenda[0].Note = text, s
	for i := range m.Rounds {
		r := &m.Rounds[i]
		r.Question, r.TieBreak, r.Unranked, r.Reason, r.Counters = text, text, text, s, []string{s}
		for j := range r.Criteria {
			r.Criteria[j].Name = text
		}
		r.Results[0].Title = text
	}
	p := &m.Problems[0]
	p.Title, p.Sector, p.Competence = text, text, text
	p.Statements, p.Causes, p.Effects, p.Solutions, p.Minority = []string{s}, []string{s}, []string{s}, []string{s}, []string{s}
	p.Location, p.Who, p.Labour, p.Money, p.Land = s, s, s, s, s
	m.Merged[0] = civic.MinutesMerge{Into: text, From: []string{s}}
	m.Withdrawn[0] = civic.MinutesWithdrawn{Title: text, Reason: s}
	m.Questions[0].Question, m.Questions[0].Answer, m.Questions[0].By = s, s, s
	m.Volunteers[0] = civic.MinutesVolunteers{Group: text, Names: []string{s}}
	m.Opinions, m.Incidents[0].What = []string{s}, s
	m.Checklist[0].Phase, m.Unticked[0].Item, m.Unticked[0].Reason = text, text, s
	m.Corrections[0].Who, m.Corrections[0].What, m.Corrections[0].Reason = s, s, s
	m.Attachments[0] = civic.MinutesAttachment{Kind: text, Caption: s}
	m.Signatures[0].Role, m.Signatures[0].Name, m.Signatures[0].Image = text, s, []byte(s)
	return m
}

func FuzzMinutesText(f *testing.F) {
	for _, s := range strange {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 4000 {
			s = s[:4000]
		}
		var b bytes.Buffer
		if err := Minutes(&b, i18n.KY, filledWith(s)); err != nil {
			t.Fatal(err)
		}
		checkDrawn(t, b.Bytes())
	})
}

func TestFormsSurviveStrangeText(t *testing.T) {
	for _, s := range strangeOnes() {
		o := Occasion{Oblast: s, Raion: s, Municipality: s, Village: s, Venue: s, Audience: s, Cycle: s, Number: s, Moderator: s, Recorder: s, URL: s, Code: s}
		forms := map[string]printer{
			"schedule": func(w io.Writer, l i18n.Lang) error {
				return Schedule(w, l, ScheduleData{Oblast: s, Municipality: s, Cycle: s, DraftedBy: s, AgreedBy: s, Villages: []string{s, s}, Audiences: []string{s, s, s}, URL: s,
					Rows: []ScheduleRow{{Village: s, Venue: s, Audience: s, Moderator: s, Status: s, Reason: s, Language: s}}, Warnings: []string{s}})
			},
			"checklist": func(w io.Writer, l i18n.Lang) error {
				return Checklist(w, l, ChecklistData{Occasion: o, Filled: true, Phases: []ChecklistPhase{{s, []ChecklistItem{{Text: s, Responsible: s, Note: s, Who: s, Due: s}}}}})
			},
			"attendance": func(w io.Writer, l i18n.Lang) error { return Attendance(w, l, AttendanceData{Occasion: o}) },
			"tally":      func(w io.Writer, l i18n.Lang) error { return AttendanceTally(w, l, o) },
			"blank": func(w io.Writer, l i18n.Lang) error {
				return BlankMinutes(w, l, BlankMinutesData{Occasion: o, Agenda: []string{s}})
			},
			"beans": func(w io.Writer, l i18n.Lang) error {
				return Beans(w, l, BeansData{Occasion: o, Priorities: []string{s, s}})
			},
			"pairwise": func(w io.Writer, l i18n.Lang) error { return Pairwise(w, l, PairwiseData{o, []string{s, s}}) },
			"scoring": func(w io.Writer, l i18n.Lang) error {
				return Scoring(w, l, ScoringData{o, []string{s}, []ScoringCriterion{{s, 1}, {s, 2}}, 5})
			},
			"ballots": func(w io.Writer, l i18n.Lang) error {
				return Ballots(w, l, BallotData{Title: s, Options: []string{s, s, s}})
			},
			"cards": func(w io.Writer, l i18n.Lang) error {
				return Cards(w, l, time.Time{}, []Card{{Name: s, Role: s, Place: s, Link: s, Code: s}})
			},
		}
		for name, p := range forms {
			t.Run(name, func(t *testing.T) { checkDrawn(t, printed(t, i18n.KY, p)) })
		}
	}
}

func TestMoreThanEightPrioritiesAreNotComparedInPairs(t *testing.T) {
	if err := Pairwise(io.Discard, i18n.KY, PairwiseData{Priorities: priorities(9)}); err == nil {
		t.Error("nine priorities were accepted")
	}
}

func TestBothFacesDrawTheSameRunes(t *testing.T) {
	a, b := faces()[0], faces()[1]
	for r := rune(0); r < 0x10000; r++ {
		if a.has(r) != b.has(r) {
			t.Errorf("U+%04X is in one face only", r)
		}
	}
	for _, r := range "АБВГДЕЁЖЗИЙКЛМНҢОӨПРСТУҮФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюяӘәҖҗҚқҒғҲҳЎў№«»–—…•✓×−½☐☑☒□\ufffd\u00a0→←≥≤°’“”„₽€" {
		if !a.has(r) {
			t.Errorf("no %c", r)
		}
	}
	for r := rune(0x400); r < 0x480; r++ { // what plain() lets through unseen
		if !a.has(r) {
			t.Errorf("no U+%04X", r)
		}
	}
}

// Ң, Ө and Ү must be letters of their own, not Н, О and У by another name.
func TestKyrgyzLettersHaveGlyphsOfTheirOwn(t *testing.T) {
	for _, f := range faces() {
		for _, pair := range []string{"ҢН", "ңн", "ӨО", "өо", "ҮУ", "үу", "ЁЕ"} {
			r := []rune(pair)
			if f.glyph(r[0]) == f.glyph(r[1]) || f.glyph(r[0]) == 0 {
				t.Errorf("%c is drawn as %c", r[0], r[1])
			}
		}
	}
}

func TestThreePagesOfMinutesAreSmall(t *testing.T) {
	for _, l := range i18n.Langs {
		b := printed(t, l, minutesOf(aidarbek()))
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

func BenchmarkMinutes3Pages(b *testing.B)   { benchmark(b, aidarbek()) }
func BenchmarkMinutes30Pages(b *testing.B)  { benchmark(b, crowd(100)) }
func BenchmarkMinutes300Pages(b *testing.B) { benchmark(b, crowd(1000)) }

func benchmark(b *testing.B, m civic.Minutes) {
	var out bytes.Buffer
	for b.Loop() {
		out.Reset()
		if err := Minutes(&out, i18n.KY, m); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(out.Len())/1024, "KB")
	b.ReportMetric(float64(bytes.Count(out.Bytes(), []byte("/Type /Page\n"))), "pages")
}
