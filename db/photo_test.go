package db

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"ashar/internal/civic"
)

// photo is one to add; the store keeps what it is given, so any bytes will do.
func photo(s *Store, session, picture string) civic.AddPhoto {
	jpeg := append([]byte("\xFF\xD8"), picture...)
	sum := sha256.Sum256(jpeg)
	return civic.AddPhoto{ID: s.IDs.New(), Session: session, Hash: hex.EncodeToString(sum[:]), Width: 4, Height: 3, JPEG: jpeg, Small: []byte("small " + picture)}
}

func ofCheck(a civic.AddPhoto, number int) civic.AddPhoto { a.Check = number; return a }

func ofCard(a civic.AddPhoto, id string) civic.AddPhoto { a.Priority = id; return a }

// cards makes a card of each text.
func cards(t *testing.T, s *Store, session string, texts ...string) []string {
	t.Helper()
	ids := make([]string, len(texts))
	for i, text := range texts {
		ids[i] = s.IDs.New()
		said := civic.SaidStatement{ID: s.IDs.New(), Text: text}
		do(t, s, session, civic.AddStatements{Statements: []civic.SaidStatement{said}})
		do(t, s, session, civic.MakePriority{ID: ids[i], Statement: said.ID})
	}
	return ids
}

func pictures(t *testing.T, s *Store) (n int) {
	t.Helper()
	if err := s.row(context.Background(), `SELECT count(*) FROM files`, nil, &n); err != nil {
		t.Fatal(err)
	}
	return n
}

func photosOf(t *testing.T, s *Store, session string) civic.Photos {
	t.Helper()
	ps, err := s.Photos(context.Background(), session)
	if err != nil {
		t.Fatal(err)
	}
	return ps
}

func TestAPhotoIsKeptOnceAndItsPictureGoesWithTheLast(t *testing.T) {
	s, ctx := open(t), context.Background()
	_, session := plannedHall(t, s)
	first, second := ofCheck(photo(s, session, "такта"), 8), ofCheck(photo(s, session, "такта"), 9)
	op := civic.Operation{ID: s.IDs.New(), Scope: session, Change: first}
	for range 2 {
		if _, err := s.Apply(ctx, op); err != nil {
			t.Fatal(err)
		}
	}
	other := op
	other.Change = ofCheck(photo(s, session, "башка"), 8)
	if _, err := s.Apply(ctx, other); civic.KindOf(err) != civic.Conflict {
		t.Fatalf("the same operation with another picture: %v", err)
	}
	do(t, s, session, second)
	if ps := photosOf(t, s, session); len(ps) != 2 || pictures(t, s) != 1 || len(ps.OfCheck(8)) != 1 {
		t.Fatalf("%d photos, %d pictures", len(ps), pictures(t, s))
	}
	checks, err := s.Checks(ctx, session)
	if err != nil || checks[7].Photos != 1 || checks[9].Photos != 0 {
		t.Fatal("the checklist does not count its photos", err)
	}
	do(t, s, session, civic.RemovePhoto{ID: first.ID, Of: first.Subject(), Reason: "бүдөмүк"})
	if pictures(t, s) != 1 {
		t.Fatal("the other photo lost its picture")
	}
	do(t, s, session, civic.RemovePhoto{ID: second.ID, Of: second.Subject(), Reason: "бүдөмүк"})
	there, removed := photosOf(t, s, session).Split()
	if pictures(t, s) != 0 || len(there) != 0 || len(removed) != 2 || removed[0].Reason != "бүдөмүк" || removed[0].RemovedAt.IsZero() {
		t.Fatalf("%d pictures left; %+v", pictures(t, s), removed)
	}
	again := civic.Operation{Scope: session, Change: civic.RemovePhoto{ID: first.ID, Of: first.Subject(), Reason: "дагы"}}
	if _, err := s.Apply(ctx, again); civic.KindOf(err) != civic.Conflict {
		t.Fatalf("removed twice: %v", err)
	}
}

func TestPhotosHaveAPlaceAndALimit(t *testing.T) {
	s, ctx := open(t), context.Background()
	_, session := plannedHall(t, s)
	elsewhere := plannedElsewhere(t, s, session)
	card := cards(t, s, session, "көпүрө кулады")[0]
	for i := range civic.PhotosMax {
		do(t, s, session, ofCard(photo(s, session, fmt.Sprint(i)), card))
		do(t, s, session, ofCheck(photo(s, session, fmt.Sprint(i)), 8))
	}
	foreign := cards(t, s, elsewhere, "суу жок")[0]
	for what, c := range map[string]struct {
		a    civic.AddPhoto
		kind civic.Kind
	}{
		"a seventh on a card":     {ofCard(photo(s, session, "7"), card), civic.Invalid},
		"a seventh on a check":    {ofCheck(photo(s, session, "7"), 8), civic.Invalid},
		"a check that is none":    {ofCheck(photo(s, session, "7"), 99), civic.NotFound},
		"a card that is none":     {ofCard(photo(s, session, "7"), s.IDs.New()), civic.NotFound},
		"another session's card":  {ofCard(photo(s, session, "7"), foreign), civic.NotFound},
		"a picture not as hashed": {func() civic.AddPhoto { a := photo(s, session, "7"); a.JPEG[2]++; return ofCheck(a, 9) }(), civic.Invalid},
	} {
		if _, err := s.Apply(ctx, civic.Operation{Scope: session, Change: c.a}); civic.KindOf(err) != c.kind {
			t.Errorf("%s: %v", what, err)
		}
	}
	mine := photosOf(t, s, session)[0]
	for _, change := range []civic.Change{civic.RemovePhoto{ID: mine.ID, Of: mine.Of(elsewhere), Reason: "жок"}, civic.CaptionPhoto{ID: mine.ID, Base: 1, Caption: "жок"},
		civic.PlacePhoto{ID: mine.ID, Priority: foreign}} {
		if _, err := s.Apply(ctx, civic.Operation{Scope: elsewhere, Change: change}); civic.KindOf(err) != civic.NotFound {
			t.Errorf("%s reaches into another session: %v", change.Kind(), err)
		}
	}
}

// plannedElsewhere is a second session of the same cycle.
func plannedElsewhere(t *testing.T, s *Store, session string) string {
	t.Helper()
	head, err := s.SessionHead(context.Background(), session)
	if err != nil {
		t.Fatal(err)
	}
	other := s.IDs.New()
	do(t, s, head.Cycle, civic.PlanSession{ID: other, Village: head.Village, Audience: head.Audience, Date: "2016-12-13", Starts: "11:00", Ends: "13:00", ExpectedMin: 8, ExpectedMax: 12})
	return other
}

func ids(ps civic.Photos) (out []string) {
	for _, p := range ps {
		out = append(out, p.ID)
	}
	return out
}

func TestAMergedCardCarriesThePhotosOfItsPartsAndGivesThemBack(t *testing.T) {
	s, ctx := open(t), context.Background()
	_, session := plannedHall(t, s)
	parts := cards(t, s, session, "стадион жок", "футбол ойной турган жер жок")
	for i, card := range parts {
		do(t, s, session, ofCard(photo(s, session, fmt.Sprint("p", i)), card))
	}
	read := func() civic.Priorities {
		t.Helper()
		ps, err := s.Priorities(ctx, session)
		if err != nil {
			t.Fatal(err)
		}
		return ps
	}
	before := read()
	merged := s.IDs.New()
	do(t, s, session, civic.MergePriorities{ID: merged, Parts: parts})
	own := ofCard(photo(s, session, "бирге"), merged)
	do(t, s, session, own)
	late := ofCard(photo(s, session, "кеч келген"), parts[1]) // the other tablet still shows the part
	do(t, s, session, late)
	if got := read().Active[0].Photos; len(got) != 4 {
		t.Fatalf("the merged card shows %d photos", len(got))
	}
	do(t, s, session, civic.RemovePhoto{ID: late.ID, Of: late.Subject(), Reason: "башка көйгөй"})
	do(t, s, session, civic.UnmergePriority{ID: merged})
	after := read()
	for i := range parts {
		there, _ := after.Active[i].Photos.Split()
		if !slices.Equal(ids(there), ids(before.Active[i].Photos)) {
			t.Errorf("%s came back with other photos", after.Active[i].Title)
		}
	}
	if got := ids(after.Photos.OfPriority("")); !slices.Equal(got, []string{own.ID}) {
		t.Fatalf("the merged card's own photo is lost: %v", got)
	}
	stray := ofCard(photo(s, session, "өтө кеч"), merged)
	do(t, s, session, stray)
	if len(read().Photos.OfPriority("")) != 2 {
		t.Fatal("a photo for a card that was taken apart is lost")
	}
	do(t, s, session, civic.PlacePhoto{ID: own.ID, Priority: parts[0]})
	if got := read(); len(got.Photos.OfPriority("")) != 1 || len(got.Active[0].Photos) != 2 {
		t.Fatal("the photo did not move to the card")
	}
	if _, err := s.Apply(ctx, civic.Operation{Scope: session, Change: civic.PlacePhoto{ID: stray.ID, Priority: merged}}); civic.KindOf(err) != civic.Conflict {
		t.Errorf("put on a card that is no more: %v", err)
	}
}

func TestPicturesAndCaptionsStayOutOfTheJournal(t *testing.T) {
	s, ctx := open(t), context.Background()
	_, session := plannedHall(t, s)
	a := ofCheck(photo(s, session, "сүрөттүн өзү"), 8)
	a.Caption = "Айгүл тактанын жанында"
	do(t, s, session, a)
	do(t, s, session, civic.CaptionPhoto{ID: a.ID, Base: 1, Caption: "Гүлнара тактанын жанында"})
	p, err := s.Photo(ctx, session, a.ID)
	if err != nil || p.Caption != "Гүлнара тактанын жанында" || p.Version != 2 {
		t.Fatalf("%+v, %v", p, err)
	}
	do(t, s, session, civic.CaptionPhoto{ID: a.ID, Base: 1, Caption: "Кулактандыруу"})
	if p, _ = s.Photo(ctx, session, a.ID); p.Rivals != 1 {
		t.Error("a caption written over another's is lost")
	}
	do(t, s, session, civic.RemovePhoto{ID: a.ID, Of: a.Subject(), Reason: "өзү сурады"})
	entries, err := s.Journal(ctx, session, 0)
	if err != nil {
		t.Fatal(err)
	}
	hashed := false
	for _, e := range entries {
		hashed = hashed || strings.Contains(string(e.Data), a.Hash)
		for _, secret := range []string{"Айгүл", "Гүлнара", "сүрөттүн өзү"} {
			if strings.Contains(string(e.Data), secret) {
				t.Errorf("%s holds %q", e.Kind, secret)
			}
		}
	}
	if !hashed {
		t.Error("the journal does not name the picture")
	}
	if edits, _ := s.Edits(ctx, session, a.ID); len(edits) != 0 {
		t.Errorf("%d captions of a removed photo are left", len(edits))
	}
	if err := s.Verify(ctx, session); err != nil {
		t.Error(err)
	}
}

// Who is seen may ask for it after the close too, and then nothing of the
// picture is left in the file.
func TestARemovedPictureIsOverwritten(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	s, err := Open(ctx, folder, Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, session := plannedHall(t, s)
	a := ofCheck(photo(s, session, strings.Repeat("бет ", 9000)), 8)
	do(t, s, session, a)
	do(t, s, session, civic.StartSession{Session: session})
	do(t, s, session, civic.SetCount{Session: session, What: civic.Came, Sex: "f", Band: "29-45", People: 8})
	for _, c := range civic.DefaultChecklist() {
		if c.Mandatory && c.Phase != civic.After {
			do(t, s, session, civic.SetCheck{Session: session, Number: c.Number, State: civic.Done})
		}
	}
	do(t, s, session, civic.CloseSession{Session: session})
	if _, err := s.Apply(ctx, civic.Operation{Scope: session, Change: ofCheck(photo(s, session, "кеч"), 8)}); civic.KindOf(err) != civic.Conflict {
		t.Errorf("a closed session took a photo: %v", err)
	}
	do(t, s, session, civic.RemovePhoto{ID: a.ID, Of: a.Subject(), Reason: "өзү сурады"})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(filepath.Join(folder, "ashar.db"))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(file, []byte("бет бет")) {
		t.Error("the picture is still in the file")
	}
}

func TestABackupCarriesThePhotos(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	s, err := Open(ctx, folder, Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, session := plannedHall(t, s)
	a := ofCheck(photo(s, session, strings.Repeat("такта ", 50_000)), 8)
	do(t, s, session, a)
	file, other := filepath.Join(t.TempDir(), "copy.db"), t.TempDir()
	if err := Backup(ctx, folder, file); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the copy may be read by others: %v, %v", info, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := Restore(ctx, file, other); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(ctx, other, Options{}); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	p, err := s.Photo(ctx, session, a.ID)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := s.Picture(ctx, p.Hash, false)
	small, errSmall := s.Picture(ctx, p.Hash, true)
	if err != nil || errSmall != nil || !bytes.Equal(whole, a.JPEG) || !bytes.Equal(small, a.Small) {
		t.Fatalf("%d and %d bytes came back, %v, %v", len(whole), len(small), err, errSmall)
	}
}

func TestAFullDiskTakesNoHalfPhoto(t *testing.T) {
	s, ctx := open(t), context.Background()
	_, session := plannedHall(t, s)
	do(t, s, session, ofCheck(photo(s, session, "биринчи"), 8))
	var pages int
	if err := s.writer.tx.conn.QueryRowContext(ctx, "PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	if _, err := s.writer.tx.conn.ExecContext(ctx, fmt.Sprintf("PRAGMA max_page_count = %d", pages+20)); err != nil {
		t.Fatal(err)
	}
	op := civic.Operation{ID: s.IDs.New(), Scope: session, Change: ofCheck(photo(s, session, strings.Repeat("чоң ", 100_000)), 8)}
	if _, err := s.Apply(ctx, op); civic.KindOf(err) != civic.Full {
		t.Fatalf("got %v, want a full disk", err)
	}
	if ps := photosOf(t, s, session); len(ps) != 1 || pictures(t, s) != 1 {
		t.Fatalf("%d photos, %d pictures", len(ps), pictures(t, s))
	}
	if errs := atOnce(t, s, op, civic.Operation{ID: s.IDs.New(), Scope: session, Change: civic.SetCheck{Session: session, Number: 8, State: civic.Done}}); civic.KindOf(errs[0]) != civic.Full || errs[1] != nil {
		t.Fatalf("a tick beside a photo that does not fit: %v", errs)
	}
	if checks, err := s.Checks(ctx, session); err != nil || checks[7].State != civic.Done {
		t.Fatal("a tick that was acknowledged is lost", err)
	}
	if _, err := s.writer.tx.conn.ExecContext(ctx, "PRAGMA max_page_count = 1000000"); err != nil {
		t.Fatal(err)
	}
	if r, err := s.Apply(ctx, op); err != nil || r.Repeated {
		t.Fatalf("with room again: %+v, %v", r, err)
	}
	if err := s.Verify(ctx, session); err != nil {
		t.Error(err)
	}
}

// atOnce applies operations in one batch: they wait while the writer is held.
func atOnce(t *testing.T, s *Store, ops ...civic.Operation) []error {
	t.Helper()
	held, let := make(chan bool), make(chan bool)
	go func() { _ = s.write(context.Background(), func(*Tx) error { held <- true; <-let; return nil }) }()
	<-held
	errs := make([]error, len(ops))
	var wg sync.WaitGroup
	for i, op := range ops {
		wg.Go(func() { _, errs[i] = s.Apply(context.Background(), op) })
		for len(s.writer.queue) <= i {
			runtime.Gosched()
		}
	}
	close(let)
	wg.Wait()
	return errs
}

func TestPicturesGoWithAPracticeSessionUnlessShownElsewhere(t *testing.T) {
	s := open(t)
	m, session := plannedHall(t, s)
	practice := s.IDs.New()
	do(t, s, m, civic.MakePractice{Session: practice, Date: "2016-12-12", Starts: "11:00", Ends: "13:00"})
	do(t, s, practice, ofCheck(photo(s, practice, "машыгуу"), 8))
	do(t, s, practice, ofCheck(photo(s, practice, "такта"), 8))
	do(t, s, session, ofCheck(photo(s, session, "такта"), 8))
	do(t, s, m, civic.DropPractice{Session: practice})
	if n := pictures(t, s); n != 1 {
		t.Fatalf("%d pictures are left, want the one that the other session shows", n)
	}
}
