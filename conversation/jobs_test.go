package conversation

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hspbot/locales"
	"hspbot/scoring"
)

// TestJobsAreRead: a list of jobs as people type it in each language, and what it comes to: four years
// without the months that overlap, and without those as a student.
func TestJobsAreRead(t *testing.T) {
	const four = "study=2014-04-01/2018-03-31,job:i-b=2018-04-01/2021-03-31,job:i-b=2020-10-01/2022-03-31"
	for _, c := range []struct {
		tag, text, jobs string
		least, most     int
	}{
		{"en", "my jobs: 2018-04 to 2021-03 engineer, 2020-10 to 2022-03 engineer, student 2014-04 to 2018-03", four, 48, 48},
		{"ja", "職務経歴：2018年4月〜2021年3月 エンジニア、2020年10月〜2022年3月 エンジニア、在学 2014年4月〜2018年3月", four, 48, 48},
		{"zh", "我的工作经历：2018年4月到2021年3月 工程师，2020年10月到2022年3月 工程师，上学 2014年4月到2018年3月", four, 48, 48},
		{"zh-Hant", "我的工作經歷：2018年4月到2021年3月 工程師，2020年10月到2022年3月 工程師，就學 2014年4月到2018年3月", four, 48, 48},
		{"en", "jobs: April 2018 to March 2021, parental leave 2019-05 to 2019-10", "job=2018-04-01/2021-03-31,leave=2019-05-01/2019-10-31", 30, 36},
		{"en", "jobs: 2021-11-22 to now", "job=2021-11-22/", 60, 60},
		{"en", "jobs: 2015-04 to 2018-03 researcher, since 2021-12 engineer", "job:i-a=2015-04-01/2018-03-31,job:i-b=2021-12-01/", 59, 59},
	} {
		before := tableAt(t, c.tag, "career_i-b")
		after := Step(before, Event{Kind: Typed, Text: c.text, Language: c.tag, At: noon})
		screen := Show(after, noon)
		check(t, screen)
		now := begin(after, noon)
		least, most := scoring.WorkMonths(now.spells(scoring.Technical), now.today)
		if screen.ID != jobsView || string(after.Jobs) != c.jobs || least != c.least || most != c.most {
			t.Errorf("%s: %q is read as %s: %d to %d months", c.tag, c.text, after.Jobs, least, most)
		}
		if !after.sameAnswers(before) {
			t.Errorf("%s: %q is stored as an answer", c.tag, c.text)
		}
	}
}

// TestJobsAnswerTheQuestion: the years are an answer when they are chosen, and said in years and months;
// what is not clear changes nothing; of several categories each has its own.
func TestJobsAnswerTheQuestion(t *testing.T) {
	c := &talk{t: t, at: noon, state: tableAt(t, "en", "career_i-b")}
	c.press(ShowAction(jobsView)).say("2018-04 to 2021-08, leave 2019-05 to 2019-10").shows("1号ロ: 2 years 11 months").shows("With the leave: 3 years 5 months")
	before := c.state.Jobs
	for text, notice := range map[string]string{"2010 to 2012": "months", "2012-04 to 2010-03": "not clear", "2027-04 to 2028-03": "still to come", "3 years": "not clear",
		"2001-01 to 2001-02, 2002-01 to 2002-02, 2003-01 to 2003-02, 2004-01 to 2004-02, 2005-01 to 2005-02, 2006-01 to 2006-02": "At most 7"} {
		if c.say(text).on(jobsView).shows(notice); c.state.Jobs != before {
			t.Errorf("%q: %s", text, c.state.Jobs)
		}
	}
	c.choose("take-i-b")
	if got := c.state.Facts.Value(scoring.CareerTechnical); got.From < 35.0/12-1e-6 || got.From > 35.0/12+1e-6 || c.state.Jobs != "" {
		t.Errorf("%v, left %q", got, c.state.Jobs)
	}
	c.say("jobs: 2018-04 to 2021-03").choose("drop").on(jobsView)
	if c.state.Jobs != "" {
		t.Errorf("dropped, but %q", c.state.Jobs)
	}
	c = start(t, "en").choose("all")
	c.say("jobs: 2015-04 to 2018-03 researcher, 2018-04 to 2021-03 engineer, 2021-04 to 2022-03").shows("research, specialist work or management?")
	c.choose("take-i-a")
	c.press(ShowAction(jobsView)).choose("take-i-b")
	if f := &c.state.Facts; f.Value(scoring.CareerAcademic) != scoring.Real(3) || f.Value(scoring.CareerTechnical) != scoring.Real(3) || f.Value(scoring.CareerManagement).Known() {
		t.Errorf("%v, %v, %v", f.Value(scoring.CareerAcademic), f.Value(scoring.CareerTechnical), f.Value(scoring.CareerManagement))
	}
}

// TestJobsFitAPhone: seven lines with gaps, leave and studies are 20 lines of 40 columns in every
// language.
func TestJobsFitAPhone(t *testing.T) {
	long := Jobs("study=2008-04-01/2012-03-31,job=2012-10-11/2014-03-15,job=2013-04-16/2015-02-20,leave=2014-05-11/2014-10-25,job:i-a=2016-10-11/2017-10-14,job=2018-10-11/2020-10-20,job=2021-10-12/")
	for _, tag := range locales.Tags() {
		for _, goal := range goals {
			s := tableAt(t, tag, "career_i-b")
			s.Goal, s.Jobs, s.View = goal, long, jobsView
			screen := Show(s, noon)
			check(t, screen)
			if n := phoneLines(&screen); n > 20 {
				t.Errorf("%s, %s: %d lines:\n%s", tag, goal, n, draw(screen))
			}
		}
	}
}

// TestJobsAreNoAnswer: whatever is typed of jobs, no answer changes before the person says so.
func TestJobsAreNoAnswer(t *testing.T) {
	before := tableAt(t, "en", "result")
	pieces := []string{"2018-04 to 2021-03", "2018-04 to 2021-03 engineer", "since 2019-04", "leave 2019-05 to 2019-10", "student 2014-04 to 2018-03", "2018", "x", "32", "2030-01 to 2031-01"}
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 8).Draw(t, "pieces")
		s := Step(before, Event{Kind: Typed, Text: "jobs: " + strings.Join(list, ", "), At: noon})
		if !s.sameAnswers(before) || len(s.Jobs.list()) > mostLines {
			t.Fatalf("%q: %s", list, s.Jobs)
		}
		var again Jobs
		for _, job := range s.Jobs.list() {
			again = again.with(job)
		}
		if again != s.Jobs {
			t.Fatalf("%s is kept as %s", s.Jobs, again)
		}
	})
}
