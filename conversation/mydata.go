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
	answers := Block{Kind: Table, Lines: t.answers()}
	if len(answers.Lines) > 0 {
		s.Body = append(s.Body, answers)
	} else {
		s.Text(Paragraph, v.Say("change.nothing"))
	}
	s.Text(Heading, v.Say("mydata.also"))
	referral := t.state.Referral
	if referral == "" {
		referral = v.Say("mydata.none")
	}
	s.Body = append(s.Body, Block{Kind: Table, Lines: []Line{
		{Label: v.Say("mydata.language"), Value: v.Say("language.name")},
		{Label: v.Say("mydata.referral"), Value: referral},
		{Label: v.Say("papers.kept"), Value: t.tickedPapers()},
		{Label: v.Say("mydata.started"), Value: day(v, t.state.Started)},
		{Label: v.Say("mydata.touched"), Value: day(v, t.state.Touched)}}})
	if t.state.Notify {
		rest := &s.Body[len(s.Body)-1]
		rest.Lines = append(rest.Lines, Line{Label: v.Say("notify.title"), Value: v.Say("notify.kept", "Date", day(v, t.state.NoticesUntil()))})
	}
	if r := t.state.Request; r != nil {
		rest := &s.Body[len(s.Body)-1]
		rest.Lines = append(rest.Lines, Line{Label: v.Say("request.asked"), Value: r.By, Note: v.Say("request.kept_" + cmp.Or(r.Consent, "open"))})
	}
	if lead := t.storedLead(); len(lead) > 0 {
		rest := &s.Body[len(s.Body)-1]
		rest.Lines = append(rest.Lines, lead...)
		if t.state.receipt() != nil {
			s.add(Control, leadReceipt, ShowAction(leadReceipt), v.Say("lead.control.receipt"))
		}
	}
	if offer := t.storedOffer(); offer != "" {
		rest := &s.Body[len(s.Body)-1]
		rest.Lines = append(rest.Lines, Line{Label: v.Say("control.offer"), Value: offer})
	}
	if jobs := t.storedJobs(); jobs != "" {
		rest := &s.Body[len(s.Body)-1]
		rest.Lines = append(rest.Lines, Line{Label: v.Say("control.jobs"), Value: jobs})
	}
	if tried := t.storedScenarios(); len(tried) > 0 {
		s.Text(Heading, v.Say("control.scenarios"))
		s.Body = append(s.Body, Block{Kind: Table, Lines: tried})
	}
	if now := t.state.Shares(t.at); now != nil {
		s.Text(Heading, v.Say("sharing.kept"))
		s.Body = append(s.Body, Block{Kind: Table, Lines: t.ownShare(now)})
		s.add(Option, shareDrop, shareVerb+":"+shareDrop, v.Say("sharing.drop"))
	}
	s.Text(Small, v.Say("mydata.note"))
	pretty := t.contract()
	s.Body = append(s.Body, Block{Kind: Code, Text: string(pretty)})
	s.File = &File{Name: "hspbot-mydata.json", Type: "application/json", Data: append(pretty, '\n')}
	return s
}

// contract writes the facts in the form of the JSON contract.
func (t *turn) contract() []byte {
	person := t.plan.person
	person.Profile = t.state.export(t.today)
	if t.state.Residence == "" { // nothing was said of the past
		person.History = scoring.History{}
	}
	compact := person.AppendJSON(nil)
	var pretty bytes.Buffer
	if json.Indent(&pretty, compact, "", "  ") != nil {
		return compact
	}
	return pretty.Bytes()
}
