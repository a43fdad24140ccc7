package slack

import (
	"testing"

	"hspbot/bot/slack/slacktest"
)

// form opens the modal of a shortcut and waits for it.
func (w *world) form(p *slacktest.Person, open func()) {
	w.t.Helper()
	open()
	w.wait(p, "the modal opens", func() bool { v := p.Modal(); return v != nil && v.CallbackID == hrNew })
}

// TestAShortcutBeginsACandidate: with a label, a language and a channel; what is wrong is said
// beside the field, and nothing is kept before.
func TestAShortcutBeginsACandidate(t *testing.T) {
	t.Parallel()
	for _, m := range []mode{overHTTP, overSocket} {
		t.Run(string(m), func(t *testing.T) {
			w, _ := start(t, m)
			a, b := w.person("UPERSON1"), w.person("UPERSON2")
			c, other := w.team.Channel("C1", a, b).Invite(), w.team.Channel("C2", b).Invite()
			w.form(a, func() { a.Shortcut(shortcutNew) })
			for _, step := range []struct {
				channel      *slacktest.Channel
				label        string
				field, wants string
			}{{other, "Tanaka", fieldChannel, "slack.refuse.outside"}, {c, "   ", fieldLabel, "slack.new.empty"}} {
				if err := a.ChooseChannel(fieldChannel, step.channel); err != nil {
					t.Fatal(err)
				}
				w.submit(a, map[string]string{fieldLabel: step.label})
				if v := a.Modal(); v == nil || v.Errors[step.field] != say("en", step.wants) {
					t.Errorf("%q is answered %+v", step.label, v)
				}
			}
			if n := len(w.stored("")); n != 0 {
				t.Errorf("%d conversations before it is sent", n)
			}
			if err := a.PressModal("ja"); err != nil { // the language of the questions
				t.Fatal(err)
			}
			w.submit(a, map[string]string{fieldLabel: "Tanaka"})
			head := w.candidate(a, c, 1)
			w.until(a, thread(c, head.TS), onCard(say("ja", "question.goal.ask"), ""))
			w.quiet()

			w.form(b, func() { b.Shortcut(shortcutNew) })
			if err := b.ChooseChannel(fieldChannel, c); err != nil {
				t.Fatal(err)
			}
			w.submit(b, map[string]string{fieldLabel: "tanaka"})
			if v := b.Modal(); v == nil || v.Errors[fieldLabel] != say("en", "slack.new.twin") {
				t.Errorf("the same label is answered %+v", v)
			}
			if n := len(w.stored("")); n != 1 {
				t.Errorf("%d candidates", n)
			}
		})
	}
}

// TestAMessageShortcutScoresUnderTheMessage: the thread of a message becomes the candidate's, in a
// shared channel only after a warning.
func TestAMessageShortcutScoresUnderTheMessage(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	a := w.person("UPERSON1")
	c := w.team.Channel("C1", a).Invite()
	c.Shared = true
	ts := a.Mention(c, "", "help")
	w.until(a, private(a, c), shows(say("en", "slack.help", "Command", Command)))
	w.form(a, func() { a.MessageShortcut(root(c, ts)(), shortcutScore) })
	w.submit(a, map[string]string{fieldLabel: "candidate 17"})
	w.wait(a, "a warning", func() bool {
		v := a.Modal()
		return v != nil && shows(say("en", "slack.ask.shared"))(&slacktest.Message{Blocks: v.Blocks})
	})
	if n := len(w.stored("")) + ours(c); n != 0 {
		t.Errorf("%d conversations and messages before the warning is answered", n)
	}
	w.submit(a, map[string]string{fieldLabel: "candidate 17"})
	w.until(a, thread(c, ts), onCard(say("en", "question.goal.ask"), ""))
	w.quiet()
	w.form(a, func() { a.MessageShortcut(root(c, ts)(), shortcutScore) })
	w.submit(a, map[string]string{fieldLabel: "candidate 18"})
	if v := a.Modal(); v == nil || v.Errors[fieldLabel] != say("en", "slack.new.taken") {
		t.Errorf("a second candidate in the thread is answered %+v", v)
	}
}
