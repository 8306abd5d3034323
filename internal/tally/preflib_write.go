package tally

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// WritePreflib writes the profile so that anybody can recount it. What
// ParsePreflib read comes back the same. Errors are w's own.
func (p Profile) WritePreflib(w io.Writer) error {
	var b strings.Builder
	voters := 0
	for _, x := range p.Ballots {
		voters += x.Count
	}
	fmt.Fprintf(&b, "# DATA TYPE: %s\n# NUMBER ALTERNATIVES: %d\n# NUMBER VOTERS: %d\n# NUMBER UNIQUE ORDERS: %d\n",
		p.dataType(), len(p.Names), voters, len(p.Ballots))
	for i, name := range p.Names {
		if name = clean(name); name == "" {
			name = strconv.Itoa(i + 1)
		}
		fmt.Fprintf(&b, "# ALTERNATIVE NAME %d: %s\n", i+1, name)
	}
	for _, x := range p.Ballots {
		var groups []string
		for _, g := range x.Groups {
			parts := make([]string, len(g))
			for j, c := range g {
				parts[j] = strconv.Itoa(c + 1)
			}
			switch len(g) {
			case 0:
			case 1:
				groups = append(groups, parts[0])
			default:
				groups = append(groups, "{"+strings.Join(parts, ",")+"}")
			}
		}
		fmt.Fprintf(&b, "%d: %s\n", x.Count, strings.Join(groups, ","))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// dataType is PrefLib's: strict or tied, complete or incomplete.
func (p Profile) dataType() string {
	out := []byte("soc")
	for _, b := range p.Ballots {
		ranked := 0
		for _, g := range b.Groups {
			ranked += len(g)
			if len(g) > 1 {
				out[0] = 't'
			}
		}
		if ranked < len(p.Names) {
			out[2] = 'i'
		}
	}
	return string(out)
}

// Sorted puts equal ballots together, the most frequent first, as files of
// preflib.org do: nothing is left of the order in which they came.
func (p Profile) Sorted() Profile {
	out := Profile{Names: p.Names}
	for _, b := range p.Ballots {
		groups := make([][]int, len(b.Groups))
		for i, g := range b.Groups {
			groups[i] = slices.Sorted(slices.Values(g))
		}
		same := func(x Ballot) bool { return slices.EqualFunc(x.Groups, groups, slices.Equal) }
		if i := slices.IndexFunc(out.Ballots, same); i >= 0 {
			out.Ballots[i].Count += b.Count
		} else {
			out.Ballots = append(out.Ballots, Ballot{b.Count, groups})
		}
	}
	slices.SortFunc(out.Ballots, func(a, b Ballot) int {
		return cmp.Or(b.Count-a.Count, slices.CompareFunc(a.Groups, b.Groups, slices.Compare))
	})
	return out
}

// FileName is what the n-th round's file is called, by its data type.
func (p Profile) FileName(n int) string { return fmt.Sprintf("ballots-%d.%s", n, p.dataType()) }
