package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hspbot/bot/telegram/telegramtest"
	"hspbot/locales"
)

// TestPartnersAreReadAgain: who came by a partner's link on Telegram is told the partner's name with the
// result; SIGHUP puts a changed file into effect, also for a conversation that goes on, and leaves
// everything as it is where the file is wrong.
func TestPartnersAreReadAgain(t *testing.T) {
	tele := telegramtest.New(t, telegramtest.Options{})
	dir := t.TempDir()
	path := filepath.Join(dir, "partners.toml")
	file := func(text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	file("[sakura]\nnames.en = \"Sakura <b>Office\"\ncontacts = [{ kind = \"line\", value = \"@sakura\" }]\n")
	s := newService(t, filepath.Join(dir, "serve.db"), tele, "HSPBOT_PARTNERS_FILE="+path)
	s.start()
	s.ready("ready")
	anna := tele.AddPerson("en")
	anna.Deeplink("en--sakura")
	anna.Sees(func(telegramtest.Message) bool { return len(answersTo(anna)) > 0 })
	for _, answer := range []string{"2", "master", "850万円", "33 years old", "7 years", "n2", "none", "none", "none", "none", "none", "none"} {
		if strings.Contains(shownTo(anna), "Sakura") {
			t.Errorf("before the result it says\n%s", shownTo(anna))
		}
		if strings.Contains(shownTo(anna), "points (70 needed)") {
			break
		}
		says(t, anna, answer)
	}
	// names has the result said again, and waits until it is: it names one and not the other.
	names := func(want, not string) {
		t.Helper()
		had := len(anna.Chat().Messages)
		anna.Say("/result")
		anna.Sees(func(m telegramtest.Message) bool {
			return len(anna.Chat().Messages) > had+1 && m.FromBot && strings.Contains(m.Text, want)
		})
		if said := shownTo(anna); strings.Count(said, want) != 1 || strings.Contains(said, not) {
			t.Errorf("it does not say once %q, or says %q:\n%s", want, not, said)
		}
	}
	names("Sakura <b>Office", "Plum")
	anna.Press(locales.In("en").Say("control.next"))
	anna.Sees(func(m telegramtest.Message) bool { return strings.Contains(m.Text, "https://line.me/R/ti/p/%40sakura") })
	file("[sakura]\nnames.en = \"Plum\"\n")
	s.hangUp(`msg="the file has been read again" name=HSPBOT_PARTNERS_FILE`)
	names("Plum", "Sakura")
	file("[sakura]\nnames.en = \"Cherry\"\nfax = 1\n")
	s.hangUp(`msg="the file is not in effect; what was remains so" name=HSPBOT_PARTNERS_FILE error="` + path + `:3: sakura: fax is not known"`)
	names("Plum", "Cherry")
	file("")
	s.hangUp(`msg="the file has been read again" name=HSPBOT_PARTNERS_FILE`)
	names("Estimate of", "Plum")
	s.stop()
}

// shownTo is the last message of the bot to a person.
func shownTo(p *telegramtest.Person) string {
	last := ""
	for _, m := range p.Chat().Messages {
		if m.FromBot {
			last = m.Text
		}
	}
	return last
}
