package scoring

// What the guide says about applying for the status, keeping it and what it allows, besides the
// rows and the statements of other topics. Where a statement is the practice of offices and of
// those who file for others, and no official text, it is [Inferred].

// The topics of the guide.
const (
	OnWho      Topic = "guide_who"
	OnApplying Topic = "guide_apply"
	OnAhead    Topic = "guide_ahead"
	OnFromWork Topic = "guide_from_work"
	OnEmployer Topic = "guide_employer"
	OnRenewal  Topic = "guide_renewal"
	OnShort    Topic = "guide_short"
	OnFalling  Topic = "guide_falling"
	OnSpouse   Topic = "guide_spouse"
	OnParents  Topic = "guide_parents"
	OnHelper   Topic = "guide_helper"
	OnOther    Topic = "guide_benefits"
	OnTruth    Topic = "guide_truth"
	OnExpert   Topic = "guide_expert"
)

// GuideTopics are the topics of the guide, in the order in which it has them.
var GuideTopics = []Topic{OnWho, OnApplying, OnAhead, OnFromWork, OnEmployer, OnRenewal, OnShort, OnFalling,
	OnSpouse, OnParents, OnHelper, OnOther, OnTruth, OnExpert}

// The pages of the Immigration Services Agency on procedures. Their words were read in copies.
var (
	certificatePage = &Edition{"certificate_of_eligibility", "在留資格認定証明書交付申請",
		"https://www.moj.go.jp/isa/applications/procedures/16-1.html", Copied, Date{2015, 4, 1}, Date{}, checked}
	changePage = &Edition{"change_of_status", "在留資格変更許可申請",
		"https://www.moj.go.jp/isa/applications/procedures/16-2.html", Copied, Date{2015, 4, 1}, Date{}, checked}
	extensionPage = &Edition{"extension_of_stay", "在留期間更新許可申請",
		"https://www.moj.go.jp/isa/applications/procedures/16-3.html", Copied, Date{2015, 4, 1}, Date{}, checked}
	// It was three months before; the day of the change was not found. A copy of July 2025 has six.
	photoPage = &Edition{"photo", "提出写真の規格",
		"https://www.moj.go.jp/isa/applications/status/photo_info_00002.html", Copied, Date{2025, 7, 8}, Date{}, checked}
	arrivalPage = &Edition{"arrival", "在留管理制度（出入国港での手続、市区町村での手続）",
		"https://www.moj.go.jp/isa/publications/faq/newimmiact_4_port-city.html", Copied, Date{2015, 4, 1}, Date{}, checked}
	organisationPage = &Edition{"organisation_notification", "所属（契約）機関に関する届出",
		"https://www.moj.go.jp/isa/applications/procedures/nyuukokukanri10_00015.html", Copied, Date{2015, 4, 1}, Date{}, checked}
	revocationPage = &Edition{"revocation", "在留資格の取消し（入管法第22条の4）",
		"https://www.moj.go.jp/isa/applications/procedures/torikeshi_00002.html", Copied, Date{2015, 4, 1}, Date{}, checked}
)

var guideStatements = []Statement{
	{ID: "who_research", Topic: OnWho, Edition: ordinance2014},
	{ID: "who_technical", Topic: OnWho, Edition: ordinance2014},
	{ID: "who_management", Topic: OnWho, Edition: ordinance2014},
	{ID: "who_one_sheet", Topic: OnWho, Edition: form2023},
	{ID: "who_base", Topic: OnWho, Edition: landingCriteria2015},

	{ID: "apply_papers", Topic: OnApplying, Edition: certificatePage},
	{ID: "apply_photo", Topic: OnApplying, Edition: photoPage},
	// 有効期間は交付の日から３か月
	{ID: "apply_embassy", Topic: OnApplying, Edition: certificatePage},
	{ID: "apply_interview", Topic: OnApplying, Edition: certificatePage, Sureness: Inferred},
	// 新千歳、成田、羽田、中部、関西、広島、福岡
	{ID: "apply_card", Topic: OnApplying, Edition: arrivalPage},
	// 住居地を定めてから１４日以内
	{ID: "apply_address", Topic: OnApplying, Edition: arrivalPage},
	{ID: "apply_family", Topic: OnApplying, Edition: certificatePage},

	{ID: "ahead_first", Topic: OnAhead, Edition: certificatePage, Sureness: Inferred},
	{ID: "ahead_then", Topic: OnAhead, Edition: certificatePage, Sureness: Inferred},
	{ID: "ahead_last", Topic: OnAhead, Edition: certificatePage, Sureness: Inferred},
	// 日本で発行される証明書は全て、発行日から３か月以内のもの
	{ID: "ahead_fresh", Topic: OnAhead, Edition: certificatePage},
	{ID: "ahead_birthday", Topic: OnAhead, Edition: form2023, Sureness: Copied},

	{ID: "from_work_when", Topic: OnFromWork, Edition: changePage},
	{ID: "from_work_meanwhile", Topic: OnFromWork, Edition: changePage},
	{ID: "from_work_gain", Topic: OnFromWork, Edition: preferential2013, Sureness: Copied},
	{ID: "from_work_before", Topic: OnFromWork, Edition: changePage, Sureness: Inferred},
	{ID: "from_work_stay", Topic: OnFromWork, Edition: guideline2017, Until: open},

	{ID: "employer_tied", Topic: OnEmployer, Edition: changePage},
	{ID: "employer_anew", Topic: OnEmployer, Edition: changePage},
	{ID: "employer_notice", Topic: OnEmployer, Edition: organisationPage},
	{ID: "employer_gap", Topic: OnEmployer, Edition: revocationPage},
	{ID: "employer_route", Topic: OnEmployer, Edition: guideline2017, Until: open},
	{ID: "employer_free", Topic: OnEmployer, Edition: ordinance2014},

	{ID: "renewal_when", Topic: OnRenewal, Edition: extensionPage},
	{ID: "renewal_points", Topic: OnRenewal, Edition: extensionPage},
	{ID: "renewal_papers", Topic: OnRenewal, Edition: extensionPage},
	// 入管法第20条第6項、第21条第4項
	{ID: "renewal_meanwhile", Topic: OnRenewal, Edition: extensionPage},
	{ID: "renewal_short", Topic: OnRenewal, Edition: extensionPage, Sureness: Inferred},

	{ID: "short_proof", Topic: OnShort, Edition: form2023},
	{ID: "short_first", Topic: OnShort, Edition: form2023},
	{ID: "short_japanese", Topic: OnShort, Edition: form2023},
	{ID: "short_licences", Topic: OnShort, Edition: form2023},
	{ID: "short_pay", Topic: OnShort, Edition: form2023},

	{ID: "falling_status", Topic: OnFalling, Edition: form2023, Sureness: Copied},
	{ID: "falling_birthdays", Topic: OnFalling, Edition: form2023},
	{ID: "falling_do", Topic: OnFalling, Edition: form2023, Sureness: Inferred},

	{ID: "spouse_applies", Topic: OnSpouse, Edition: designated33},
	{ID: "spouse_ends", Topic: OnSpouse, Edition: designated33},
	{ID: "spouse_j_skip", Topic: OnSpouse, Edition: jSkip2023},

	{ID: "parents_income", Topic: OnParents, Edition: preferential2013},
	{ID: "parents_status", Topic: OnParents, Edition: preferential2013},

	{ID: "helper_accompanying", Topic: OnHelper, Edition: preferential2013},
	{ID: "helper_family", Topic: OnHelper, Edition: preferential2013},
	{ID: "helper_financial", Topic: OnHelper, Edition: financial2021},
	{ID: "helper_j_skip", Topic: OnHelper, Edition: jSkip2023},
	{ID: "helper_income", Topic: OnHelper, Edition: preferential2013},

	{ID: "benefits_lanes", Topic: OnOther, Edition: jSkip2023},

	{ID: "truth_revoked", Topic: OnTruth, Edition: revocationPage},
	{ID: "truth_agrees", Topic: OnTruth, Edition: certificatePage, Sureness: Inferred},
	{ID: "truth_slip", Topic: OnTruth, Edition: certificatePage, Sureness: Inferred},

	{ID: "expert_alone", Topic: OnExpert, Edition: changePage, Sureness: Inferred},
	{ID: "expert_when", Topic: OnExpert, Edition: changePage, Sureness: Inferred},
	{ID: "expert_who", Topic: OnExpert, Edition: changePage},
	{ID: "expert_promise", Topic: OnExpert, Edition: guideline2017, Until: open, Sureness: Inferred},
}
