package terminal

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/outbox"
	"hspbot/bot/store/sqlite"
	"hspbot/conversation"
	"hspbot/locales"
)

// Every option of every question, typed into a terminal in every language, one by one and
// several together, is stored as what the option says.

// walk is one interview typed into a terminal.
type walk struct {
	t     *testing.T
	rand  *rand.Rand
	term  *Terminal
	bot   *bot.Bot
	stop  func()
	forms int // how many lines have been typed, to take turns in how
}

func newWalk(t *testing.T, store bot.Store, tag string, r *rand.Rand) *walk {
	noon := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	w := &walk{t: t, rand: r, forms: r.IntN(4)}
	w.term = New(Options{Out: new(bytes.Buffer), Now: func() time.Time { return noon }})
	log := bot.Log{Logger: slog.New(slog.DiscardHandler)}
	posting := outbox.New(store, Key.Platform, w.term, outbox.Options{Now: w.term.o.Now, Log: log, Workers: 1})
	w.bot = bot.New(store, Key.Platform, w.term, posting, bot.Options{Now: w.term.o.Now, Log: log, NoRateLimit: true})
	w.stop = running(t, posting)
	if err := w.term.take(t.Context(), w.bot, conversation.Event{Kind: conversation.Started, Language: tag}); err != nil {
		t.Fatal(err)
	}
	return w
}

// typed is what a person may write for choices: their keys, ids or labels, or keys in full width.
func (w *walk) typed(list []*conversation.Choice) string {
	w.forms++
	var names []string
	for _, c := range list {
		k := c.ID
		for i, o := range choices(&w.term.screen, conversation.Option) {
			if o == c {
				k = key(&w.term.screen, i)
			}
		}
		switch form := w.forms % 4; {
		case form == 1:
			k = c.ID
		case form == 2 && len(list) > 1 && w.term.screen.ID == "degrees": // after their labels it is asked for their fields
		case form == 2:
			k = c.Label
		case form == 3:
			k = strings.Map(fullWidth, k)
		}
		names = append(names, k)
	}
	return strings.Join(names, []string{",", "、", "，"}[w.rand.IntN(3)])
}

func fullWidth(r rune) rune {
	if r > ' ' && r <= '~' {
		return r - '!' + '！'
	}
	return r
}

func (w *walk) enter(line string) {
	w.t.Helper()
	if err := w.term.read(w.t.Context(), w.bot, line); err != nil {
		w.t.Fatal(err)
	}
}

// answers are the choices made on each question, by id.
type answers map[string][]string

// interview answers questions until the result, what is not covered yet first.
func (w *walk) interview(covered map[string]bool) answers {
	given := answers{}
	for w.term.screen.ID != "result" {
		id := w.term.screen.ID
		if given[id] != nil {
			w.t.Fatalf("%s is asked twice after %v", id, given)
		}
		list := w.pick(&w.term.screen, covered)
		for _, c := range list {
			covered[id+" "+c.ID] = true
			given[id] = append(given[id], c.ID)
		}
		line := w.typed(list)
		w.enter(line)
		if w.term.screen.ID == id {
			w.t.Fatalf("%s: %q is not taken: %s", id, line, w.term.screen.Notice)
		}
	}
	return given
}

// pick chooses what to answer: one choice not covered yet, else any, sometimes several.
func (w *walk) pick(screen *conversation.Screen, covered map[string]bool) []*conversation.Choice {
	var all []*conversation.Choice
	for i := range screen.Choices {
		if c := &screen.Choices[i]; c.Role != conversation.Control || c.ID == notSure {
			all = append(all, c)
		}
	}
	for _, c := range all {
		if !covered[screen.ID+" "+c.ID] {
			return []*conversation.Choice{c}
		}
	}
	options := choices(screen, conversation.Option)
	if !screen.Several || w.rand.IntN(2) == 0 {
		i := w.rand.IntN(len(all))
		return all[i : i+1]
	}
	w.rand.Shuffle(len(options), func(i, j int) { options[i], options[j] = options[j], options[i] })
	some := options[:1+w.rand.IntN(len(options))]
	if slices.ContainsFunc(some, func(c *conversation.Choice) bool { return c.ID == "jica_with_classes" }) {
		return some[:1] // not together with the other kind
	}
	return some
}

// stored returns what /mydata hands out.
func (w *walk) stored() map[string]any {
	w.enter("/mydata")
	if w.term.screen.File == nil {
		w.t.Fatal("no file of what is stored")
	}
	var facts map[string]any
	if err := json.Unmarshal(w.term.screen.File.Data, &facts); err != nil {
		w.t.Fatal(err)
	}
	return facts
}

func TestOptionsMean(t *testing.T) {
	store, err := sqlite.Open(filepath.Join(t.TempDir(), "hspbot.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	var first []string
	for _, tag := range locales.Tags() {
		covered := map[string]bool{}
		for i := range 60 {
			w := newWalk(t, store, tag, rand.New(rand.NewPCG(1, uint64(i))))
			given := w.interview(covered)
			facts := w.stored()
			for question, ids := range given {
				for _, id := range ids {
					if want, ok := meaning(question, id, facts); !ok {
						t.Errorf("%s: %s of %s means %s, stored is %v", tag, id, question, want, facts)
					}
				}
			}
			w.stop()
			if err := store.Delete(t.Context(), Key, 0); err != nil {
				t.Fatal(err)
			}
		}
		list := slices.Sorted(maps.Keys(covered))
		if first == nil {
			first = list
		}
		if !slices.Equal(list, first) {
			t.Errorf("%s covers %v, want %v", tag, list, first)
		}
		questions := map[string]bool{}
		for _, c := range list {
			question, _, _ := strings.Cut(c, " ")
			questions[question] = true
		}
		if t.Logf("%s: %d choices of %d questions", tag, len(list), len(questions)); len(questions) != 17 {
			t.Errorf("%s: %d questions came up", tag, len(questions))
		}
	}
}
