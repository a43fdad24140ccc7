package slack

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"hspbot/bot"
	"hspbot/bot/card"
	"hspbot/bot/slack/install"
	"hspbot/bot/slack/wire"
	"hspbot/conversation"
	"hspbot/locales"
)

// Who deletes a candidate, or starts one again, takes something away from colleagues. The thread
// says who it was, and for some minutes anybody who may answer can undo it. Until then what was
// there is stored as before; then it is erased.

const (
	undoTime = 10 * time.Minute
	// undoLate is how much longer a deleted candidate is stored, at most, where Slack cannot be told.
	undoLate = 5 * time.Minute
	// endTries is how often it is tried to take the button for undoing away, before a deleted
	// candidate is erased all the same.
	endTries = 3
)

// undo is something that can be undone: who did it and when.
type undo struct {
	By string    `json:"by"`
	At time.Time `json:"at"`
	TS string    `json:"ts,omitempty"` // of the message that says so
	// State is what was known before a candidate was started again; nil where one was deleted.
	State *conversation.State `json:"state,omitempty"`
}

// ends is when it cannot be undone any more.
func (u *undo) ends() time.Time { return u.At.Add(undoTime).UTC() }

// undone is what was undone, until the thread says so.
type undone struct {
	Did       string `json:"did"`          // who did it
	By        string `json:"by"`           // who undid it
	TS        string `json:"ts,omitempty"` // of the message that says what was done
	Restarted bool   `json:"restarted,omitempty"`
}

// deleted reports whether a candidate has been deleted, and is stored to undo that at most.
func (c *candidate) deleted() bool { return c != nil && c.Undo != nil && c.Undo.State == nil }

// isDeleted reports whether a conversation is a candidate that has been deleted.
func isDeleted(s bot.Session) bool { return card.Read[surface](s.Surface).Candidate.deleted() }

// undoable has a delivery keep what it takes away of a candidate.
func undoable(at time.Time, m change) func(before, after conversation.State) (conversation.State, []byte) {
	return func(before, after conversation.State) (conversation.State, []byte) {
		done := m
		restarted := after.Notice != nil && after.Notice.Text == "notice.restarted"
		former := before
		former.View, former.Editing, former.Draft, former.DraftOf, former.Notice = "", "", "", "", nil
		switch {
		case before.Started.IsZero() || before.Forgotten: // what was stored cannot be read
		case after.Forgotten:
			done.Undo, after = &undo{By: m.By, At: at.UTC()}, former
		case restarted && before.Goal != "":
			done.Undo = &undo{By: m.By, At: at.UTC(), State: &former}
		}
		return after, card.JSON(done)
	}
}

// undo undoes what the button says, and tells who comes late.
func (s *intake) undo(ctx context.Context, in install.Installation, p wire.Payload, where place) error {
	session, err := s.bot.Session(ctx, where.key())
	if err != nil {
		s.notify(in, p, "slack.undo.late")
		return nil //nolint:nilerr // it has been deleted, or has been logged: they can press again
	}
	if refusal := s.may(ctx, in, p, where.channel, toAnswer); refusal != "" {
		s.notify(in, p, refusal)
		return nil
	}
	who := card.Read[surface](session.Surface).Candidate
	if who == nil || who.Undo == nil || !s.o.Now().Before(who.Undo.ends()) {
		if !session.HasSeen(p.ID) { // else this very press did it
			s.notify(in, p, "slack.undo.late")
		}
		return nil
	}
	m := change{Kind: undid, By: p.User, Undo: &undo{At: who.Undo.At}}
	restore := func(_, after conversation.State) (conversation.State, []byte) {
		if who.Undo.State != nil {
			after = *who.Undo.State
		}
		return after, card.JSON(m)
	}
	e := continued()
	e.At = s.o.Now()
	_, err = s.bot.Take(ctx, bot.Delivery{Key: where.key(), ID: p.ID, Event: e, After: restore})
	return err
}

// undid notes that something was undone.
func (c *candidate) undid(did change) {
	if c.Undo == nil || did.Undo == nil || !did.Undo.At.Equal(c.Undo.At) {
		return
	}
	c.Undone = &undone{Did: c.Undo.By, By: did.By, TS: c.Undo.TS, Restarted: c.Undo.State != nil}
	c.Undo = nil
}

// removed says in the head of the thread who deleted a candidate, for a while with a button to undo
// it, deletes the other messages, and reports whether the candidate is over.
func (m *messenger) removed(ctx context.Context) (over bool, err error) {
	who := m.surface.Candidate
	ended := !m.at.Before(who.Undo.ends())
	for range 2 { // somebody may have deleted the head: then there is another
		if who.Absent {
			who.Absent, who.Head, who.Rendered = false, "", ""
		}
		if err = m.head(ctx); err != nil || !who.Absent {
			break
		}
	}
	if err == nil {
		err = m.deleteAll(ctx)
	}
	switch {
	case err == nil:
		m.surface.Forget()
		return ended, nil
	case placeless(err) || uneditable(err) || classify(err).Outcome == bot.Gone:
		return true, nil // nobody can undo it
	case ended && m.post.Session.Tries >= endTries:
		return true, nil
	}
	return false, err
}

// undoButton undoes what was done to a candidate.
func undoButton(v *locales.Voice) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement("undo", hrUndo, label(v.Say("slack.undo.button")))
}

// renderDeleted is the head of the thread of a candidate that was deleted.
func (m *messenger) renderDeleted(v *locales.Voice, u *undo) rendered {
	if !m.at.Before(u.ends()) {
		return textOnly(v.Say("slack.candidate.deleted", "User", mention(v, u.By)))
	}
	text := v.Say("slack.undo.delete", "User", mention(v, u.By), "N", int(undoTime/time.Minute))
	return textOnly(text, slack.NewActionBlock(m.place.tag()+"#undo", undoButton(v)))
}

// tellUndo says in the thread who started a candidate again, and who has undone something.
func (m *messenger) tellUndo(ctx context.Context) error {
	who, v := m.surface.Candidate, m.voice()
	if u := who.Undone; u != nil {
		id := "slack.undo.deleted"
		if u.Restarted {
			id = "slack.undo.restarted"
		}
		if err := m.say(ctx, u.TS, v.Say(id, "User", mention(v, u.Did), "By", mention(v, u.By))); err != nil {
			return err
		}
		who.Undone = nil
	}
	if u := who.Undo; u != nil && u.State != nil && u.TS == "" {
		text := v.Say("slack.undo.restart", "User", mention(v, u.By), "N", int(undoTime/time.Minute))
		ts, err := m.note(ctx, text, undoButton(v))
		u.TS = ts
		return err
	}
	return nil
}

// say changes a message in the thread, or posts one where there is none.
func (m *messenger) say(ctx context.Context, ts, text string) error {
	if ts != "" {
		if err := m.update(ctx, ts, textOnly(text)); !uneditable(err) {
			return err
		}
	}
	_, err := m.postInThread(ctx, textOnly(text))
	return err
}

// endUndo takes what was known before a candidate was started again, once that cannot be undone any
// more, and its button.
func (m *messenger) endUndo(ctx context.Context) error {
	who := m.surface.Candidate
	if who.Undo == nil || who.Undo.State == nil || m.at.Before(who.Undo.ends()) {
		return nil
	}
	ended := who.Undo
	who.Undo = nil // whatever becomes of the message
	if ended.TS == "" {
		return nil
	}
	v := m.voice()
	return m.say(ctx, ended.TS, v.Say("slack.undo.restart_over", "User", mention(v, ended.By)))
}

// mention mentions a person who did something; who is not known any more is somebody.
func mention(v *locales.Voice, user string) string {
	if user == "" {
		return escape(v.Say("slack.undo.somebody"))
	}
	return v.Say("slack.undo.person", "User", "<@"+user+">")
}
