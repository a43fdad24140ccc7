package main

import (
	"errors"
	"fmt"

	"hspbot/locales"
	"hspbot/scoring"
)

// rulesCommand prints the table in force.
type rulesCommand struct {
	Lang languageFlag `help:"Language of the table: ${languages}. Default: that of the environment." placeholder:"TAG"`
	AsOf dateFlag     `help:"Print the table in force on this day. Default: today in Japan." placeholder:"DATE"`
}

// Help is what the subcommand's help says beside the flags.
func (rulesCommand) Help() string {
	return `Prints the points table laid out like the official form: all three categories side by side, with the official numbers, the limits between rows and the sources, then J-Skip and the preferential treatment with their conditions.

Examples:

    hspbot rules --lang ja
    hspbot rules --as-of 2023-04-01

The table begins on 1 April 2023; an earlier day is an error (exit status 2).`
}

// Run is the subcommand.
func (c rulesCommand) Run(s *streams) error {
	err := printRules(s.out, locales.In(c.Lang.orSystem()), c.AsOf.orToday())
	if errors.Is(err, scoring.ErrNotCovered) {
		return usageError{fmt.Errorf("--as-of: %w", err)}
	}
	return err
}
