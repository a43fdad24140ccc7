package scoring_test

import "testing"

// borderTable are days, points and years on their borders; see [routeTable].
var borderTable = []routeRow{
	// 29 February: birthdays and years complete on 1 March of a common year, and F minus years is 28 February.
	{"born on 29 February, 35 on 1 March 2027", keepPoints, `"birth_date":"1992-02-29"`, "deemed_80_1y open 2024-04-01 2027-03-01 age -"},
	{"the day before", keepPoints, `"as_of":"2027-02-28","birth_date":"1992-02-29"`, "deemed_80_1y open 2024-04-01 2027-03-01 age -"},
	{"the day itself", keepPoints, `"as_of":"2027-03-01","birth_date":"1992-02-29"`, "deemed_80_1y closed - - points_80 -\ndeemed_70_3y open 2026-04-01 - - -"},
	{"40 in a leap year", keepPoints, `"birth_date":"1988-02-29","licences":1`, "deemed_80_1y open 2024-04-01 2028-02-29 age -"},
	{"ten years of work since 29 February", keep70, `"career_since":"2016-02-29"`, "deemed_70_3y opens 2029-03-01 - - -"},
	{"filed on 29 February", keepPoints, `"as_of":"2028-02-29","japanese":"n2","stay":{"in_japan_since":"2027-02-28"}`, "deemed_80_1y open 2028-02-28 - - -"},
	{"filed on 29 February, here since 1 March", keepPoints, `"as_of":"2028-02-29","japanese":"n2","stay":{"in_japan_since":"2027-03-01"}`, "deemed_80_1y opens 2028-03-01 - - -"},
	{"three years since 29 February", keep70, `"stay":{"in_japan_since":"2024-02-29"}`, "deemed_70_3y opens 2027-03-01 - - -"},
	{"granted on 29 February, 80", asHSP, `"japanese":"n2","stay":{"in_japan_since":"2022-01-01","hsp_since":"2024-02-29","hsp_points":80}`, "hsp_80_1y open 2025-03-01 - - -"},
	{"granted on 29 February, 70", asHSP, `"stay":{"in_japan_since":"2022-01-01","hsp_since":"2024-02-29","hsp_points":70}`, "hsp_70_3y opens 2027-03-01 - - -"},
	{"ten years in Japan since 29 February", ordinary, `"as_of":"2026-03-01","stay":{"in_japan_since":"2016-02-29","work_status_since":"2016-02-29"}`, "ordinary_10y open 2026-03-01 - - -"},
	{"the day before that", ordinary, `"as_of":"2026-02-28","stay":{"in_japan_since":"2016-02-29","work_status_since":"2016-02-29"}`, "ordinary_10y opens 2026-03-01 - - -"},
	{"J-Skip: ten years of work since 29 February", special, `"as_of":"2026-02-28","degrees":["bachelor"],"annual_income_jpy":20000000,"career_since":"2016-02-29","stay":{"in_japan_since":"2022-01-01","j_skip_since":"2024-06-01"}`,
		"j_skip_1y opens 2026-03-01 - - -"},

	// Birthdays.
	{"35 tomorrow", keepPoints, `"birth_date":"1991-11-30"`, "deemed_80_1y open 2024-04-01 2026-11-30 age -"},
	{"35 today", keepPoints, `"birth_date":"1991-11-29"`, "deemed_80_1y closed - - points_80 -\ndeemed_70_3y open 2026-04-01 - - -"},
	{"35 on the last day that is looked at", keepPoints, `"birth_date":"1996-11-29"`, "deemed_80_1y open 2024-04-01 2031-11-29 age -"},
	{"35 a day later", keepPoints, `"birth_date":"1996-11-30"`, "deemed_80_1y open 2024-04-01 - - -"},
	// 20 + 10 + 30 + 10 + N2 10 = 80 with five years; on 15 January 2027 age gives 5 less, seven years 5 more.
	{"seven years of work on the birthday", keepPoints, `"japanese":"n2","birth_date":"1992-01-15","career_since":"2020-01-15"`, "deemed_80_1y open 2026-01-15 - - -"},
	{"seven years of work a day after it", keepPoints, `"japanese":"n2","birth_date":"1992-01-15","career_since":"2020-01-16"`, "deemed_80_1y open 2026-01-16 2027-01-15 age -"},
	{"34 without a birthday", keepPoints, `"birth_date":null,"age":34`, "deemed_80_1y open 2024-04-01 - - birth_date"},

	// What was different.
	{"N1 gained eight months ago, nothing before", keepPoints, `"japanese":"n1","earlier":[{"before":"2026-03-29","facts":{"japanese":"none"}}]`, "deemed_80_1y opens 2027-03-29 - - -\ndeemed_70_3y open 2026-04-01 - - -"},
	{"two licences since December", keepPoints, `"licences":2,"earlier":[{"before":"2025-12-01","facts":{"licences":0}}]`, "deemed_80_1y opens 2026-12-01 - - -"},
	{"the employer's support ended", keepPoints, `"earlier":[{"before":"2026-06-01","facts":{"innovation_support":true}}]`, "deemed_80_1y closed - - points_80 -\ndeemed_70_3y open 2026-04-01 - - -"},
	{"an SME with R&D over 3 per cent since June", keepPoints, `"licences":1,"sme":true,"rnd_ratio_percent":3.1,"earlier":[{"before":"2026-06-01","facts":{"rnd_ratio_percent":3}}]`, "deemed_80_1y opens 2027-06-01 - - -"},
	// At 46 pay of 7M gives nothing: 50 with N2 until June, 85 with 9M, 80 with 8M.
	{"of two entries the next after the day counts", keepPoints, `"japanese":"n2","earlier":[{"before":"2026-09-01","facts":{"annual_income_jpy":9000000}},{"before":"2026-06-01","facts":{"annual_income_jpy":7000000}}]`, "deemed_80_1y opens 2027-06-01 - - -"},
	{"pay that is known in a band only", keepPoints, `"japanese":"n2","earlier":[{"before":"2026-05-01","facts":{"annual_income_jpy":{"from":7000000,"below":9000000}}}]`,
		"deemed_80_1y unknown - - - annual_income_jpy\ndeemed_70_3y unknown - - - annual_income_jpy"},
	{"a band that gives the same points", keepPoints, `"japanese":"n2","earlier":[{"before":"2026-05-01","facts":{"annual_income_jpy":{"from":8000000,"below":9000000}}}]`, "deemed_80_1y open 2024-04-01 - - -"},
	{"75 for certain, licences not known", keepPoints, `"foreign_qualification":true,"licences":null`, "deemed_80_1y unknown - - - licences\ndeemed_70_3y open 2026-04-01 - - -"},
	{"an SME in the past without support", keepPoints, `"japanese":"n2","earlier":[{"before":"2026-06-01","facts":{"sme":true}}]`, "deemed_80_1y open 2024-04-01 - - -"},

	// Filing before and after the revised guideline: the routes are the same, the period of stay is looked at besides.
	{"three years on 31 March 2027", keep70, `"stay":{"in_japan_since":"2024-03-31","period_years":3,"period_ends":"2027-06-30"}`, "deemed_70_3y opens 2027-03-31 - - -"},
	{"three years on 1 April 2027", keep70, `"stay":{"in_japan_since":"2024-04-01","period_years":3,"period_ends":"2027-06-30"}`, "deemed_70_3y opens 2027-04-01 - - -"},
	{"filed in May 2027 with a period of three years", keep70, `"as_of":"2027-05-15","stay":{"in_japan_since":"2024-04-01","period_years":3,"period_ends":"2027-06-30"}`, "deemed_70_3y open 2027-04-01 - - -"},

	// As 1号.
	{"granted with 80 tomorrow a year ago", asHSP, `"japanese":"n2","stay":{"in_japan_since":"2022-01-01","hsp_since":"2025-11-30","hsp_points":80}`, "hsp_80_1y opens 2026-11-30 - - -"},
	{"granted on the first day of the table", table, `"japanese":"n2","stay":{"in_japan_since":"2022-01-01","hsp_since":"2023-04-01","hsp_points":80}`, "hsp_80_1y open 2024-04-01 - - -"},
	{"granted on the day before it", table, `"japanese":"n2","stay":{"in_japan_since":"2022-01-01","hsp_since":"2023-03-31","hsp_points":80}`, "hsp_80_1y open 2024-03-31 - - -"},
	{"granted two days before it", table, `"japanese":"n2","stay":{"in_japan_since":"2022-01-01","hsp_since":"2023-03-30","hsp_points":80}`, "hsp_80_1y open 2024-04-01 - - -"},
	{"granted with 70 three years ago", asHSP, `"stay":{"in_japan_since":"2022-01-01","hsp_since":"2023-11-29","hsp_points":70}`, "hsp_70_3y open 2026-11-29 - - -\nhsp2_points_3y open 2026-11-29 - - -"},
	{"a day less", asHSP, `"stay":{"in_japan_since":"2022-01-01","hsp_since":"2023-11-30","j_skip_since":"none","hsp_points":70}`, "hsp_70_3y opens 2026-11-30 - - -\nhsp2_points_3y opens 2026-11-30 - - -"},
	{"2号 looks at the day of filing only", secondKind, `"stay":{"in_japan_since":"2022-01-01","hsp_since":"2022-01-01"},"earlier":[{"before":"2026-11-29","facts":{"annual_income_jpy":3000000}}]`,
		"hsp2_points_3y open 2026-11-29 - - -\nhsp_70_3y opens 2029-11-29 - - -"},
	{"2号 under the floor", secondKind, `"annual_income_jpy":2999999,"degrees":["doctorate"],"japanese_university":true,"japanese":"n1","designated_university":true,"stay":{"in_japan_since":"2022-01-01","hsp_since":"2022-01-01"}`,
		"hsp2_points_3y closed - - income_floor -"},

	// J-Skip.
	{"a dip of the pay", special, `"annual_income_jpy":20000000,"earlier":[{"before":"2026-10-01","facts":{"annual_income_jpy":15000000}},{"before":"2026-01-01","facts":{"annual_income_jpy":20000000}}],"stay":{"in_japan_since":"2022-01-01","j_skip_since":"2025-06-01"}`,
		"j_skip_1y open 2026-10-01 - - -\ndeemed_j_skip_1y open 2026-10-01 2027-01-01 j_skip -"},
	{"the standard lost this month", special, `"annual_income_jpy":19999999,"earlier":[{"before":"2026-11-01","facts":{"annual_income_jpy":20000000}}],"stay":{"in_japan_since":"2022-01-01","j_skip_since":"2023-06-01"}`,
		"j_skip_1y closed - - j_skip -\ndeemed_j_skip_1y closed - - j_skip -"},
	{"J-Skip for a year today", secondKind, `"annual_income_jpy":20000000,"stay":{"in_japan_since":"2022-01-01","hsp_since":"none","j_skip_since":"2025-11-29"}`, "hsp2_j_skip_1y open 2026-11-29 - - -\nj_skip_1y open 2026-11-29 - - -"},
	{"J-Skip for a year tomorrow", secondKind, `"annual_income_jpy":20000000,"stay":{"in_japan_since":"2022-01-01","hsp_since":"none","j_skip_since":"2025-11-30"}`, "hsp2_j_skip_1y opens 2026-11-30 - - -\nj_skip_1y opens 2026-11-30 - - -"},
	{"five years of management today", special, manager + `,"annual_income_jpy":40000000,"career_since":"2021-11-29","business_manager":"met","stay":{"in_japan_since":"2022-01-01","j_skip_since":"2025-06-01"}`, "j_skip_1y open 2026-11-29 - - -"},
	{"five years of management tomorrow", special, manager + `,"annual_income_jpy":40000000,"career_since":"2021-11-30","business_manager":"met","stay":{"in_japan_since":"2022-01-01","j_skip_since":"2025-06-01"}`, "j_skip_1y opens 2026-11-30 - - -"},
	{"J-Skip in ハ without the criteria", noManager, manager + `,"annual_income_jpy":40000000,"business_manager":"not_met","stay":{"in_japan_since":"2022-01-01","j_skip_since":"2025-06-01"}`, "j_skip_1y closed - - business_manager -"},

	// What is short comes in the order of the contract; criteria that are not known do not hide it.
	{"too few points, and not in Japan", keep70, `"degrees":["bachelor"],"stay":{"in_japan_since":"none"}`, "deemed_70_3y closed - - points_70 -"},
	// MBA 25 + ten years 25 + 10M 10 = 60.
	{"60 points in ハ, criteria not known", noManager, manager + `,"position":"none","annual_income_jpy":10000000,"stay":{"in_japan_since":"2022-01-01"}`, "deemed_70_3y closed - - points_70 -"},

	// Ten years, and days to come.
	{"ten years and five on a work status today", ordinary, `"stay":{"in_japan_since":"2016-11-29","work_status_since":"2021-11-29"}`, "ordinary_10y open 2026-11-29 - - -"},
	{"five years on a work status tomorrow", ordinary, `"stay":{"in_japan_since":"2016-11-29","work_status_since":"2021-11-30"}`, "ordinary_10y opens 2026-11-30 - - -"},
	{"ten years tomorrow", ordinary, `"stay":{"in_japan_since":"2016-11-30","work_status_since":"2016-11-30"}`, "ordinary_10y opens 2026-11-30 - - -"},
	{"J-Skip counts as a status for work", ordinary, `"stay":{"in_japan_since":"2014-01-01","work_status_since":"none","j_skip_since":"2023-05-01"}`, "ordinary_10y opens 2028-05-01 - - -"},
	{"arriving a year before the last day", keepPoints, `"japanese":"n2","stay":{"in_japan_since":"2030-11-29"}`, "deemed_80_1y opens 2031-11-29 - - -"},
	{"arriving a day later", keepPoints, `"japanese":"n2","stay":{"in_japan_since":"2030-11-30"}`, "deemed_80_1y closed - - in_japan_since -"},
}

// TestRouteBorders decides people on the borders of days, points and years.
func TestRouteBorders(t *testing.T) {
	if len(borderTable) < 50 {
		t.Errorf("%d cases", len(borderTable))
	}
	checkRouteRows(t, borderTable)
}
