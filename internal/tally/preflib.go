// Package tally turns votes into an order: dots and hands, pairs, scores,
// ballots. It is pure: structured results and errors, no sentences.
package tally

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Ballot is a weak order, best first: Groups holds candidates (from 0), those
// of one group tied. Candidates left out are unranked. Count people cast it.
type Ballot struct {
	Count  int
	Groups [][]int
}

// Profile is an election: what the candidates are called and how people ranked them.
type Profile struct {
	Names   []string
	Ballots []Ballot
}

// LineError says what is wrong with which line of a PrefLib file.
type LineError struct {
	Line int
	Text string // the offending part
	Why  string // "count", "candidate", "twice", "brace", "names", "empty"
}

func (e *LineError) Error() string { return fmt.Sprintf("line %d: %s: %q", e.Line, e.Why, e.Text) }

// limits keep a malformed file from taking the machine's memory.
const (
	maxCandidates = 1000
	maxCount      = 1_000_000_000
)

// ParsePreflib reads .soc, .soi, .toc and .toi files of preflib.org: lines
// "count: 1,2,{3,4}" after "# KEY: value" headers; a byte-order mark, CR and
// blank lines are tolerated.
func ParsePreflib(r io.Reader) (Profile, error) {
	var p Profile
	names := map[int]string{}
	declared := 0
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 0, 64<<10), 1<<20)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if line == "" {
			continue
		}
		if header, ok := strings.CutPrefix(line, "#"); ok {
			key, value, _ := strings.Cut(header, ":")
			key, value = strings.TrimSpace(key), strings.TrimSpace(value)
			if key == "NUMBER ALTERNATIVES" {
				if m, err := strconv.Atoi(value); err != nil || m < 1 || m > maxCandidates {
					return p, &LineError{n, value, "names"}
				} else {
					declared = m
				}
			}
			if number, ok := strings.CutPrefix(key, "ALTERNATIVE NAME "); ok {
				i, err := strconv.Atoi(strings.TrimSpace(number))
				if err != nil || i < 1 || i > maxCandidates {
					return p, &LineError{n, number, "names"}
				}
				names[i-1] = value
			}
			continue
		}
		b, err := parseBallot(line, n)
		if err != nil {
			return p, err
		}
		p.Ballots = append(p.Ballots, b)
	}
	if err := lines.Err(); err != nil {
		return p, err
	}
	most := declared
	for i := range names {
		most = max(most, i+1)
	}
	for _, b := range p.Ballots {
		for _, g := range b.Groups {
			for _, c := range g {
				if declared > 0 && c >= declared {
					return p, &LineError{0, strconv.Itoa(c + 1), "candidate"}
				}
				most = max(most, c+1)
			}
		}
	}
	if most == 0 {
		return p, &LineError{0, "", "empty"}
	}
	p.Names = make([]string, most)
	for i := range p.Names {
		p.Names[i] = names[i]
		if p.Names[i] == "" {
			p.Names[i] = strconv.Itoa(i + 1)
		}
	}
	return p, nil
}

func parseBallot(line string, n int) (Ballot, error) {
	count, order, ok := strings.Cut(line, ":")
	c, err := strconv.Atoi(strings.TrimSpace(count))
	if !ok || err != nil || c < 0 || c > maxCount {
		return Ballot{}, &LineError{n, line, "count"}
	}
	b := Ballot{Count: c}
	seen := map[int]bool{}
	var group []int
	open := false
	for _, part := range strings.Split(order, ",") {
		part = strings.TrimSpace(part)
		if rest, ok := strings.CutPrefix(part, "{"); ok {
			if open {
				return b, &LineError{n, part, "brace"}
			}
			open, part, group = true, strings.TrimSpace(rest), nil
		}
		shut := false
		if rest, ok := strings.CutSuffix(part, "}"); ok {
			if !open {
				return b, &LineError{n, part, "brace"}
			}
			shut, part = true, strings.TrimSpace(rest)
		}
		if part != "" {
			i, err := strconv.Atoi(part)
			if err != nil || i < 1 || i > maxCandidates {
				return b, &LineError{n, part, "candidate"}
			}
			if seen[i] {
				return b, &LineError{n, part, "twice"}
			}
			seen[i] = true
			if open {
				group = append(group, i-1)
			} else {
				b.Groups = append(b.Groups, []int{i - 1})
			}
		}
		if shut {
			if len(group) > 0 {
				b.Groups = append(b.Groups, group)
			}
			open = false
		}
	}
	if open {
		return b, &LineError{n, line, "brace"}
	}
	return b, nil
}

// WritePreflib writes the profile so that anybody can recount it.
func (p Profile) WritePreflib(w io.Writer) error {
	var b strings.Builder
	voters := 0
	for _, x := range p.Ballots {
		voters += x.Count
	}
	fmt.Fprintf(&b, "# NUMBER ALTERNATIVES: %d\n# NUMBER VOTERS: %d\n# NUMBER UNIQUE ORDERS: %d\n", len(p.Names), voters, len(p.Ballots))
	for i, name := range p.Names {
		fmt.Fprintf(&b, "# ALTERNATIVE NAME %d: %s\n", i+1, strings.Join(strings.Fields(name), " "))
	}
	for _, x := range p.Ballots {
		fmt.Fprintf(&b, "%d: ", x.Count)
		for i, g := range x.Groups {
			if i > 0 {
				b.WriteByte(',')
			}
			parts := make([]string, len(g))
			for j, c := range g {
				parts[j] = strconv.Itoa(c + 1)
			}
			if len(g) == 1 {
				b.WriteString(parts[0])
			} else {
				b.WriteString("{" + strings.Join(parts, ",") + "}")
			}
		}
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}
