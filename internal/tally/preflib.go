// Package tally turns votes into an order: dots and hands, pairs, scores,
// ballots. It is pure: structured results and errors, no sentences.
package tally

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
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
	Line int    // from 1; 0 the whole file
	Text string // the offending part
	Why  string // "count", "candidate", "twice", "brace", "names", "type", "long", "empty"
}

func (e *LineError) Error() string { return fmt.Sprintf("line %d: %s: %q", e.Line, e.Why, e.Text) }

// limits keep a malformed file from taking the machine's memory.
const (
	maxCandidates = 1000
	maxCount      = 1_000_000_000
	maxLine       = 1 << 20 // bytes
)

// rankings are the PrefLib data types that are orders of candidates.
var rankings = []string{"soc", "soi", "toc", "toi"}

// preflib is a file as far as it was read.
type preflib struct {
	declared int // candidates; 0 = not said
	names    map[int]string
	ballots  []Ballot
	// A file of before 2022 has no headers: the number of candidates, a line
	// "1,name" for each, a line of sums, then ballots "count,1,2,{3,4}".
	old  bool
	sums bool // the line of sums was read
}

// ParsePreflib reads .soc, .soi, .toc and .toi files of preflib.org: lines
// "count: 1,2,{3,4}" after "# KEY: value" headers, or the older form without
// headers. A byte-order mark, CR, blank lines, unknown headers and missing
// names are tolerated; a candidate without a name is called by its number.
// Errors are *LineError or r's own.
func ParsePreflib(r io.Reader) (Profile, error) {
	f := preflib{names: map[int]string{}}
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 0, 64<<10), maxLine)
	n := 1
	for ; lines.Scan(); n++ {
		line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if line == "" {
			continue
		}
		if why, text := f.line(line); why != "" {
			return Profile{}, &LineError{n, text, why}
		}
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		return Profile{}, &LineError{n, "", "long"}
	} else if err != nil {
		return Profile{}, err
	}
	return f.profile()
}

// line takes one line in; why is "" when it could.
func (f *preflib) line(line string) (why, text string) {
	if header, ok := strings.CutPrefix(line, "#"); ok {
		return f.header(header)
	}
	if count, err := strconv.Atoi(line); err == nil && f.declared == 0 && len(f.names)+len(f.ballots) == 0 {
		f.old = true
		return f.declare(count, line)
	}
	mark := ":"
	if f.old {
		mark = ","
		if head, rest, _ := strings.Cut(line, mark); len(f.names) < f.declared {
			return f.name(head, rest)
		} else if !f.sums {
			f.sums = true
			return "", ""
		}
	}
	count, ranked, ok := strings.Cut(line, mark)
	c, err := strconv.Atoi(strings.TrimSpace(count))
	if !ok || err != nil || c < 0 || c > maxCount {
		return "count", line
	}
	groups, why, text := parseRanking(ranked, f.most())
	f.ballots = append(f.ballots, Ballot{Count: c, Groups: groups})
	return why, text
}

func (f *preflib) header(header string) (why, text string) {
	key, value, _ := strings.Cut(header, ":")
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	if number, ok := strings.CutPrefix(key, "ALTERNATIVE NAME "); ok {
		return f.name(number, value)
	}
	switch key {
	case "NUMBER ALTERNATIVES":
		count, err := strconv.Atoi(value)
		if err != nil {
			return "names", value
		}
		return f.declare(count, value)
	case "DATA TYPE":
		if value != "" && !slices.Contains(rankings, strings.ToLower(value)) {
			return "type", value
		}
	}
	return "", ""
}

// declare bounds the candidates, those already read too.
func (f *preflib) declare(count int, text string) (why, _ string) {
	if count < max(1, f.highest()) || count > maxCandidates || f.declared != 0 && f.declared != count {
		return "names", text
	}
	f.declared = count
	return "", ""
}

// highest is the largest number of a candidate met so far.
func (f *preflib) highest() int {
	n := 0
	for c := range f.names {
		n = max(n, c+1)
	}
	for _, b := range f.ballots {
		for _, g := range b.Groups {
			n = max(n, slices.Max(g)+1)
		}
	}
	return n
}

func (f *preflib) name(number, name string) (why, text string) {
	i, err := strconv.Atoi(strings.TrimSpace(number))
	if err != nil || i < 1 || i > f.most() {
		return "names", number
	}
	if _, named := f.names[i-1]; named {
		return "twice", number
	}
	f.names[i-1] = clean(name)
	return "", ""
}

func (f *preflib) most() int {
	if f.declared > 0 {
		return f.declared
	}
	return maxCandidates
}

func (f *preflib) profile() (Profile, error) {
	most := max(f.declared, f.highest())
	if most == 0 {
		return Profile{}, &LineError{0, "", "empty"}
	}
	p := Profile{Names: make([]string, most), Ballots: f.ballots}
	for i := range p.Names {
		if p.Names[i] = f.names[i]; p.Names[i] == "" {
			p.Names[i] = strconv.Itoa(i + 1)
		}
	}
	return p, nil
}

// clean makes one printable line of a name: it goes to terminals and papers.
func clean(name string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, name))
}

// parseRanking reads "1,2,{3,4}"; candidates are numbered up to most.
func parseRanking(ranked string, most int) (groups [][]int, why, text string) {
	seen := map[int]bool{}
	var group []int
	open := false
	for _, part := range strings.Split(ranked, ",") {
		part = strings.TrimSpace(part)
		if rest, ok := strings.CutPrefix(part, "{"); ok {
			if open {
				return nil, "brace", part
			}
			open, part, group = true, strings.TrimSpace(rest), nil
		}
		shut := false
		if rest, ok := strings.CutSuffix(part, "}"); ok {
			if !open {
				return nil, "brace", part
			}
			shut, part = true, strings.TrimSpace(rest)
		}
		if part != "" {
			i, err := strconv.Atoi(part)
			if err != nil || i < 1 || i > most {
				return nil, "candidate", part
			}
			if seen[i] {
				return nil, "twice", part
			}
			seen[i] = true
			if open {
				group = append(group, i-1)
			} else {
				groups = append(groups, []int{i - 1})
			}
		}
		if shut {
			if len(group) > 0 {
				groups = append(groups, group)
			}
			open = false
		}
	}
	if open {
		return nil, "brace", ranked
	}
	return groups, "", ""
}
