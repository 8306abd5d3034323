package civic

import (
	"math"
	"strconv"
	"time"
)

// Report is an analysis as data: parts with a table each, and what of it is
// drawn. It is shown, printed and written as a file from here, so that all say
// the same. Words are in the reader's language already.
type Report struct {
	Title, Sub string
	At         time.Time
	Parts      []ReportPart
}

// ReportPart is one table. Bars are the columns drawn as one bar a row, one
// after another; Whole is the column that a full bar stands for, -1 the
// greatest row.
type ReportPart struct {
	Title, Note string
	Columns     []ReportColumn
	Rows        []ReportRow
	Bars        []int
	Whole       int
	Empty       string // said instead of a table without rows
	Grid        bool   // the rows lie side by side, as on a map: by name and the first share
	Scale       bool   // the bars are steps of a scale, from one end to the other
	Key         string // what the part is of: its place on the page
	Link        string // where one sees more of it
}

// ReportKind is how a column is written, and added up in a workbook.
type ReportKind int

const (
	ReportWords   ReportKind = iota
	ReportCount              // whole number
	ReportMoney              // som
	ReportMinutes            // minutes
	ReportShare              // of Of, in percent
	ReportPart100            // in hundredths: a mean
	ReportShareOf            // a share and, as Text, how many that is
)

// ReportColumn is a head and how its cells are written.
type ReportColumn struct {
	Name string
	Kind ReportKind
}

// ReportRow is a line; a heavy one adds up those above. Link leads to where its numbers are from.
type ReportRow struct {
	Cells []ReportCell
	Link  string
	Heavy bool
}

// ReportCell is words, or a number; Of is what a share is of. Not known is not nought.
type ReportCell struct {
	Text  string
	N, Of int64
	Known bool
}

// Say is a cell of words.
func Say(text string) ReportCell { return ReportCell{Text: text, Known: true} }

// Num is a cell of a number.
func Num(n int) ReportCell { return ReportCell{N: int64(n), Known: true} }

// Sum is a cell of an amount.
func Sum(n int64) ReportCell { return ReportCell{N: n, Known: true} }

// Share is a cell of a share; of nothing it is not known.
func Share(n, of int) ReportCell { return ReportCell{N: int64(n), Of: int64(of), Known: of > 0} }

// Mean is a cell of a number with two digits behind the point; no number is not known.
func Mean(x float64) ReportCell {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return ReportCell{}
	}
	return ReportCell{N: int64(math.Round(100 * x)), Known: true}
}

// WeighedShare is the share that a weight has of all, for n who gave it. Shares are kept in thousandths of a weight.
func WeighedShare(weight, of float64, n int) ReportCell {
	return ReportCell{N: int64(math.Round(1000 * weight)), Of: int64(math.Round(1000 * of)), Text: strconv.Itoa(n), Known: of > 0}
}

// Percent is a share in whole percent.
func (c ReportCell) Percent() int64 {
	if c.Of == 0 {
		return 0
	}
	return (200*c.N + c.Of) / (2 * c.Of)
}

// CellWriter writes numbers as a language has them; i18n.Lang is one.
type CellWriter interface {
	Number(n int64) string
	Money(som int64) string
	Percent(share float64) string
	Decimal(x float64, digits int) string
}

// In is a cell as people read it; what is not known is a dash.
func (c ReportCell) In(w CellWriter, kind ReportKind) string {
	switch {
	case !c.Known:
		return "–"
	case kind == ReportWords:
		return c.Text
	case kind == ReportMoney:
		return w.Money(c.N)
	case kind == ReportShare:
		return w.Percent(float64(c.Percent()) / 100)
	case kind == ReportPart100:
		return w.Decimal(float64(c.N)/100, 2)
	case kind == ReportShareOf:
		return w.Percent(float64(c.Percent())/100) + "\u00a0(" + c.Text + ")"
	}
	return w.Number(c.N)
}

// Bar is how much of the whole a cell is, in thousandths.
func (p ReportPart) Bar(row ReportRow, column int) int64 {
	c := row.Cells[column]
	if k := p.Columns[column].Kind; k == ReportShare || k == ReportShareOf {
		return 10 * c.Percent()
	}
	whole := p.whole(row)
	if whole == 0 {
		return 0
	}
	return 1000 * c.N / whole
}

func (p ReportPart) whole(row ReportRow) int64 {
	if p.Whole >= 0 {
		return row.Cells[p.Whole].N
	}
	most := int64(0)
	for _, r := range p.Rows {
		if r.Heavy {
			continue
		}
		sum := int64(0)
		for _, i := range p.Bars {
			sum += r.Cells[i].N
		}
		most = max(most, sum)
	}
	return most
}

// GridColumn is the first share: what the shade of a tile says.
func (p ReportPart) GridColumn() int {
	for i, c := range p.Columns {
		if c.Kind == ReportShare || c.Kind == ReportShareOf {
			return i
		}
	}
	return 0
}
