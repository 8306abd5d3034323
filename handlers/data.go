package handlers

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/views"
)

// PublicData is the dictionary of a cycle's open data, with its files.
func (a *App) PublicData(c *Ctx) error {
	if a.fromPublicCache(c) {
		return nil
	}
	v, err := a.publicView(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return a.publicPage(c, depsOf(v), "data.title", views.DataContent(v.List.Cycle, c.base()))
}

// PublicDataFile is a dataset as JSON, CSV or a workbook: needs.json, acts.csv, cards.xlsx.
func (a *App) PublicDataFile(c *Ctx) error {
	name, kind, _ := strings.Cut(c.Param("file"), ".")
	if !slices.Contains(civic.DatasetNames, name) {
		return civic.E(civic.NotFound, "error.not_found")
	}
	v, err := a.publicView(c.Request().Context(), c.Param("id"))
	if err == nil && name == "acts" {
		err = a.tellActs(c.Request().Context(), v)
	}
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Access-Control-Allow-Origin", "*") // open to the pages of others too; it holds nothing of a person
	h.Set("Cache-Control", "no-cache")
	d := v.Dataset(name, true)
	switch kind {
	case "json":
		return c.dataset(d)
	case "csv":
		out, err := writeCSV(datasetRows(d))
		if err != nil {
			return err
		}
		return c.Blob(http.StatusOK, "text/csv; charset=utf-8", out)
	case "xlsx":
		out, err := datasetWorkbook(d)
		if err != nil {
			return err
		}
		return c.Blob(http.StatusOK, xlsxType, out)
	}
	return civic.E(civic.NotFound, "error.not_found")
}

// datasetWorkbook has numbers as numbers and days as days, under the names of the dictionary.
func datasetWorkbook(d civic.Dataset) ([]byte, error) {
	w := newWorkbook()
	defer func() { _ = w.Close() }() // it lives in memory; nothing can be lost
	head, rows := make([]any, len(d.Columns)), make([][]any, len(d.Rows))
	for i, col := range d.Columns {
		head[i] = col.Name
	}
	for n, row := range d.Rows {
		rows[n] = make([]any, len(row))
		for i, v := range row {
			switch v := v.(type) {
			case int64:
				rows[n][i] = int(v)
			case float64:
				rows[n][i] = v
			case string:
				if rows[n][i] = v; d.Columns[i].Kind == "date" && civic.ValidDate(v) {
					rows[n][i] = onDay(v)
				}
			}
		}
	}
	w.sheet(d.Name, head, rows)
	return w.file()
}

// dataset answers a table as a list of objects, their fields in the order of the dictionary.
func (c *Ctx) dataset(d civic.Dataset) error {
	var b bytes.Buffer
	b.WriteString(`{"dataset":"` + d.Name + `","rows":[`)
	for i, row := range d.Rows {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n{")
		for j, v := range row {
			if j > 0 {
				b.WriteByte(',')
			}
			if v == "" {
				v = nil
			}
			value, err := json.Marshal(v)
			if err != nil {
				return err
			}
			b.WriteString(`"` + d.Columns[j].Name + `":`)
			b.Write(value)
		}
		b.WriteByte('}')
	}
	b.WriteString("\n]}\n")
	return c.Blob(http.StatusOK, "application/json; charset=utf-8", b.Bytes())
}

// datasetRows are a table's cells as texts, the names of its columns first.
func datasetRows(d civic.Dataset) [][]string {
	rows := make([][]string, 0, len(d.Rows)+1)
	var head []string
	for _, col := range d.Columns {
		head = append(head, col.Name)
	}
	rows = append(rows, head)
	for _, row := range d.Rows {
		line := make([]string, len(row))
		for i, v := range row {
			switch v := v.(type) {
			case string:
				line[i] = v
			case int64:
				line[i] = strconv.FormatInt(v, 10)
			case float64:
				line[i] = strconv.FormatFloat(v, 'f', -1, 64)
			}
		}
		rows = append(rows, line)
	}
	return rows
}
