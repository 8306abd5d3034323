package paper

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"ashar/internal/i18n"
)

// With PAPER_OUT set to a folder every document is written there, to be
// rendered with pdftoppm and looked at.
func TestWritesPapersToLookAt(t *testing.T) {
	out := os.Getenv("PAPER_OUT")
	if out == "" {
		t.Skip("PAPER_OUT is not set: nothing to look at")
	}
	for _, l := range []i18n.Lang{i18n.KY, i18n.RU, i18n.EN} {
		for name, print := range papers() {
			var b bytes.Buffer
			if err := print(&b, l); err != nil {
				t.Errorf("%s in %s: %v", name, l, err)
				continue
			}
			if err := os.WriteFile(filepath.Join(out, name+"-"+string(l)+".pdf"), b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
