package main

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"

	"hspbot/bot/watch"
	"hspbot/scoring"
)

// versionCommand prints what was built, and with what.
type versionCommand struct{}

// Help is the help of the subcommand, in addition to its flags.
func (versionCommand) Help() string {
	return `Prints the version and the Go release it was built with, the commit, and the first day in force of the newest rule of the points table.`
}

// Run is the subcommand.
func (versionCommand) Run(s *streams) error {
	b := build()
	_, err := fmt.Fprintf(s.out, "hspbot %s %s\ncommit %s\nrules %s\n", b.Version, runtime.Version(), cmp.Or(b.Commit, "(unknown)"), b.Rules)
	return err
}

// build says what runs, as the Go tool noted it in the program.
func build() watch.Build {
	b := watch.Build{Version: "(unknown)", Rules: newestRule()}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	b.Version = cmp.Or(info.Main.Version, b.Version)
	changed := false
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = s.Value
		case "vcs.modified":
			changed = s.Value == "true"
		}
	}
	if changed && b.Commit != "" {
		b.Commit += "+changed"
	}
	return b
}

// newestRule returns the day from which the newest rule in force today applies.
func newestRule() string {
	a, err := scoring.Assess(&scoring.Profile{AsOf: todayInJapan()}, scoring.AllSheets)
	if err != nil { // a clock before the first rule
		return "(unknown)"
	}
	return a.Rules.String()
}
