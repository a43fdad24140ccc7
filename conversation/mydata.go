package conversation

import (
	"bytes"
	"cmp"
	"encoding/json"

	"hspbot/scoring"
)

// myData shows all that is stored: the answers and the rest as lists to read, and the facts in
// the form of the JSON contract, which is a file where the platform can send one.
func (t *turn) myData() Screen {
	v := t.voice
	s := t.detail("mydata", "mydata.title")
	s.Kind = Data
	s.Text(Heading, v.Say("mydata.text"))
	answers := t.answers()
	if len(answers) == 0 {
		s.Text(Paragraph, v.Say("change.nothing"))
	}
	s.Lines(Table, answers...)
	s.Text(Heading, v.Say("mydata.also"))
	also := []Line{
		{Label: v.Say("mydata.language"), Value: v.Say("language.name")},
		{Label: v.Say("mydata.referral"), Value: cmp.Or(t.state.Referral, v.Say("mydata.none"))},
		{Label: v.Say("papers.kept"), Value: t.tickedPapers()},
		{Label: v.Say("mydata.started"), Value: day(v, t.state.Started)},
		{Label: v.Say("mydata.touched"), Value: day(v, t.state.Touched)}}
	if t.state.Notify {
		also = append(also, Line{Label: v.Say("notify.title"), Value: v.Say("notify.kept", "Date", day(v, t.state.NoticesUntil()))})
	}
	if r := t.state.Request; r != nil {
		also = append(also, Line{Label: v.Say("request.asked"), Value: r.By, Note: v.Say("request.kept_" + cmp.Or(r.Consent, "open"))})
	}
	also = append(also, t.storedLead()...)
	if t.state.receipt() != nil {
		s.add(Control, leadReceipt, ShowAction(leadReceipt), v.Say("lead.control.receipt"))
	}
	if offer := t.storedOffer(); offer != "" {
		also = append(also, Line{Label: v.Say("control.offer"), Value: offer})
	}
	if jobs := t.storedJobs(); jobs != "" {
		also = append(also, Line{Label: v.Say("control.jobs"), Value: jobs})
	}
	s.Lines(Table, also...)
	if tried := t.storedScenarios(); len(tried) > 0 {
		s.Text(Heading, v.Say("control.scenarios"))
		s.Lines(Table, tried...)
	}
	if now := t.state.Shares(t.at); now != nil {
		s.Text(Heading, v.Say("sharing.kept"))
		s.Lines(Table, t.ownShare(now)...)
		s.add(Option, shareDrop, shareVerb+":"+shareDrop, v.Say("sharing.drop"))
	}
	s.Text(Small, v.Say("mydata.note"))
	pretty := t.contract()
	s.Text(Code, string(pretty))
	s.File = &File{Name: "hspbot-mydata.json", Type: "application/json", Data: append(pretty, '\n')}
	return s
}

// contract writes the facts in the form of the JSON contract.
func (t *turn) contract() []byte {
	person := t.plan.person
	person.Profile = t.state.export(t.today)
	if len(t.state.Residence) == 0 { // nothing was said of the past
		person.History = scoring.History{}
	}
	var pretty bytes.Buffer
	_ = json.Indent(&pretty, person.AppendJSON(nil), "", "  ") // it is JSON
	return pretty.Bytes()
}
