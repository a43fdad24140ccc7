package scoring

// Verdict says whether a category's pass mark is reached.
type Verdict uint8

// The verdicts: 70 points, and the income floor where the category has one.
const (
	Undecided Verdict = iota
	Fails
	Passes
)

// String returns the verdict as the JSON contract writes it.
func (v Verdict) String() string { return [...]string{"undecided", "fails", "passes"}[v] }

// Item is one scored line of the form; only the best of its rows counts.
type Item uint8

// The items, in the order of the JSON contract.
const (
	ItemAcademic Item = iota
	ItemDifferentFields
	ItemCareer
	ItemIncome
	ItemAge
	ItemResearch
	ItemLicences
	ItemPosition
	ItemInnovationSupport
	ItemInnovationSupportSME
	ItemLocalGovernmentSupport
	ItemSMERnD
	ItemForeignQualification
	ItemJapaneseUniversity
	ItemJapanese
	ItemGrowthFieldProject
	ItemDesignatedUniversity
	ItemJICATraining
	ItemOwnInvestment
	ItemInvestmentManagement
	ItemCount = int(ItemInvestmentManagement) + 1
)

// items: the id in the JSON contract, the row of the official workbook (evidence number)
// and the number of the special addition on the one-page PDF table.
var items = [ItemCount]struct{ id, no, bonus string }{
	ItemAcademic:               {"academic", "①", ""},
	ItemDifferentFields:        {"different_fields", "①", ""},
	ItemCareer:                 {"career", "②", ""},
	ItemIncome:                 {"income", "③", ""},
	ItemAge:                    {"age", "", ""},
	ItemResearch:               {"research", "④⑤⑥⑦", "①"},
	ItemLicences:               {"licences", "⑧", "③"},
	ItemPosition:               {"position", "⑳", "②"},
	ItemInnovationSupport:      {"innovation_support", "⑨", "④"},
	ItemInnovationSupportSME:   {"innovation_support_sme", "⑩", "④"},
	ItemLocalGovernmentSupport: {"local_government_support", "⑪", "⑮"},
	ItemSMERnD:                 {"sme_rnd", "⑩⑫", "⑤"},
	ItemForeignQualification:   {"foreign_qualification", "⑬", "⑥"},
	ItemJapaneseUniversity:     {"japanese_university", "⑭", "⑦"},
	ItemJapanese:               {"japanese", "⑮", "⑧⑨"},
	ItemGrowthFieldProject:     {"growth_field_project", "⑯", "⑩"},
	ItemDesignatedUniversity:   {"designated_university", "⑰", "⑪"},
	ItemJICATraining:           {"jica_training", "⑱", "⑫"},
	ItemOwnInvestment:          {"own_investment", "⑲", "⑬"},
	ItemInvestmentManagement:   {"investment_management", "㉑", "⑭"},
}

// ID returns the item's id in the JSON contract.
func (i Item) ID() string { return items[i].id }

// No returns the item's row number on the official workbook, which the evidence list
// uses; empty for age, which has none.
func (i Item) No() string { return items[i].no }

// Bonus returns the item's number among the special additions of the one-page PDF table, or "".
func (i Item) Bonus() string { return items[i].bonus }

// Points is what one item may give.
type Points struct{ Min, Max int }

// Refusal is a fact that would have earned points and did not.
type Refusal struct {
	Item    Item
	Points  int    // what was lost
	Because Fact   // the fact that took them
	Text    string // the text key of why
}

// CategoryResult is the outcome on one sheet.
type CategoryResult struct {
	Min, Max int // least and most points possible
	Verdict  Verdict
	HasFloor bool  // whether an income floor applies
	Floor    Truth // the floor of 3,000,000 yen a year; Yes where there is none
	Items    [ItemCount]Points
	Refused  []Refusal
}

// Requirement is one condition of a benefit, decided for the person.
type Requirement struct {
	ID    string
	State Truth
}

// RouteResult is one way to a benefit (the types of domestic worker are ways to one benefit).
type RouteResult struct {
	ID           string // empty where the benefit has one way only
	Number       int    // how many persons it allows; 0 where that means nothing
	State        Truth
	Requirements []Requirement
}

// BenefitResult is one preferential treatment, decided for the person.
type BenefitResult struct {
	Benefit Benefit
	State   Truth
	// Number is how many persons the benefit allows for certain, and UpTo how many it may
	// allow once everything is known; 0 for benefits that do not count persons.
	Number, UpTo int
	Routes       []RouteResult
}

// Assessment is the outcome for one profile. Its routes, requirements and cautions are shared
// with other assessments and must not be changed.
type Assessment struct {
	AsOf  Date
	Rules Date // first day in force of the newest rule applied
	// Sheets are the categories assessed; the others' results are zero.
	Sheets     Sheets
	Categories [Categories]CategoryResult
	// Best is the category most surely open, by points or J-Skip, then the one with most points.
	Best     Category
	JSkip    [Categories]Truth
	Benefits [BenefitCount]BenefitResult
	// Needs are the facts, not known exactly, that could still change a verdict, J-Skip or a benefit.
	Needs FactSet
	// Open are the Needs and the facts that could still change the points of an item.
	Open FactSet
	// Cautions are what the points do not say and the person should check.
	Cautions []string
}

// Benefit is one preferential treatment (優遇措置).
type Benefit uint8

// The benefits, in the order of the JSON contract.
const (
	MultipleActivities Benefit = iota
	FiveYearStay
	PermanentResidence
	SpouseWork
	Parents
	Housekeeper
	PriorityProcessing
	BenefitCount = int(PriorityProcessing) + 1
)

var benefitNames = [BenefitCount]string{"multiple_activities", "five_year_stay", "permanent_residence",
	"spouse_work", "parents", "housekeeper", "priority_processing"}

// String returns the benefit's id in the JSON contract.
func (b Benefit) String() string { return benefitNames[b] }
