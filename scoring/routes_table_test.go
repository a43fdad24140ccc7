package scoring_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"

	. "hspbot/scoring"
)

// seventy is somebody with 70 points in ロ: master 20, ten years 20, 8,000,000 yen 30, no age.
const seventy = `{"as_of":"2026-11-29","category":"i-b","degrees":["master"],"different_fields":false,"research":[],"licences":0,
	"position":"none","innovation_support":false,"sme":false,"local_government_support":false,"rnd_ratio_percent":0,
	"foreign_qualification":false,"japanese_university":false,"japanese":"none","growth_field_project":false,"designated_university":false,
	"jica_training":"none","own_investment_jpy":0,"investment_management":false,"annual_income_jpy":8000000,"career_since":"2012-04-01",
	"birth_date":"1980-05-05","stay":{"in_japan_since":"2020-10-01","hsp_since":"none","j_skip_since":"none"}}`

// manager is somebody with 90 points in ハ: MBA 25, ten years 25, 20,000,000 yen 30, representative 10.
const manager = `"category":"i-c","degrees":["mba_mot"],"position":"representative","annual_income_jpy":20000000,"career_since":"2010-01-01","birth_date":"1987-01-15"`

const (
	keepPoints = "「１年以上継続して８０点以上の点数を有し」２（７）イ"
	keep70     = "「３年以上継続して７０点以上の点数を有し」２（６）イ"
	asHSP      = "「必要な点数を維持して…継続して本邦に在留」２（６）（７）ア"
	granted    = "「ポイント計算の結果８０点以上の点数を有すると認められて在留している者」注３"
	special    = "「『特別高度人材』として１年以上継続して本邦に在留」２（８）ア"
	special2   = "「永住許可申請日から１年前の時点を基準として…基準に該当」２（８）イ"
	ordinary   = "「引き続き１０年以上本邦に在留」「就労資格…をもって引き続き５年以上」１（３）ア"
	noManager  = "「改正後の許可基準に適合していない場合は…永住許可…は認められません」(001448070)"
	secondKind = "高度専門職2号: 70点（又は特別高度人材の基準）、1号として3年（特別高度人材は1年）"
	table      = "令和5年4月1日以降のポイント計算表"
)

// routeRow is the person of seventy with other keys, and what its routes are: the route, the
// state, from, kept_until, because and needs; a dash is null or nothing, and what is left out is
// not compared.
type routeRow struct{ name, cite, keys, want string }

var routeTable = []routeRow{
	{"80 for a year today", keepPoints, `"japanese":"n2","stay":{"in_japan_since":"2025-11-29"}`, "deemed_80_1y open 2026-11-29 - - -"},
	{"a day short", keepPoints, `"japanese":"n2","stay":{"in_japan_since":"2025-11-30"}`, "deemed_80_1y opens 2026-11-30 - - -"},
	{"a day more", keepPoints, `"japanese":"n2","stay":{"in_japan_since":"2025-11-28"}`, "deemed_80_1y open 2026-11-28 - - -"},
	{"75 points", keepPoints, `"licences":1`, "deemed_80_1y closed - - points_80 -\ndeemed_70_3y open 2026-04-01 - - -"},
	{"the table begins on 1 April 2023", table, `"as_of":"2026-04-01"`, "deemed_70_3y open 2026-04-01 - - -"},
	{"a day before that", table, `"as_of":"2026-03-31"`, "deemed_70_3y unknown - - table -"},
	{"a year after the table began", table, `"as_of":"2024-04-01","japanese":"n2"`, "deemed_80_1y open 2024-04-01 - - -"},
	{"a day before that, too", table, `"as_of":"2024-03-31","japanese":"n2"`, "deemed_80_1y unknown - - table -"},
	{"fewer points are certain before the table", table, `"as_of":"2026-03-31","earlier":[{"before":"2026-01-01","facts":{"annual_income_jpy":7000000}}]`, "deemed_70_3y opens 2029-01-01 - - -"},
	{"a rise of pay", keepPoints, `"japanese":"n2","earlier":[{"before":"2026-01-01","facts":{"annual_income_jpy":7000000}}]`, "deemed_80_1y opens 2027-01-01 - - -\ndeemed_70_3y opens 2029-01-01 - - -"},
	{"less for a single day", keepPoints, `"japanese":"n2","earlier":[{"before":"2026-06-02","facts":{"annual_income_jpy":7000000}},{"before":"2026-06-01","facts":{"annual_income_jpy":8000000}}]`,
		"deemed_80_1y opens 2027-06-02 - - -\ndeemed_70_3y opens 2029-06-02 - - -"},
	{"less on the day before the year", keepPoints, `"japanese":"n2","earlier":[{"before":"2025-11-28","facts":{"annual_income_jpy":8000000}},{"before":"2025-11-29","facts":{"annual_income_jpy":7000000}}]`,
		"deemed_80_1y open 2026-11-29 - - -"},
	{"less on the first day of the year", keepPoints, `"japanese":"n2","earlier":[{"before":"2025-11-29","facts":{"annual_income_jpy":8000000}},{"before":"2025-11-30","facts":{"annual_income_jpy":7000000}}]`,
		"deemed_80_1y opens 2026-11-30 - - -"},
	{"a Japanese degree since April 2025", keepPoints, `"japanese_university":true,"designated_university":true,"earlier":[{"before":"2025-04-01","facts":{"degrees":["bachelor"],"japanese_university":false,"designated_university":false}}]`,
		"deemed_80_1y open 2026-04-01 - - -\ndeemed_70_3y opens 2028-04-01 - - -"},
	{"N1 gained, N2 before", keepPoints, `"japanese":"n1","earlier":[{"before":"2026-03-29","facts":{"japanese":"n2"}}]`, "deemed_80_1y open 2024-04-01 - - -"},
	{"it is not known what it was", keepPoints, `"japanese":"n2","earlier":[{"before":"2026-03-01","facts":{"japanese":null}}]`, "deemed_80_1y unknown - - - japanese\ndeemed_70_3y open 2026-04-01 - - -"},
	{"moving to Japan in February", keepPoints, `"japanese":"n2","stay":{"in_japan_since":"2027-02-01"}`, "deemed_80_1y opens 2028-02-01 - - -"},
	{"not in Japan", keepPoints, `"japanese":"n2","stay":{"in_japan_since":"none"}`, "deemed_80_1y closed - - in_japan_since -"},
	{"since 29 February", keepPoints, `"japanese":"n2","stay":{"in_japan_since":"2024-02-29"}`, "deemed_80_1y open 2025-03-01 - - -"},
	{"the 35th birthday on the day the year is whole", keepPoints, `"birth_date":"1992-01-15","stay":{"in_japan_since":"2026-01-15"}`, "deemed_80_1y closed - - in_japan_since -"},
	{"the 40th birthday takes the pay's points, too", keep70, `"annual_income_jpy":7000000,"birth_date":"1986-12-24","stay":{"in_japan_since":"2023-11-01"}`, "deemed_70_3y open 2026-11-01 2026-12-24 age -"},
	{"the 30th birthday breaks three years under way", keep70,
		`"degrees":["bachelor"],"annual_income_jpy":4000000,"japanese":"n1","japanese_university":true,"birth_date":"1996-12-01","career_since":"2019-11-01"`, "deemed_70_3y closed - - points_70 -"},
	{"29 without a birthday: 35 is more than five years away", keepPoints, `"birth_date":null,"age":29`, "deemed_80_1y open 2024-04-01 - - -"},
	{"33 without a birthday: 35 comes in 2028, nobody knows when", keepPoints, `"birth_date":null,"age":33`, "deemed_80_1y open 2024-04-01 - - birth_date"},
	{"no age at all", keepPoints, `"birth_date":null`, "deemed_80_1y unknown - - - age\ndeemed_70_3y open 2026-04-01 - - -"},
	{"seven years of work today: a year ago they were not complete", keepPoints, `"career_since":null,"career_years":7,"japanese":"n1"`, "deemed_80_1y unknown - - - career_since"},
	{"eight years: a year ago they were seven", keepPoints, `"career_since":null,"career_years":8,"japanese":"n1"`, "deemed_80_1y open 2026-11-29 - - -"},
	{"experience makes 80 in March 2027", keepPoints, `"degrees":["bachelor"],"licences":2,"japanese":"n1","career_since":"2020-03-01"`, "deemed_80_1y opens 2028-03-01 - - -\ndeemed_70_3y open 2026-04-01 - - -"},
	{"under the floor of 3,000,000", keepPoints, `"annual_income_jpy":2999999,"degrees":["doctorate"],"japanese_university":true,"japanese":"n1","designated_university":true`, "deemed_80_1y closed - - income_floor -"},
	{"1号イ has no floor", keepPoints, `"category":"i-a","annual_income_jpy":2999999,"degrees":["doctorate"],"japanese_university":true,"japanese":"n1","designated_university":true`, "deemed_80_1y open 2024-04-01 - - -"},

	{"granted with 80 a year ago", asHSP, `"japanese":"n2","stay":{"in_japan_since":"2025-11-29","hsp_since":"2025-11-29","hsp_points":80}`, "hsp_80_1y open 2026-11-29 - - -"},
	{"not known with how many", granted, `"japanese":"n2","stay":{"in_japan_since":"2022-01-01","hsp_since":"2024-01-01"}`, "hsp_80_1y unknown - - - stay.hsp_points"},
	{"granted with 80, 75 now", granted, `"licences":1,"stay":{"in_japan_since":"2022-01-01","hsp_since":"2024-01-01","hsp_points":80}`, "hsp_80_1y closed - - points_80 -\nhsp_70_3y opens 2027-01-01 - - -"},
	{"granted with 70, 80 now", granted, `"japanese":"n2","stay":{"in_japan_since":"2022-01-01","hsp_since":"2025-10-01","hsp_points":70}`, "hsp_80_1y closed - - hsp_points -\ndeemed_80_1y open 2026-10-02 - - -"},
	{"the points of the grant are those of that day", granted,
		`"japanese":"n2","earlier":[{"before":"2025-11-30","facts":{"annual_income_jpy":7000000}}],"stay":{"in_japan_since":"2025-11-29","hsp_since":"2025-11-29","hsp_points":80}`, "hsp_80_1y open 2026-11-29 - - -"},
	{"granted in 2022", table, `"stay":{"in_japan_since":"2020-01-01","hsp_since":"2022-06-01","hsp_points":70}`, "hsp_70_3y open 2026-04-01 - - -"},
	{"a status planned for February", asHSP, `"japanese":"n2","stay":{"in_japan_since":"2022-01-01","hsp_since":"2027-02-01","hsp_points":80}`, "hsp_80_1y opens 2028-02-01 - - -\ndeemed_80_1y open 2024-04-01 - - -"},
	{"in Japan since the status at the latest", asHSP, `"japanese":"n2","stay":{"hsp_since":"2025-10-01","hsp_points":80}`, "deemed_80_1y open 2026-10-01 - - -"},
	{"never on the status", asHSP, `"japanese":"n2"`, "hsp_80_1y closed - - hsp_since -\nhsp_70_3y closed - - hsp_since -"},

	{"criteria not known", noManager, manager + `,"stay":{"in_japan_since":"2022-01-01","hsp_since":"2022-01-01","hsp_points":80}`, "hsp_80_1y unknown - - - business_manager\nhsp2_points_3y unknown - - - business_manager"},
	{"the day before the criteria", noManager, `"as_of":"2025-10-15",` + manager + `,"business_manager":"not_met","stay":{"in_japan_since":"2022-01-01"}`, "deemed_80_1y open 2024-04-01 2025-10-16 business_manager -"},
	{"the same person on the day", noManager, `"as_of":"2025-10-16",` + manager + `,"business_manager":"not_met","stay":{"in_japan_since":"2022-01-01"}`, "deemed_80_1y closed - - business_manager -"},
	{"the points of ロ are enough", noManager, manager + `,"category":null,"business_manager":"not_met","stay":{"in_japan_since":"2022-01-01"}`, "deemed_80_1y open 2024-04-01 - - -"}, // 90 in ロ, 85 at 40
	{"ten years, work not said to be ハ", noManager, manager + `,"category":null,"business_manager":"not_met","stay":{"in_japan_since":"2014-01-01","work_status_since":"2014-01-01"}`, "ordinary_10y open 2024-01-01 - - -"},
	{"ten years in ハ, criteria not known", noManager, manager + `,"stay":{"in_japan_since":"2014-01-01","work_status_since":"2014-01-01"}`, "ordinary_10y unknown - - - business_manager"},

	{"J-Skip in ハ", special, manager + `,"annual_income_jpy":40000000,"business_manager":"met","stay":{"in_japan_since":"2022-01-01","j_skip_since":"2025-06-01"}`, "j_skip_1y open 2026-06-01 - - -"},
	{"a yen less", special, manager + `,"annual_income_jpy":39999999,"business_manager":"met","stay":{"in_japan_since":"2022-01-01","j_skip_since":"2025-06-01"}`, "j_skip_1y closed - - j_skip -"},
	{"ten years of work today, without a degree", special, `"degrees":[],"annual_income_jpy":20000000,"career_since":"2016-11-29","stay":{"in_japan_since":"2022-01-01","j_skip_since":"2025-11-01"}`,
		"j_skip_1y open 2026-11-29 - - -\ndeemed_j_skip_1y opens 2027-11-29 - - -"},
	{"ten years of work next June", special, `"degrees":["bachelor"],"annual_income_jpy":20000000,"career_since":"2017-06-01","stay":{"in_japan_since":"2022-01-01","j_skip_since":"2025-11-01"}`, "j_skip_1y opens 2027-06-01 - - -"},
	{"the standard met for two days a year apart", special2, `"annual_income_jpy":20000000,"earlier":[{"before":"2026-11-29","facts":{"annual_income_jpy":15000000}},{"before":"2025-11-30","facts":{"annual_income_jpy":20000000}},{"before":"2025-11-29","facts":{"annual_income_jpy":15000000}}]`,
		"deemed_j_skip_1y open 2026-11-29 2026-11-30 j_skip -"},
	{"J-Skip began on 21 April 2023", special2, `"as_of":"2024-04-20","annual_income_jpy":20000000`, "deemed_j_skip_1y opens 2024-04-21 - - -"},

	{"2号 by the standard, with 60 points", secondKind, `"annual_income_jpy":20000000,"career_since":"2025-04-01","stay":{"in_japan_since":"2022-01-01","hsp_since":"2023-06-01","j_skip_since":"none"}`,
		"hsp2_points_3y open 2026-06-01 - - -\nhsp2_j_skip_1y closed - - j_skip_since -"},
	{"2号 with J-Skip only", secondKind, `"annual_income_jpy":20000000,"stay":{"in_japan_since":"2022-01-01","hsp_since":"none","j_skip_since":"2023-06-01"}`, "hsp2_points_3y open 2026-06-01 - - -\nhsp2_j_skip_1y open 2024-06-01 - - -"},
	{"2号, 65 points today", secondKind, `"foreign_qualification":true,"degrees":["bachelor"],"stay":{"in_japan_since":"2022-01-01","hsp_since":"2023-06-01","j_skip_since":"none"}`, "hsp2_points_3y closed - - points_70 -"},

	{"1号 counts as a status for work", ordinary, `"stay":{"in_japan_since":"2014-01-01","hsp_since":"2021-05-01"}`, "ordinary_10y open 2026-05-01 - - -"},
	{"ten years as 1号", ordinary, `"stay":{"hsp_since":"2016-01-01"}`, "ordinary_10y open 2026-01-01 - - -"},
	{"ten years in 2028", ordinary, `"stay":{"in_japan_since":"2018-03-05","work_status_since":"2018-03-05"}`, "ordinary_10y opens 2028-03-05 - - -"},
	{"ten years after the five that are looked at", ordinary, `"stay":{"in_japan_since":"2022-01-01","work_status_since":"2022-01-01"}`, "ordinary_10y closed - - in_japan_since -"},
	{"ten years on the last day that is looked at", ordinary, `"stay":{"in_japan_since":"2021-11-29","work_status_since":"2021-11-29"}`, "ordinary_10y opens 2031-11-29 - - -"},
	{"ten years as a student", ordinary, `"stay":{"in_japan_since":"2014-01-01","work_status_since":"none"}`, "ordinary_10y closed - - work_status_since -"},
	{"since when on a status for work?", ordinary, `"stay":{"in_japan_since":"2014-01-01","hsp_since":"none","j_skip_since":"none"}`, "ordinary_10y unknown - - - stay.work_status_since"},

	// イ has 75 points (20+30+25) until June 2026, ロ 65; since then ロ has 70 (20+30+10+10), イ 50.
	{"points of two categories are not mixed", "各号の表の合計", `"category":null,"career_since":"2026-01-01","licences":2,"investment_management":true,
		"earlier":[{"before":"2026-06-01","facts":{"licences":0,"investment_management":false,"research":["patent","papers"]}}]`, "deemed_70_3y opens 2029-06-01 - - -"},
}

func TestRouteTable(t *testing.T) {
	if len(routeTable) < 40 {
		t.Errorf("%d cases", len(routeTable))
	}
	checkRouteRows(t, routeTable)
}

func checkRouteRows(t *testing.T, rows []routeRow) {
	for _, c := range rows {
		t.Run(c.name, func(t *testing.T) {
			p := personOf(t, c.keys)
			list, err := Routes(&p, AllSheets)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]string{}
			for _, r := range list {
				got[r.ID] = routeLine(r)
			}
			for want := range strings.SplitSeq(c.want, "\n") {
				id, _, _ := strings.Cut(want, " ")
				if got[id] != want {
					t.Errorf("%s\nwant %s\n%s", got[id], want, c.cite)
				}
			}
		})
	}
}

// personOf returns the person of seventy with other keys.
func personOf(t *testing.T, keys string) Person {
	t.Helper()
	var base, over map[string]json.RawMessage
	if err := json.Unmarshal([]byte(seventy), &base); err != nil {
		t.Fatal(err)
	}
	// Of a key given twice the last counts.
	if err := json.Unmarshal([]byte("{"+keys+"}"), &over); err != nil {
		t.Fatal(err)
	}
	maps.Copy(base, over)
	text, err := json.Marshal(base)
	if err != nil {
		t.Fatal(err)
	}
	p, err := ParsePerson(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func routeLine(r Route) string {
	day := func(d Date) string {
		if d.IsZero() {
			return "-"
		}
		return d.String()
	}
	dash := func(s string) string {
		if s == "" {
			return "-"
		}
		return s
	}
	return fmt.Sprint(r.ID, " ", r.State, " ", day(r.From), " ", day(r.KeptUntil), " ", dash(r.Because), " ", dash(strings.Join(r.Needs, ",")))
}
