package web

import (
	"context"
	"path/filepath"
	"testing"

	"hspbot/bot/bottest"
	"hspbot/bot/jointest"
	"hspbot/bot/store/sqlite"
)

// website is a bot that runs.
type website struct {
	*bottest.Running
	store *sqlite.Store
}

// serve runs a website until the test ends.
func serve(t testing.TB, o Options) website {
	t.Helper()
	store, err := sqlite.Open(filepath.Join(t.TempDir(), "web.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	o.Records = store
	return website{bottest.Run(t, store, Platform, connect(o), bottest.NoLimits), store}
}

func connect(o Options) bottest.Connect {
	return func(context.Context, string) (bottest.Platform, error) { return New(o), nil }
}

// TestJoin walks every question with every answer through the forms.
func TestJoin(t *testing.T) {
	site := serve(t, Options{NoRateLimit: true})
	jointest.RunShared(t, site.play)
}

// TestForeignJoin does so in a language made by machine: the pages are in it to the last word.
func TestForeignJoin(t *testing.T) {
	site := serve(t, Options{NoRateLimit: true})
	jointest.RunForeign(t, site.play)
}

// play implements [jointest.Play].
func (site website) play(t *testing.T, language string, moves []jointest.Move) []string {
	p := visit(site.Address, language)
	must(t, p, p.begin())
	shown := []string{p.text()}
	for _, m := range moves {
		ok := true
		for _, c := range m.Press {
			ok = ok && p.press(c.Action)
		}
		switch {
		case m.Finish.ID != "":
			ok = ok && p.press(m.Finish.Action)
		case len(m.Press) == 0:
			ok = ok && p.write(m.Text)
		}
		must(t, p, ok)
		shown = append(shown, p.text())
	}
	return shown
}
