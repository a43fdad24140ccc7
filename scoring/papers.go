package scoring

import "slices"

// Application is what papers are filed for.
type Application string

// The applications.
const (
	ForStatus      Application = "status" // 在留資格認定証明書交付申請, 在留資格変更許可申請, 在留期間更新許可申請
	ForResidence   Application = "permanent_residence"
	ForSpouse      Application = "spouse"
	ForParents     Application = "parents"
	ForHousekeeper Application = "housekeeper"
)

// Applications are the applications, the first filed first.
var Applications = []Application{ForStatus, ForSpouse, ForParents, ForHousekeeper, ForResidence}

// Issuer is who makes a paper. The text key is "issuer." and the value.
type Issuer string

// The issuers.
const (
	ByFormerEmployer Issuer = "former_employer"
	ByUniversity     Issuer = "university"
	ByOffice         Issuer = "office" // an authority or a body that grants or registers
	ByExaminer       Issuer = "examiner"
	ByOrganisation   Issuer = "organisation" // 契約機関, in 1号ハ 活動機関
	ByPensionService Issuer = "pension_service"
	ByTaxOffice      Issuer = "tax_office"
	ByMunicipality   Issuer = "municipality"
	ByApplicant      Issuer = "applicant"
)

// Issuers are the issuers whose papers usually take longest first. That is experience, and no rule.
var Issuers = []Issuer{ByFormerEmployer, ByUniversity, ByOffice, ByExaminer, ByOrganisation, ByPensionService, ByTaxOffice, ByMunicipality, ByApplicant}

// Paper is a document of an application.
type Paper struct {
	ID     string // the text key is "paper." and the ID
	For    Application
	Issuer Issuer
	// Always says that it goes with every such application; else with the item of the points that
	// names it in [Row.Proof].
	Always bool
}

// ApplicationPapers are the documents of the applications: those of the list of evidence (疎明資料), and those
// that lists of the Immigration Services Agency ask for besides. It must not be changed.
var ApplicationPapers = []Paper{
	{"application_form", ForStatus, ByApplicant, true},
	{"photo", ForStatus, ByApplicant, true},
	{"age", ForStatus, ByApplicant, true}, // 旅券、在留カード
	{"points_sheet", ForStatus, ByApplicant, true},
	{"organisation", ForStatus, ByOrganisation, true},
	{"degree", ForStatus, ByUniversity, false},
	{"degree_different_fields", ForStatus, ByUniversity, false},
	{"career", ForStatus, ByFormerEmployer, false},
	{"income", ForStatus, ByOrganisation, false},
	{"patent", ForStatus, ByOffice, false},
	{"foreign_government_funding", ForStatus, ByOffice, false},
	{"papers", ForStatus, ByApplicant, false},
	{"recognised", ForStatus, ByOffice, false},
	{"licences", ForStatus, ByExaminer, false},
	{"innovation_support", ForStatus, ByOrganisation, false},
	{"sme", ForStatus, ByOrganisation, false},
	{"local_government_support", ForStatus, ByOrganisation, false},
	{"sme_rnd", ForStatus, ByOrganisation, false},
	{"foreign_qualification", ForStatus, ByOffice, false},
	{"japanese_university", ForStatus, ByUniversity, false},
	{"japanese", ForStatus, ByExaminer, false},
	{"growth_field_project", ForStatus, ByOrganisation, false},
	{"designated_university", ForStatus, ByApplicant, false},
	{"jica_training", ForStatus, ByOffice, false},
	{"own_investment", ForStatus, ByOrganisation, false},
	{"position", ForStatus, ByOrganisation, false},
	{"investment_management", ForStatus, ByOrganisation, false},

	{"contract", ForSpouse, ByOrganisation, true},
	{"marriage", ForSpouse, ByOffice, true},
	{"household_record", ForSpouse, ByMunicipality, true},

	{"relation", ForParents, ByOffice, true},
	{"household_income", ForParents, ByOrganisation, true},
	{"child_or_pregnancy", ForParents, ByMunicipality, true},
	{"living_together", ForParents, ByApplicant, true},

	{"earlier_employment", ForHousekeeper, ByApplicant, true},
	{"household_income", ForHousekeeper, ByOrganisation, true},
	{"worker_contract", ForHousekeeper, ByApplicant, true},
	{"worker_passport", ForHousekeeper, ByApplicant, true},
	{"language", ForHousekeeper, ByApplicant, true},

	{"occupation", ForResidence, ByOrganisation, true},
	{"pension", ForResidence, ByPensionService, true},
	{"health_insurance", ForResidence, ByPensionService, true},
	{"national_tax", ForResidence, ByTaxOffice, true},
	{"resident_tax", ForResidence, ByMunicipality, true},
	{"household_record", ForResidence, ByMunicipality, true},
	{"reasons", ForResidence, ByApplicant, true},
	{"points_sheet", ForResidence, ByApplicant, true},
	{"assets", ForResidence, ByApplicant, true},
	{"guarantor", ForResidence, ByApplicant, true},
	{"criteria", ForResidence, ByApplicant, true},
}

// PapersFor returns the papers of an application for somebody who proves so many items, by the names
// of their evidence: those that usually take longest first.
func PapersFor(a Application, proof []string) []Paper {
	var list []Paper
	for _, p := range ApplicationPapers {
		if p.For == a && (p.Always || slices.Contains(proof, p.ID)) {
			list = append(list, p)
		}
	}
	slices.SortStableFunc(list, func(a, b Paper) int { return slices.Index(Issuers, a.Issuer) - slices.Index(Issuers, b.Issuer) })
	return list
}
