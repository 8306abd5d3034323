package db

// SumCycle adds up the cycle $1, for rows that no writer wrote.
const SumCycle = sumCycle

// CycleTables and SessionTables are, for a test that copies them: a table, and which rows of it belong to the part $1.
func CycleTables() [][2]string   { return namesOf(cycleTables) }
func SessionTables() [][2]string { return namesOf(sessionTables) }

func namesOf(all []travels) (out [][2]string) {
	for _, t := range all {
		out = append(out, [2]string{t.table, t.of})
	}
	return out
}
