package paper

import (
	"io"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

type printer func(io.Writer, i18n.Lang) error

// papers is every document there is, full and empty, small and large.
func papers() map[string]printer {
	ps := map[string]printer{}
	minutesOf := func(name string, m civic.Minutes) {
		ps[name] = func(w io.Writer, l i18n.Lang) error { return Minutes(w, l, m) }
	}
	minutesOf("minutes", aidarbek())
	minutesOf("minutes-empty", civic.Minutes{State: civic.MinutesDraft})
	minutesOf("minutes-40", crowd(40))
	return ps
}
