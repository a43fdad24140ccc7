package conversation

import (
	"strings"
	"testing"

	"hspbot/locales"
	"hspbot/scoring"
)

// What the law asks is said where it matters, in every language.

// parent is a doctor of science with 12M yen, a child of 6 and a domestic worker employed for a
// year: 1号イ, 1号ロ and 1号ハ are all reached, and parents and the worker may come.
const parent = `{"as_of":"2026-11-29","degrees":["doctorate"],"different_fields":false,"career_years":10,"annual_income_jpy":12000000,
	"birth_date":"1985-01-15","research":["papers"],"licences":0,"position":"director","innovation_support":false,"sme":false,
	"local_government_support":false,"rnd_ratio_percent":0,"foreign_qualification":false,"japanese_university":true,"japanese":"n1",
	"growth_field_project":false,"designated_university":false,"jica_training":"none","own_investment_jpy":0,"investment_management":false,
	"spouse_income_jpy":0,"children_ages":[6],"pregnant":false,"spouse_cannot_do_housework":false,"servant_employed_one_year":true,
	"stay":{"in_japan_since":"2022-06-01","hsp_since":"2022-06-01","hsp_points":80}}`

// screensOf are the screens of somebody, by their ID.
func screensOf(t *testing.T, profile string, among scoring.Sheets, language string) map[string]string {
	t.Helper()
	p, err := scoring.ParsePerson([]byte(profile))
	if err != nil {
		t.Fatal(err)
	}
	screens := map[string]string{}
	for _, s := range Report(p, among, language) {
		screens[s.ID] = draw(s)
	}
	return screens
}

// expect holds the screen of each language to its words.
func expect(t *testing.T, profile string, among scoring.Sheets, screen string, words map[string][]string) {
	t.Helper()
	for _, tag := range locales.Tags() {
		text := screensOf(t, profile, among, tag)[screen]
		for _, w := range words[tag] {
			if !strings.Contains(text, w) {
				t.Errorf("%s, %s does not say %q:\n%s", tag, screen, w, text)
			}
		}
		if len(words[tag]) == 0 {
			t.Errorf("nothing is expected of %s", tag)
		}
	}
}

// TestPermanentResidenceEndsTheFamilysStay: parents (特定活動34号) and domestic workers (2号 to 2号の4)
// need somebody who holds Highly Skilled Professional; 2号 keeps them (rules 4.2).
func TestPermanentResidenceEndsTheFamilysStay(t *testing.T) {
	expect(t, parent, scoring.Only(scoring.Technical), "residence", map[string][]string{
		"en":      {"ends the basis of the stay of parents and domestic workers", "高度専門職2号 keeps it"},
		"ja":      {"永住者になると、親と家事使用人は在留の根拠を失います", "高度専門職2号であれば、そのまま在留できます"},
		"zh":      {"取得永住后，父母和家政人员就失去了在留的依据", "持高度专门职2号则不受影响"},
		"zh-Hant": {"父母和家事使用人就失去了在留的依據", "高度專門職2號"},
	})
	alone := strings.NewReplacer(`"children_ages":[6]`, `"children_ages":[]`, `"servant_employed_one_year":true`, `"servant_employed_one_year":false`).Replace(parent)
	if text := screensOf(t, alone, scoring.Only(scoring.Technical), "en")["residence"]; strings.Contains(text, "ends the basis") {
		t.Errorf("somebody without a child or a worker is warned:\n%s", text)
	}
}

// TestOneConditionOfSeveral: the types of domestic worker are ways of which one is enough: employed
// for a year, or a child under 13 or a spouse who cannot, or investment management (rules 6.3). With
// 12M yen the household income is there.
func TestOneConditionOfSeveral(t *testing.T) {
	nobody := strings.NewReplacer(`"children_ages":[6]`, `"children_ages":[]`, `"servant_employed_one_year":true`, `"servant_employed_one_year":false`).Replace(parent)
	expect(t, nobody, scoring.Only(scoring.Technical), "benefits", map[string][]string{
		"en":      {"any one of: (1) ", "; (2) ", "; (3) "},
		"ja":      {"次のどれか1つ：(1) ", "　(2) ", "　(3) "},
		"zh":      {"以下任意一项：(1) ", "；(2) ", "；(3) "},
		"zh-Hant": {"以下任一項：(1) ", "；(2) ", "；(3) "},
	})
	v := locales.In("en")
	text := screensOf(t, nobody, scoring.Only(scoring.Technical), "en")["benefits"]
	i := strings.Index(text, "any one of: ")
	list, _, _ := strings.Cut(text[i:], "\n")
	if strings.Contains(list, v.Say("list.conditions")) || strings.Contains(list, "(4)") {
		t.Errorf("not three alternatives: %s", list)
	}
}

// TestConditionsInCommonAreSaidOnce: of somebody of whom nothing is known, every type of domestic
// worker needs the status and a household income of 10M yen (rules 6.3); J-Skip is more than the
// status, and 30M yen more than 10M.
func TestConditionsInCommonAreSaidOnce(t *testing.T) {
	text := screensOf(t, `{"as_of":"2026-11-22"}`, scoring.AllSheets, "ja")["benefits"]
	i := strings.Index(text, "世帯年収1,000万円以上")
	if i < 0 || strings.Contains(text[i+1:], "世帯年収1,000万円以上") || !strings.Contains(text[i:], "世帯年収1,000万円以上、かつ、次のどれか1つ：(1) 入国前に") {
		t.Errorf("10M yen do not stand once, before the conditions of which one is enough:\n%s", text)
	}
}

// TestTheWorkDecides: where more than one category is reached the work decides which is right, not
// the points (rules 2.2).
func TestTheWorkDecides(t *testing.T) {
	expect(t, parent, scoring.AllSheets, "result", map[string][]string{
		"en":      {"You qualify; your work decides for which"},
		"ja":      {"区分は仕事で決まります"},
		"zh":      {"属于哪一类看您的工作"},
		"zh-Hant": {"屬於哪一類看您的工作"},
	})
	for _, tag := range locales.Tags() {
		if best, _, _ := strings.Cut(screensOf(t, parent, scoring.AllSheets, tag)["result"], "\n"); strings.Contains(best, "1号") || strings.Contains(best, "1號") {
			t.Errorf("%s: one category stands above the others: %s", tag, best)
		}
	}
}

// TestDocumentsByApplication: what is filed for permanent residence, the spouse's work, parents and a
// domestic worker stands under a heading of its own (terms, part 3).
func TestDocumentsByApplication(t *testing.T) {
	for _, tag := range locales.Tags() {
		v := locales.In(tag)
		text := screensOf(t, parent, scoring.Only(scoring.Technical), tag)["documents"]
		for _, id := range []string{"permanent_residence", "spouse", "parents", "housekeeper"} {
			first, _, _ := strings.Cut(strings.TrimSpace(v.Say("document."+id)), "\n")
			heading := "## " + v.Say("documents."+id) + "\n" + first
			if !strings.Contains(text, heading) {
				t.Errorf("%s: %q does not stand above what it is for:\n%s", tag, v.Say("documents."+id), text)
			}
		}
	}
	expect(t, parent, scoring.Only(scoring.Technical), "documents", map[string][]string{
		"en":      {"Later, for permanent residence", "For your spouse's work", "For parents", "For a domestic worker"},
		"ja":      {"永住許可", "配偶者", "親", "家事使用人"},
		"zh":      {"永住", "配偶", "父母", "家政人员"},
		"zh-Hant": {"永住", "配偶", "父母", "家事使用人"},
	})
}

// TestOfficesOfCompanyLaw: ⑳ asks for an office of company law. 執行役員 and 部長, in English often
// “Executive Officer” and “Director”, are none (rules 1.7).
func TestOfficesOfCompanyLaw(t *testing.T) {
	for tag, words := range map[string][]string{
		"en": {"Executive Officer", "執行役員", "部長", "取締役"}, "ja": {"執行役員", "部長", "取締役"},
		"zh": {"執行役員", "部长", "取締役"}, "zh-Hant": {"執行役員", "部長", "取締役"},
	} {
		text := draw(Show(State{Language: tag, Goal: "i-c", Editing: "position"}, noon))
		for _, w := range words {
			if !strings.Contains(text, w) {
				t.Errorf("%s does not say %q:\n%s", tag, w, text)
			}
		}
	}
}

// TestTrueAndComplete: false statements lead to refusal and to revocation; the form itself carries
// 「以上の記載内容は事実と相違ありません」.
func TestTrueAndComplete(t *testing.T) {
	expect(t, parent, scoring.Only(scoring.Technical), "documents", map[string][]string{
		"en":      {"true and complete", "refusal", "revocation"},
		"ja":      {"事実どおり", "不許可", "取り消される"},
		"zh":      {"真实、完整", "不许可", "被取消"},
		"zh-Hant": {"真實、完整", "不許可", "被取消"},
	})
}

// TestPriceOfABenefit: beside the tick stands what is asked besides: parents of one side, living
// together, until the child is 7; a worker of 18 or over with a common language for 200,000 yen a
// month or more (rules 6.2, 6.3). The child's age counts on the day of application.
func TestPriceOfABenefit(t *testing.T) {
	expect(t, parent, scoring.Only(scoring.Technical), "result", map[string][]string{
		"en":      {"✅ Parents: one side, living with you, until the child is 7", "✅ Domestic worker: 1 worker, 18+, a shared language, ¥200,000 a month or more"},
		"ja":      {"✅ 親の帯同：一方の親に限り同居。子が7歳になるまで", "18歳以上、共通の言語、月額20万円以上"},
		"zh":      {"✅ 带父母：限一方的父母，要同住；到孩子满7岁", "年满18岁，有共同的语言，月薪20万日元以上"},
		"zh-Hant": {"限一方的父母，要同住；到孩子滿7歲", "年滿18歲，有共同的語言，月薪20萬日圓以上"},
	})
	expect(t, parent, scoring.Only(scoring.Technical), "benefits", map[string][]string{
		"en": {"The child's age counts on the day of application."}, "ja": {"子の年齢は申請の日で見ます。"},
		"zh": {"孩子的年龄以申请当天为准。"}, "zh-Hant": {"孩子的年齡以申請當天為準。"},
	})
}

// TestChildrenAtSchool: the interview asks for children under 13, and school is compulsory until the
// end of the school year of the fifteenth birthday: without one under 13 the requirement is open. Who
// gives all ages is told what follows.
func TestChildrenAtSchool(t *testing.T) {
	v := locales.In("en")
	line := v.Say("residence_check.school_attendance") + " … "
	c := engineer80(t).choose("residence", "hsp").say("2023-06-01").choose("same", "80", "none", "none").on("residence").choose("checks")
	c.shows(line + v.Say("checks.unknown"))
	for ages, state := range map[string]string{"[]": "met", "[16]": "met", "[15]": "unknown", "[6]": "unknown", "null": "unknown"} {
		text := screensOf(t, strings.Replace(parent, `"children_ages":[6]`, `"children_ages":`+ages, 1), scoring.Only(scoring.Technical), "en")["checks"]
		if !strings.Contains(text, line+v.Say("checks."+state)) {
			t.Errorf("%s: not %s:\n%s", ages, state, text)
		}
	}
}

// TestExemptOnTheDayOfFiling: highly skilled people on their routes are exempt from Japanese at B1
// (draft 第２の５(8)); for a route that opens later, so is who files on that day. 80 points without any
// Japanese, in Japan since June 2026 as 1号: the year is complete on 1 June 2027, and the birthday of
// January takes 5 points only where there are not 5 more.
func TestExemptOnTheDayOfFiling(t *testing.T) {
	v := locales.In("en")
	c := engineer80(t).press("set:licences:one").choose("residence", "hsp").say("2026-06-01").choose("same", "80", "none", "none").on("residence")
	c.shows("Opens on 1 June 2027.").choose("checks").shows("For an application on 1 June 2027:").
		shows("✅ " + v.Say("residence_check.japanese_b1") + " … " + v.Say("checks.met"))
}
