package slack

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"github.com/slack-go/slack"

	"hspbot/conversation"
	"hspbot/conversation/hiring"
	"hspbot/locales"
)

// head brings the first message of a candidate's thread up to date: who it is about and how
// far the interview is.
func (m *messenger) head(ctx context.Context) error {
	who := m.surface.Candidate
	if who == nil || who.Absent {
		return nil
	}
	d := m.renderHead(who)
	hash := hashOf(d.text)
	if who.Rendered == hash {
		return nil
	}
	if who.Head == "" {
		ts, err := m.postMessage(ctx, m.surface.Channel, d, who.Root)
		if placeless(err) {
			m.refuse(ctx, missingPlace(err))
		}
		if err != nil {
			return err
		}
		who.Head, who.Root = ts, cmp.Or(who.Root, ts)
	} else if err := m.update(ctx, who.Head, d); uneditable(err) {
		who.Absent = true
	} else if err != nil {
		return err
	}
	who.Rendered = hash
	return nil
}

// renderHead renders the first message. It changes where the standing does, not at every answer.
func (m *messenger) renderHead(who *candidate) rendered {
	screen := &m.post.Screen
	v := locales.In(screen.Language)
	if who.deleted() {
		return m.renderDeleted(v, who.Undo)
	}
	if screen.Kind == conversation.Forgotten {
		return textOnly(v.Say("slack.candidate.deleted", "User", mention(v, who.Last)))
	}
	standing := m.standing()
	answers := "slack.candidate.anyone"
	if who.Shared {
		answers = "slack.candidate.members"
	}
	foot := v.Say(answers)
	if who.By != "" {
		foot = v.Say("slack.candidate.by", "User", "<@"+who.By+">") + " " + foot
	}
	if t := m.term(); !t.ends.IsZero() {
		foot += " " + v.Say("slack.candidate.until", "Date", dayOf(v, t.ends))
	}
	return rendered{text: escape(who.Label) + "\n" + standing + "\n" + foot, blocks: []slack.Block{
		section("👤 *" + plainMarkup(who.Label) + "*"), section(standing), contextBlock(foot)}}
}

// standing is how a candidate stands, without how many questions there are to go: that changes at
// every answer.
func (m *messenger) standing() string {
	status := hiring.Status(m.post.Session.State, m.s.o.Now())
	var lines []string
	for _, b := range status.Body {
		for _, l := range b.Lines {
			if status.Title == l.Label {
				l.Value = ""
			}
			lines = append(lines, line(l, conversation.Table))
		}
	}
	return strings.Join(lines, "\n")
}

// tell says in the thread that there is a result, once, to who began: changed messages notify nobody.
func (m *messenger) tell(ctx context.Context) error {
	who, v := m.surface.Candidate, locales.In(m.post.Screen.Language)
	d := textOnly(v.Say("slack.candidate.result", "User", "<@"+who.By+">", "Label", plainMarkup(who.Label)) + "\n" + m.standing())
	d.metadata = m.scored()
	_, err := m.postInThread(ctx, d)
	who.Told = err == nil
	return err
}

// scoredEvent names the metadata of a message with a candidate's result, for other apps.
const scoredEvent = "hsp_candidate_scored"

// scored is the metadata of a message with the result: the category in which the candidate stands
// best, the least and most points there, and the verdict. Nothing in it tells of a person.
func (m *messenger) scored() *slack.SlackMetadata {
	best, ok := hiring.Best(m.post.Session.State, m.s.o.Now())
	if !ok {
		return nil
	}
	return &slack.SlackMetadata{EventType: scoredEvent, EventPayload: map[string]any{"category": best.Category, "points": best.Min,
		"points_max": best.Max, "verdict": best.Verdict}}
}

// hashOf stands for a text, to see whether it is the same.
func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.RawStdEncoding.EncodeToString(sum[:6])
}

// refuse tells the person who asked, and nobody else, that nothing can be posted in the channel.
func (m *messenger) refuse(ctx context.Context, id string) {
	if !m.surface.Reply.usable(m.s.o.Now()) {
		return
	}
	v := locales.In(m.post.Screen.Language)
	_ = m.s.respond(ctx, m.surface.Reply.URL, answer{Text: escape(v.Say(id)), Type: "ephemeral"}) // there is no other way to say it
}
