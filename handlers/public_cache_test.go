package handlers

import (
	"testing"
	"time"

	"ashar/internal/civic"
)

func TestAPageReadBeforeAChangeIsNotKept(t *testing.T) {
	var pc publicCache
	at := time.Date(2016, 12, 12, 12, 0, 0, 0, time.UTC)
	page := newPublicKept([]byte("old"), []string{"cycle"}, at)
	read := pc.now()
	pc.changed("another")
	pc.put("a", page, read)
	if pc.get("a", at) == nil {
		t.Error("what another scope changed is not kept")
	}
	read = pc.now()
	pc.changed("cycle")
	pc.put("a", page, read)
	if pc.get("a", at) != nil {
		t.Error("a page read before the change is kept after it")
	}
	read = pc.now()
	pc.changed(civic.Installation)
	pc.put("a", page, read)
	if pc.get("a", at) != nil {
		t.Error("a page read before the installation changed is kept after it")
	}
	pc.put("a", page, pc.now())
	if pc.get("a", at) == nil || pc.get("a", at.AddDate(0, 0, 1)) != nil {
		t.Error("a page is kept for its day, and no longer")
	}
}
