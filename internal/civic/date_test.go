package civic

import "testing"

func TestAClockIsUnderstoodAsPeopleTypeIt(t *testing.T) {
	for typed, want := range map[string]string{
		"09:30": "09:30", "9:30": "09:30", "09.30": "09:30", "0930": "09:30", "930": "09:30", " 14-05 ": "14:05", "23:59": "23:59",
		"24:00": "24:00", "9:75": "9:75", "эртең менен": "эртең менен", "": "",
	} {
		if got := CleanClock(typed); got != want {
			t.Errorf("%q became %q, want %q", typed, got, want)
		}
	}
}

func TestOnePhoneRuleForEverybody(t *testing.T) {
	for phone, ok := range map[string]bool{"": true, "+996 555 12-34-56": true, "0555123456": true, "(0555) 12 34 56": true, "жок": false, "12": false, "0555123456, эртең": false} {
		if dialable(phone) != ok {
			t.Errorf("%q: %t", phone, !ok)
		}
	}
	bad := PlanSession{InviterPhone: "суранам"}.Validate()
	found := false
	for _, p := range Problems(bad) {
		found = found || p.Field == "inviter_phone" && p.Key == "error.phone"
	}
	if !found {
		t.Errorf("who invites may have any number: %v", bad)
	}
}
