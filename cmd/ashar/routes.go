package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"ashar/handlers"
)

type routesCmd struct {
	JSON bool `help:"As JSON."`
}

func (r routesCmd) Run() error {
	if r.JSON {
		enc := json.NewEncoder(os.Stdout)
		enc.SetIndent("", "  ")
		return enc.Encode(handlers.List())
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	for _, l := range handlers.List() {
		if _, err := fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", l.Method, l.Path, l.Handler, strings.Join(l.Roles, " ")); err != nil {
			return err
		}
	}
	return w.Flush()
}
