package stats

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/records"
	"hspbot/bot/store/postgres"
	"hspbot/bot/store/postgres/pgtest"
	"hspbot/bot/store/sqlite"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Tests{Of: m}.Run()) }

var tokyo = time.FixedZone("JST", 9*60*60)

// stores are the places where counts are kept.
var stores = map[string]func(*testing.T) records.Store{
	"sqlite": func(t *testing.T) records.Store {
		s, err := sqlite.Open(filepath.Join(t.TempDir(), "stats.db"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s
	},
	"postgres": func(t *testing.T) records.Store {
		s, err := postgres.Open(t.Context(), pgtest.Start(t).Database(t), postgres.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s
	},
}

// TestCounts has two processes count the same days, and reads what they have stored.
func TestCounts(t *testing.T) {
	for name, open := range stores {
		t.Run(name, func(t *testing.T) {
			records := open(t)
			evening := time.Date(2026, 11, 28, 14, 59, 0, 0, time.UTC) // still the 28th in Japan
			for range 2 {
				c := NewCounter(records, tokyo, nobody{}, slog.New(slog.DiscardHandler))
				for range 3 {
					c.OnTurn(bot.Turn{Opened: true, Asked: "goal", Language: "ja", Referral: "sakura", Ended: evening})
					c.OnTurn(bot.Turn{Answered: "goal", Asked: "degree", Language: "ja", Referral: "sakura", Goal: "i-b", Ended: evening.Add(time.Minute)})
					c.OnTurn(bot.Turn{Answered: "degree", Finished: true, Outcome: "70", Points: 75, Lead: true, Language: "ja", Referral: "sakura", Goal: "i-b", Ended: evening.Add(time.Minute)})
				}
				c.OnTurn(bot.Turn{Opened: true, Asked: "goal", Language: "en", Ended: evening.Add(time.Minute)})
				c.OnTurn(bot.Turn{Result: bot.Repeated, Opened: true, Ended: evening})
				c.flush(t.Context())
				c.flush(t.Context())
			}
			first, err := Read(t.Context(), records, "2026-11-28", "2026-11-28")
			if err != nil {
				t.Fatal(err)
			}
			want := []Count{{Event: Asked, Question: "goal", N: 6, Day: "2026-11-28"}, {Event: Opened, Ref: "sakura", Language: "ja", N: 6, Day: "2026-11-28"}}
			if !slices.Equal(first, want) {
				t.Errorf("on the first day %+v, want %+v", first, want)
			}
			both, err := Read(t.Context(), records, "", "2026-11-30")
			if err != nil {
				t.Fatal(err)
			}
			all := Query{From: "2026-11-01", To: "2026-11-30"}
			by := func(dimensions ...string) Query { q := all; q.By = dimensions; return q }
			const partners = "opened finished under 60 60-69 70-79 80+ leads"
			table(t, Table(both, by("day", "ref")), "day ref "+partners, "2026-11-28 sakura 6 <5 <5 <5 <5 <5 <5", "2026-11-29 sakura <5 6 <5 <5 6 <5 6")
			table(t, Table(both, by("ref")), "ref "+partners, "sakura 6 6 <5 <5 6 <5 6")
			table(t, Table(both, Query{From: "2026-11-29", To: "2026-11-29", Ref: "sakura"}), partners, "<5 6 <5 <5 6 <5 6")
			table(t, Table(both, Query{From: "2026-11-01", To: "2026-11-30", Ref: "fuji"}), partners)
			table(t, Table(both, by("ref", "language")), "ref language opened finished below 70 70 points", "sakura ja 6 6 <5 6")
			table(t, Table(both, by("category", "outcome")), "category outcome opened finished below 70 70 points", "- - 6 <5 <5 <5", "i-b 70 <5 6 <5 6")
			table(t, Funnel(both), "question asked answered stopped", "goal 8 6 25%", "degree 6 6 0%")
		})
	}
}

func table(t *testing.T, got [][]string, want ...string) {
	t.Helper()
	var lines []string
	for _, row := range got {
		lines = append(lines, strings.Join(row, " "))
	}
	if !slices.Equal(lines, want) {
		t.Errorf("table\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
}

// refusing cannot store.
type refusing struct{ records.Store }

var errDisk = errors.New("disk is full")

func (refusing) Change(context.Context, string, string, func([]byte) ([]byte, error)) error {
	return errDisk
}

// TestCountsAreKept: what cannot be stored is stored later, once.
func TestCountsAreKept(t *testing.T) {
	records := stores["sqlite"](t)
	c := NewCounter(refusing{records}, tokyo, nobody{}, slog.New(slog.DiscardHandler))
	for range 7 {
		c.OnTurn(bot.Turn{Opened: true, Ended: time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC)})
	}
	c.flush(t.Context())
	c.days = daysIn(records)
	c.flush(t.Context())
	list, err := Read(t.Context(), records, "2026-11-28", "2026-11-28")
	if err != nil || len(list) != 1 || list[0].N != 7 {
		t.Errorf("%+v %v", list, err)
	}
}

// TestManyRefs: links can name anybody, and a day stays small all the same.
func TestManyRefs(t *testing.T) {
	more := map[Count]int{}
	for i := range 1000 {
		more[Count{Event: Opened, Ref: fmt.Sprintf("partner-%04d", i)}] = 1
	}
	list, total := *merge(nil, more), 0
	for _, c := range list {
		total += c.N
	}
	if len(list) != maxRefs+1 || total != 1000 {
		t.Errorf("%d counts of %d conversations", len(list), total)
	}
}

// nobody is an observer that is not interested.
type nobody struct{ bot.Observer }

func (nobody) OnTurn(bot.Turn) {}
