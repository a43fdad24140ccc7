package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"hspbot/bot/stats"
	"hspbot/bot/watch"
	"hspbot/scoring"
)

// statsCommand prints how many conversations began and finished.
type statsCommand struct {
	From   dateFlag `placeholder:"DATE" help:"First day, in Japan. Default: 30 days ago."`
	To     dateFlag `placeholder:"DATE" help:"Last day. Default: yesterday, which is over."`
	By     []string `placeholder:"LIST" default:"ref" help:"Tell apart by day, ref (who sent them), language, category and outcome; several with commas."`
	Ref    string   `placeholder:"CODE" help:"Count only those whom a partner sent."`
	CSV    bool     `help:"Print comma-separated values."`
	Funnel bool     `help:"Print at which questions people stop instead."`
}

// Help is the help of the subcommand, in addition to its flags.
func (statsCommand) Help() string {
	return `Reads the counts of each day from the database; the bot may be running. They were counted as people talked and stay when conversations are deleted: they hold no persons.

Opened are conversations that began, finished those that reached a result, by the least points of the best category, and leads the results that were sent to the partner. Told apart by language, category or outcome, 70 points are those in which a category was open with so many. A conversation that begins on one day and finishes on another counts on both.

People are counted in groups of at least five of the same code and column: a group is counted on the day that completes it, and who is in none yet is counted later. So no number, and no difference of two, is about fewer than five people; less is shown as "<5", and the present day, which is not over, is left out.

Examples:

    hspbot stats --from 2026-11-01 --to 2026-11-30 --by day,ref --csv
    hspbot stats --ref sakura --by day
    hspbot stats --by language,category
    hspbot stats --funnel`
}

// Run is the subcommand.
func (c statsCommand) Run(s *streams) error {
	for _, dimension := range c.By {
		if !slices.Contains(stats.Dimensions, dimension) {
			return usageError{fmt.Errorf("--by: want some of %s", strings.Join(stats.Dimensions, ", "))}
		}
	}
	over := dateFlag{}.orToday().AddDays(-1)
	to := scoring.Date(c.To)
	if c.To == (dateFlag{}) || over.Before(to) {
		to = over
	}
	from := scoring.Date(c.From)
	if c.From == (dateFlag{}) {
		from = to.AddDays(-30)
	}
	return withStore(func(ctx context.Context, store watch.Store) error {
		first := "" // groups begin with the first day that was counted on
		if c.Funnel {
			first = from.String()
		}
		list, err := stats.Read(ctx, store, first, to.String())
		if err != nil {
			return err
		}
		rows := stats.Table(list, stats.Query{From: from.String(), To: to.String(), Ref: c.Ref, By: c.By})
		if c.Funnel {
			rows = stats.Funnel(list)
		}
		if c.CSV {
			return csv.NewWriter(s.out).WriteAll(rows)
		}
		w := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
		for _, row := range rows {
			fmt.Fprintln(w, strings.Join(row, "\t"))
		}
		return w.Flush()
	})
}
