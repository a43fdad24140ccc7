package scoring

// Sureness says how well a source is known.
type Sureness byte

// The three kinds of sources.
const (
	Official Sureness = 'A' // read in an official text or a verbatim copy
	Copied   Sureness = 'B' // official content through copies or summaries, or several professional pages that agree
	Inferred Sureness = 'C' // one source, or read from the structure of an official form
)

// Edition is one edition of a source of law: what statements rest on.
type Edition struct {
	ID       string // never changes once released
	Title    string // as published, in Japanese
	URL      string
	Sureness Sureness
	// From is the first day on which it applies, Until the first day on which it applies no longer
	// (zero: open).
	From, Until Date
	// Checked is the day on which the statements were last compared with the source.
	Checked Date
}

// checked is the day of the last comparison with all sources.
var checked = Date{2026, 11, 29}

// businessManagerCriteria is the first day of the criteria of Business Manager (経営・管理)
// without which 1号ハ leads neither to permanent residence nor to 2号.
var businessManagerCriteria = Date{2025, 10, 16}

// The editions. The official Japanese text governs.
var (
	form2023 = &Edition{"form_2023", "高度専門職ポイント計算表（令和5年4月1日以降）",
		"https://www.moj.go.jp/isa/content/930001673.xls", Official, Date{2023, 4, 1}, Date{}, checked}
	evidence2023 = &Edition{"evidence_2023", "高度専門職ポイント計算の疎明資料一覧",
		"https://www.moj.go.jp/isa/content/001419077.pdf", Official, Date{2023, 4, 1}, Date{}, checked}
	jSkip2023 = &Edition{"j_skip_2023", "令和5年法務省令第25号（特別高度人材）",
		"https://www.moj.go.jp/isa/applications/resources/nyuukokukanri01_00009.html", Copied, Date{2023, 4, 21}, Date{}, checked}
	ordinance2014 = &Edition{"ordinance_2014", "平成26年法務省令第37号（高度専門職省令）",
		"https://www.japaneselawtranslation.go.jp/ja/laws/link/3751", Copied, Date{2015, 4, 1}, Date{}, checked}
	preferential2013 = &Edition{"preferential_2013", "出入国在留管理庁「高度人材ポイント制による出入国在留管理上の優遇措置」",
		"https://www.moj.go.jp/isa/applications/resources/newimmiact_3_preferential_index.html", Official, Date{2013, 12, 24}, Date{}, checked}
	questions2013 = &Edition{"questions", "出入国在留管理庁「高度人材ポイント制Q&A」",
		"https://www.moj.go.jp/isa/applications/resources/newimmiact_3_qa.html", Copied, Date{2013, 12, 24}, Date{}, checked}
	designated33 = &Edition{"designated_activities", "特定活動告示第33号（配偶者の就労）",
		"https://www.moj.go.jp/isa/applications/status/designatedactivities02_00003.html", Copied, Date{2012, 5, 7}, Date{}, checked}
	financial2021 = &Edition{"financial_2021", "令和3年7月30日改正（投資運用業等、特定活動告示第2号の3）",
		"https://www.moj.go.jp/isa/content/001353340.pdf", Official, Date{2021, 7, 30}, Date{}, checked}

	guideline2017 = &Edition{"guideline_2017", "永住許可に関するガイドライン（平成29年4月26日改定以後）",
		"https://www.moj.go.jp/isa/applications/resources/nyukan_nyukan50.html", Copied, Date{2017, 4, 26}, Date{2026, 2, 24}, checked}
	guideline2026 = &Edition{"guideline_2026_02", "永住許可に関するガイドライン（令和8年2月24日改訂）",
		"https://www.moj.go.jp/isa/applications/resources/nyukan_nyukan50.html", Official, Date{2026, 2, 24}, Date{2027, 4, 1}, checked}
	guideline2027 = &Edition{"guideline_2026_10", "永住許可に関するガイドライン（令和8年10月1日公表、令和9年4月1日以降の申請）",
		"https://www.moj.go.jp/isa/10_00279.html", Copied, Date{2027, 4, 1}, Date{}, checked}
	act2027 = &Edition{"act_2024", "出入国管理及び難民認定法第22条第2項、永住許可の取消し（令和9年4月1日施行）",
		"https://www.moj.go.jp/isa/10_00279.html", Copied, Date{2027, 4, 1}, Date{}, checked}

	residencePapers = &Edition{"residence_papers", "永住許可申請（高度人材外国人）の提出書類",
		"https://www.moj.go.jp/isa/applications/procedures/nyuukokukanri07_00131.html", Inferred, Date{2017, 4, 26}, Date{}, checked}

	businessManager2025 = &Edition{"business_manager_2025", "「経営・管理」の許可基準の改正等について（令和7年10月16日施行）",
		"https://www.moj.go.jp/isa/content/001448070.pdf", Official, businessManagerCriteria, Date{}, checked}
	landingCriteria2015 = &Edition{"landing_criteria", "上陸基準省令（高度専門職の項）",
		"https://www.moj.go.jp/isa/applications/status/designatedactivities02_00004.html", Copied, Date{2015, 4, 1}, Date{}, checked}
	engineers2026 = &Edition{"engineers_2026", "「技術・人文知識・国際業務」の在留資格の明確化等（別紙4、令和8年4月15日以降）",
		"https://www.moj.go.jp/isa/content/001460430.pdf", Copied, Date{2026, 4, 15}, Date{}, checked}

	fees2025 = &Edition{"fees_2025", "出入国管理及び難民認定法施行令（令和8年9月30日までの受付）",
		"https://www.moj.go.jp/isa/01_00644.html", Official, Date{2025, 4, 1}, Date{2026, 10, 1}, checked}
	fees2026 = &Edition{"fees_2026", "令和8年政令第268号（令和8年10月1日以降の受付）",
		"https://www.moj.go.jp/isa/01_00644.html", Official, Date{2026, 10, 1}, Date{}, checked}

	// Renewed every year; the newest rankings count at filing. Before January 2026 the lists of
	// earlier years applied, which are not here.
	universities2026 = &Edition{"universities_2026_01", "ポイント対象となる大学（令和8年1月時点）",
		"https://www.moj.go.jp/isa/content/001335478.pdf", Official, Date{2026, 1, 1}, Date{}, checked}
	topGlobal2014 = &Edition{"top_global", "スーパーグローバル大学創成支援事業（採択校）",
		"https://www.moj.go.jp/isa/applications/resources/newimmiact_3_evaluate_index.html", Copied, Date{2019, 3, 29}, Date{}, checked}
	innovativeAsia2017 = &Edition{"innovative_asia", "イノベーティブ・アジア事業のパートナー校",
		"https://www.moj.go.jp/isa/content/930001659.pdf", Copied, Date{2017, 4, 26}, Date{}, checked}

	itNotification2020 = &Edition{"it_notification_2020", "IT告示（平成25年法務省告示第437号、令和2年7月20日改正）",
		"https://www.moj.go.jp/isa/policies/bill/nyukan_hourei_h09.html", Official, Date{2020, 7, 20}, Date{}, checked}
	japaneseList = &Edition{"japanese_ability", "高度人材ポイント制の加点対象となる日本語能力一覧",
		"https://www.moj.go.jp/isa/content/930001656.pdf", Copied, Date{2023, 4, 1}, Date{}, checked}
	growthFields2026 = &Edition{"growth_fields_2026", "成長分野における先端的事業一覧（令和8年3月）",
		"https://www.moj.go.jp/isa/content/001458719.pdf", Copied, Date{2026, 3, 1}, Date{}, checked}
	foreignQualifications2023 = &Edition{"foreign_qualifications_2023", "外国の資格、表彰等一覧（令和5年12月）",
		"https://www.moj.go.jp/isa/content/930001661.pdf", Copied, Date{2023, 12, 1}, Date{}, checked}
	localGovernments = &Edition{"local_governments", "地方公共団体による支援措置一覧",
		"https://www.moj.go.jp/isa/applications/resources/03_00068.html", Copied, Date{2023, 4, 1}, Date{}, checked}
	innovationMeasures = &Edition{"innovation_measures", "平成26年法務省告示第578号（イノベーション促進支援措置）",
		"https://www.moj.go.jp/isa/applications/resources/newimmiact_3_evaluate_index.html", Copied, Date{2015, 4, 1}, Date{}, checked}
)

// Editions are all editions, those of the points first. It must not be changed.
var Editions = []*Edition{form2023, evidence2023, ordinance2014, jSkip2023, preferential2013, questions2013, designated33, financial2021,
	guideline2017, guideline2026, guideline2027, act2027, residencePapers, businessManager2025, landingCriteria2015, engineers2026, fees2025, fees2026,
	universities2026, topGlobal2014, innovativeAsia2017, itNotification2020, japaneseList, growthFields2026,
	foreignQualifications2023, localGovernments, innovationMeasures,
	certificatePage, changePage, extensionPage, photoPage, arrivalPage, organisationPage, revocationPage}

// Period returns the first day on which e applies and the first day on which it applies no
// longer, zero for open.
func (e *Edition) Period() (from, until Date) { return e.From, e.Until }

// period returns the days of a statement that rests on e: those of e, where it does not set its own.
func (e *Edition) period(from, until Date) (Date, Date) {
	if e == nil {
		return from, until
	}
	if from.IsZero() {
		from = e.From
	}
	if until.IsZero() {
		until = e.Until
	}
	return from, until
}

// Dated is a statement of law with the days on which it holds.
type Dated interface {
	// Period returns the first day on which it holds and the first day on which it holds no
	// longer; zero is open.
	Period() (from, until Date)
}

// InForce returns those of all that hold on the day, in order.
func InForce[S Dated](all []S, day Date) []S {
	var list []S
	for _, s := range all {
		if holds(s, day) {
			list = append(list, s)
		}
	}
	return list
}

func holds[S Dated](s S, day Date) bool {
	from, until := s.Period()
	return !day.Before(from) && (until.IsZero() || day.Before(until))
}
