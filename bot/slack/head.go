package slack

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"github.com/slack-go/slack"

	"hspbot/bot/card"
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
	now := *who
	d := m.renderHead(&now)
	hash := hashOf(d.text)
	if now.Rendered == hash {
		return nil
	}
	if now.Head == "" {
		ts, err := m.postMessage(ctx, m.surface.Channel, d, now.Root)
		if placeless(err) {
			m.refuse(ctx, missingPlace(err))
			select { // the candidate could never be reached
			case m.s.unreachable <- m.post.Session.Key:
			default: // it expires
			}
		}
		if err != nil {
			return err
		}
		now.Head = ts
		if now.Root == "" {
			now.Root = ts
		}
	} else if err := m.update(ctx, now.Head, d); uneditable(err) {
		now.Absent = true
	} else if err != nil {
		return err
	}
	now.Rendered = hash
	m.surface.Candidate = &now
	return nil
}

// renderHead renders the first message. It changes where the standing does, not at every answer.
func (m *messenger) renderHead(who *candidate) rendered {
	screen := &m.post.Screen
	v := locales.In(screen.Language)
	if u := who.Undo; who.deleted() {
		return m.renderDeleted(v, u)
	}
	if screen.Kind == conversation.Forgotten {
		text := v.Say("slack.candidate.deleted", "User", mention(v, who.Last))
		return rendered{text: text, blocks: []slack.Block{section(text)}}
	}
	status := hiring.Status(m.post.Session.State, m.s.o.Now())
	var lines []string
	for _, b := range status.Body {
		for _, l := range b.Lines {
			if status.Title == l.Label {
				l.Value = "" // how many questions there are to go changes at every answer
			}
			lines = append(lines, line(l, conversation.Table))
		}
	}
	standing := strings.Join(lines, "\n")
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

// tell says in the thread that there is a result, once, to who began: changed messages notify nobody.
func (m *messenger) tell(ctx context.Context) error {
	if !m.surface.tells(m.post.Screen.Kind) {
		return nil
	}
	now := *m.surface.Candidate
	v := locales.In(m.post.Screen.Language)
	var lines []string
	for _, b := range hiring.Status(m.post.Session.State, m.s.o.Now()).Body {
		for _, l := range b.Lines {
			lines = append(lines, line(l, conversation.Table))
		}
	}
	text := v.Say("slack.candidate.result", "User", "<@"+now.By+">", "Label", plainMarkup(now.Label)) + "\n" + strings.Join(lines, "\n")
	d := rendered{text: text, blocks: []slack.Block{section(text)}, metadata: m.scored()}
	ts, err := m.postMessage(ctx, m.surface.Channel, d, now.Root)
	if err != nil {
		return err
	}
	m.surface.Sent(ts, m.s.o.Now())
	now.Told = true
	m.surface.Candidate = &now
	return nil
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

// tells reports whether a screen is the first result of a candidate, and who began is to be told.
func (s *surface) tells(kind conversation.ScreenKind) bool {
	return s.Candidate != nil && s.Candidate.By != "" && !s.Candidate.Told && kind == conversation.Result
}

// contextBlock is a line of less weight.
func contextBlock(markup string) *slack.ContextBlock {
	return slack.NewContextBlock("", mrkdwn(markup))
}

func section(markup string) *slack.SectionBlock {
	return slack.NewSectionBlock(mrkdwn(markup), nil, nil)
}

// mrkdwn is marked-up text in which Slack makes nothing of addresses and names of channels.
func mrkdwn(markup string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.MarkdownType, markup, false, true)
}

// share posts the summary to the channel, where somebody asked for it.
func (m *messenger) share(ctx context.Context) error {
	asked := &m.surface.Sharing
	if asked.By == "" {
		return nil
	}
	screen := hiring.Summary(m.post.Session.State, m.s.o.Now())
	v := locales.In(screen.Language)
	d := renderShared(&screen, m.surface.Candidate, v.Say("slack.share.by", "User", "<@"+asked.By+">"))
	if m.surface.Candidate != nil {
		d.metadata = m.scored()
	}
	posted, now := hashOf(asked.Channel+"\n"+d.text), m.s.o.Now()
	if asked.Posted == posted && now.Sub(asked.At) < sameTap {
		asked.By = ""
		return nil
	}
	ts, err := m.postMessage(ctx, asked.Channel, d, "")
	if err == nil && asked.Channel == m.surface.Channel {
		m.surface.Sent(ts, now)
	}
	if placeless(err) {
		id := missingPlace(err)
		if id == "slack.candidate.not_here" {
			id = "slack.share.not_here"
		}
		m.refuse(ctx, id)
		asked.By = "" // who asked has been told
		return nil
	}
	if err == nil {
		asked.By, asked.Posted, asked.At = "", posted, now.UTC()
	}
	return err
}

// hashOf stands for a text, to see whether it is the same.
func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.RawStdEncoding.EncodeToString(sum[:6])
}

// renderShared renders the summary for a channel: who it is about, and who shared it.
func renderShared(screen *conversation.Screen, who *candidate, by string) rendered {
	p := page{complete: true}
	about := *screen
	if who != nil {
		p.markup("👤 *" + plainMarkup(who.Label) + "*")
		about.Title = card.Clip(who.Label+" – "+about.Title, maxHeader)
	}
	p.markup(bold(screen.Title))
	for i := range screen.Body {
		p.block(&screen.Body[i])
	}
	p.blocks = append(p.blocks, contextBlock(by))
	return rendered{text: fallbackText(&about), blocks: p.blocks, complete: p.complete}
}

// refuse tells the person who asked, and nobody else, that nothing can be posted in the channel.
func (m *messenger) refuse(ctx context.Context, id string) {
	if !m.surface.Reply.usable(m.s.o.Now()) {
		return
	}
	v := locales.In(m.post.Screen.Language)
	_ = m.s.respond(ctx, m.surface.Reply.URL, answer{Text: escape(v.Say(id)), Type: "ephemeral"}) // there is no other way to say it
}
