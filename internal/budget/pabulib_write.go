package budget

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"
)

// WritePabulib writes a file that ParsePabulib reads back as the same election.
// What META, PROJECTS and VOTES hold beside it is written as it stood; the
// numbers that follow from the election are written anew. A ballot's weight
// cannot be said in this format: each of its people gets a line. Errors are w's.
func (f *File) WritePabulib(w io.Writer) error {
	out := csv.NewWriter(w)
	out.Comma = ';'
	rows := [][]string{{"META"}, {"key", "value"}}
	for _, m := range f.metaOut() {
		rows = append(rows, []string{m.Key, m.Value})
	}
	rows = append(rows, []string{"PROJECTS"})
	rows = append(rows, f.projectsOut()...)
	rows = append(rows, []string{"VOTES"})
	rows = append(rows, f.votesOut()...)
	if err := out.WriteAll(rows); err != nil {
		return err
	}
	return out.Error()
}

// metaOut keeps the order of the file; what it lacks comes after.
func (f *File) metaOut() []Field {
	kind := string(f.Kind)
	if f.Kind == Approval && strings.EqualFold(f.Get("vote_type"), "choose-1") {
		kind = "choose-1"
	}
	own := []Field{{"num_projects", strconv.Itoa(len(f.Projects))}, {"num_votes", strconv.FormatInt(f.People(), 10)},
		{"budget", formatUnits(f.Budget, f.Decimals)}, {"vote_type", kind}}
	meta := slices.Clone(f.Meta)
	for _, field := range own {
		if i := slices.IndexFunc(meta, func(m Field) bool { return m.Key == field.Key }); i >= 0 {
			meta[i] = field
		} else {
			meta = append(meta, field)
		}
	}
	return meta
}

// column finds a column or adds it.
func column(columns *[]string, name string) int {
	i := slices.Index(*columns, name)
	if i < 0 {
		*columns = append(*columns, name)
		i = len(*columns) - 1
	}
	return i
}

func (f *File) projectsOut() [][]string {
	columns := slices.Clone(f.Columns)
	id, cost, votes, name := column(&columns, "project_id"), column(&columns, "cost"), column(&columns, "votes"), column(&columns, "name")
	counted := f.votes()
	rows := [][]string{columns}
	for i, p := range f.Projects {
		row := make([]string, len(columns))
		if i < len(f.Rows) {
			copy(row, f.Rows[i])
		}
		row[id] = p.ID
		row[cost] = formatUnits(p.Cost, f.Decimals)
		row[votes] = strconv.FormatInt(counted[i], 10)
		row[name] = p.Name
		rows = append(rows, row)
	}
	return rows
}

func (f *File) votesOut() [][]string {
	columns := slices.Clone(f.Voters)
	voter, vote, points := column(&columns, "voter_id"), column(&columns, "vote"), -1
	if f.Kind.points() {
		points = column(&columns, "points")
	}
	rows := [][]string{columns}
	for i, b := range f.Ballots {
		row := make([]string, len(columns))
		if i < len(f.Votes) {
			copy(row, f.Votes[i])
		}
		var ids, given []string
		for j, p := range b.Projects {
			ids = append(ids, f.Projects[p].ID)
			if points >= 0 {
				given = append(given, formatUnits(b.Points[j], f.PointDecimals))
			}
		}
		row[vote] = strings.Join(ids, ",")
		if points >= 0 {
			row[points] = strings.Join(given, ",")
		}
		for n := range b.Weight {
			line := slices.Clone(row)
			line[voter] = b.ID
			if b.Weight > 1 {
				line[voter] = b.ID + "-" + strconv.FormatInt(n+1, 10)
			}
			rows = append(rows, line)
		}
	}
	return rows
}
