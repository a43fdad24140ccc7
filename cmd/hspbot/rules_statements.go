package main

import (
	"strconv"

	"hspbot/scoring"
)

// residence writes the routes of residence and what else holds for them on the day.
func (s *sheet) residence(day scoring.Date) {
	s.title(s.v.Say("rules.residence"))
	for _, r := range scoring.InForce(scoring.RouteRows, day) {
		s.text(0, "- "+s.v.Say("residence."+r.ID))
		s.text(4, s.v.Say("rules.source", "Cite", r.Cite))
	}
	s.line("")
	s.statements(day, scoring.OnResidence)
}

// kinds writes which kinds of pay belong to the income, and which of time to the experience.
func (s *sheet) kinds(day scoring.Date) {
	write := func(of string, list []scoring.Counted) {
		s.title(s.v.Say("rules." + of))
		for _, k := range scoring.InForce(list, day) {
			key := of + "." + k.ID
			s.text(0, "- "+s.v.Say("rules.kind", "What", s.v.Say(key), "Why", s.v.Say(key+".why")))
			s.text(4, s.v.Say("rules.source", "Cite", s.v.Say("rules.sure", "Cite", k.Edition.Title, "Mark", string(rune(k.Sure())), "Date", k.Edition.Checked.String())))
		}
	}
	write("pay", scoring.PayKinds)
	write("work", scoring.WorkKinds)
}

// others writes what the law says besides the points and the routes, and the fees.
func (s *sheet) others(day scoring.Date) {
	for _, topic := range []scoring.Topic{scoring.OnBusinessManager, scoring.OnStatus, scoring.OnUniversities} {
		if s.has(day, topic) {
			s.title(s.v.Say("rules." + string(topic)))
			s.statements(day, topic)
		}
	}
	if fees := scoring.InForce(scoring.Fees, day); len(fees) > 0 {
		s.title(s.v.Say("rules.fees"))
		for i := range fees {
			s.text(0, "- "+s.fee(&fees[i]))
		}
		s.statements(day, scoring.OnFees)
	}
	for _, topic := range []scoring.Topic{scoring.OnErrors, scoring.OnDoubts} {
		s.title(s.v.Say("rules." + string(topic)))
		s.statements(day, topic)
	}
}

// guide writes what the guide says besides all that.
func (s *sheet) guide(day scoring.Date) {
	s.title(s.v.Say("rules.guide"))
	for _, topic := range scoring.GuideTopics {
		s.statements(day, topic)
	}
}

func (s *sheet) has(day scoring.Date, topic scoring.Topic) bool {
	for _, x := range scoring.InForce(scoring.Statements, day) {
		if x.Topic == topic {
			return true
		}
	}
	return false
}

func (s *sheet) statements(day scoring.Date, topic scoring.Topic) {
	for _, x := range scoring.InForce(scoring.Statements, day) {
		if x.Topic == topic {
			s.text(0, "- "+s.v.Say("statement."+x.ID))
		}
	}
}

// fee says what is paid.
func (s *sheet) fee(f *scoring.Fee) string {
	what := s.v.Say("fee." + f.ID)
	if f.Online == 0 {
		return s.v.Say("rules.fee", "What", what, "Yen", s.yen(f.Yen))
	}
	return s.v.Say("rules.fee_online", "What", what, "Yen", s.yen(f.Yen), "Online", s.yen(f.Online))
}

func (s *sheet) yen(n int) string { return s.v.Yen(int64(n)) }

// pointsOf says what a row gives, in words.
func (s *sheet) pointsOf(r *scoring.Row) string {
	no, _ := r.Numbers()
	n := func(c scoring.Category) string { return strconv.Itoa(r.Points[c]) }
	return s.v.Say("rules.points_row", "What", s.v.Say(r.TextKey()), "No", no,
		"A", n(scoring.Academic), "B", n(scoring.Technical), "C", n(scoring.Management))
}
