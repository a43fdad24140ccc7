package main

import (
	"fmt"
	"runtime/debug"
)

// versionCommand prints what was built, and with what.
type versionCommand struct{}

// Run is the subcommand.
func (versionCommand) Run(s *streams) error {
	version := "(unknown)"
	goVersion := ""
	if info, ok := debug.ReadBuildInfo(); ok {
		version, goVersion = info.Main.Version, " "+info.GoVersion
	}
	_, err := fmt.Fprintf(s.out, "hspbot %s%s\n", version, goVersion)
	return err
}
