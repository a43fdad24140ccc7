package scoring_test

import (
	"math/rand/v2"

	. "hspbot/scoring"
)

// human is a person as the official form asks about one, for a scorer that shares nothing
// with the table: every rule is written out again from the form.
type human struct {
	bachelor, master, professional, mba, doctor, fields  bool
	years                                                [Categories]float64
	yen, invested, spouse                                int
	age, licences, position, japanese, jica              int
	patent, funded, papers, recognised                   bool
	innovation, sme, local, foreign, university, project bool
	ranked, finance, pregnant, cannot, servant           bool
	rnd                                                  float64
	children                                             []int
}

func anyHuman(r *rand.Rand) human {
	rich := r.Float64()
	yes := func() bool { return r.Float64() < rich*0.6 }
	one := func(list ...int) int { return list[r.IntN(len(list))] }
	years := func() float64 {
		return []float64{0, 1, 2, 2.99, 3, 4.99, 5, 6.99, 7, 9.99, 10, 30}[r.IntN(12)]
	}
	h := human{
		bachelor: yes(), master: yes(), professional: yes(), mba: yes(), doctor: yes(), fields: yes(),
		years:    [Categories]float64{years(), years(), years()},
		yen:      one(0, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50) * 1_000_000,
		invested: one(0, 1, 99_999_999, 100_000_000, 200_000_000),
		age:      one(18, 29, 30, 34, 35, 39, 40, 41, 50, 60), licences: one(0, 1, 2, 3), position: one(0, 1, 2),
		japanese: one(0, 0, 1, 2), jica: one(0, 0, 1, 2),
		patent: yes(), funded: yes(), papers: yes(), recognised: yes(),
		innovation: yes(), sme: yes(), local: yes(), foreign: yes(), university: yes(), project: yes(),
		ranked: yes(), finance: yes(), pregnant: yes(), cannot: yes(), servant: yes(),
		rnd: []float64{0, 2.9, 3, 3.0001, 8}[r.IntN(5)],
	}
	if h.yen > 0 {
		h.yen -= r.IntN(2)
	}
	if r.IntN(2) == 0 {
		h.spouse = max(0, one(8, 10, 30)*1_000_000-h.yen-r.IntN(2))
	}
	for range r.IntN(3) {
		h.children = append(h.children, one(0, 6, 7, 12, 13, 20))
	}
	return h
}

func (h human) profile() Profile {
	set := func(members ...bool) Value {
		var s uint
		for i, m := range members {
			if m {
				s |= 1 << i
			}
		}
		return Members(s)
	}
	p := Profile{AsOf: today}
	for c := range Category(Categories) {
		p = p.With(CareerIn(c), Real(h.years[c]))
	}
	for f, v := range map[Fact]Value{
		Degrees:         set(h.bachelor, h.master, h.professional, h.mba, h.doctor),
		DifferentFields: Bool(h.fields), AnnualIncome: Number(int64(h.yen)), Age: Number(int64(h.age)),
		Research: set(h.patent, h.funded, h.papers, h.recognised), Licences: Number(int64(h.licences)),
		Position: Option(h.position), InnovationSupport: Bool(h.innovation), SME: Bool(h.sme),
		LocalGovernmentSupport: Bool(h.local), RnDRatio: Real(h.rnd), ForeignQualification: Bool(h.foreign),
		JapaneseUniversity: Bool(h.university), Japanese: Option(h.japanese), GrowthFieldProject: Bool(h.project),
		DesignatedUniversity: Bool(h.ranked), JICATraining: Option(h.jica), OwnInvestment: Number(int64(h.invested)),
		InvestmentManagement: Bool(h.finance), SpouseIncome: Number(int64(h.spouse)), ChildrenAges: AgesOf(h.children...),
		Pregnant: Bool(h.pregnant), SpouseCannotDoHousework: Bool(h.cannot), ServantEmployedOneYear: Bool(h.servant),
	} {
		p = p.With(f, v)
	}
	return p
}

// formItem is a line of the form, with what it gives.
type formItem struct {
	id, no string
	points int
}

// items are the lines of the form for the category, in the order of the contract.
func (h human) items(c Category) []formItem {
	when := func(yes bool, n int) int {
		if yes {
			return n
		}
		return 0
	}
	japanese := when(h.japanese == 2, 15) + when(h.japanese == 1 && !h.university, 10)
	return []formItem{
		{"academic", "①", h.academic(c)},
		{"different_fields", "①", when(h.advanced() && h.fields, 5)},
		{"career", "②", h.career(c)},
		{"income", "③", h.income(c)},
		{"age", "", h.forAge(c)},
		{"research", "④⑤⑥⑦", h.research(c)},
		{"licences", "⑧", when(c == Technical, 5*min(2, h.licences))},
		{"position", "⑳", when(c == Management, 5*h.position)},
		{"innovation_support", "⑨", when(h.innovation, 10)},
		{"innovation_support_sme", "⑩", when(h.innovation && h.sme, 10)},
		{"local_government_support", "⑪", when(h.local, 10)},
		{"sme_rnd", "⑩⑫", when(h.sme && h.rnd > 3, 5)},
		{"foreign_qualification", "⑬", when(h.foreign, 5)},
		{"japanese_university", "⑭", when(h.university, 10)},
		{"japanese", "⑮", japanese},
		{"growth_field_project", "⑯", when(h.project, 10)},
		{"designated_university", "⑰", when(h.ranked, 10)},
		{"jica_training", "⑱", when(h.jica == 1 || h.jica == 2 && !h.university, 5)},
		{"own_investment", "⑲", when(c == Management && h.invested >= 100000000, 5)},
		{"investment_management", "㉑", when(c != Academic && h.finance, 10)},
	}
}

// points adds up the form for the category.
func (h human) points(c Category) (sum int) {
	for _, i := range h.items(c) {
		sum += i.points
	}
	return sum
}

func (h human) advanced() bool { return h.master || h.professional || h.mba || h.doctor }

func (h human) academic(c Category) (n int) {
	if h.bachelor {
		n = 10
	}
	if h.master || h.professional || h.mba {
		n = 20
	}
	if h.doctor && c != Management {
		n = 30
	}
	if h.doctor && c == Management {
		n = 20
	}
	if h.mba && c != Academic && n < 25 {
		n = 25
	}
	return n
}

func (h human) career(c Category) int {
	y, n := h.years[c], 0
	switch {
	case y >= 10 && c != Academic:
		n = 20
	case y >= 7:
		n = 15
	case y >= 5:
		n = 10
	case y >= 3:
		n = 5
	}
	if n > 0 && c == Management {
		n += 5
	}
	return n
}

func (h human) income(c Category) int {
	m := h.yen / 1000000
	if c == Management {
		switch {
		case m >= 30:
			return 50
		case m >= 25:
			return 40
		case m >= 20:
			return 30
		case m >= 15:
			return 20
		case m >= 10:
			return 10
		}
		return 0
	}
	switch {
	case m >= 10:
		return 40
	case m == 9:
		return 35
	case m == 8:
		return 30
	case m == 7 && h.age < 40:
		return 25
	case m == 6 && h.age < 40:
		return 20
	case m == 5 && h.age < 35:
		return 15
	case m == 4 && h.age < 30:
		return 10
	}
	return 0
}

func (h human) forAge(c Category) int {
	switch {
	case c == Management || h.age >= 40:
		return 0
	case h.age >= 35:
		return 5
	case h.age >= 30:
		return 10
	}
	return 15
}

func (h human) research(c Category) int {
	kinds := 0
	for _, k := range []bool{h.patent, h.funded, h.papers, h.recognised} {
		if k {
			kinds++
		}
	}
	switch {
	case c == Management || kinds == 0:
		return 0
	case c == Technical:
		return 15
	case kinds == 1:
		return 20
	}
	return 25
}

func (h human) passes(c Category) bool {
	return h.points(c) >= 70 && (c == Academic || h.yen >= 3000000)
}

func (h human) jSkip(c Category) bool {
	if c == Management {
		return h.yen >= 40000000 && h.years[c] >= 5
	}
	return h.yen >= 20000000 && (h.advanced() || h.years[c] >= 10)
}

// servants returns how many domestic workers are possible.
func (h human) servants(recognised, special bool) int {
	household := h.yen + h.spouse
	young := h.youngest() < 13
	switch {
	case !recognised || household < 10000000:
		return 0
	case household >= 30000000 && (h.finance || special):
		return 2
	case h.servant || young || h.cannot || h.finance:
		return 1
	}
	return 0
}

func (h human) youngest() int {
	age := 99
	for _, a := range h.children {
		age = min(age, a)
	}
	return age
}
