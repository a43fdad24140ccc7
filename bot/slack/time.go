package slack

import (
	"cmp"
	"context"
	"time"

	"github.com/slack-go/slack"

	"hspbot/bot"
	"hspbot/bot/card"
	"hspbot/conversation"
	"hspbot/locales"
)

// What the clock does to a candidate: nobody answers for days, and who began is reminded; the end
// of what is stored comes near, and the thread is warned; it comes, and the thread says that the
// candidate is gone. When the next of these is due is kept with the session, and the outbox posts
// it: see [bot.Session.Wake].

const (
	day = 24 * time.Hour
	// lookEvery is how often a candidate is looked at where nothing is due: the times may have
	// been set anew.
	lookEvery = day
	// warning is how long before the end the thread is warned, where that is not most of the time.
	warning = 7 * day
	// remindAfter is how long a candidate stands still before who began is reminded.
	remindAfter = 3 * day
	// late is how much longer than said a candidate is stored, at most, where Slack cannot be
	// told of its end.
	late = day
)

// timeOf is the time of a post: where the outbox woke the conversation, not before it was to.
func timeOf(p *bot.Post, now time.Time) time.Time {
	if s := &p.Session; !s.Owing() && s.Wake.After(now) {
		return s.Wake
	}
	return now
}

// term is until when a candidate is kept, and when that is warned of. Zero is not known.
type term struct{ ends, warns time.Time }

// term returns that of the candidate of a post. A warning that was given late leaves as much time
// as any other.
func (m *messenger) term() term {
	if m.keep <= 0 {
		return term{}
	}
	before := min(warning, m.keep*2/7)
	touched := m.post.Session.Touched
	t := term{ends: touched.Add(m.keep)}
	t.warns = t.ends.Add(-before)
	if at := m.surface.Candidate.Warning.At; at.After(touched) && at.Add(before).After(t.ends) {
		t.ends = at.Add(before)
	}
	return t
}

// passed does what is due because time has passed, and reports whether the candidate is over.
func (m *messenger) passed(ctx context.Context) (over bool, err error) {
	if err := m.endUndo(ctx); err != nil {
		return false, err
	}
	if over, err := m.nearEnd(ctx); over || err != nil {
		return over, err
	}
	if err := m.remind(ctx); err != nil {
		return false, err
	}
	return false, m.head(ctx) // it says until when
}

// nearEnd warns of the end of a candidate, or says that it has come. A warning of an end that does
// not come any more goes.
func (m *messenger) nearEnd(ctx context.Context) (over bool, err error) {
	who, now, t := m.surface.Candidate, m.at, m.term()
	warned := who.Warning.At.After(m.post.Session.Touched)
	switch {
	case t.ends.IsZero() || who.Head == "":
		return false, nil
	case warned && !now.Before(t.ends):
		return true, m.sayExpired(ctx)
	case !warned && !now.Before(t.warns):
		ends := now.Add(min(warning, m.keep*2/7))
		if t.ends.After(ends) {
			ends = t.ends
		}
		v := m.voice()
		idle := int(now.Sub(m.post.Session.Touched) / day)
		text := v.Say("slack.candidate.warning", "Label", plainMarkup(who.Label), "N", idle, "Date", dayOf(v, ends))
		keep := slack.NewButtonBlockElement("keep", hrKeep, label(v.Say("slack.candidate.keep")))
		ts, err := m.note(ctx, text, keep)
		if err == nil {
			who.Warning = mark{TS: ts, At: now.UTC()}
		}
		return false, err
	case !warned && who.Warning.TS != "":
		if err := m.delete(ctx, who.Warning.TS); err != nil {
			return false, err
		}
		who.Warning = mark{}
	}
	return false, nil
}

// sayExpired says in the head of the thread that a candidate has expired, and deletes the other
// messages.
func (m *messenger) sayExpired(ctx context.Context) error {
	who := m.surface.Candidate
	text := escape(m.voice().Say("slack.candidate.expired", "N", int(m.at.Sub(m.post.Session.Touched)/day)))
	if err := m.update(ctx, who.Head, textOnly(text)); err != nil && !uneditable(err) {
		return err
	}
	return m.deleteAll(ctx)
}

// remind reminds who began a candidate that stands still, once, in the hours of work where they are.
func (m *messenger) remind(ctx context.Context) error {
	who, now := m.surface.Candidate, m.at
	if due := m.reminds(ctx); due.IsZero() || now.Before(due) {
		return nil
	}
	v := m.voice()
	text := v.Say("slack.candidate.reminder", "User", "<@"+who.By+">", "Label", plainMarkup(who.Label),
		"N", int(remindAfter/day), "Progress", escape(m.post.Session.State.Progress(now)))
	stop := slack.NewButtonBlockElement("quiet", hrQuiet, label(v.Say("slack.reminder.stop")))
	_, err := m.note(ctx, text, stop)
	who.Reminded = err == nil
	return err
}

// reminds returns when who began is to be reminded of a candidate, zero where never.
func (m *messenger) reminds(ctx context.Context) time.Time {
	who, s := m.surface.Candidate, &m.post.Session
	if who.Reminded || who.Archived || who.By == "" || who.Head == "" || m.settings.quiet(who.By) || s.State.Progress(m.at) == "" {
		return time.Time{}
	}
	due := s.Touched.Add(remindAfter)
	if now := m.at; now.After(due) {
		due = now
	}
	return atWork(due, m.s.zone(ctx, m.place.install, who.By))
}

// notices tells somebody who asked for it what is to be told, in the direct message, and returns when
// to look again and until when the session is kept.
func (m *messenger) notices(ctx context.Context, failed error) (wake, expires time.Time, err error) {
	n := card.Notices{Told: &m.surface.Told, Zone: conversation.Japan, Apart: true}
	if m.post.Session.State.Notify && failed == nil {
		n.Zone = m.s.zone(ctx, m.place.install, m.place.user)
	}
	n.Send = func(screen *conversation.Screen) error {
		m.surface.toDirect("")
		if err := m.openDirect(ctx); err != nil {
			return err
		}
		_, err := m.postInThread(ctx, m.render(screen))
		m.surface.Below = m.surface.Below || err == nil
		return err
	}
	return n.Post(m.post, m.at, failed)
}

// Reaches implements [bot.Reacher]: a person can be written to in the direct message, and a
// candidate's thread is not the candidate's.
func (s *Slack) Reaches(k bot.Key) bool { return !placeOf(k).isCandidate() }

// The hours in which somebody may be reminded of something.
const workBegins, workEnds = 9, 18

// atWork returns a time, or the first after it in the hours of work of a time zone.
func atWork(at time.Time, zone *time.Location) time.Time {
	local := at.In(zone)
	switch h := local.Hour(); {
	case h < workBegins:
		return time.Date(local.Year(), local.Month(), local.Day(), workBegins, 0, 0, 0, zone)
	case h >= workEnds:
		return time.Date(local.Year(), local.Month(), local.Day()+1, workBegins, 0, 0, 0, zone)
	}
	return at
}

// times returns when the candidate is to be looked at again, and when what is stored is deleted
// even where Slack cannot be told.
func (m *messenger) times(ctx context.Context) (wake, expires time.Time) {
	who, now, t := m.surface.Candidate, m.at, m.term()
	if who.deleted() {
		return who.Undo.ends(), who.Undo.ends().Add(undoLate)
	}
	wake = now.Add(lookEvery)
	sooner := func(at time.Time) {
		if at.After(now) && at.Before(wake) {
			wake = at
		}
	}
	if who.Undo != nil {
		sooner(who.Undo.ends())
	}
	sooner(m.reminds(ctx))
	if t.ends.IsZero() {
		return wake.UTC(), m.post.Session.Expires
	}
	sooner(t.warns)
	sooner(t.ends)
	return wake.UTC(), t.ends.Add(late).UTC()
}

// mark is a message of ours in a thread, and when it was posted.
type mark struct {
	TS string    `json:"ts,omitempty"`
	At time.Time `json:"at,omitzero"`
}

// note posts a message with a button into the thread.
func (m *messenger) note(ctx context.Context, text string, button *slack.ButtonBlockElement) (ts string, err error) {
	return m.postInThread(ctx, textOnly(text, slack.NewActionBlock(m.place.tag()+"#"+button.ActionID, button)))
}

// postInThread posts a message besides the card into the thread of a candidate, or into the direct
// message.
func (m *messenger) postInThread(ctx context.Context, d rendered) (ts string, err error) {
	if ts, err = m.postMessage(ctx, m.surface.Channel, d, m.thread()); err == nil {
		m.surface.Sent(ts, m.s.o.Now())
	}
	return ts, err
}

// voice speaks the language of the conversation.
func (m *messenger) voice() *locales.Voice {
	return locales.In(cmp.Or(m.post.Screen.Language, m.post.Session.State.Language))
}

// dayOf writes the day in Japan that a time falls on.
func dayOf(v *locales.Voice, at time.Time) string {
	at = at.In(conversation.Japan)
	return v.Date(at.Year(), int(at.Month()), at.Day())
}
