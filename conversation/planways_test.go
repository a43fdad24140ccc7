package conversation

import "testing"

// TestWaysToSeventy: what closes a gap of five points, by the form: a master's degree 20, 5 years 10, 31
// years of age 10, 7M 25 are 65. 8M gives 30, N2 10, one licence 5, innovation support 10.
func TestWaysToSeventy(t *testing.T) {
	c := start(t, "en").choose("i-b", "master", "done").say("7M yen").say("31").say("5").choose("none", "none", "none", "none", "none", "none").on("result")
	c.shows("Not yet: 65 of 70 points (5 short)").shows("¥8M a year or more … 65 → 70").
		shows("1 licence or IT examination more … 65 → 70").shows("Employer with innovation support … 65 → 75")
	// 10 more points for 80: 9M and a licence. 8M is needed for 70, 10M for 80; from 35 the age gives
	// 5 points for 10, and one step more is needed for 70, and for 80 there is none.
	c.choose("ways").on("ways").shows("1号ロ, 70 points: ¥8M").shows("1号ロ, 80 points: ¥10M")
	// At 29 two more years of work end the points for the age under 30: 15 become 10, and with
	// 6.5M, which gives 20, 65 stay 65. Ten years give 20, and 34 years of age 10: 70.
	start(t, "en").choose("i-b", "master", "done").say("6.5M yen").say("29").say("5").choose("none", "none", "none", "none", "none", "none").on("result").
		shows("Not yet: 65 of 70 points")
}

// TestWaysAsk: an answer that is open and would close the gap alone comes first.
func TestWaysAsk(t *testing.T) {
	c := start(t, "en").choose("i-b", "master", "done").say("7M yen").say("31").say("5").choose("none", "none", "none", "not-sure", "none", "none")
	c.say("how do i get more points").on("ways").shows("❔ Ask the employer: Gets innovation support … 65 → 75")
}
