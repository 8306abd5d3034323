package civic

import "time"

// APIToken lets a program read a municipality's data.
type APIToken struct {
	Hash   string
	Name   string
	By     string
	At     time.Time
	UsedAt time.Time
}

// Webhook is an address that is told when something is published.
type Webhook struct {
	ID     string
	Place  string // municipality id
	URL    string
	By     string
	At     time.Time
	Events []HookEvent // newest first
}

// HookEvent is one telling. NextAt is when it is tried (again); zero when it
// arrived, or after HookTries was given up.
type HookEvent struct {
	ID        string
	Webhook   string
	URL       string
	Body      string
	Tries     int
	NextAt    time.Time
	ArrivedAt time.Time
	Problem   string
	At        time.Time
}

// HookTries is how often a telling is tried: the waits add up to about two days.
const HookTries = 12

// HookWait is how long to wait after so many tries: a minute, doubled each time, twelve hours at most.
func HookWait(tries int) time.Duration {
	return min(12*time.Hour, time.Minute<<max(0, min(tries-1, 10)))
}
