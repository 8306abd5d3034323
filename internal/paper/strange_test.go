package paper

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

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
	m.Loose, m.TakenBack = []string{s, s}, []civic.MinutesWithdrawn{{Title: text, Reason: s}}
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
		if len(s) > 300 {
			s = s[:300]
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
			"poster": func(w io.Writer, l i18n.Lang) error {
				return Poster(w, l, PosterData{Place: s, Address: s, WiFi: &PosterWiFi{Name: s, Password: s, Code: s}})
			},
			"slips": func(w io.Writer, l i18n.Lang) error {
				return Slips(w, l, SlipsData{Title: s, WiFi: s, Password: s, Address: s, Slips: []Slip{{Number: s, Code: s, Link: s}}})
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
