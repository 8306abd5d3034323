package budget

import (
	"strconv"
	"strings"
)

// maxDecimals after the point: more than any currency or point has.
const maxDecimals = 6

// decimal is a number as it was written: units of 10^-places.
type decimal struct {
	units  int64
	places int
}

// parseDecimal reads "12", "-0.5", "12,50"; zeros at the end after the point
// are left out. comma says that it had one.
func parseDecimal(s string) (d decimal, comma, ok bool) {
	comma = strings.Contains(s, ",")
	whole, part, _ := strings.Cut(strings.ReplaceAll(s, ",", "."), ".")
	part = strings.TrimRight(part, "0")
	digits := strings.TrimPrefix(whole, "-") + part
	if digits == "" && strings.ContainsAny(s, "0") {
		digits = "0"
	}
	if len(part) > maxDecimals || strings.ContainsAny(digits, "+-_") {
		return d, comma, false
	}
	units, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return d, comma, false
	}
	if strings.HasPrefix(whole, "-") {
		units = -units
	}
	return decimal{units, len(part)}, comma, true
}

// in gives the number in units of 10^-places; ok is false where it does not
// fit below most.
func (d decimal) in(places int, most int64) (int64, bool) {
	units := d.units
	for range places - d.places {
		if units > most/10 || units < -most/10 {
			return 0, false
		}
		units *= 10
	}
	return units, units <= most && units >= -most
}

// formatUnits writes units of 10^-places as a decimal.
func formatUnits(units int64, places int) string {
	sign := ""
	if units < 0 {
		sign, units = "-", -units
	}
	s := strconv.FormatInt(units, 10)
	if places == 0 {
		return sign + s
	}
	if pad := places + 1 - len(s); pad > 0 {
		s = strings.Repeat("0", pad) + s
	}
	s = s[:len(s)-places] + "." + s[len(s)-places:]
	return sign + strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}
