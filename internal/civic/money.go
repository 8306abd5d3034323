package civic

import (
	"regexp"
	"strconv"
	"strings"
)

// Groups of thousands may be set apart by spaces, points or commas; fractions
// are no money here. The escapes are som in Cyrillic, whole or its first letter.
var somForm = regexp.MustCompile(`^(\d+|\d{1,3}( \d{3})+|\d{1,3}(\.\d{3})+|\d{1,3}(,\d{3})+)( ?(\x{441}\x{43e}\x{43c}|\x{441}|som|kgs))?\.?$`)

// Som reads whole som as people type them: "1 600 000", "1600000 som", "1.600.000".
func Som(text string) (int64, bool) {
	text = strings.Join(strings.Fields(strings.ToLower(text)), " ") // NBSP and thin spaces are spaces too
	if !somForm.MatchString(text) {
		return 0, false
	}
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, text)
	n, err := strconv.ParseInt(digits, 10, 64)
	return n, err == nil && n <= 1e15
}
