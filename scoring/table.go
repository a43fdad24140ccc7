package scoring

import "cmp"

// Scores are the points a row gives in each category.
type Scores [Categories]int

// Row is one line of the points table.
//
// What can be derived is not written: a row belongs to the categories in which it has
// points, the questions are the facts its conditions mention, and of the rows of one [Item]
// only the best counts. So are the text keys, unless the row has its own: a successor that says
// something else names it.
type Row struct {
	ID   string // "academic.doctorate": the item and the step; never changes once released
	Item Item
	// No and Bonus are the row's own numbers on the workbook and among the special additions of
	// the PDF, where the form numbers the rows of an item one by one; else they are the item's.
	No, Bonus string
	// Points by category: 1号イ, 1号ロ, 1号ハ.
	Points Scores
	// If is what the person brings; Provided is what can still take the points away. A fact
	// that satisfies If and fails Provided is reported as refused.
	If, Provided Condition
	// Cite is where the rule stands, beside the workbook number of the item.
	Cite string
	// Text, Why and Refused are the text keys of the label, of what is explained beside it, where
	// there is such a text, and of why the row gives no points to somebody: "row.", "why." and
	// "refused." and the ID, where they are empty.
	Text, Why, Refused string
	// Proof names the evidence documents ("document." and the name is the text key).
	Proof []string
	// Edition is the edition the row stands in. Its days are those of the row, unless From, the
	// first day in force, or Until, the first day no longer in force, say otherwise.
	Edition     *Edition
	From, Until Date
}

// Period returns the row's first day in force and the first day no longer in force.
func (r Row) Period() (from, until Date) { return r.Edition.period(r.From, r.Until) }

// Numbers returns the row's number on the workbook, which the evidence list uses, and among the
// special additions of the PDF.
func (r *Row) Numbers() (no, bonus string) {
	if r.No != "" {
		return r.No, r.Bonus
	}
	return r.Item.No(), r.Item.Bonus()
}

// TextKey returns the text key of the label.
func (r *Row) TextKey() string { return cmp.Or(r.Text, "row."+r.ID) }

// WhyKey returns the text key of the explanation; not every row has one.
func (r *Row) WhyKey() string { return cmp.Or(r.Why, "why."+r.ID) }

// RefusedKey returns the text key of why the row gives no points to somebody who satisfies If.
func (r *Row) RefusedKey() string { return cmp.Or(r.Refused, "refused."+r.ID) }

// RowsOn returns the rows of the points in force on the day, in the order of the form.
func RowsOn(day Date) []Row { return InForce(published.law.Rows, day) }

// PassMark is the points needed, in every category (各表の合計70点).
const PassMark = 70

// IncomeFloor is the yearly income in yen below which 1号ロ and ハ are not recognised at
// all, whatever the points: 「年収が300万円に満たないときは、他の項目の合計が70点以上でも、
// 高度専門職外国人としては認められません」. Exactly 3,000,000 is enough. 1号イ has none
// (abolished in December 2013).
const IncomeFloor = 3_000_000

// The tables stand in article 1 (1) of Ministry of Justice Ordinance No. 37 of 2014
// (高度専門職省令), one per item of the paragraph: 一 for イ, 二 for ロ, 三 for ハ.
const (
	ordinance = "平成26年法務省令第37号 第1条第1項各号の表"
	academics = ordinance + "「学歴」"
	careers   = ordinance + "「職歴」"
	incomes   = ordinance + "「年収」"
	ages      = ordinance + "「年齢」"
	studies   = ordinance + "「研究実績」"
	permits   = ordinance + "「資格」"
	offices   = ordinance + "「地位」"
	additions = ordinance + "「特別加算」"
)

// Rows is the points table: every row ever in force here, in the order of the form. It must not
// be changed. A change of law is a row that ends (Until) and its successor that begins on the
// same day.
var Rows = []Row{
	// 学歴（注１）最終学歴が対象となります（例えば，博士と修士の両方の学位を有している場合は，３０点です。）
	// イ has no row for the MBA: there it is a professional degree like any other. In ハ a
	// doctorate stands in the row of the master's degree.
	{ID: "academic.doctorate", Item: ItemAcademic, Points: Scores{30, 30, 20},
		If: degrees.Has(Doctorate), Cite: academics, Proof: []string{"degree"}, Edition: form2023},
	{ID: "academic.mba_mot", Item: ItemAcademic, Points: Scores{20, 25, 25},
		If: degrees.Has(MBA), Cite: academics, Proof: []string{"degree"}, Edition: form2023},
	{ID: "academic.master_or_professional", Item: ItemAcademic, Points: Scores{20, 20, 20},
		If: degrees.Has(Master | Professional), Cite: academics, Proof: []string{"degree"}, Edition: form2023},
	{ID: "academic.bachelor", Item: ItemAcademic, Points: Scores{10, 10, 10},
		If: degrees.Has(Bachelor), Cite: academics, Proof: []string{"degree"}, Edition: form2023},
	// 複数の分野における２以上の博士若しくは修士の学位又は専門職学位（注２）学位の組み合わせを問わず
	{ID: "different_fields.two", Item: ItemDifferentFields, Points: Scores{5, 5, 5},
		If: differentFields.Holds(), Provided: degrees.Has(advanced),
		Cite: academics, Proof: []string{"degree_different_fields"}, Edition: form2023},

	// 職歴　従事しようとする研究，研究の指導又は教育（イ）／従事しようとする業務（ロ）／事業の経営又は管理（ハ）
	// に係る実務経験. イ has no step of ten years.
	{ID: "career.10", Item: ItemCareer, Points: Scores{0, 20, 25},
		If: experience.AtLeast(10), Cite: careers, Proof: []string{"career"}, Edition: form2023},
	{ID: "career.7", Item: ItemCareer, Points: Scores{15, 15, 20},
		If: experience.AtLeast(7), Cite: careers, Proof: []string{"career"}, Edition: form2023},
	{ID: "career.5", Item: ItemCareer, Points: Scores{10, 10, 15},
		If: experience.AtLeast(5), Cite: careers, Proof: []string{"career"}, Edition: form2023},
	{ID: "career.3", Item: ItemCareer, Points: Scores{5, 5, 10},
		If: experience.AtLeast(3), Cite: careers, Proof: []string{"career"}, Edition: form2023},

	// 年収（イ・ロ）30歳未満｜30～34歳｜35～39歳｜40歳以上. Lower bounds are inclusive, upper ones exclusive.
	{ID: "income.10m", Item: ItemIncome, Points: Scores{40, 40, 0},
		If: income.AtLeast(10_000_000), Cite: incomes, Proof: []string{"income"}, Edition: form2023},
	{ID: "income.9m", Item: ItemIncome, Points: Scores{35, 35, 0},
		If: income.AtLeast(9_000_000), Cite: incomes, Proof: []string{"income"}, Edition: form2023},
	{ID: "income.8m", Item: ItemIncome, Points: Scores{30, 30, 0},
		If: income.AtLeast(8_000_000), Cite: incomes, Proof: []string{"income"}, Edition: form2023},
	{ID: "income.7m", Item: ItemIncome, Points: Scores{25, 25, 0},
		If: income.AtLeast(7_000_000), Provided: age.Below(40), Cite: incomes, Proof: []string{"income"}, Edition: form2023},
	{ID: "income.6m", Item: ItemIncome, Points: Scores{20, 20, 0},
		If: income.AtLeast(6_000_000), Provided: age.Below(40), Cite: incomes, Proof: []string{"income"}, Edition: form2023},
	{ID: "income.5m", Item: ItemIncome, Points: Scores{15, 15, 0},
		If: income.AtLeast(5_000_000), Provided: age.Below(35), Cite: incomes, Proof: []string{"income"}, Edition: form2023},
	{ID: "income.4m", Item: ItemIncome, Points: Scores{10, 10, 0},
		If: income.AtLeast(4_000_000), Provided: age.Below(30), Cite: incomes, Proof: []string{"income"}, Edition: form2023},
	// 年収（ハ）
	{ID: "income.30m_management", Item: ItemIncome, Points: Scores{0, 0, 50},
		If: income.AtLeast(30_000_000), Cite: incomes, Proof: []string{"income"}, Edition: form2023},
	{ID: "income.25m_management", Item: ItemIncome, Points: Scores{0, 0, 40},
		If: income.AtLeast(25_000_000), Cite: incomes, Proof: []string{"income"}, Edition: form2023},
	{ID: "income.20m_management", Item: ItemIncome, Points: Scores{0, 0, 30},
		If: income.AtLeast(20_000_000), Cite: incomes, Proof: []string{"income"}, Edition: form2023},
	{ID: "income.15m_management", Item: ItemIncome, Points: Scores{0, 0, 20},
		If: income.AtLeast(15_000_000), Cite: incomes, Proof: []string{"income"}, Edition: form2023},
	{ID: "income.10m_management", Item: ItemIncome, Points: Scores{0, 0, 10},
		If: income.AtLeast(10_000_000), Cite: incomes, Proof: []string{"income"}, Edition: form2023},

	// 年齢　申請の時点の年齢　30歳未満｜30～34歳｜35～39歳. ハ has no points for age.
	{ID: "age.under_30", Item: ItemAge, Points: Scores{15, 15, 0},
		If: age.Below(30), Cite: ages, Proof: []string{"age"}, Edition: form2023},
	{ID: "age.30_34", Item: ItemAge, Points: Scores{10, 10, 0},
		If: age.Below(35), Cite: ages, Proof: []string{"age"}, Edition: form2023},
	{ID: "age.35_39", Item: ItemAge, Points: Scores{5, 5, 0},
		If: age.Below(40), Cite: ages, Proof: []string{"age"}, Edition: form2023},

	// 研究実績. In イ one kind gives 20 and 「2以上に該当する場合は25」; in ロ it is 15 however many.
	{ID: "research.patent", Item: ItemResearch, No: "④", Bonus: "①", Points: Scores{20, 15, 0},
		If: research.Has(Patent), Cite: studies, Proof: []string{"patent"}, Edition: form2023},
	{ID: "research.foreign_government_funding", Item: ItemResearch, No: "⑤", Bonus: "①", Points: Scores{20, 15, 0},
		If: research.Has(ForeignGovernmentFunding), Cite: studies, Proof: []string{"foreign_government_funding"}, Edition: form2023},
	// 責任著者又は筆頭著者: the English table says corresponding author only; the Japanese form governs.
	{ID: "research.papers", Item: ItemResearch, No: "⑥", Bonus: "①", Points: Scores{20, 15, 0},
		If: research.Has(Papers), Cite: studies, Proof: []string{"papers"}, Edition: form2023},
	{ID: "research.recognised", Item: ItemResearch, No: "⑦", Bonus: "①", Points: Scores{20, 15, 0},
		If: research.Has(Recognised), Cite: studies, Proof: []string{"recognised"}, Edition: form2023},
	{ID: "research.two_or_more", Item: ItemResearch, Points: Scores{25, 0, 0},
		If: research.Count(2), Cite: studies, Edition: form2023},

	// 資格（ロ）従事しようとする業務に関連する日本の国家資格（業務独占資格又は名称独占資格）を保有，
	// 又はIT告示に定める試験に合格し若しくは資格を保有　１つ保有｜複数保有
	{ID: "licences.two_or_more", Item: ItemLicences, Points: Scores{0, 10, 0},
		If: licences.AtLeast(2), Cite: permits, Proof: []string{"licences"}, Edition: form2023},
	{ID: "licences.one", Item: ItemLicences, Points: Scores{0, 5, 0},
		If: licences.AtLeast(1), Cite: permits, Proof: []string{"licences"}, Edition: form2023},

	// 地位（ハ）代表取締役，代表執行役又は代表権のある業務執行社員｜取締役，執行役又は業務執行社員
	{ID: "position.representative", Item: ItemPosition, Points: Scores{0, 0, 10},
		If: position.Is(Representative), Cite: offices, Proof: []string{"position"}, Edition: form2023},
	{ID: "position.director", Item: ItemPosition, Points: Scores{0, 0, 5},
		If: position.Is(Director), Cite: offices, Proof: []string{"position"}, Edition: form2023},

	// 特別加算　Ⅰ イノベーション促進支援措置を受けている
	{ID: "innovation_support.receives", Item: ItemInnovationSupport, Points: Scores{10, 10, 10},
		If: innovation.Holds(), Cite: additions + "、平成26年法務省告示第578号別表第1・第2",
		Proof: []string{"innovation_support"}, Edition: form2023},
	// Ⅱ Ⅰに該当する企業であって，中小企業基本法に規定する中小企業者: never without Ⅰ
	{ID: "innovation_support_sme.is_sme", Item: ItemInnovationSupportSME, Points: Scores{10, 10, 10},
		If: sme.Holds(), Provided: innovation.Holds(), Cite: additions + "、中小企業基本法第2条",
		Proof: []string{"sme"}, Edition: form2023},
	// Ⅲ 地方公共団体における高度人材外国人の受入れを促進するための支援. That it adds to Ⅰ is read
	// from the form's separate rows; no official sentence was found (B).
	{ID: "local_government_support.receives", Item: ItemLocalGovernmentSupport, Points: Scores{10, 10, 10},
		If: localGovernment.Holds(), Cite: additions, Proof: []string{"local_government_support"}, Edition: form2023},
	// 中小企業者で，試験研究費及び開発費の合計金額が，…売上高の３％超: exactly 3 % is not enough
	{ID: "sme_rnd.over_3_percent", Item: ItemSMERnD, Points: Scores{5, 5, 5},
		If: rndRatio.Over(3), Provided: sme.Holds(), Cite: additions,
		Proof: []string{"sme", "sme_rnd"}, Edition: form2023},
	{ID: "foreign_qualification.holds", Item: ItemForeignQualification, Points: Scores{5, 5, 5},
		If: foreignQual.Holds(), Cite: additions, Proof: []string{"foreign_qualification"}, Edition: form2023},
	{ID: "japanese_university.graduated", Item: ItemJapaneseUniversity, Points: Scores{10, 10, 10},
		If: japaneseDegree.Holds(), Cite: additions, Proof: []string{"japanese_university"}, Edition: form2023},
	// 日本語能力　Ⅰ 日本語専攻で外国の大学を卒業又は日本語能力試験Ｎ１合格相当. The BJT scores that
	// are 相当, 480 and 400, stand on the agency's list 930001656.pdf (B).
	{ID: "japanese.n1", Item: ItemJapanese, No: "⑮ Ⅰ", Bonus: "⑧", Points: Scores{15, 15, 15},
		If: japanese.Is(N1), Cite: additions, Proof: []string{"japanese"}, Edition: form2023},
	// Ⅱ 日本語能力試験Ｎ２合格相当　※⑭（日本の大学を卒業又は大学院の課程を修了）及びⅠに該当する者を除く
	{ID: "japanese.n2", Item: ItemJapanese, No: "⑮ Ⅱ", Bonus: "⑨", Points: Scores{10, 10, 10},
		If: japanese.Is(N2), Provided: Not(japaneseDegree.Holds()), Cite: additions,
		Proof: []string{"japanese"}, Edition: form2023},
	{ID: "growth_field_project.engaged", Item: ItemGrowthFieldProject, Points: Scores{10, 10, 10},
		If: growthField.Holds(), Cite: additions, Proof: []string{"growth_field_project"}, Edition: form2023},
	// 以下のいずれかの大学を卒業（注）⑭と重複して加算することが認められています。
	{ID: "designated_university.graduated", Item: ItemDesignatedUniversity, Points: Scores{10, 10, 10},
		If: designated.Holds(), Cite: additions, Proof: []string{"designated_university"}, Edition: form2023},
	// ＪＩＣＡ研修　本邦の大学又は大学院の授業を利用して行われる研修に参加した場合，⑭と重複して加算することは認められません。
	{ID: "jica_training.without_japanese_university_classes", Item: ItemJICATraining, Points: Scores{5, 5, 5},
		If: jica.Is(WithoutJapaneseUniversityClasses), Cite: additions, Proof: []string{"jica_training"}, Edition: form2023},
	{ID: "jica_training.with_japanese_university_classes", Item: ItemJICATraining, Points: Scores{5, 5, 5},
		If: jica.Is(WithJapaneseUniversityClasses), Provided: Not(japaneseDegree.Holds()), Cite: additions,
		Proof: []string{"jica_training"}, Edition: form2023},
	// 本邦の公私の機関において行う貿易その他の事業に１億円以上を投資（ハ）
	{ID: "own_investment.100m", Item: ItemOwnInvestment, Points: Scores{0, 0, 5},
		If: investment.AtLeast(100_000_000), Cite: additions, Proof: []string{"own_investment"}, Edition: form2023},
	// 投資運用業等に係る業務に従事（ロ・ハ）金融商品取引法第28条第2項・第3項・第4項
	{ID: "investment_management.engaged", Item: ItemInvestmentManagement, Points: Scores{0, 10, 10},
		If: fundBusiness.Holds(), Cite: additions, Proof: []string{"investment_management"}, Edition: form2023},
}

// SpecialRow is the standard of J-Skip (特別高度人材) in one category: an alternative to 70 points.
type SpecialRow struct {
	ID          string
	Category    Category
	If          Condition
	Cite        string
	Edition     *Edition
	From, Until Date // where not those of the edition
}

// Period returns the row's first day in force and the first day no longer in force.
func (r SpecialRow) Period() (from, until Date) { return r.Edition.period(r.From, r.Until) }

// JSkipRows is the standard of J-Skip, without any calculation of points.
var JSkipRows = []SpecialRow{
	// 年収2,000万円以上で、修士号以上を取得しているか、従事しようとする業務に係る実務経験10年以上
	{ID: "j_skip.i-a", Category: Academic, Cite: "令和5年法務省令第25号", Edition: jSkip2023,
		If: All(income.AtLeast(20_000_000), Any(degrees.Has(advanced), experience.AtLeast(10)))},
	{ID: "j_skip.i-b", Category: Technical, Cite: "令和5年法務省令第25号", Edition: jSkip2023,
		If: All(income.AtLeast(20_000_000), Any(degrees.Has(advanced), experience.AtLeast(10)))},
	// 事業の経営又は管理に係る実務経験5年以上、かつ年収4,000万円以上
	{ID: "j_skip.i-c", Category: Management, Cite: "令和5年法務省令第25号", Edition: jSkip2023,
		If: All(income.AtLeast(40_000_000), experience.AtLeast(5))},
}
