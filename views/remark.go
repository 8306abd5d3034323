package views

import (
	"context"

	"ashar/internal/civic"
)

// incidentClock is when it happened: as written down, else when it was.
func incidentClock(ctx context.Context, r civic.Remark) string {
	if r.Clock != "" {
		return r.Clock
	}
	return lang(ctx).Clock(r.At)
}
