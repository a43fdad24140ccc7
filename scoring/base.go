package scoring

// BaseRow is what the landing criteria of the ordinary status that matches a category ask, as
// far as facts here decide it. Points do not replace them (上陸基準省令「高度専門職」の項).
type BaseRow struct {
	Category Category
	Requires []Required
	// Check names the conditions that no fact here decides: the text key is "requirement." and the name.
	Check       []string
	Cite        string
	Edition     *Edition
	From, Until Date // where not those of the edition
}

// Period returns the first day on which the criteria hold and the first day on which they hold no longer.
func (b BaseRow) Period() (from, until Date) { return b.Edition.period(b.From, b.Until) }

// BaseRows are the criteria by category. 1号イ matches Professor, Instructor or Researcher, which
// ask different things: nothing here decides them. It must not be changed.
var BaseRows = []BaseRow{
	{Category: Academic, Check: []string{"status_of_research_or_education"}, Cite: "上陸基準省令「教授」「研究」「教育」の項", Edition: landingCriteria2015},
	// 技術・人文知識・国際業務: 大学を卒業、本邦の専修学校の専門課程を修了、１０年以上の実務経験、又はIT告示の試験.
	// A Japanese vocational diploma (専門士) is not asked for; a licence may be one of the examinations.
	{Category: Technical, Requires: []Required{{"degree_or_ten_years_or_examination",
		Any(degrees.Has(Bachelor|advanced), experience.AtLeast(10), licences.AtLeast(1))}},
		Check: []string{"field_of_the_work"}, Cite: "上陸基準省令「技術・人文知識・国際業務」の項", Edition: landingCriteria2015},
	// 経営・管理: 経営管理に関する修士相当以上の学位、又は３年以上の経営・管理の経験; 申請者又は常勤職員の
	// いずれかが相当程度の日本語能力
	{Category: Management, Requires: []Required{
		{"masters_or_three_years_of_management", Any(degrees.Has(advanced), experience.AtLeast(3))}},
		Check: []string{"capital_30m", "full_time_employee", "japanese_b2", "plan_confirmed", "office"},
		Cite:  "上陸基準省令「経営・管理」の項", Edition: businessManager2025},
}

// BaseResult is whether the criteria of the matching status are met in a category.
type BaseResult struct {
	*BaseRow
	// State is No where a fact rules it out: the status is then normally refused, whatever the
	// points. It is Yes only where all is decided.
	State        Truth
	Requirements []Requirement
}

// BaseCriteria decides the criteria of the matching status in each of the categories, on p.AsOf.
func BaseCriteria(p *Person, among Sheets) []BaseResult {
	list, _ := appendBase(nil, nil, p, among)
	return list
}

// appendBase is [BaseCriteria], with the results and their requirements appended to lists.
func appendBase(list []BaseResult, all []Requirement, p *Person, among Sheets) ([]BaseResult, []Requirement) {
	for i := range BaseRows {
		row := &BaseRows[i]
		if !among.Has(row.Category) || !holds(*row, p.AsOf) {
			continue
		}
		first := len(all)
		for i := range row.Requires {
			q := &row.Requires[i]
			all = append(all, Requirement{q.ID, q.If.decide(&p.Profile, row.Category)})
		}
		for _, id := range row.Check {
			all = append(all, Requirement{id, asked(p, row, id)})
		}
		r := BaseResult{BaseRow: row, State: Yes, Requirements: all[first:len(all):len(all)]}
		for _, q := range r.Requirements {
			r.State = both(r.State, q.State)
		}
		if row.Category == Technical && r.Requirements[0].State == Yes && onlyLicence(&p.Profile) {
			r.Requirements[0].State, r.State = Unknown, Unknown // a licence may be no IT examination
		}
		list = append(list, r)
	}
	return list, all
}

// Conditions of the rows, in part.
var (
	ownJapanese    = Any(Not(japanese.Is(0)), japaneseDegree.Holds())
	withoutLicence = Any(degrees.Has(Bachelor|advanced), experience.AtLeast(10))
)

// asked is the state of a condition that is asked for as a whole, or shown by other facts.
func asked(p *Person, row *BaseRow, id string) Truth {
	switch {
	case row.Category != Management:
		return Unknown
	case p.BusinessManager == Yes:
		return Yes
	case id == "japanese_b2": // the person's own; that of an employee would do as well
		if ownJapanese.decide(&p.Profile, Management) == Yes {
			return Yes
		}
	}
	return Unknown
}

// onlyLicence reports whether nothing but a licence may meet the criteria of ロ.
func onlyLicence(p *Profile) bool {
	return withoutLicence.decide(p, Technical) != Yes
}

// decide answers the condition from the facts of p, with the experience counted in the category.
func (c *Condition) decide(p *Profile, in Category) Truth {
	switch c.op {
	case opAlways:
		return Yes
	case opCases:
		v := p.Value(c.fact)
		return truthOf(v.Cases == 0 || v.Cases&c.cases != 0, v.Cases != 0 && v.Cases&^c.cases == 0)
	case opAtLeast:
		f := c.fact
		if f == Fact(experience) {
			f = CareerIn(in)
		}
		v := p.Value(f)
		from, below := v.interval()
		return truthOf(below > c.at, from >= c.at)
	case opBegunBefore:
		return begunTooEarly(p, c.at)
	case opNot:
		return not(c.args[0].decide(p, in))
	}
	together, join := Yes, both
	if c.op == opAny {
		together, join = No, either
	}
	for i := range c.args {
		together = join(together, c.args[i].decide(p, in))
	}
	return together
}

// begunTooEarly reports whether the experience of a category began before the age.
func begunTooEarly(p *Profile, age float64) Truth {
	v := p.Value(Age)
	least, most := v.interval()
	early := No
	for c := range Category(Categories) {
		v := p.Value(CareerIn(c))
		from, below := v.interval()
		early = either(early, truthOf(least-below < age, from > 0 && most-1-from < age))
	}
	return early
}

// Lacking returns, for each way to the benefit, all conditions that are not certainly met: every
// one of a way is needed, and any one way is enough. It is empty where the benefit is certain.
func (r *BenefitResult) Lacking() [][]Requirement {
	if r.State == Yes {
		return nil
	}
	var ways [][]Requirement
	for _, way := range r.Routes {
		var open []Requirement
		for _, q := range way.Requirements {
			if q.State != Yes {
				open = append(open, q)
			}
		}
		ways = append(ways, open)
	}
	return ways
}
