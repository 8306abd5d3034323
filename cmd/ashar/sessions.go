package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"text/tabwriter"
)

type sessionsCmd struct {
	dataFlag
	Status string `help:"Only these: planned, live or closed." enum:",planned,live,closed" default:""`
	JSON   bool   `help:"As JSON."`
}

// Run lists the sessions, practice left out. `ashar minutes` takes the id or the code.
func (s sessionsCmd) Run() (err error) {
	ctx := context.Background()
	store, err := openExisting(ctx, s.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	rows, err := store.ListSessions(ctx, s.Status)
	if err != nil {
		return err
	}
	if s.JSON {
		enc := json.NewEncoder(os.Stdout)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		return enc.Encode(rows)
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	for _, r := range rows {
		if _, err := fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", r.ID, r.Date, r.Municipality, r.Village, r.Audience, r.Status, r.Code); err != nil {
			return err
		}
	}
	return w.Flush()
}
