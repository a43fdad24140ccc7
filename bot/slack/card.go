package slack

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"hspbot/bot"
	"hspbot/bot/card"
	"hspbot/bot/records"
	"hspbot/conversation"
	"hspbot/locales"
)

// Post implements [bot.Poster]: a conversation's card is changed where it is the last thing
// said, and a new message is posted below what was written. Around it the head of a
// candidate's thread, a summary to be shared and the Home tab are brought up to date.
func (s *Slack) Post(ctx context.Context, p bot.Post) bot.Sent {
	f := card.Read[surface](p.Session.Surface)
	m := messenger{s: s, place: placeOf(p.Session.Key), surface: &f, post: &p, at: timeOf(&p, s.o.Now())}
	f.AsSaid(&p)
	posts, changes := f.calls(s.o.Now(), &p)
	var sent bot.Sent
	if m.place.isCandidate() {
		sent = m.postCandidate(ctx)
	} else {
		sent = m.postPerson(ctx)
	}
	sent.Surface, sent.Unplanned = card.JSON(f), max(0, m.calls-posts-changes)
	return sent
}

// messenger posts and changes messages for one post. It implements [card.Messenger].
type messenger struct {
	s        *Slack
	place    place
	surface  *surface
	post     *bot.Post
	at       time.Time     // of the post
	settings settings      // of the workspace
	keep     time.Duration // how long a candidate is kept without use; 0 is not known
	calls    int           // that count against limits
}

// postPerson brings a person's conversation up to its post.
func (m *messenger) postPerson(ctx context.Context) bot.Sent {
	var err error
	if m.post.Screen.Kind == conversation.Forgotten {
		err = m.s.Unset(ctx, m.post.Session.Key)
	}
	if m.post.Session.Owing() {
		err = errors.Join(err, m.show(ctx))
	}
	wake, expires, err := m.notices(ctx, err)
	sent := classify(err)
	if sent.Outcome != bot.Gone { // who has left is kept no longer than others
		sent.Wake, sent.Expires = wake, expires
	}
	return sent
}

// postCandidate brings a candidate's thread up to its post.
func (m *messenger) postCandidate(ctx context.Context) bot.Sent {
	over, err := m.bring(ctx)
	sent, who := classify(err), m.surface.Candidate
	if who == nil || m.post.Screen.Kind == conversation.Forgotten {
		return sent
	}
	if over || who.Head == "" && placeless(err) { // else it could never be reached
		sent = bot.Sent{Outcome: bot.Over}
	}
	sent.Wake, sent.Expires = m.post.Session.Wake, m.post.Session.Expires
	if err == nil || who.deleted() {
		sent.Wake, sent.Expires = m.times(ctx)
	}
	return sent
}

// bring shows a candidate's post, and reports whether that was the last.
func (m *messenger) bring(ctx context.Context) (over bool, err error) {
	switch m.settings, err = m.s.settings(ctx, m.place.install); {
	case err == nil:
		m.keep = m.settings.keep(m.s.o.TTL)
	case !errors.Is(err, records.ErrUnreadable): // else nothing ends before it was to
		return false, err
	}
	if m.surface.Candidate.deleted() {
		return m.removed(ctx)
	}
	if m.post.Session.Owing() {
		if err := m.show(ctx); err != nil {
			return false, err
		}
	}
	if m.surface.Candidate == nil || m.post.Screen.Kind == conversation.Forgotten {
		return false, nil
	}
	return m.passed(ctx)
}

// show does what is still to be done, and can be done again after any of its steps.
func (m *messenger) show(ctx context.Context) error {
	screen := &m.post.Screen
	if err := m.head(ctx); err != nil {
		return err
	}
	if who := m.surface.Candidate; who != nil && who.Head != "" && !who.Absent && screen.Kind == conversation.Forgotten {
		return m.deleteAll(ctx) // the head says so
	}
	if !m.surface.Quiet || m.surface.Card != "" {
		if err := card.Show(ctx, m, &m.surface.Surface, m.post, m.s.o.Now()); err != nil {
			return err
		}
	}
	for _, more := range additions {
		if more.due(m.surface, screen) {
			if err := more.post(m, ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

// additions are the messages besides the head and the card, in their order.
var additions = []struct {
	due  func(*surface, *conversation.Screen) bool
	post func(*messenger, context.Context) error
}{
	{func(f *surface, s *conversation.Screen) bool { // the first result
		return f.Candidate != nil && f.Candidate.By != "" && !f.Candidate.Told && s.Kind == conversation.Result
	}, (*messenger).tell},
	{func(f *surface, _ *conversation.Screen) bool {
		return f.Candidate != nil && (f.Candidate.Undone != nil || f.Candidate.Undo != nil && f.Candidate.Undo.TS == "")
	}, (*messenger).tellUndo},
	{func(f *surface, _ *conversation.Screen) bool { return f.Candidate != nil && f.Candidate.Reply != nil }, (*messenger).postReply},
	{func(f *surface, _ *conversation.Screen) bool { return f.Sharing.By != "" }, (*messenger).share},
}

// options are how screens are drawn in this place.
func (m *messenger) options() renderOptions {
	o := renderOptions{tag: m.place.tag(), command: m.place.command(), modals: m.surface.Private || m.place.isCandidate()}
	if who := m.surface.Candidate; who != nil {
		o.about = who.Label
		if !who.Wrote { // whose message stands just above needs no mention
			o.last = who.Last
		}
		if notice := m.post.Session.State.Notice; notice != nil {
			o.did = lastDid[notice.Text]
		}
	}
	return o
}

// lastDid are the texts that say what somebody did last, by the notice that came of it.
var lastDid = map[string]string{"notice.restarted": "slack.candidate.restarted", "notice.changed": "slack.candidate.changed"}

func (m *messenger) render(s *conversation.Screen) rendered { return render(s, m.options()) }

// Send implements [card.Messenger]. Messages that only the person sees can be sent for half an
// hour after they did something; after that the conversation goes on in the direct message.
func (m *messenger) Send(ctx context.Context, s *conversation.Screen) (string, error) {
	if m.surface.Private {
		err := m.reply(ctx, m.render(s), newMessage)
		if !errors.Is(err, errNoReply) {
			return ephemeral, err
		}
		m.surface.toDirect("")
	}
	if err := m.openDirect(ctx); err != nil {
		return "", err
	}
	ts, err := m.postMessage(ctx, m.surface.Channel, m.render(s), m.thread())
	if who := m.surface.Candidate; who != nil && threadless(err) {
		// The message the thread hung on is gone: it goes on in another.
		who.Root, who.Head, who.Rendered, who.Absent = "", "", "", false
		if err := m.head(ctx); err != nil {
			return "", err
		}
		return m.postMessage(ctx, m.surface.Channel, m.render(s), m.thread())
	}
	return ts, err
}

// Change implements [card.Messenger]. It goes through the address of the press on the message
// where there is one, as Slack does not count these.
func (m *messenger) Change(ctx context.Context, ts string, s *conversation.Screen) error {
	d := m.render(s)
	if ts == ephemeral {
		return m.reply(ctx, d, replaceOriginal)
	}
	if r := m.surface.Reply; r != nil && r.Card == ts {
		if err := m.reply(ctx, d, replaceOriginal); !errors.Is(err, errNoReply) {
			return err
		}
	}
	return m.update(ctx, ts, d)
}

// Leave implements [card.Messenger]. A question becomes the line with its answer, a result is
// said without buttons, and anything else is deleted.
func (m *messenger) Leave(ctx context.Context, l card.Left[string], result *conversation.Screen) error {
	line := m.answered(l.Asks)
	var err error
	switch {
	case l.ID == ephemeral, l.Result != nil && result == nil:
		return nil
	case result != nil:
		result.Choices = nil
		err = m.update(ctx, l.ID, render(result, renderOptions{alone: true}))
	case line != "":
		err = m.update(ctx, l.ID, rendered{text: line, blocks: []slack.Block{contextBlock(line)}})
	default:
		err = m.delete(ctx, l.ID)
	}
	if uneditable(err) {
		return nil
	}
	return err
}

// Delete implements [card.Messenger].
func (m *messenger) Delete(ctx context.Context, list []card.Message[string]) error {
	for _, o := range list {
		if err := m.delete(ctx, o.ID); err != nil {
			return err
		}
	}
	return nil
}

// deleteAll deletes the messages about a candidate but the head.
func (m *messenger) deleteAll(ctx context.Context) error {
	f := m.surface
	ids := []string{f.Card, f.Result.ID}
	for _, l := range f.Left {
		ids = append(ids, l.ID)
	}
	for _, ts := range ids {
		known := slices.ContainsFunc(f.Messages, func(o card.Message[string]) bool { return o.ID == ts })
		if ts != "" && !known {
			f.Sent(ts, m.s.o.Now())
		}
	}
	if err := m.Delete(ctx, f.Messages); err != nil {
		return err
	}
	f.Messages = nil
	return nil
}

// delete deletes a message. One that only the person sees is out of reach.
func (m *messenger) delete(ctx context.Context, ts string) error {
	if ts == ephemeral {
		return nil
	}
	m.calls++
	err := m.s.call(ctx, m.place.install, func(api *slack.Client) error {
		_, _, err := api.DeleteMessageContext(ctx, m.surface.Channel, ts)
		return err
	})
	if uneditable(err) {
		return nil
	}
	return err
}

// Uneditable implements [card.Messenger].
func (m *messenger) Uneditable(err error) bool { return uneditable(err) }

// File implements [card.Messenger]: what a screen comes with, or all of it where it was too
// long. There is none where only the person would see the message: a file cannot be hidden, so
// what is stored is sent to who presses for it.
func (m *messenger) File(s *conversation.Screen) *conversation.File {
	if m.surface.Private || s.File == nil && !m.render(s).cut {
		return nil
	}
	return card.FileOf(s)
}

// SendFile implements [card.Messenger].
func (m *messenger) SendFile(ctx context.Context, f *conversation.File) (string, error) {
	return "", m.s.call(ctx, m.place.install, func(api *slack.Client) error {
		_, err := api.UploadFileContext(ctx, slack.UploadFileParameters{Filename: f.Name, Title: f.Name, Content: string(f.Data), FileSize: len(f.Data),
			AltTxt: card.Clip(f.Alt, maxAlt), Channel: m.surface.Channel, ThreadTimestamp: m.thread()})
		return err
	})
}

// maxAlt is how many characters the text of a picture may have.
const maxAlt = 1000

// thread is the message under which a candidate's cards go; empty elsewhere.
func (m *messenger) thread() string {
	if m.surface.Candidate == nil {
		return ""
	}
	return m.surface.Candidate.Root
}

// openDirect finds the direct message with the person, where the conversation has no place yet.
func (m *messenger) openDirect(ctx context.Context) error {
	if m.surface.Channel != "" {
		return nil
	}
	channel, err := m.s.directOf(ctx, m.place.install, m.place.user)
	if err == nil {
		m.surface.Channel, m.surface.Direct = channel, channel
	}
	return err
}

// reply answers through the address of what was done last.
func (m *messenger) reply(ctx context.Context, d rendered, how replyMode) error {
	if !m.surface.Reply.usable(m.s.o.Now()) {
		return errNoReply
	}
	a := d.privately()
	a.ReplaceOriginal = how == replaceOriginal
	if a.ReplaceOriginal && !m.surface.Private { // what all see stays so
		a.ResponseType = ""
	}
	err := m.s.respond(ctx, m.surface.Reply.URL, a)
	if errors.Is(err, errNoReply) {
		m.surface.Reply = nil
	}
	return err
}

// replyMode says whether a reply is a message of its own.
type replyMode uint8

const (
	newMessage replyMode = iota
	replaceOriginal
)

// update changes a message by a call, which counts.
func (m *messenger) update(ctx context.Context, ts string, d rendered) error {
	return m.shown(d, func(d rendered) error {
		m.calls++
		return m.s.call(ctx, m.place.install, func(api *slack.Client) error {
			_, _, _, err := api.UpdateMessageContext(ctx, m.surface.Channel, ts, slack.MsgOptionText(d.text, false), slack.MsgOptionBlocks(d.blocks...))
			return err
		})
	})
}

// postMessage posts a message to a channel, in a thread unless that is empty.
func (m *messenger) postMessage(ctx context.Context, channel string, d rendered, thread string) (ts string, err error) {
	err = m.shown(d, func(d rendered) error {
		m.calls++
		options := []slack.MsgOption{slack.MsgOptionText(d.text, false), slack.MsgOptionBlocks(d.blocks...),
			slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl()}
		if thread != "" {
			options = append(options, slack.MsgOptionTS(thread))
		}
		if d.metadata != nil {
			options = append(options, slack.MsgOptionMetadata(*d.metadata))
		}
		return m.s.call(ctx, m.place.install, func(api *slack.Client) (err error) {
			_, ts, err = api.PostMessageContext(ctx, channel, options...)
			return err
		})
	})
	if err == nil && ts == "" {
		return "", errors.New("no timestamp in the answer")
	}
	return ts, err
}

// answered is the line of a question's answer, or "" where there is none.
func (m *messenger) answered(question string) string {
	a, ok := conversation.AnswerTo(m.post.Session.State, question, m.s.o.Now())
	if !ok {
		return ""
	}
	v := locales.In(m.post.Session.State.Language)
	return escape(card.Clip(answerLine(v, a.Label, a.Value), maxSection))
}
