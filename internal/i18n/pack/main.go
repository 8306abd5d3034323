// Command pack puts the catalogues into one compressed file, which the binary carries: a quarter of their size.
package main

import (
	"bytes"
	"compress/gzip"
	"log"
	"os"
	"path/filepath"
)

func main() {
	log.SetFlags(0)
	if err := pack(); err != nil {
		log.Fatal("i18n/pack: run me by `go generate ./internal/i18n`: ", err)
	}
}

// pack writes each file as its name, a zero, its text and another zero; in the order of names, so that the same
// catalogues give the same bytes.
func pack() error {
	names, err := filepath.Glob("catalog/*.toml")
	if err != nil {
		return err
	}
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return err
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if _, err := w.Write(append([]byte(filepath.ToSlash(name)+"\x00"), append(text, 0)...)); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	return os.WriteFile("catalog.gz", b.Bytes(), 0o644)
}
