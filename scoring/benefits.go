package scoring

// Required is one condition of a benefit that the facts decide.
type Required struct {
	ID string // the text key is "requirement." and the ID
	If Condition
}

// Way is one way to a preferential treatment (優遇措置).
type Way struct {
	Benefit Benefit
	// Type is the type of domestic worker (家事使用人); empty where the benefit has one way only.
	Type string
	// Number is how many persons it allows; 0 where that means nothing.
	Number   int
	Requires []Required
	// Check names the conditions that no fact here decides: the text key is "requirement." and the name.
	Check       []string
	Cite        string
	Edition     *Edition
	From, Until Date // where not those of the edition
}

// Period returns the first day on which there is the way and the first day on which there is it no longer.
func (w Way) Period() (from, until Date) { return w.Edition.period(w.From, w.Until) }

// The sources of the ways: the page of the Immigration Services Agency on preferential
// treatment, and the notification on designated activities.
const (
	preferential = "出入国在留管理庁「高度人材ポイント制による優遇措置」"
	designations = "特定活動告示"
)

var (
	pass       = Required{"recognised", recognised}
	under7     = Required{"child_under_7_or_pregnancy", Any(youngestChild.Below(7), pregnant.Holds())}
	under13    = Required{"child_under_13_or_spouse_cannot", Any(youngestChild.Below(13), spouseCannot.Holds())}
	joint8m    = Required{"household_8m", household.AtLeast(8_000_000)}
	joint10m   = Required{"household_10m", household.AtLeast(10_000_000)}
	joint30m   = Required{"household_30m", household.AtLeast(30_000_000)}
	oneYear    = Required{"employed_one_year_before_entry", employedBefore.Holds()}
	financial  = Required{"investment_management", fundBusiness.Holds()}
	special    = Required{"j_skip", specially}
	anyServant = []string{"wage_200000", "worker_18", "no_other_worker"}
)

// Ways is the preferential treatment of highly skilled professionals (1号). It must not be changed.
var Ways = []Way{
	// 複合的な在留活動の許容
	{Benefit: MultipleActivities, Requires: []Required{pass}, Cite: preferential, Edition: preferential2013},
	// 在留期間「５年」の付与
	{Benefit: FiveYearStay, Requires: []Required{pass}, Cite: preferential, Edition: preferential2013},
	// 在留歴に係る永住許可要件の緩和: see residence.go
	{Benefit: PermanentResidence, Requires: []Required{pass}, Cite: preferential + "、永住許可に関するガイドライン", Edition: preferential2013, From: Date{2017, 4, 26}},
	// 配偶者の就労 (Designated Activities No. 33)
	{Benefit: SpouseWork, Requires: []Required{pass},
		Check: []string{"legal_spouse", "living_together", "equal_pay"}, Cite: designations + "第33号", Edition: designated33},
	// 一定の条件の下での親の帯同 (Designated Activities No. 34)
	{Benefit: Parents, Requires: []Required{pass, joint8m, under7},
		Check: []string{"living_together", "one_side_of_parents", "three_months_or_more"}, Cite: designations + "第34号", Edition: preferential2013},
	// 一定の条件の下での家事使用人の帯同: 入国帯同型, 家庭事情型, 金融人材型, 特別高度人材型
	{Benefit: Housekeeper, Type: "accompanying", Number: 1, Requires: []Required{pass, joint10m, oneYear},
		Check: append([]string{"enter_together"}, anyServant...), Cite: designations + "第2号の2", Edition: preferential2013},
	{Benefit: Housekeeper, Type: "family_circumstances", Number: 1, Requires: []Required{pass, joint10m, under13},
		Check: anyServant, Cite: designations + "第2号", Edition: preferential2013},
	{Benefit: Housekeeper, Type: "financial", Number: 1, Requires: []Required{pass, joint10m, financial},
		Check: anyServant, Cite: designations + "第2号の3", Edition: financial2021},
	{Benefit: Housekeeper, Type: "financial_two", Number: 2, Requires: []Required{pass, joint30m, financial},
		Check: anyServant, Cite: designations + "第2号の3", Edition: financial2021},
	{Benefit: Housekeeper, Type: "j_skip", Number: 2, Requires: []Required{special, joint30m},
		Check: anyServant, Cite: designations + "第2号の4", Edition: jSkip2023},
	// 入国・在留手続の優先処理
	{Benefit: PriorityProcessing, Requires: []Required{pass}, Cite: preferential, Edition: preferential2013},
}

// Caution is something beside the points that a person should check.
type Caution struct {
	ID string // the text key is "caution." and the ID
	// If says whom it concerns; it is given unless that is certainly not so.
	If Condition
	// Certain asks that If be certain.
	Certain bool
	Sheets  Sheets // given where one of these may pass
	// Alone asks that no other may.
	Alone       bool
	Edition     *Edition
	From, Until Date // where not those of the edition
}

// Period returns the first day on which the caution is due and the first day on which it is no longer.
func (c Caution) Period() (from, until Date) { return c.Edition.period(c.From, c.Until) }

// Cautions are what meeting 70 points also requires, and where sources leave doubt. It must not be changed.
var Cautions = []Caution{
	// The landing criteria of the corresponding ordinary status stay (B).
	{ID: "base_criteria", Sheets: AllSheets, Edition: landingCriteria2015},
	// New criteria of Business Manager (経営・管理) since 16 October 2025, binding on ハ (B):
	// https://www.moj.go.jp/isa/applications/resources/10_00237.html
	{ID: "business_manager_2025", Sheets: Only(Management), Edition: businessManager2025},
	// Ⅰ and Ⅲ of the special additions for one organisation (B).
	{ID: "local_and_innovation", Sheets: AllSheets, Certain: true,
		If: All(innovation.Holds(), localGovernment.Holds()), Edition: form2023},
	// A degree of a university is a degree: one answer or the other is wrong.
	{ID: "degree_missing", Sheets: AllSheets, Certain: true,
		If: All(Not(degrees.Has(Bachelor|advanced)), Any(japaneseDegree.Holds(), designated.Holds())), Edition: form2023},
	// Work as a pupil or student is no experience (B), and nobody begins before compulsory school
	// ends: with more years than that the age or the years are wrong.
	{ID: "career_beyond_age", Sheets: AllSheets, Certain: true, If: begunBefore(schoolUntil), Edition: form2023},
	// 金融人材型: the row ㉑ of the points is in ロ and ハ only; whether the type is open to イ is not said (C).
	{ID: "financial_helper_academic", Sheets: Only(Academic), Alone: true, Certain: true, If: fundBusiness.Holds(), Edition: financial2021},
	// ただし，⑱を提出する場合は提出不要 (evidence list, ①)
	{ID: "jica_waives_degree", Sheets: AllSheets, Certain: true,
		If: Not(jica.Is(0)), Edition: form2023}, // of either kind
}
