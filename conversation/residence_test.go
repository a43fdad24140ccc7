package conversation

import (
	"bufio"
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"hspbot/locales"
	"hspbot/scoring"
)

// routeCase is a line of scoring/testdata/routes.jsonl: a person, and what the guideline makes
// of them, with its words.
type routeCase struct {
	ID, Why string
	Profile json.RawMessage
	Routes  map[string]struct {
		State     string
		From      *string
		KeptUntil *string `json:"kept_until"`
	}
}

// answersFor are the answers by which the dialogue makes the stay and the past of a person;
// false where it does not ask for something of it.
func answersFor(p *scoring.Person) (Answers, bool) {
	var a Answers
	put := func(id string, d scoring.Date) {
		if !d.IsZero() {
			a = a.with(id, d.String())
		}
	}
	s := &p.Stay
	switch {
	case p.Stay == scoring.Stay{}:
		return a.with("status", notSure), true
	case s.JSkip.Known() && !s.JSkip.Never:
		a = a.with("status", "j_skip")
		put("j_skip_since", s.JSkip.Day)
		if s.HSP.Never {
			a = a.with("hsp_since", never)
		}
		put("hsp_since", s.HSP.Day)
	case s.HSP.Known() && !s.HSP.Never:
		a = a.with("status", "hsp")
		put("hsp_since", s.HSP.Day)
		if s.HSPPoints > 0 {
			a = a.with("hsp_points", map[int]string{70: "70", 80: "80"}[s.HSPPoints])
		}
	case s.WorkStatus.Never:
		a = a.with("status", "other")
	default:
		a = a.with("status", "work")
		put("work_since", s.WorkStatus.Day)
	}
	put("in_japan_since", s.InJapan.Day)
	if s.PeriodYears > 0 {
		a = a.with("period", map[int]string{5: "years_5", 3: "years_3", 1: "years_1"}[s.PeriodYears])
	}
	put("period_ends", s.PeriodEnds)
	var changes []string
	salaries := 0
	for i := len(p.Earlier) - 1; i >= 0; i-- {
		e := newestFirst(p.Earlier)[len(p.Earlier)-1-i]
		for _, f := range e.Facts.List() {
			switch f {
			case scoring.AnnualIncome:
				if salaries == 0 {
					changes = append(changes, "salary")
				}
				put(numbered("salary_since", salaries), e.Before)
				v := e.Value(f)
				a = a.with(numbered("salary_before", salaries), bandID(v))
				if v.Below == v.From+1 {
					a = a.with(numbered("salary_before", salaries), "="+digits(v.From))
				}
				salaries++
			case scoring.Japanese:
				changes = append(changes, "japanese")
				put("japanese_since", e.Before)
				a = a.with("japanese_before", map[scoring.Value]string{scoring.Option(0): "none", scoring.Option(scoring.N2): "n2"}[e.Value(f)])
			default:
				return a, false
			}
		}
	}
	if len(changes) > 0 {
		a = a.with("changes", strings.Join(changes, ","))
	}
	return a, salaries <= salaryChanges
}

// newestFirst are the entries, the latest first.
func newestFirst(list []scoring.Earlier) []scoring.Earlier {
	sorted := append([]scoring.Earlier{}, list...)
	for i := range sorted {
		for j := i + 1; j < len(sorted); j++ {
			if sorted[i].Before.Before(sorted[j].Before) {
				sorted[i], sorted[j] = sorted[j], sorted[i]
			}
		}
	}
	return sorted
}

// TestRoutesByAnswers: the answers of the dialogue make the routes that the guideline gives,
// for every case that the dialogue asks about.
func TestRoutesByAnswers(t *testing.T) {
	f, err := os.Open("../scoring/testdata/routes.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	asked := 0
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var c routeCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		p, err := scoring.ParsePerson(c.Profile)
		if err != nil {
			t.Fatal(err)
		}
		if p.Activity == 0 || p.Stay.InJapan.Never || p.AsOf.Before(p.Stay.InJapan.Day) || p.BusinessManager == scoring.Yes {
			continue // a choice of work, and who is not in Japan, are told otherwise
		}
		answers, ok := answersFor(&p)
		if !ok {
			continue
		}
		var s State
		for c := range scoring.Category(scoring.Categories) {
			if p.Activity == scoring.Only(c) {
				s.Goal = c.String()
			}
		}
		s.Facts.Profile, s.Residence = p.Profile, answers
		if p.BusinessManager == scoring.No {
			s.Residence = answers.with("business_manager", nothing)
		}
		tn := begin(s, time.Date(p.AsOf.Year, p.AsOf.Month, p.AsOf.Day, 3, 0, 0, 0, time.UTC))
		asked++
		for _, r := range tn.routes() {
			want, ok := c.Routes[r.ID]
			if !ok {
				continue
			}
			if r.State.String() != want.State {
				t.Errorf("%s: %s is %s, want %s\n%s\n%v", c.ID, r.ID, r.State, want.State, c.Why, answers)
			}
			if want.From != nil && r.From.String() != *want.From {
				t.Errorf("%s: %s from %s, want %s\n%s", c.ID, r.ID, r.From, *want.From, c.Why)
			}
			if want.KeptUntil != nil && r.KeptUntil.String() != *want.KeptUntil {
				t.Errorf("%s: %s until %s, want %s\n%s", c.ID, r.ID, r.KeptUntil, *want.KeptUntil, c.Why)
			}
		}
	}
	t.Logf("%d cases", asked)
	if asked < 20 {
		t.Errorf("only %d cases can be told in the dialogue", asked)
	}
}

// engineer80 is somebody at the result with 80 points in 1号ロ: master 20, since 2012 in the work
// 20, 8M 30, 34 years of age 10, N2 with no Japanese degree 10 would be 90; without, 80.
func engineer80(t *testing.T) *talk {
	c := start(t, "en").choose("i-b", "master", "done").say("8M yen").say("1992-01-15").press("set:career_i-b:=14")
	return c.choose("none", "none", "none", "none", "none", "none", "no", "none").on("result")
}

// TestAsksOnlyWhatMatters: the questions depend on the status, and on what there is to change.
func TestAsksOnlyWhatMatters(t *testing.T) {
	c := engineer80(t).choose("residence").on("status")
	for status, next := range map[string]string{"hsp": "in_japan_since", "j_skip": "in_japan_since", "abroad": "arrival", "unsure": "residence"} {
		d := *c
		d.press("set:status:" + status).on(next)
	}
	c.choose("other").on("in_japan_since").say("2024-01-10").on("changes")
	for _, id := range []string{"japanese", "licences"} { // none are held
		if strings.Contains(draw(c.screen), "["+id+"]") {
			t.Errorf("%s is offered as a change", id)
		}
	}
	c.choose("none").on("period").choose("years_5").on("absences").choose("none").on("residence")
	if strings.Contains(draw(c.screen), "hsp_points") {
		t.Error("who holds another status is asked about 1号")
	}
}

// TestBirthdayInTheYear is the example of the contract: 80 points, 75 from the birthday, in
// Japan since 10 January 2024: 1 year with 80 is open until then, 3 years with 70 open before.
func TestBirthdayInTheYear(t *testing.T) {
	c := engineer80(t).choose("residence", "work").say("2024-01-10").choose("none").say("2012-04-01").choose("years_5", "none").on("residence")
	c.shows("you can apply for permanent residence now.").shows("1 year with 80 points on any status").shows("Open since 10 January 2025.").
		shows("Ends on 15 January 2027: you turn 35 and have 75 points.").shows("3 years with 70 points on any status").shows("Opens on 10 January 2027.")
	c.choose("sheets").shows("Now: 22 November 2026").shows("1 year ago: 22 November 2025")
	if text := draw(c.screen); strings.Contains(text, "22 November 2023") {
		t.Errorf("a sheet of a day before the arrival:\n%s", text)
	}
	c.choose("back").on("residence").choose("back").on("result").choose("residence").on("residence")
}

// TestWrongDays: a day that cannot be is answered in words, and nothing is stored.
func TestWrongDays(t *testing.T) {
	c := engineer80(t).choose("residence", "hsp").on("in_japan_since")
	v := locales.In("en")
	for text, notice := range map[string]string{"2027-01-01": "residence.wrong.future", "2024": "residence.want_month", "04/05/2024": "residence.want_order", "soon": "residence.want_date"} {
		if c.say(text).on("in_japan_since"); c.screen.Notice != v.Say(notice) || c.state.Residence["in_japan_since"] != "" {
			t.Errorf("%q: %q", text, c.screen.Notice)
		}
	}
	c.say("2024年4月").on("hsp_since").shows("30 April 2024")
	if c.say("2023-01-01").on("hsp_since"); c.screen.Notice != v.Say("residence.wrong.arrival") {
		t.Errorf("before the arrival: %q", c.screen.Notice)
	}
	// A later arrival does not leave a day before it.
	c.choose("same").press("edit:in_japan_since").say("2025-01-01")
	if p := c.state.Person(today); p.Stay.HSP.Day != p.Stay.InJapan.Day || p.Stay.HSP.Day.String() != "2025-01-01" {
		t.Errorf("%+v", p.Stay)
	}
}

// TestPersonIsStored: what is answered survives being stored, and is the contract's person.
func TestPersonIsStored(t *testing.T) {
	c := engineer80(t).choose("residence", "hsp").say("2023-06-01").choose("same", "80", "salary", "done").say("2025-04").say("6M yen").choose("longer", "none")
	b, err := json.Marshal(c.state)
	if err != nil {
		t.Fatal(err)
	}
	var back State
	if err := json.Unmarshal(b, &back); err != nil || !reflect.DeepEqual(back, c.state) {
		t.Fatalf("%v\n%+v\n%+v", err, back, c.state)
	}
	want := `"earlier":[{"before":"2025-04-01","facts":{"annual_income_jpy":6000000}}],"stay":{"in_japan_since":"2023-06-01","hsp_since":"2023-06-01","j_skip_since":"none","hsp_points":80,"longest_absence_days":180,"absence_days_10_years":909},"category":"i-b"`
	p := c.state.Person(today)
	if got := string(p.AppendJSON(nil)); !strings.Contains(got, want) {
		t.Errorf("%s\nwant %s", got, want)
	}
}

// TestRefusedTexts: every row that may be refused says why in every language.
func TestRefusedTexts(t *testing.T) {
	for _, r := range scoring.Rows {
		for _, tag := range locales.Tags() {
			if id := "refused." + r.ID; !reflect.ValueOf(r.Provided).IsZero() && !locales.In(tag).Has(id) {
				t.Errorf("%s does not say %s", tag, id)
			}
		}
	}
}

// residents are people at the answer about permanent residence.
func residents(t *testing.T, language string) map[string]State {
	t.Helper()
	list := map[string]State{}
	for _, name := range []string{"hsp_80", "hsp_70_birthday", "founder_residence", "abroad_residence", "j_skip_residence", "graduate_residence"} {
		list[name] = told(t, "testdata/people/"+name+".txt", language)
	}
	return list
}

// told is the state of a person of the transcripts before they leave the answer.
func told(t *testing.T, file, language string) State {
	t.Helper()
	var answer State
	stateOf(t, file, language, func(s State, screen Screen) {
		if screen.ID == "residence" {
			answer = s
		}
	})
	if !answer.Asking {
		t.Fatalf("%s never sees the answer", file)
	}
	return answer
}

// columns is how wide a text is on a phone: a wide character takes two.
func columns(line string) int {
	n := 0
	for _, r := range line {
		if n++; r > 0x2e7f {
			n++
		}
	}
	return n
}

// tall is how many lines of 40 columns a screen takes on a phone, without the sources in small type
// and the buttons.
func tall(s Screen) int {
	lines := 0
	add := func(texts ...string) {
		for _, text := range texts {
			for line := range strings.SplitSeq(text, "\n") {
				lines += (columns(line) + 39) / 40
			}
		}
	}
	add(s.Notice, s.Title, s.Hint)
	for _, b := range s.Body {
		if b.Kind == Small {
			continue
		}
		add(b.Text)
		for _, l := range b.Lines {
			label := l.Mark.Sign() + l.Label
			if l.Value != "" {
				label += "  " + l.Value
			}
			add(label, l.Note)
		}
	}
	return lines
}

// TestFitsAPhone: of what the six people see on their way to permanent residence nothing is over 20
// lines of 40 columns, except tables behind a button. (The result has a test of its own.)
func TestFitsAPhone(t *testing.T) {
	for _, tag := range locales.Tags() {
		for name := range residents(t, tag) {
			seen := map[string]bool{}
			stateOf(t, "testdata/people/"+name+".txt", tag, func(s State, screen Screen) {
				table := slices.ContainsFunc(screen.Body, func(b Block) bool { return b.Kind == Table })
				seen[screen.ID] = true
				if n := tall(screen); n > 20 && screen.ID != "result" && !(table && screen.Kind == Detail) {
					t.Errorf("%s %s: %d lines\n%s", name, tag, n, draw(screen))
				}
			})
			if !seen["residence"] || !seen["result"] {
				t.Errorf("%s sees only %v", name, seen)
			}
		}
	}
}

// TestEveryResidenceScreen visits every question about permanent residence with all its options,
// in every language, whatever was answered before.
func TestEveryResidenceScreen(t *testing.T) {
	for _, tag := range locales.Tags() {
		for i := range residenceQuestions {
			q := &residenceQuestions[i]
			for _, goal := range goals {
				s := State{Language: tag, Goal: goal, Asking: true}
				s.Facts.Profile = scoring.Profile{}.With(scoring.Degrees, scoring.Members(0b11111)).With(scoring.Japanese, scoring.Option(scoring.N1)).
					With(scoring.Licences, scoring.Number(2)).With(scoring.AnnualIncome, scoring.Number(8_000_000))
				s.Residence = Answers{}.with("status", "work").with("in_japan_since", "2015-04-01").with("changes", "salary,employer,degrees,japanese,licences").
					with("salary_since", "2026-01-01").with("employer_since", "2026-01-01").with("degrees_since", "2026-01-01").with("japanese_since", "2026-01-01")
				s.Editing = q.id
				little := s // of whom nothing is known
				little.Facts = Facts{}
				for _, s := range []State{s, little} {
					screen := Show(s, noon)
					check(t, screen)
					for _, c := range screen.Choices {
						check(t, Show(Step(s, Event{Kind: Pressed, Action: c.Action, At: noon}), noon))
					}
				}
			}
		}
	}
}

// TestTypedAnswers: what people write for a status, a period or points is read, and a number is
// the number of years or points, not the place of an option.
func TestTypedAnswers(t *testing.T) {
	for text, want := range map[string]string{"HSP": "hsp", "高度専門職1号": "hsp", "高度人才": "hsp", "J-Skip": "j_skip", "技人国": "work", "留学": "other", "student": "other", "海外": "abroad", "2": "j_skip"} {
		c := engineer80(t).choose("residence").say(text)
		if got := c.state.Residence["status"]; got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{"3": "years_3", "5年": "years_5", "1 year": "years_1"} {
		c := engineer80(t).choose("residence", "other").say("2024-01-10").choose("none").on("period").say(text)
		if got := c.state.Residence["period"]; got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{"85": "80", "75点": "70", "80": "80"} {
		c := engineer80(t).choose("residence", "hsp").say("2024-01-10").choose("same").on("hsp_points").say(text)
		if got := c.state.Residence["hsp_points"]; got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// TestNotWithinReach: nothing is promised to somebody whom the criteria besides the points rule
// out. Nine years, no degree, no examination: 1号ロ is normally refused even with 85 points
// (rules 2.1). Nine years 15, 10M 40, under 30 15, N1 15: 85.
func TestNotWithinReach(t *testing.T) {
	v := locales.In("en")
	c := start(t, "en").choose("i-b", "none").say("10M yen").say("29").press("set:career_i-b:=9").choose("n1", "none", "none", "none", "none", "no")
	for c.screen.ID != "result" {
		c.choose("none")
	}
	c.shows("85 points").shows(v.Say("basis.i-b.not_met"))
	if text := draw(c.screen); strings.Contains(text, "possible after") {
		t.Errorf("a route is promised:\n%s", text)
	}
	// Ten years, and the basic criterion is met.
	c.press("set:career_i-b:=10").shows("possible after 1 year").choose("points").shows(v.Say("basis.i-b.met"))
}

// TestReport: a person given as JSON has the routes of the contract's example, and with an
// incomplete stay what is needed.
func TestReport(t *testing.T) {
	p, err := scoring.ParsePerson([]byte(`{"as_of":"2026-11-29","degrees":["master"],"different_fields":false,"career_since":"2012-04-01","annual_income_jpy":8000000,"birth_date":"1992-01-15","japanese":"none","category":"i-b",
		"stay":{"in_japan_since":"2024-01-10","hsp_since":"none","j_skip_since":"none"}}`))
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for _, s := range Report(p, scoring.Only(scoring.Technical), "en") {
		text += draw(s)
	}
	for _, want := range []string{"Open since 10 January 2025.", "3 years ago", "What else counts"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

// TestAnswersThatContradict: 20 years of work at 22, or a Japanese degree and no degree: the result
// says so before it promises anything, and the points say what to check.
func TestAnswersThatContradict(t *testing.T) {
	for tag, want := range map[string]string{"en": "Age and years of work do not fit.", "ja": "年齢と職歴の年数が合いません。",
		"zh": "年龄与工作年限对不上，请核对。", "zh-Hant": "年齡與工作年資對不上，請核對。"} {
		c := engineer80(t).press("set:age:=22").press("set:career_i-b:=20").on("result")
		c.state.Language = tag
		text := draw(Show(c.state, c.at))
		if !strings.Contains(text, want) || strings.Contains(text, locales.In(tag).Say("birthday.breaks_80")) {
			t.Errorf("%s does not say %q:\n%s", tag, want, text)
		}
		if text, full := draw(Show(c.choose("points").state, c.at)), locales.In(tag).Say("caution.career_beyond_age"); !strings.Contains(text, full) {
			t.Errorf("%s does not say %q:\n%s", tag, full, text)
		}
	}
	c := engineer80(t).press("set:career_i-b:=14").on("result")
	if text := draw(c.screen); strings.Contains(text, "do not fit") {
		t.Errorf("14 years at 34:\n%s", text)
	}
}

// TestManagerUnknown: where it cannot be said when permanent residence is open, it is not said to hold
// once the criteria of Business Manager are met.
func TestManagerUnknown(t *testing.T) {
	for _, lang := range locales.Tags() {
		s := tableAt(t, lang, "result")
		s.Goal = "i-c"
		turn := begin(s, noon)
		if turn.ranked()[0].State != scoring.RouteUnknown {
			t.Fatal("a route is decided without the stay")
		}
		if got := turn.withManager("3000"); strings.Contains(got, turn.voice.Say("residence.lead.unknown")) || !strings.HasPrefix(got, "3000") {
			t.Errorf("%s: %s", lang, got)
		}
	}
}
