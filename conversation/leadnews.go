package conversation

import "time"

// LeadNews returns what the person is to be told unasked of what they sent to a partner: that it did
// not arrive in the end, or that its withdrawal did not. What it is names it, so that it is told once;
// it is empty where there is nothing to tell. All else shows on the screens.
func (s State) LeadNews(at time.Time) (screen Screen, what string) {
	r := s.receipt()
	if r == nil || s.Forgotten || r.State != LeadFailed && r.State != LeadNotWithdrawn {
		return Screen{}, ""
	}
	t := begin(s, at)
	screen = t.detail("lead.news", "lead.news."+string(r.State), "Name", r.Name)
	screen.Text(Paragraph, t.voice.Say("lead.state."+string(r.State), "Name", r.Name))
	screen.Lines(Table, Line{Label: t.voice.Say("lead.receipt.id"), Note: r.ID})
	screen.add(Control, leadReceipt, ShowAction(leadReceipt), t.voice.Say("lead.control.receipt"))
	return screen, r.ID + " " + string(r.State)
}
