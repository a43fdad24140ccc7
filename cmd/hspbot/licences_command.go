package main

import (
	_ "embed"
	"io"
)

// licencesCommand prints the licences of what the program is made from.
type licencesCommand struct{}

// Help is the help of the subcommand, in addition to its flags.
func (licencesCommand) Help() string {
	return `Prints the licence and the notices of each module in the program, and of Go's standard library.`
}

// licences is made by `go test ./cmd/hspbot -run TestLicences -update`.
//
//go:embed licences.txt
var licences string

// Run is the subcommand.
func (licencesCommand) Run(s *streams) error {
	_, err := io.WriteString(s.out, licences)
	return err
}
