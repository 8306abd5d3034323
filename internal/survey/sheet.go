package survey

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Bounds on a file. A thousand questions with three languages are about 200 KB.
const (
	maxFile      = 16 << 20
	maxUnzipped  = 32 << 20
	maxQuestions = 5_000
	maxChoices   = 50_000
	maxCells     = 4_000_000 // looked at, empty ones too
)

// sheet is the rows of a sheet that hold something, with their numbers.
type sheet struct {
	name string
	rows []row
}

type row struct {
	number int
	cells  []string
}

var errTooMuch = errors.New("too many rows or cells")

// workbook reads the sheets that a form has. What the library cannot digest, even by a panic, is
// a damaged file.
func workbook(data []byte) (sheets map[string]*sheet, others []string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("damaged: %v", r)
		}
	}()
	if len(data) > maxFile {
		return nil, nil, errTooMuch
	}
	if err := whole(data); err != nil {
		return nil, nil, err
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true, UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped})
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = f.Close() }() // temporary files at the most
	sheets = map[string]*sheet{}
	budget := maxCells
	for _, name := range f.GetSheetList() {
		folded := strings.ToLower(strings.TrimSpace(name))
		limit := map[string]int{"survey": maxQuestions, "choices": maxChoices, "settings": 100}[folded]
		if limit == 0 || sheets[folded] != nil {
			others = append(others, name)
			continue
		}
		s, err := readSheet(f, name, limit, &budget)
		if err != nil {
			return nil, nil, err
		}
		sheets[folded] = s
	}
	return sheets, others, nil
}

// whole reads every part of a workbook once: excelize takes a part that breaks off for one that
// ends, which would make half a form. No workbook declares entities; one that does is an attack.
func whole(data []byte) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	left := int64(maxUnzipped)
	for _, part := range z.File {
		if !strings.HasSuffix(part.Name, ".xml") && !strings.HasSuffix(part.Name, ".rels") {
			continue
		}
		r, err := part.Open()
		if err != nil {
			return err
		}
		limited := &io.LimitedReader{R: r, N: left + 1}
		err = errors.Join(wellFormed(limited), r.Close())
		if left = limited.N - 1; left < 0 {
			return errTooMuch
		}
		if err != nil {
			return fmt.Errorf("%s: %w", part.Name, err)
		}
	}
	return nil
}

func wellFormed(r io.Reader) error {
	d := xml.NewDecoder(r)
	for depth := 0; ; {
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) && depth == 0 {
			return nil
		}
		if err != nil {
			return err
		}
		switch t.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		case xml.Directive:
			return errors.New("a declaration")
		}
		if depth > 100 {
			return errors.New("too deep")
		}
	}
}

func readSheet(f *excelize.File, name string, limit int, budget *int) (s *sheet, err error) {
	rows, err := f.Rows(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	s = &sheet{name: name}
	for n := 1; rows.Next(); n++ {
		cells, err := rows.Columns()
		if err != nil {
			return nil, err
		}
		if *budget -= 1 + len(cells); *budget < 0 {
			return nil, errTooMuch
		}
		full := 0
		for i, c := range cells {
			if cells[i] = cleaned(c); cells[i] != "" {
				full = i + 1
			}
		}
		if full == 0 {
			continue
		}
		if len(s.rows) > limit { // the first is the columns' names
			return nil, errTooMuch
		}
		s.rows = append(s.rows, row{n, append([]string(nil), cells[:full]...)})
	}
	return s, rows.Error()
}

// longNumber is how a workbook keeps what its reader sees as 0.1 or 4170820982.
var longNumber = regexp.MustCompile(`^-?\d+(\.\d{10,})?(E[+-]?\d{1,2})?$`)

// cleaned is what a person sees in a cell, without the blanks around it.
func cleaned(cell string) string {
	cell = strings.TrimSpace(strings.ReplaceAll(cell, "\u00a0", " "))
	if longNumber.MatchString(cell) && strings.ContainsAny(cell, ".E") {
		if x, err := strconv.ParseFloat(cell, 64); err == nil {
			if short := strconv.FormatFloat(x, 'f', -1, 64); len(short) < 20 {
				return short
			}
			if x, err = strconv.ParseFloat(strconv.FormatFloat(x, 'g', 15, 64), 64); err == nil {
				return strconv.FormatFloat(x, 'f', -1, 64)
			}
		}
	}
	return cell
}
