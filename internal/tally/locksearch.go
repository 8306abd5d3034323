package tally

import (
	"encoding/binary"
	"slices"
)

// searchEffort bounds the search for the winners of ranked pairs, in steps of
// some nanoseconds: a few seconds for a whole ranking.
const searchEffort = 1 << 28

// lockSearch looks for a locked order in which target is highest. It goes
// through the tiers, and in each through the sets of victories that can be
// locked together and leave no further one to lock: those are what the orders
// of a tier lead to. Four things keep it short:
//
//   - Victories over target are refused, and victories on no circle of what is
//     locked and what is open are locked, without a choice.
//   - A branch ends when target cannot win there, or nobody else can. Who could
//     is told by paths: a victory over c is only ever skipped for a path from c
//     back to the victor at least as strong. At the start this leaves the
//     winners of Split Cycle (Holliday, Pacuit 2023), often one.
//   - Victories that lengthen target's paths are locked first.
//   - An order met before on the same tier is not looked at again.
type lockSearch struct {
	target, size int
	tiers        [][]pair
	seen         map[string]bool
	effort       *int
}

// canWin reports whether target is highest in some locked order; what it says
// means nothing once effort is used up.
func canWin(target, size int, tiers [][]pair, effort *int) bool {
	s := &lockSearch{target, size, tiers, map[string]bool{}, effort}
	return s.tier(0, newOrder(size))
}

// tier goes on from tier n with what is locked above it.
func (s *lockSearch) tier(n int, locked *order) bool {
	if *s.effort -= s.size * s.size * s.size; *s.effort <= 0 {
		return false
	}
	could := s.couldWin(n, locked)
	if !slices.Contains(could, s.target) {
		return false
	}
	if n == len(s.tiers) || len(could) == 1 { // somebody wins in every branch
		return true
	}
	key := binary.LittleEndian.AppendUint32(nil, uint32(n))
	for _, b := range locked.bits {
		key = binary.LittleEndian.AppendUint64(key, b)
	}
	if s.seen[string(key)] {
		return false
	}
	s.seen[string(key)] = true
	return s.choose(n, locked, s.tiers[n], nil)
}

// choose decides the open victories of tier n one by one: locked, or refused.
// A refused one has to be barred by others in the end; else the set could have
// taken it too. locked is not changed.
func (s *lockSearch) choose(n int, locked *order, open, refused []pair) bool {
	all, next := locked.clone(), locked.clone()
	var left []pair
	for _, p := range undecided(locked, open) {
		if p.to == s.target {
			refused = append(slices.Clip(refused), p)
			continue
		}
		left = append(left, p)
		all.put(p.from, p.to)
	}
	if *s.effort -= (len(open) + len(refused) + 1) * s.size * locked.words; *s.effort <= 0 {
		return false
	}
	for _, p := range left {
		if !all.above(p.to, p.from) {
			next.put(p.from, p.to)
		}
	}
	for _, p := range refused {
		if !all.above(p.to, p.from) || next.above(p.from, p.to) {
			return false // nothing left to bar it, or it stands through others: another branch's order
		}
	}
	choices := undecided(next, left)
	if len(choices) == 0 { // what is refused is barred: next holds all there is
		return s.tier(n+1, next)
	}
	k := max(0, slices.IndexFunc(choices, func(p pair) bool { return p.from == s.target || next.above(s.target, p.from) }))
	p, rest := choices[k], slices.Delete(slices.Clone(choices), k, k+1)
	with := next.clone()
	with.put(p.from, p.to)
	return s.choose(n, with, rest, refused) || s.choose(n, next, rest, append(slices.Clip(refused), p))
}

// couldWin lists those over whom nobody stands and whose every defeat from
// tier n on could still be skipped; some of them may in fact not win.
func (s *lockSearch) couldWin(n int, locked *order) []int {
	path := make([][]int, s.size)
	for i := range path {
		path[i] = make([]int, s.size)
		for j := range path[i] {
			if locked.above(i, j) {
				path[i][j] = len(s.tiers) + 1
			}
		}
	}
	strength := func(tier int) int { return len(s.tiers) - tier }
	for t := n; t < len(s.tiers); t++ {
		for _, p := range undecided(locked, s.tiers[t]) {
			path[p.from][p.to] = strength(t)
		}
	}
	widen(path)
	could := make([]bool, s.size)
	for c := range could {
		could[c] = locked.highest(c)
	}
	for t := n; t < len(s.tiers); t++ {
		for _, p := range s.tiers[t] {
			if path[p.to][p.from] < strength(t) {
				could[p.to] = false
			}
		}
	}
	var out []int
	for c, ok := range could {
		if ok {
			out = append(out, c)
		}
	}
	return out
}
