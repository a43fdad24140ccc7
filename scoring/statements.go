package scoring

// Topic is what statements are about.
type Topic string

// The topics.
const (
	OnResidence       Topic = "residence"
	OnBusinessManager Topic = "business_manager"
	OnStatus          Topic = "status"
	OnUniversities    Topic = "universities"
	OnFees            Topic = "fees"
	OnErrors          Topic = "errors" // claims that go round and are wrong
	OnDoubts          Topic = "doubts" // what no source settles, and how it is read here
)

// Statement is one thing the law says beside the rows. The text key is "statement." and the ID.
// A text that names a day to come is over by that day.
type Statement struct {
	ID          string
	Topic       Topic
	Edition     *Edition
	From, Until Date     // where not those of the edition
	Sureness    Sureness // where not that of the edition
}

// Period returns the first day on which the statement holds and the first day on which it holds no longer.
func (s Statement) Period() (from, until Date) { return s.Edition.period(s.From, s.Until) }

var (
	// revisionPublished is the day on which the revised guideline was published, and from
	// which the income factor is read to be in force in part.
	revisionPublished = Date{2026, 10, 1}
	// threeYearsOver: a period of three years held on 31 March 2027 ends by 31 March 2030.
	threeYearsOver = revision.AddYears(3)
	// leniencyOver is the day after the last on which extensions by the old Business Manager
	// criteria are judged leniently (施行日から３年を経過する日まで).
	leniencyOver = Date{2028, 10, 17}
	// open is the end of what no edition is known to end.
	open = Date{9999, 12, 31}
)

// Statements are what the law says beside the rows, by topic. It must not be changed.
var Statements = append(lawStatements, guideStatements...)

var lawStatements = []Statement{
	{ID: "points_kept", Topic: OnResidence, Edition: guideline2017, Until: open},
	// The words of the notification are official; that the stay loses its basis follows from them.
	{ID: "ends_family_basis", Topic: OnResidence, Edition: preferential2013, Sureness: Inferred},
	{ID: "family_applies_itself", Topic: OnResidence, Edition: guideline2017, Until: open},
	{ID: "paid_on_time", Topic: OnResidence, Edition: guideline2026, Until: open},
	// 注1: 令和９年３月３１日の時点において在留期間「３年」を有する者については、当該在留期間内に処分を
	// 受ける場合、その初回に限り
	{ID: "three_years_count", Topic: OnResidence, Edition: guideline2026},
	{ID: "three_years_transition", Topic: OnResidence, Edition: guideline2027, Until: threeYearsOver},
	{ID: "longest_period_only", Topic: OnResidence, Edition: guideline2027, From: threeYearsOver},
	{ID: "revision_published", Topic: OnResidence, Edition: guideline2027, From: revisionPublished, Until: revision},
	// 令和９年４月から（収入に関する要素は本年１０月施行）: read both ways
	{ID: "income_expected", Topic: OnResidence, Edition: guideline2027, From: revisionPublished, Until: revision, Sureness: Inferred},
	{ID: "revision_in_force", Topic: OnResidence, Edition: guideline2027},
	{ID: "japanese_exempt", Topic: OnResidence, Edition: guideline2027},
	{ID: "transferees", Topic: OnResidence, Edition: guideline2027},
	{ID: "revocation_coming", Topic: OnResidence, Edition: act2027, From: revisionPublished, Until: revision},
	{ID: "revocation", Topic: OnResidence, Edition: act2027},

	// 施行日後、改正後の許可基準に適合していない場合は…永住許可及び…在留資格変更許可は認められません
	{ID: "business_manager_binding", Topic: OnBusinessManager, Edition: businessManager2025},
	{ID: "business_manager_employee", Topic: OnBusinessManager, Edition: businessManager2025},
	{ID: "business_manager_lenient", Topic: OnBusinessManager, Edition: businessManager2025, Until: leniencyOver},
	{ID: "business_manager_extensions", Topic: OnBusinessManager, Edition: businessManager2025, From: leniencyOver},

	{ID: "true_and_complete", Topic: OnStatus, Edition: form2023},
	{ID: "customer_language", Topic: OnStatus, Edition: engineers2026},
	{ID: "j_find", Topic: OnStatus, Edition: jSkip2023},

	{ID: "universities_yearly", Topic: OnUniversities, Edition: universities2026},
	{ID: "top_global_over", Topic: OnUniversities, Edition: topGlobal2014},

	// The band for a status without a limit of time is not named; art. 25(3) reduces the fee for
	// spouses and children of Japanese and permanent residents and for refugees.
	{ID: "fee_hsp2", Topic: OnFees, Edition: fees2026},
	{ID: "fee_reduction", Topic: OnFees, Edition: fees2026},

	{ID: "error_income_band", Topic: OnErrors, Edition: form2023},
	{ID: "error_management", Topic: OnErrors, Edition: form2023},
	{ID: "error_age_limit", Topic: OnErrors, Edition: form2023},
	{ID: "error_floor", Topic: OnErrors, Edition: form2023},
	{ID: "error_recognised", Topic: OnErrors, Edition: form2023},
	{ID: "error_sme", Topic: OnErrors, Edition: form2023},
	{ID: "error_rnd", Topic: OnErrors, Edition: form2023},
	{ID: "error_n2_and_degree", Topic: OnErrors, Edition: form2023},
	{ID: "error_bjt", Topic: OnErrors, Edition: japaneseList},
	{ID: "error_one_year", Topic: OnErrors, Edition: guideline2017, Until: open},
	{ID: "error_needs_status", Topic: OnErrors, Edition: guideline2017, Until: open},
	{ID: "error_j_skip", Topic: OnErrors, Edition: jSkip2023},
	{ID: "error_invented", Topic: OnErrors, Edition: form2023},
	{ID: "error_japanese_degree", Topic: OnErrors, Edition: form2023},
	{ID: "error_required", Topic: OnErrors, Edition: form2023},
	{ID: "error_985", Topic: OnErrors, Edition: universities2026},
	{ID: "error_tohoku", Topic: OnErrors, Edition: universities2026},

	{ID: "doubt_ordinance", Topic: OnDoubts, Edition: ordinance2014, Sureness: Inferred},
	{ID: "doubt_two_supports", Topic: OnDoubts, Edition: form2023, Sureness: Copied},
	{ID: "doubt_age", Topic: OnDoubts, Edition: form2023, Sureness: Copied},
	{ID: "doubt_pay", Topic: OnDoubts, Edition: form2023, Sureness: Inferred},
	{ID: "doubt_parallel_work", Topic: OnDoubts, Edition: form2023, Sureness: Inferred},
	{ID: "doubt_chinese_diplomas", Topic: OnDoubts, Edition: form2023, Sureness: Inferred},
	{ID: "doubt_list_at_graduation", Topic: OnDoubts, Edition: universities2026, Sureness: Inferred},
	{ID: "doubt_partner_school", Topic: OnDoubts, Edition: innovativeAsia2017, Sureness: Inferred},
	{ID: "doubt_financial_helper", Topic: OnDoubts, Edition: financial2021, Sureness: Inferred},
	{ID: "doubt_short_dip", Topic: OnDoubts, Edition: guideline2017, Until: open, Sureness: Inferred},
	{ID: "doubt_papers", Topic: OnDoubts, Edition: residencePapers},
}

// Fee is what is paid when an application is approved, by the day on which it was received.
type Fee struct {
	ID          string // the text key is "fee." and the ID
	Yen, Online int    // Online is 0 where there is no other fee for filing online
	Edition     *Edition
	From, Until Date // where not those of the edition
}

// Period returns the first day of reception for which the fee holds and the first day for which it holds no longer.
func (f Fee) Period() (from, until Date) { return f.Edition.period(f.From, f.Until) }

// Fees are the fees by day of reception. A certificate of eligibility is free. The band for
// 高度専門職2号, which has no limit of time, is not named. It must not be changed.
var Fees = []Fee{
	{ID: "change_or_extension", Yen: 6_000, Online: 5_500, Edition: fees2025},
	{ID: "permanent_residence", Yen: 10_000, Edition: fees2025},
	{ID: "one_year", Yen: 33_000, Online: 27_000, Edition: fees2026},
	{ID: "three_years", Yen: 64_000, Online: 56_000, Edition: fees2026},
	{ID: "five_years", Yen: 75_000, Online: 65_000, Edition: fees2026},
	{ID: "permanent_residence", Yen: 200_000, Edition: fees2026},
}
