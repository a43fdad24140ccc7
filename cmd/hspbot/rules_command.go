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
	Diff bool         `help:"Print what changes from the day FROM to the day TO." xor:"what"`

	Sources bool `help:"Print the state of the law: every source, when it was checked, and what rests on it." xor:"what"`

	Days []dateFlag `arg:"" optional:"" name:"FROM TO" help:"With --diff: two days."`
}

// Help is what the subcommand's help says besides the flags.
func (rulesCommand) Help() string {
	return `Prints the points table laid out like the official form: all three categories side by side, with the official numbers, the limits between rows and the sources, then J-Skip and the preferential treatment with their conditions.

Examples:

    hspbot rules --lang ja
    hspbot rules --as-of 2023-04-01
    hspbot rules --diff 2026-11-29 2027-04-01
    hspbot rules --sources

The table begins on 1 April 2023; an earlier day is an error (exit status 2).`
}

// Run is the subcommand.
func (c rulesCommand) Run(s *streams) error {
	v := locales.In(c.Lang.orSystem())
	switch {
	case c.Diff != (len(c.Days) == 2) || !c.Diff && len(c.Days) > 0:
		return usageError{errors.New("want two days with --diff, and none without: --diff FROM TO")}
	case c.Diff && scoring.Date(c.Days[1]).Before(scoring.Date(c.Days[0])):
		return usageError{errors.New("--diff: the second day is before the first")}
	case c.Diff:
		return printChanges(s.out, v, scoring.Date(c.Days[0]), scoring.Date(c.Days[1]))
	case c.Sources:
		return printSources(s.out, v)
	}
	err := printRules(s.out, v, c.AsOf.orToday())
	if errors.Is(err, scoring.ErrNotCovered) {
		return usageError{fmt.Errorf("--as-of: %w", err)}
	}
	return err
}
