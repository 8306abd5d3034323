package db

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/mattn/go-sqlite3"

	"ashar/internal/civic"
)

// batch is how many writes share one commit at the most. A commit waits for
// the disk once; sharing it is what makes many tablets cheap.
const batch = 256

// Tx is what a write function works on: the writer's connection inside a
// transaction. A function may be run again, after everything was rolled back.
type Tx struct {
	ctx   context.Context
	conn  *sql.Conn
	stmts map[string]*sql.Stmt

	touched map[string]struct{} // scopes that the batch changes

	newSectors bool // it changes a list of directions
}

type job struct {
	do   func(*Tx) error
	done chan error
}

// writer owns the one connection that writes. A goroutine drains the queue,
// runs the functions in one transaction, commits once and answers all. Where
// one fails, all are rolled back and run again, each under a savepoint, so
// that the failure harms no other: failures are rare, and a savepoint copies
// every page that it may have to give back.
type writer struct {
	pool  *sql.DB
	tx    *Tx
	queue chan job
	mu    sync.RWMutex // guards closed against senders
	shut  bool
	ended chan struct{}

	tell    atomic.Pointer[func(scope string)]
	sectors sectorLists
}

func openWriter(ctx context.Context, path string) (*writer, error) {
	pool, err := sql.Open("sqlite3", dsn(path, url.Values{}))
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(1)
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	// The connection outlives the request that happens to write first.
	w := &writer{
		pool:  pool,
		tx:    &Tx{ctx: context.Background(), conn: conn, stmts: map[string]*sql.Stmt{}, touched: map[string]struct{}{}},
		queue: make(chan job, batch),
		ended: make(chan struct{}),
	}
	// What a savepoint may have to undo is kept in memory: past 64 KB SQLite writes it to a file, for every batch.
	if err := errors.Join(w.tx.raw("PRAGMA temp_store = MEMORY"), w.tx.assertDurable()); err != nil {
		return nil, errors.Join(err, conn.Close(), pool.Close())
	}
	go w.run()
	return w, nil
}

// assertDurable proves the pragmas that the promise "nothing acknowledged is lost" rests on.
func (tx *Tx) assertDurable() error {
	for pragma, want := range map[string]string{"synchronous": "2", "journal_mode": "wal", "foreign_keys": "1"} {
		var got string
		if err := tx.conn.QueryRowContext(tx.ctx, "PRAGMA "+pragma).Scan(&got); err != nil {
			return err
		}
		if got != want {
			return fmt.Errorf("database: %s is %s, must be %s", pragma, got, want)
		}
	}
	return nil
}

// write queues do and waits for its commit. A caller that gives up while
// waiting gets its error, but the write may still happen.
func (s *Store) write(ctx context.Context, do func(*Tx) error) error {
	w := s.writer
	j := job{do: do, done: make(chan error, 1)}
	w.mu.RLock()
	if w.shut {
		w.mu.RUnlock()
		return civic.E(civic.Unavailable, "error.unavailable")
	}
	select {
	case w.queue <- j:
		w.mu.RUnlock()
	case <-ctx.Done():
		w.mu.RUnlock()
		return ctx.Err()
	}
	select {
	case err := <-j.done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// end takes nothing new and waits for what is queued.
func (w *writer) end() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.shut {
		w.shut = true
		close(w.queue)
	}
	<-w.ended
}

// close closes the connection; twice is once.
func (w *writer) close() error {
	w.end()
	// Fails where another program reads the folder at this moment: the log is whole, only not empty.
	_, _ = w.tx.conn.ExecContext(w.tx.ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	if err := w.tx.conn.Close(); !errors.Is(err, sql.ErrConnDone) {
		return errors.Join(err, w.pool.Close())
	}
	return nil
}

func (w *writer) run() {
	defer close(w.ended)
	jobs := make([]job, 0, batch)
	errs := make([]error, 0, batch)
	var took time.Duration // by the last commit
	company := 0           // who shared it, and who came while it ran
	for first := range w.queue {
		jobs, errs = w.gather(append(jobs[:0], first), company, took/2), errs[:0]
		var err error
		errs, took, err = w.tx.together(jobs, errs, false)
		if err != nil && len(jobs) > 1 {
			errs, took, err = w.tx.together(jobs, errs[:0], true)
		}
		if len(jobs) > 1 && civic.KindOf(err) == civic.Full { // what still fits is not lost with what does not
			for _, j := range jobs {
				_, _, err := w.tx.together([]job{j}, nil, false)
				j.done <- err
			}
			w.publish()
			continue
		}
		company = len(jobs) + len(w.queue)
		w.publish()
		for i, j := range jobs {
			j.done <- cmp.Or(err, errs[i])
		}
	}
}

// publish tells which scopes the batch changed: after the commit, never before.
// One too many is told where a write failed; whoever looks finds nothing new.
func (w *writer) publish() {
	if w.tx.newSectors {
		w.sectors.forget()
		w.tx.newSectors = false
	}
	tell := w.tell.Load()
	for scope := range w.tx.touched {
		if tell != nil {
			(*tell)(scope)
		}
	}
	clear(w.tx.touched)
}

// gather adds what is queued. Those who were answered together come back
// together: it waits for as many as were about, half a commit at most,
// or the first of them would have a commit to itself and the others wait for it.
func (w *writer) gather(jobs []job, company int, patience time.Duration) []job {
	var late <-chan time.Time
	for len(jobs) < batch {
		select {
		case j, ok := <-w.queue:
			if !ok {
				return jobs
			}
			jobs = append(jobs, j)
			continue
		default:
		}
		if len(jobs) >= company {
			return jobs
		}
		if late == nil {
			late = time.After(patience)
		}
		select {
		case j, ok := <-w.queue:
			if !ok {
				return jobs
			}
			jobs = append(jobs, j)
		case <-late:
			return jobs
		}
	}
	return jobs
}

// together runs functions in one transaction; took is how long the disk needed
// and err the error of the whole. Guarded, each function has a savepoint and an
// error of its own in errs; otherwise the first error is the whole's, and
// nothing is kept. A full disk ends the transaction at once: SQLite has rolled
// it back already, and what comes after would stand outside of it.
func (tx *Tx) together(jobs []job, errs []error, guarded bool) (_ []error, took time.Duration, err error) {
	errs = append(errs, make([]error, len(jobs))...)
	if err := tx.raw("BEGIN IMMEDIATE"); err != nil {
		return errs, 0, storeError(err)
	}
	step := tx.step
	if guarded {
		step = tx.guarded
	}
	for i, j := range jobs {
		if errs[i] = step(j.do); errs[i] != nil && (!guarded || civic.KindOf(errs[i]) == civic.Full) {
			err = errs[i]
			break
		}
	}
	if err == nil {
		err = storeError(tx.sum())
	}
	began := time.Now()
	if err == nil {
		err = storeError(tx.raw("COMMIT"))
	}
	took = time.Since(began)
	if err != nil {
		_ = tx.raw("ROLLBACK") // already rolled back on some errors; the error before is the one to tell
	}
	return errs, took, err
}

// step runs one function. A panic is that function's failure alone.
func (tx *Tx) step(do func(*Tx) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic in a write: %v", p)
		}
		err = storeError(err)
	}()
	return do(tx)
}

// guarded runs one function under its savepoint.
func (tx *Tx) guarded(do func(*Tx) error) error {
	if err := tx.raw("SAVEPOINT op"); err != nil {
		return storeError(err)
	}
	err := tx.step(do)
	if err != nil {
		err = errors.Join(err, tx.raw("ROLLBACK TO op"))
	}
	if e := tx.raw("RELEASE op"); e != nil && err == nil {
		err = storeError(e)
	}
	return err
}

// storeError turns "disk full" into a sentence for people; others stay as they are.
func storeError(err error) error {
	var e sqlite3.Error
	if errors.As(err, &e) && e.Code == sqlite3.ErrFull {
		return civic.E(civic.Full, "error.full").Because(err)
	}
	return err
}

func (tx *Tx) raw(query string) error {
	_, err := tx.run(query)
	return err
}

// stmt prepares a query once for the life of the writer.
func (tx *Tx) stmt(query string) (*sql.Stmt, error) {
	if st, ok := tx.stmts[query]; ok {
		return st, nil
	}
	st, err := tx.conn.PrepareContext(tx.ctx, steady(query))
	if err != nil {
		return nil, err
	}
	tx.stmts[query] = st
	return st, nil
}

func (tx *Tx) exec(query string, args ...any) error {
	_, err := tx.run(query, args...)
	return err
}

// affect runs a statement and says how many rows it touched.
func (tx *Tx) affect(query string, args ...any) (int64, error) {
	res, err := tx.run(query, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// insert adds one row and says its number.
func (tx *Tx) insert(query string, args ...any) (int64, error) {
	res, err := tx.run(query, args...)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

func (tx *Tx) run(query string, args ...any) (sql.Result, error) {
	st, err := tx.stmt(query)
	if err != nil {
		return nil, err
	}
	return st.ExecContext(tx.ctx, args...)
}

// must is exec for an update that has to touch something: none is NotFound.
func (tx *Tx) must(query string, args ...any) error {
	n, err := tx.affect(query, args...)
	if err == nil && n == 0 {
		return civic.E(civic.NotFound, "error.not_found")
	}
	return err
}

// once is exec for an insert ON CONFLICT DO NOTHING of an id the client made:
// one that is there already is a Conflict, not a failure.
func (tx *Tx) once(query string, args ...any) error {
	n, err := tx.affect(query, args...)
	if err == nil && n == 0 {
		return civic.E(civic.Conflict, "error.changed_meanwhile")
	}
	return err
}

// row scans one row; no row is sql.ErrNoRows.
func (tx *Tx) row(query string, args []any, dest ...any) error {
	st, err := tx.stmt(query)
	if err != nil {
		return err
	}
	return st.QueryRowContext(tx.ctx, args...).Scan(dest...)
}

// each calls scan for every row.
func (tx *Tx) each(query string, args []any, scan func(scanner) error) error {
	st, err := tx.stmt(query)
	if err != nil {
		return err
	}
	rows, err := st.QueryContext(tx.ctx, args...)
	if err != nil {
		return err
	}
	return drain(rows, scan)
}
