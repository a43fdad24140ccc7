package scoring

// Aim is what a route of residence leads to.
type Aim uint8

// The aims.
const (
	ToPermanentResidence Aim = iota // 永住許可
	ToHSP2                          // 高度専門職2号
)

// String returns the aim as the JSON contract writes it.
func (a Aim) String() string { return [...]string{"permanent_residence", "hsp2"}[a] }

// Standard is what a route asks of the person beside the years of stay.
type Standard uint8

// The standards.
const (
	NoStandard       Standard = iota
	PointsKept                // the points on every day of the years
	JSkipNow                  // the standard of J-Skip on the day of filing
	JSkipThenAndNow           // the same, and on the day one year before
	PointsOrJSkipNow          // the points, or the standard of J-Skip, on the day of filing
)

// Held is what has to be held through the years of a route.
type Held uint8

// What is held.
const (
	HeldStay        Held = iota // any status of residence (在留)
	HeldHSP                     // Highly Skilled Professional
	HeldJSkip                   // Special Highly Skilled Professional
	HeldHSPOrJSkip              // either
	HeldStayAndWork             // any status, and WorkYears of it a status for work or of residence
)

// RouteRow is one way to permanent residence, or to 高度専門職2号, by years of residence.
type RouteRow struct {
	ID    string // of the JSON contract; the text key is "residence." and the ID
	Aim   Aim
	Held  Held
	Years int // how long, up to the day of filing
	// WorkYears is how many of the years, up to the day of filing, are on a status for work.
	WorkYears int
	Standard  Standard
	Points    int // of the standard
	// Granted is the points the status must have been granted with (注3); 0: any.
	Granted     int
	Cite        string
	Editions    []*Edition // that have it, one after the other
	From, Until Date       // where not those of the editions
}

// Period returns the first day on which there is the route and the first day on which there is it no longer.
func (r RouteRow) Period() (from, until Date) {
	_, until = r.Editions[len(r.Editions)-1].period(r.From, r.Until)
	from, _ = r.Editions[0].period(r.From, r.Until)
	return from, until
}

// Edition returns the edition that has the route on the day, nil where none has.
func (r *RouteRow) Edition(day Date) *Edition {
	for _, e := range r.Editions {
		if holds(e, day) {
			return e
		}
	}
	return nil
}

// RouteRows are the routes, in the order of the JSON contract. It must not be changed.
//
// 永住許可に関するガイドライン of 24 February 2026, 1(3)ア and 2(6) to 2(8); unchanged in the
// revision of 1 October 2026. 高度専門職2号: the ordinance.
var RouteRows = []RouteRow{
	// 「高度人材外国人」として必要な点数を維持して１年以上継続して本邦に在留
	{ID: "hsp_80_1y", Held: HeldHSP, Years: 1, Standard: PointsKept, Points: 80, Granted: 80, Cite: guideline + "２（７）ア、注３", Editions: guidelines},
	// １年前の時点を基準として…８０点以上の点数を有していたことが認められ、１年以上継続して８０点以上の点数を有し本邦に在留
	{ID: "deemed_80_1y", Held: HeldStay, Years: 1, Standard: PointsKept, Points: 80, Cite: guideline + "２（７）イ", Editions: guidelines},
	// 「高度人材外国人」として必要な点数を維持して３年以上継続して本邦に在留
	{ID: "hsp_70_3y", Held: HeldHSP, Years: 3, Standard: PointsKept, Points: PassMark, Cite: guideline + "２（６）ア", Editions: guidelines},
	// ３年以上継続して７０点以上の点数を有し本邦に在留
	{ID: "deemed_70_3y", Held: HeldStay, Years: 3, Standard: PointsKept, Points: PassMark, Cite: guideline + "２（６）イ", Editions: guidelines},
	// 「特別高度人材」として１年以上継続して本邦に在留. Nothing is said about keeping the standard.
	{ID: "j_skip_1y", Held: HeldJSkip, Years: 1, Standard: JSkipNow, Cite: guideline + "２（８）ア", Editions: guidelines, From: jSkip2023.From},
	// １年以上継続して本邦に在留している者で、…１年前の時点を基準として…基準に該当することが認められる
	{ID: "deemed_j_skip_1y", Held: HeldStay, Years: 1, Standard: JSkipThenAndNow, Cite: guideline + "２（８）イ", Editions: guidelines, From: jSkip2023.From},
	// 原則として引き続き１０年以上本邦に在留…就労資格又は居住資格をもって引き続き５年以上
	{ID: "ordinary_10y", Held: HeldStayAndWork, Years: 10, WorkYears: 5, Cite: guideline + "１（３）ア", Editions: guidelines},
	{ID: "hsp2_points_3y", Aim: ToHSP2, Held: HeldHSPOrJSkip, Years: 3, Standard: PointsOrJSkipNow, Points: PassMark, Cite: ordinanceHSP2, Editions: []*Edition{ordinance2014}},
	{ID: "hsp2_j_skip_1y", Aim: ToHSP2, Held: HeldJSkip, Years: 1, Standard: JSkipNow, Cite: ordinanceHSP2, Editions: []*Edition{ordinance2014}, From: jSkip2023.From},
}

// guidelines are the editions of the guideline, which have the same routes.
var guidelines = []*Edition{guideline2017, guideline2026, guideline2027}

const (
	guideline     = "永住許可に関するガイドライン"
	ordinanceHSP2 = "平成26年法務省令第37号 第2条"
)

// RouteState is what a route is on the day of the assessment.
type RouteState uint8

// The states.
const (
	RouteUnknown RouteState = iota
	RouteOpen               // met today
	RouteOpens              // met on a day within five years, if nothing but age and experience changes
	RouteClosed             // not met within five years
)

// String returns the state as the JSON contract writes it.
func (s RouteState) String() string { return [...]string{"unknown", "open", "opens", "closed"}[s] }

// Route is a [RouteRow] decided for a person.
type Route struct {
	*RouteRow
	State RouteState
	// From is the first day on which the route can be taken, of the days without a break to
	// which today belongs; where it opens later, that day. Zero when unknown or closed.
	From Date
	// KeptUntil is the first day on which it is open no longer. It is zero where that is not
	// within five years, or cannot be said: then Needs says what is missing.
	KeptUntil Date
	// Because is what takes the route away on KeptUntil, or what is short where it is closed;
	// "table" where it is unknown because of days before the first table; else "".
	Because string
	// Needs are the keys of the JSON contract whose values would decide; those of the stay
	// with "stay." before them.
	Needs []string
}

// horizon is how many years ahead routes are looked at.
const horizon = 5

// Routes decides the residence part of permanent residence and of 高度専門職2号 for the day
// p.AsOf, to the day. The error is a [*ProfileError], or [ErrNotCovered].
//
// Good conduct, public duties and the rest are examined besides (see [ResidenceChecks]), and the
// decision is discretionary.
func Routes(p *Person, among Sheets) ([]Route, error) { return published.Routes(p, among) }

// Routes is [Routes] by the rules of t.
func (t *Table) Routes(p *Person, among Sheets) ([]Route, error) {
	return t.routes(make([]Route, 0, len(t.law.Routes)), new(memory), p, among)
}

// routes is [Table.Routes], with the routes appended to list.
func (t *Table) routes(list []Route, m *memory, p *Person, among Sheets) ([]Route, error) {
	if err := p.check(p.AsOf, among); err != nil {
		return nil, err
	}
	if _, err := t.on(p.AsOf); err != nil {
		return nil, err
	}
	w := walk{past: newPast(p), table: t, among: among, end: p.AsOf.AddYears(horizon), needed: m.needs[:0],
		standards: m.standards[:0], turns: m.turns[:0]}
	if p.Activity != 0 {
		w.among &= p.Activity
	}
	w.stretches = w.score(m.stretches[:0])
	for i := range t.law.Routes {
		list = append(list, w.decide(&t.law.Routes[i]))
	}
	m.needs, m.stretches, m.standards, m.turns = w.needed, w.stretches, w.standards, w.turns
	return list, nil
}

// Reaches reports whether some category asked for has the points, and the income floor.
func (a *Assessment) Reaches(points int) Truth {
	reached := No
	for c := range Category(Categories) {
		r := &a.Categories[c]
		if !a.Sheets.Has(c) || r.Verdict == Fails || r.Max < points {
			continue
		}
		if r.Min >= points && r.Floor == Yes {
			return Yes
		}
		reached = Unknown
	}
	return reached
}

// MeetsJSkip reports whether the standard of J-Skip is met in some category asked for.
func (a *Assessment) MeetsJSkip() Truth {
	any := No
	for c := range Category(Categories) {
		if a.Sheets.Has(c) {
			any = either(any, a.JSkip[c])
		}
	}
	return any
}
