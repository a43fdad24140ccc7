package conversation

import (
	"slices"
	"strings"
	"time"
)

// Partner is who sent the person, as screens name them: their names and ways to reach them in the
// language of the state. The zero Partner is nobody, and nobody is named.
type Partner struct {
	Name     string
	Contacts []Contact
	// Leads says that results can be sent to them, and Consent what they want said before, in one
	// paragraph; it may be empty.
	Leads   bool
	Consent string
}

// Contact is a way to reach a partner.
type Contact struct {
	Kind  string // url, email, phone, telegram, line, wechat or whatsapp
	Value string // as people write it down
	Link  string // address that opens it, of the scheme https, mailto or tel; empty for none
}

// ShowFor returns the screen of a state at a time, with the partner who sent the person. It depends
// on nothing else. A partner is named after the result, never in the middle of questions, and never
// to somebody who looks at a candidate.
func ShowFor(s State, at time.Time, by Partner) Screen {
	t := begin(s, at)
	if !s.Candidate {
		t.partner = by
	}
	if s.Forgotten {
		return t.forgotten()
	}
	return t.screen()
}

// named reports whether the partner is named: once there is a result.
func (t *turn) named() bool { return t.partner.Name != "" && t.finished() }

// ending ends a result with what it rests on, before which it says that the partner can check it, with
// the first way to reach them; the others are among the next steps. All that fits a phone is said.
func (t *turn) ending(s *Screen, basis, inShort string) {
	if !t.named() {
		s.Text(Small, basis)
		return
	}
	check := Line{Label: t.voice.Say("partner.check", "Partner", t.partner.Name)}
	brief := []Block{{Kind: Paragraph, Text: check.Label}, {Kind: Small, Text: basis}}
	if len(t.partner.Contacts) > 0 {
		check.Note, check.Link = t.contact(t.partner.Contacts[0]), t.partner.Contacts[0].Link
	}
	briefest := []Block{{Kind: Paragraph, Text: t.voice.Say("partner.brief", "Partner", t.partner.Name)}, {Kind: Small, Text: inShort}}
	body := s.Body
	for _, end := range [][]Block{{{Kind: List, Lines: []Line{check}}, {Kind: Small, Text: basis}}, brief, briefest} {
		if s.Body = append(slices.Clip(body), end...); s.lines() <= pageLines {
			return
		}
	}
}

// lines is how many lines of a phone the title and the body take.
func (s *Screen) lines() int {
	n := linesOf(s.Title, pageColumns)
	for _, b := range s.Body {
		if b.Text != "" {
			n += linesOf(b.Text, pageColumns)
		}
		for _, l := range b.Lines {
			n += linesOf(strings.TrimSpace(l.Label+"  "+l.Value), pageColumns-listIndent)
			if l.Note != "" {
				n += linesOf(l.Note, pageColumns-listIndent)
			}
		}
	}
	return n
}

// partnerContacts are the lines of whom to ask about the partner, and how to reach them.
func (t *turn) partnerContacts() []Line {
	if !t.named() {
		return nil
	}
	lines := []Line{{Label: t.voice.Say("partner.ask", "Partner", t.partner.Name)}}
	for _, c := range t.partner.Contacts {
		line := Line{Label: t.contact(c), Link: c.Link}
		if c.Kind != "url" && strings.HasPrefix(c.Link, "https:") {
			line.Note = c.Link
		}
		lines = append(lines, line)
	}
	return lines
}

// contact is a way to reach the partner in one line.
func (t *turn) contact(c Contact) string {
	return t.voice.Say("partner.contact", "Kind", t.voice.Say("partner.contact."+c.Kind), "Value", c.Value)
}
