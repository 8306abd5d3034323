package db_test

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"ashar/cmd/ashar/demo"
	"ashar/db"
	"ashar/handlers"
)

// The demo's cycle of 2015, told to its end, is copied until a whole country is there.
const (
	municipalities = 450
	cyclesOfEach   = 5
	sessionsOfEach = 45 // of a cycle: 101,250 in all
	roomy          = 50 // in one municipality of so many everything of a session is copied, elsewhere what lists and sums read
)

// BenchmarkNation asks every page that a reader of the country can open: at most ten queries, and how long the server takes.
// One round is enough (`-benchtime 1x`); it takes some minutes and two gigabytes.
func BenchmarkNation(b *testing.B) {
	folder := cmp.Or(os.Getenv("ASHAR_NATION"), b.TempDir()) // a folder that the next run finds filled
	clock := demo.Now
	open := func() *db.Store {
		store, err := db.Open(context.Background(), folder, db.Options{Now: func() time.Time { return clock }})
		if err != nil {
			b.Fatal(err)
		}
		return store
	}
	store := open()
	filled, err := store.HasUsers(context.Background())
	if err == nil && !filled {
		_, err = demo.Fill(context.Background(), store, &clock, handlers.HashPassword(demo.Password))
	}
	if err := errors.Join(err, store.Close()); err != nil {
		b.Fatal(err)
	}
	n := nation{TB: b}
	n.open(filepath.Join(folder, "ashar.db"), filled)
	store = open()
	defer func() { _ = store.Close() }()
	app := handlers.New(handlers.Config{Store: store, Key: store.Key(), Now: func() time.Time { return clock }, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Version: "test"})

	form := url.Values{"login": {"admin"}, "password": {demo.Password}}
	in := httptest.NewRequest(http.MethodPost, "http://127.0.0.1/login", strings.NewReader(form.Encode()))
	in.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	in.Header.Set("Sec-Fetch-Site", "same-origin")
	signed := httptest.NewRecorder()
	app.ServeHTTP(signed, in)
	cookies := signed.Result().Cookies()
	if len(cookies) == 0 {
		b.Fatalf("sign in: %d", signed.Code)
	}

	type page struct {
		path    string
		queries int
		took    time.Duration
		status  int
	}
	var pages []page
	for b.Loop() {
		pages = nil
		for _, row := range handlers.List() {
			path := n.fill(row.Path)
			if row.Method != http.MethodGet || path == "" {
				continue
			}
			p := page{path: row.Path}
			var took []time.Duration
			for range 3 {
				before, began := store.Queries(), time.Now()
				r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1"+path, nil)
				ctx, done := context.WithTimeout(r.Context(), 20*time.Second)
				if row.Roles[0] != "public" {
					for _, c := range cookies {
						r.AddCookie(c)
					}
				}
				w := httptest.NewRecorder()
				app.ServeHTTP(w, r.WithContext(ctx))
				done()
				took = append(took, time.Since(began))
				p.queries, p.status = max(p.queries, int(store.Queries()-before)), w.Code
			}
			slices.Sort(took)
			p.took = took[1]
			pages = append(pages, p)
		}
	}
	slices.SortFunc(pages, func(x, y page) int { return cmp.Compare(y.took, x.took) })
	over, most, seen := 0, 0, 0
	for i, p := range pages {
		if p.status == http.StatusOK {
			seen++
			most = max(most, p.queries)
			if p.took > 50*time.Millisecond {
				over++
			}
		}
		if i < 25 || p.queries > 10 || p.status >= 400 {
			fmt.Printf("%8.1f ms %3d queries %d %s\n", float64(p.took.Microseconds())/1000, p.queries, p.status, p.path)
		}
	}
	if seen < 60 {
		b.Fatalf("only %d pages were there", seen)
	}
	b.ReportMetric(float64(seen), "pages")
	b.ReportMetric(float64(over), "over50ms")
	b.ReportMetric(float64(most), "queries")
	b.ReportMetric(float64(pages[0].took.Microseconds())/1000, "slowest-ms")
	b.ReportMetric(float64(pages[len(pages)/2].took.Microseconds())/1000, "median-ms")
}

// nation copies rows and remembers one place's ids to ask for.
type nation struct {
	testing.TB
	db  *sql.DB
	ids map[string]string // parameter of a route → a value
}

// fill puts ids into a route's path; "" where one of its parameters is of nothing that was copied.
func (n *nation) fill(path string) string {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		if strings.HasPrefix(p, ":") || p == "*" {
			id, ok := n.ids[p]
			if parts[1] == "open" && p == ":id" {
				id = n.ids[":cycle"]
			}
			if (!ok && id == "") || strings.HasSuffix(path, "/live") {
				return ""
			}
			parts[i] = id
		}
	}
	return strings.Join(parts, "/")
}

var idIn = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})`)

// source are rows of one table, with the ids in them cut out so that they can be put in anew.
type source struct {
	table, into string
	rows        [][]any
}

func (n *nation) read(table, where string, args ...any) source {
	n.Helper()
	rows, err := n.db.Query(`SELECT * FROM `+table+` WHERE `+where, args...)
	if err != nil {
		n.Fatal(table, err)
	}
	defer func() { _ = rows.Close() }()
	names, err := rows.Columns()
	if err != nil {
		n.Fatal(err)
	}
	s := source{table: table, into: `INSERT INTO ` + table + ` (` + strings.Join(names, ", ") + `) VALUES (?` + strings.Repeat(", ?", len(names)-1) + `)`}
	for rows.Next() {
		row := make([]any, len(names))
		to := make([]any, len(names))
		for i := range row {
			to[i] = &row[i]
		}
		if err := rows.Scan(to...); err != nil {
			n.Fatal(table, err)
		}
		s.rows = append(s.rows, row)
	}
	if err := rows.Err(); err != nil {
		n.Fatal(err)
	}
	return s
}

// write puts a source's rows in with every id of stays unchanged and every other one turned into its copy's.
func (n *nation) write(tx *sql.Tx, s source, stays map[string]bool, mark string, more func(row []any)) {
	n.Helper()
	st, err := tx.Prepare(s.into)
	if err != nil {
		n.Fatal(err)
	}
	defer func() { _ = st.Close() }()
	for _, from := range s.rows {
		row := slices.Clone(from)
		for i, v := range row {
			text, ok := v.(string)
			if ok && len(text) >= 36 {
				row[i] = idIn.ReplaceAllStringFunc(text, func(id string) string {
					if stays[id] {
						return id
					}
					return mark + id[8:]
				})
			}
		}
		if more != nil {
			more(row)
		}
		if _, err := st.Exec(row...); err != nil {
			n.Fatalf("%s: %v %v", s.table, err, row)
		}
	}
}

func (n *nation) one(query string, args ...any) (v string) {
	n.Helper()
	if err := n.db.QueryRow(query, args...).Scan(&v); err != nil {
		n.Fatal(query, err)
	}
	return v
}

// open copies the demo where it was not copied yet, and finds one place's ids.
func (n *nation) open(path string, copied bool) {
	var err error
	if n.db, err = sql.Open("sqlite3", "file:"+path+"?_foreign_keys=0&_synchronous=OFF&_journal_mode=WAL&_cache_size=-200000"); err != nil {
		n.Fatal(err)
	}
	defer func() {
		if err := n.db.Close(); err != nil {
			n.Error(err)
		}
	}()
	n.db.SetMaxOpenConns(1)
	cycle := n.one(`SELECT id FROM cycles WHERE status = 'closed' AND substr(id, 1, 1) = '0'`)
	place := n.one(`SELECT municipality_id FROM cycles WHERE id = ?`, cycle)
	if !copied {
		n.copy(cycle, place)
	}
	n.find(cycle, place)
}

func mark(m, c, copy int) string { return fmt.Sprintf("%08x", 0x10000000+m*100000+c*1000+copy) }

func (n *nation) copy(cycle, place string) {
	stays := map[string]bool{}
	asking := `id IN (SELECT moderator_id FROM sessions WHERE cycle_id = ?1 UNION SELECT recorder_id FROM sessions WHERE cycle_id = ?1)`
	for _, s := range []source{n.read("users", "NOT "+asking, cycle), n.read("units", "level IN ('oblast', 'raion')")} {
		for _, row := range s.rows {
			stays[row[0].(string)] = true
		}
	}
	units := n.read("units", `id = ?1 OR parent_id = ?1 ORDER BY level`, place)
	raion := n.read("units", `id = (SELECT parent_id FROM units WHERE id = ?)`, place)
	censuses := []source{n.read("population", `unit_id IN (SELECT id FROM units WHERE id = ?1 OR parent_id = ?1)`, place), n.read("households", `unit_id IN (SELECT id FROM units WHERE id = ?1 OR parent_id = ?1)`, place)}
	people, grants := n.read("users", asking, cycle), n.read("grants", "municipality = ?2 AND user_"+asking, cycle, place)
	var told []source
	for _, t := range db.CycleTables() {
		if t[0] != "files" && t[0] != "sectors" {
			told = append(told, n.read(t[0], strings.ReplaceAll(t[1], "$1", "?1"), cycle))
		}
	}
	light := map[string]bool{"sessions": true, "session_facts": true, "attendance": true, "session_steps": true, "priorities": true, "statements": true, "rounds": true, "tallies": true, "minutes": true}
	var all, lean, thin []source
	for _, t := range db.SessionTables() {
		if t[0] == "files" {
			continue
		}
		in := `(SELECT id FROM sessions WHERE cycle_id = ?1)`
		of := strings.NewReplacer("session_id = $1", "session_id IN "+in, "id = $1", "id IN "+in).Replace(t[1])
		s := n.read(t[0], of, cycle)
		all = append(all, s)
		if light[t[0]] {
			lean = append(lean, s)
		}
		if t[0] == "sessions" || t[0] == "session_facts" || t[0] == "attendance" {
			thin = append(thin, s)
		}
	}
	column := func(table, name string) (at int) {
		if err := n.db.QueryRow(`SELECT cid FROM pragma_table_info(?) WHERE name = ?`, table, name).Scan(&at); err != nil {
			n.Fatal(table, name, err)
		}
		return at
	}
	unitCode, unitParent, unitLevel := column("units", "code"), column("units", "parent_id"), column("units", "level")
	login, feed := column("users", "login"), column("users", "feed")
	sessionCode, needCode := column("sessions", "code"), column("needs", "code")
	starts, ends, year := column("cycles", "starts"), column("cycles", "ends"), column("cycles", "budget_year")
	legible := strings.NewReplacer("0", "8", "1", "9") // no look-alikes, as codes are
	code := func(prefix string, n int) string {
		return prefix + legible.Replace(fmt.Sprintf("%06o", n))
	}
	codes := 0
	var sessions = len(thin[0].rows)
	for m := range municipalities {
		tx, err := n.db.Begin()
		if err != nil {
			n.Fatal(err)
		}
		home := mark(m, 0, 0)
		parent := "" // a raion has ten municipalities
		if m%10 == 0 {
			n.write(tx, raion, map[string]bool{raion.rows[0][unitParent].(string): true}, home, func(row []any) { row[unitCode] = fmt.Sprintf("R%04d", m) })
		}
		parent = mark(m-m%10, 0, 0) + raion.rows[0][0].(string)[8:]
		n.write(tx, units, stays, home, func(row []any) {
			row[unitCode] = fmt.Sprintf("%v-%04d", row[unitCode], m)
			if row[unitLevel] == "municipality" {
				row[unitParent] = parent
			}
		})
		for _, s := range censuses {
			n.write(tx, s, stays, home, nil)
		}
		n.write(tx, people, stays, home, func(row []any) { row[login], row[feed] = fmt.Sprintf("%v-%d", row[login], m), nil })
		n.write(tx, grants, stays, home, nil)
		for c := range cyclesOfEach {
			// ids of the place are the same in each cycle, the others are not
			at := func(copy int) (string, map[string]bool) {
				keep := map[string]bool{}
				for id := range stays {
					keep[id] = true
				}
				return mark(m, c, copy), keep
			}
			put := func(s source, copy int, ofCycle string) {
				to, keep := at(copy)
				placed := source{table: s.table, into: s.into, rows: make([][]any, len(s.rows))}
				for i, row := range s.rows { // the place, its people and, for a session's copy, the cycle come first
					row = slices.Clone(row)
					for j, v := range row {
						if text, ok := v.(string); ok && len(text) >= 36 {
							for _, u := range slices.Concat(units.rows, people.rows) {
								id := u[0].(string)
								text = strings.ReplaceAll(text, id, home+id[8:])
								keep[home+id[8:]] = true
							}
							if ofCycle != "" {
								text = strings.ReplaceAll(text, cycle, ofCycle)
								keep[ofCycle] = true
							}
							row[j] = text
						}
					}
					placed.rows[i] = row
				}
				n.write(tx, placed, keep, to, func(row []any) {
					switch s.table {
					case "sessions":
						codes++
						row[sessionCode] = code("Z", codes)
					case "needs":
						codes++
						row[needCode] = code("Y", codes)
					case "cycles":
						row[starts], row[ends], row[year] = fmt.Sprintf("%d-09-01", 2011+c), fmt.Sprintf("%d-12-20", 2011+c), 2012+c
					}
				})
			}
			for _, s := range told {
				put(s, 0, "")
			}
			full := lean
			if m%roomy == 0 {
				full = all
			}
			for _, s := range full {
				put(s, 0, "")
			}
			one := mark(m, c, 0) + cycle[8:]
			audiences := map[string]string{} // a copied session asks the audiences of its cycle
			for left, copy := sessionsOfEach-sessions, 1; left > 0; left, copy = left-sessions, copy+1 {
				for _, s := range thin {
					part := s
					part.rows = slices.DeleteFunc(slices.Clone(s.rows), func(row []any) bool {
						return left < sessions && !slices.ContainsFunc(thin[0].rows[:left], func(x []any) bool { return slices.Contains(row, x[0]) })
					})
					put(part, copy, one)
				}
				audiences[mark(m, c, copy)] = mark(m, c, 0)
			}
			if _, err := tx.Exec(db.SumCycle, one); err != nil {
				n.Fatal(err)
			}
			for copied, first := range audiences {
				if _, err := tx.Exec(`UPDATE sessions SET audience_id = ?1 || substr(audience_id, 9) WHERE cycle_id = ?3 AND audience_id LIKE ?2 || '%'`, first, copied, one); err != nil {
					n.Fatal(err)
				}
			}
		}
		if err := tx.Commit(); err != nil {
			n.Fatal(err)
		}
	}
	if broken := n.read("pragma_foreign_key_check", "1"); len(broken.rows) > 0 {
		n.Fatalf("%d rows name others that are not there, the first: %v", len(broken.rows), broken.rows[0])
	}
}

func (n *nation) find(cycle, place string) {
	n.Logf("%s municipalities, %s cycles, %s sessions", n.one(`SELECT count(*) FROM units WHERE level = 'municipality'`), n.one(`SELECT count(*) FROM cycles`), n.one(`SELECT count(*) FROM sessions`))
	one := mark(0, cyclesOfEach-1, 0) + cycle[8:]
	n.ids = map[string]string{":municipality": mark(0, 0, 0) + place[8:], ":cycle": one, ":unit": mark(0, 0, 0) + place[8:], ":place": n.one(`SELECT code FROM units WHERE id = ?`, mark(0, 0, 0)+place[8:])}
	for name, query := range map[string]string{":session": `SELECT id FROM sessions WHERE cycle_id = ? ORDER BY id LIMIT 1`, ":need": `SELECT id FROM needs WHERE cycle_id = ? AND id IN (SELECT need_id FROM need_cards) LIMIT 1`,
		":gathering": `SELECT id FROM gatherings WHERE cycle_id = ? LIMIT 1`, ":proposal": `SELECT id FROM proposals WHERE cycle_id = ? LIMIT 1`, ":resolution": `SELECT id FROM resolutions WHERE cycle_id = ? LIMIT 1`,
		":allocation": `SELECT id FROM allocations WHERE cycle_id = ? LIMIT 1`, ":action": `SELECT id FROM actions WHERE cycle_id = ? LIMIT 1`, ":act": `SELECT id FROM acts WHERE cycle_id = ? LIMIT 1`,
		":visit": `SELECT id FROM visits WHERE cycle_id = ? LIMIT 1`, ":code": `SELECT code FROM needs WHERE cycle_id = ? AND id IN (SELECT need_id FROM need_cards) LIMIT 1`, ":decision": `SELECT id FROM decisions WHERE cycle_id = ? LIMIT 1`} {
		n.ids[name] = n.one(query, one)
	}
	n.ids[":user"] = n.one(`SELECT id FROM users LIMIT 1`)
	n.ids[":role"], n.ids[":template"], n.ids[":file"] = "coordinator", "checklist", ""
	delete(n.ids, ":file")
}
