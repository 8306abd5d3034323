package handlers

import (
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"ashar/internal/civic"
)

const (
	importRows  = 20_000   // of a file; the whole country has some 2,500 units
	importCols  = 60       // of a sheet
	importBytes = 10 << 20 // of a file
	headRows    = 10       // among which the names of the columns are looked for: files carry titles above
)

// sheet is what a file holds before its columns are known.
type sheet struct {
	name   string
	rows   []civic.ImportRow
	padded bool // short rows are only trimmed, as spreadsheets do
}

// readFile reads an XLSX or CSV file, told apart by what is in them.
func readFile(data []byte) ([]sheet, error) {
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return nil, civic.Bad("file", "error.import_empty")
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return readXLSX(data)
	case bytes.HasPrefix(data, []byte("\xD0\xCF\x11\xE0")):
		return nil, civic.Bad("file", "error.import_xls")
	}
	return readCSV(data)
}

var errTooManyRows = civic.Bad("file", "error.import_rows", "n", importRows)

// readCSV takes UTF-8, UTF-16 and Windows-1251, and comma, semicolon or tab.
func readCSV(data []byte) ([]sheet, error) {
	text, ok := decode(data)
	if !ok {
		return nil, civic.Bad("file", "error.import_binary")
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = separator(text), -1, true, true
	s := sheet{}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return []sheet{s}, nil
		}
		if err != nil {
			return nil, civic.Bad("file", "error.import_binary").Because(err)
		}
		line, _ := r.FieldPos(0)
		if err := s.add(line, record, undefused); err != nil {
			return nil, err
		}
	}
}

// add keeps a row that says something.
func (s *sheet) add(line int, cells []string, clean func(string) string) error {
	row := civic.ImportRow{Line: line, Cells: make([]string, len(cells))}
	said := false
	for i, cell := range cells {
		row.Cells[i] = clean(cell)
		said = said || strings.TrimSpace(cell) != ""
	}
	if !said {
		return nil
	}
	if len(s.rows) > importRows {
		return errTooManyRows
	}
	s.rows = append(s.rows, row)
	return nil
}

// decode makes text of bytes, or says that they are none.
func decode(data []byte) (string, bool) {
	for mark, order := range map[string]binary.ByteOrder{"\xFF\xFE": binary.LittleEndian, "\xFE\xFF": binary.BigEndian} {
		if rest, ok := bytes.CutPrefix(data, []byte(mark)); ok {
			units := make([]uint16, len(rest)/2)
			for i := range units {
				units[i] = order.Uint16(rest[2*i:])
			}
			return string(utf16.Decode(units)), true
		}
	}
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	for _, b := range data {
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' {
			return "", false
		}
	}
	if utf8.Valid(data) {
		return string(data), true
	}
	text, err := charmap.Windows1251.NewDecoder().Bytes(data)
	return string(text), err == nil
}

// separator is the likeliest of the first line.
func separator(text string) rune {
	line, _, _ := strings.Cut(text, "\n")
	best := ','
	for _, c := range ";\t" {
		if strings.Count(line, string(c)) > strings.Count(line, string(best)) {
			best = c
		}
	}
	return best
}

// readXLSX reads every sheet of a workbook. What the library cannot digest,
// even by a panic, is a damaged file, not a failure of ours.
func readXLSX(data []byte) (sheets []sheet, err error) {
	defer func() {
		if recover() != nil {
			sheets, err = nil, civic.Bad("file", "error.import_binary")
		}
	}()
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true, UnzipSizeLimit: 100 << 20, UnzipXMLSizeLimit: 16 << 20})
	if err != nil {
		return nil, civic.Bad("file", "error.import_binary").Because(err)
	}
	defer func() { _ = f.Close() }() // temporary files at the most
	total := 0
	for _, name := range f.GetSheetList() {
		s := sheet{name: name, padded: true}
		rows, err := f.Rows(name)
		if err != nil {
			return nil, civic.Bad("file", "error.import_binary").Because(err)
		}
		for line := 1; rows.Next(); line++ {
			cells, err := rows.Columns()
			if err != nil {
				return nil, errors.Join(civic.Bad("file", "error.import_binary"), rows.Close())
			}
			if err := s.add(line, cells[:min(len(cells), importCols)], civic.WrittenOut); err != nil {
				return nil, err
			}
		}
		if err := rows.Close(); err != nil {
			return nil, civic.Bad("file", "error.import_binary").Because(err)
		}
		if total += len(s.rows); total > importRows {
			return nil, errTooManyRows
		}
		sheets = append(sheets, s)
	}
	return sheets, nil
}

// A text that begins with one of these may run as a formula in a spreadsheet.
const dangerous = "=+-@\t\r\n"

// defused puts an apostrophe before a text that a spreadsheet would run, and
// before one that only looks as if that had been done: so it can be undone.
func defused(cell string) string {
	if bare := strings.TrimLeft(cell, "'"); bare != "" && strings.ContainsRune(dangerous, rune(bare[0])) {
		return "'" + cell
	}
	return cell
}

// undefused takes that apostrophe away.
func undefused(cell string) string {
	rest, ok := strings.CutPrefix(cell, "'")
	if bare := strings.TrimLeft(rest, "'"); ok && bare != "" && strings.ContainsRune(dangerous, rune(bare[0])) {
		return rest
	}
	return cell
}
