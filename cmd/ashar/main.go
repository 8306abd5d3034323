// Command ashar is the whole of Ashar: it serves, makes demo data, prints
// minutes, keeps users and copies.
package main

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"

	"github.com/alecthomas/kong"
)

// version is set when a release is built.
var version = "dev"

type cli struct {
	Serve    serveCmd    `cmd:"" help:"Serve Ashar from a data folder."`
	Hall     hallCmd     `cmd:"" help:"Serve a hall: everybody on this network, without the internet."`
	Demo     demoCmd     `cmd:"" help:"Serve demo data: twelve municipalities, a session live now."`
	User     userCmd     `cmd:"" help:"People: add, list, passwd, disable."`
	Sessions sessionsCmd `cmd:"" help:"List sessions."`
	Minutes  minutesCmd  `cmd:"" help:"Print a session's minutes, also while serving."`
	Backup   backupCmd   `cmd:"" help:"Save a consistent copy, also while serving."`
	Restore  restoreCmd  `cmd:"" help:"Put a backup into an empty data folder."`
	Apply    applyCmd    `cmd:"" help:"Do what a tablet's outbox holds, also while serving."`
	Pack     packCmd     `cmd:"" help:"Write a session or cycle to one signed file, for another installation."`
	Take     takeCmd     `cmd:"" help:"Look at such a file, and take it in."`
	Push     pushCmd     `cmd:"" help:"Send such a file to another installation, resumable."`
	Rank     rankCmd     `cmd:"" help:"Recount ranked ballots from a file."`
	Allocate allocateCmd `cmd:"" help:"Divide a budget by votes from a file."`
	Form     formCmd     `cmd:"" help:"Questionnaires in the XLSForm format: check, eval."`
	Health   healthCmd   `cmd:"" help:"Ask a running server whether it can write."`
	Routes   routesCmd   `cmd:"" help:"List every route and who may call it."`
	Version  versionCmd  `cmd:"" help:"Print the version."`
}

// gcPercent trades memory for time: a village's server holds little, and a page
// makes much that is forgotten at once. Idle it stays far below 40 MB.
const gcPercent = 400

// memoryLimit, in bytes, is where the collector works harder instead: a thousand
// phones at once on a small laptop.
const memoryLimit = 192 << 20

func main() {
	debug.SetGCPercent(gcPercent)
	debug.SetMemoryLimit(memoryLimit)
	var c cli
	k, err := kong.New(&c, kong.Name("ashar"), kong.Description("Ashar: villages decide what to build."), kong.DefaultEnvars("ASHAR"), kong.UsageOnError())
	if err != nil {
		fmt.Fprintln(os.Stderr, "ashar:", err)
		os.Exit(1)
	}
	ctx, err := k.Parse(os.Args[1:])
	if err != nil { // what was typed cannot be understood: a sentence, exit 2
		fmt.Fprintf(os.Stderr, "ashar: %v\nashar --help lists what there is.\n", err)
		os.Exit(2)
	}
	if err := ctx.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "ashar:", err)
		var usage usageError
		if errors.As(err, &usage) {
			os.Exit(2)
		}
		os.Exit(1)
	}
}

// usageError is something wrong with what was typed, not with the machine.
type usageError string

func (e usageError) Error() string { return string(e) }

type versionCmd struct{}

func (versionCmd) Run() error {
	fmt.Println("ashar " + version)
	return nil
}
