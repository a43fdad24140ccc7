package conversation

import (
	"cmp"
	"slices"
	"strings"

	"hspbot/conversation/typed"
	"hspbot/locales"
	"hspbot/scoring"
)

// Jobs with dates: the years of experience they come to in each category, with what overlaps counted once
// and what is between them. They are a draft until they answer the question for the years, or until they
// are dropped.

// jobsView is the view of the times.
const jobsView = "jobs"

// Jobs are times of work, a line each: the kind, the category of a job where it is named, and the first
// and last day, "job:i-b=2018-04-01/2021-03-31,leave=2019-05-01/2019-10-31,job=2021-04-01/"; the last day
// is empty where it goes on. It is a value that compares with ==.
type Jobs string

// jobTime is one of the times.
type jobTime struct {
	kind, work  string
	from, until scoring.Date // until is zero where it goes on
}

// list reads the times. What is none falls away.
func (j Jobs) list() []jobTime {
	var list []jobTime
	for _, part := range split(string(j)) {
		what, days, _ := strings.Cut(part, "=")
		kind, work, _ := strings.Cut(what, ":")
		from, until, _ := strings.Cut(days, "/")
		job := jobTime{kind: kind, work: work}
		var err error
		if job.from, err = scoring.ParseDate(from); err != nil {
			continue
		}
		if until != "" {
			if job.until, err = scoring.ParseDate(until); err != nil {
				continue
			}
		}
		list = append(list, job)
	}
	return list
}

// with returns the times with another, in the order of their first days; a time of the same kind and
// first day is replaced.
func (j Jobs) with(job jobTime) Jobs {
	list := slices.DeleteFunc(j.list(), func(other jobTime) bool { return other.kind == job.kind && other.from == job.from })
	list = append(list, job)
	slices.SortStableFunc(list, func(a, b jobTime) int { return cmp.Compare(a.from.String(), b.from.String()) })
	var parts []string
	for _, job := range list {
		what, until := job.kind, ""
		if job.work != "" {
			what += ":" + job.work
		}
		if !job.until.IsZero() {
			until = job.until.String()
		}
		parts = append(parts, what+"="+job.from.String()+"/"+until)
	}
	return Jobs(strings.Join(parts, ","))
}

// last is the last day of the time, today where it goes on.
func (t *turn) last(job *jobTime) scoring.Date {
	if job.until.IsZero() || t.today.Before(job.until) {
		return t.today
	}
	return job.until
}

// spells are the times that may be experience in a category, with those that take away from it.
func (t *turn) spells(c scoring.Category) []scoring.Spell {
	var list []scoring.Spell
	for _, job := range t.state.Jobs.list() {
		if t.inCategory(&job, c) {
			list = append(list, scoring.Spell{Kind: job.kind, From: job.from, Until: t.last(&job)})
		}
	}
	return list
}

// inCategory reports whether a time bears on a category: a job where it is named for it, or where it is
// not named and there is one category only.
func (t *turn) inCategory(job *jobTime, c scoring.Category) bool {
	if job.kind != "job" || job.work == c.String() {
		return true
	}
	return job.work == "" && t.state.sheets() == scoring.Only(c)
}

// readJobs takes times of work: what follows their name, and what is typed where they are looked at.
func (t *turn) readJobs(text string) bool {
	text, named := afterName(text, jobsView)
	if !named && (t.state.View != jobsView || !strings.ContainsAny(fold(text), "0123456789")) {
		return false
	}
	jobs, wrong := t.state.Jobs, ""
	for _, piece := range parts(text) {
		job, doubt := t.jobOf(piece)
		switch {
		case doubt == typed.OnlyYear:
			wrong = "notice.jobs_month"
		case doubt != typed.Clear:
			wrong = "notice.jobs_unread"
		case t.today.Before(job.from):
			wrong = "jobs.to_come"
		case len(jobs.with(job).list()) > mostLines:
			wrong = "jobs.too_many"
		default:
			jobs = jobs.with(job)
		}
	}
	t.state.View = jobsView
	if wrong != "" {
		t.say(wrong)
		return true
	}
	t.state.Jobs = jobs
	return true
}

// jobOf reads one time, and what was done then.
func (t *turn) jobOf(piece string) (jobTime, typed.Doubt) {
	from, until, doubt := t.numberReader().Span(piece)
	job := jobTime{kind: words().timeKind(piece), from: from, until: until}
	if job.kind == "job" {
		if work := t.certain(find("goal"), onlyWords(piece), ""); work != goalAll {
			job.work = work
		}
	}
	return job, doubt
}

// onlyWords drops the numbers and signs of a text: what is left names the work.
func onlyWords(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if strings.ContainsRune("0123456789０１２３４５６７８９-–—/.~〜～年月日", r) {
			return ' '
		}
		return r
	}, withoutWords(typed.Fold(text), words().between)))
}

// timeKind returns the kind of time that a piece names; a job where it names none.
func (v *vocabulary) timeKind(piece string) string {
	piece = typed.Fold(piece)
	named := func(word string) bool { return names(piece, word) }
	switch {
	case slices.ContainsFunc(v.leave, named):
		return "leave"
	case slices.ContainsFunc(v.study, named):
		return "study"
	}
	return "job"
}

// jobTimes draws the times, what they come to, and what may be done with that.
func (t *turn) jobTimes() Screen {
	v, jobs := t.voice, t.state.Jobs.list()
	s := t.detail(jobsView, "jobs.title")
	if len(jobs) == 0 {
		s.Text(Paragraph, v.Say("jobs.how"))
		s.Text(Small, v.Say("jobs.hint"))
		return s
	}
	table := Block{Kind: Table}
	overlaps, whichWork := false, false
	for i := range jobs {
		line := t.jobLine(jobs, i)
		overlaps = overlaps || line.Note == v.Say("jobs.overlap")
		whichWork = whichWork || line.Mark == Depends && jobs[i].kind == "job"
		table.Lines = append(table.Lines, line)
	}
	s.Body = append(s.Body, table)
	if whichWork {
		s.Text(Paragraph, v.Say("jobs.which_work"))
	}
	s.Text(Paragraph, t.gaps(jobs))
	t.jobYears(&s)
	if overlaps {
		s.Text(Small, t.statement("doubt_parallel_work", t.today))
	}
	s.Text(Small, v.Say("jobs.more"))
	s.add(Control, "drop", "jobs:drop", v.Say("control.jobs.drop"))
	return s
}

// jobLine is the line of one time: when, how long, and why it counts or does not.
func (t *turn) jobLine(jobs []jobTime, i int) Line {
	v, job := t.voice, &jobs[i]
	k := scoring.CountedOf(scoring.WorkKinds, job.kind, t.today)
	line := Line{Label: t.spanText(job)}
	months, _ := scoring.WorkMonths([]scoring.Spell{{Kind: "job", From: job.from, Until: t.last(job)}}, t.today)
	if value := length(v, float64(months)/12); locales.Columns(line.Label+value) <= widestLine {
		line.Value = value
	}
	overlaps := slices.ContainsFunc(jobs[:i], func(other jobTime) bool {
		return other.kind == "job" && !t.last(&other).Before(job.from)
	})
	single := t.state.sheets() != scoring.AllSheets
	switch {
	case k == nil:
	case k.Counts != scoring.Yes:
		line.Mark, line.Note = mark(k.Counts), v.Say("work."+k.ID+".why")
	case job.work == "" && !single:
		line.Mark = Depends
	case job.work != "" && single && job.work != t.state.Goal:
		line.Mark, line.Note = NotMet, v.Say("jobs.other_work", "Work", v.Say("category."+job.work+".short"))
	default:
		line.Mark = Met
		if overlaps {
			line.Note = v.Say("jobs.overlap")
		}
	}
	if job.work != "" && !single {
		line.Label += v.Say("list.comma") + v.Say("category."+job.work+".short")
	}
	return line
}

// widestMonth is how many columns a month has in a line of two: 2018年12月, but not December 2018.
const widestMonth = 10

// spanText writes when a time was: in months where it is of whole months, in digits where the language
// writes months in letters.
func (t *turn) spanText(job *jobTime) string {
	short := func(d scoring.Date, whole bool) string {
		switch {
		case !whole:
			return d.String()
		case locales.Columns(t.voice.MonthOf(d.Year, 12)) > widestMonth:
			return d.String()[:len("2018-04")]
		}
		return t.voice.MonthOf(d.Year, int(d.Month))
	}
	until := t.voice.Say("jobs.now")
	if !job.until.IsZero() {
		until = short(job.until, job.until.AddDays(1).Day == 1)
	}
	return short(job.from, job.from.Day == 1) + " – " + until
}

// shownGaps is how many gaps are named.
const shownGaps = 3

// gaps says what is between the jobs, "" where nothing is.
func (t *turn) gaps(jobs []jobTime) string {
	v := t.voice
	var list []string
	var last scoring.Date
	for _, job := range jobs {
		if job.kind != "job" {
			continue
		}
		if next := last.AddDays(1); !last.IsZero() && next.Before(job.from) {
			list = append(list, t.spanText(&jobTime{from: next, until: job.from.AddDays(-1)}))
		}
		if end := t.last(&job); last.Before(end) {
			last = end
		}
	}
	switch n := len(list) - shownGaps; {
	case len(list) == 0:
		return ""
	case n > 0:
		return v.Say("jobs.gaps_more", "Gaps", join(v, list[:shownGaps]), "N", n)
	}
	return v.Say("jobs.gaps", "Gaps", join(v, list))
}

// jobYears adds what the times come to in each category asked for, as answers to choose.
func (t *turn) jobYears(s *Screen) {
	v, found := t.voice, false
	for c := range scoring.Category(scoring.Categories) {
		if !t.state.sheets().Has(c) {
			continue
		}
		least, most := scoring.WorkMonths(t.spells(c), t.today)
		if most == 0 {
			continue
		}
		found = true
		category := Short(v, c)
		answer := func(id string, months int, text string) {
			years := offered([]float64{float64(months) / 12})[0]
			s.add(Option, id+"-"+c.String(), AnswerAction("career_"+c.String(), years), v.Say(text, "Category", category, "Years", length(v, float64(months)/12)))
		}
		answer("take", least, "jobs.take")
		if most > least {
			answer("leave", most, "jobs.take_leave")
		}
		if s.Title == v.Say("jobs.title") && t.state.sheets() == scoring.Only(c) {
			s.Title = v.Say("jobs.years", "Category", category, "Years", length(v, float64(least)/12))
		}
	}
	if !found {
		s.Text(Paragraph, v.Say("jobs.none"))
	}
}

// storedJobs says the times for those who look at what is stored; "" where there are none.
func (t *turn) storedJobs() string {
	var list []string
	jobs := t.state.Jobs.list()
	for i := range jobs {
		text := t.jobLine(jobs, i).Label
		if jobs[i].kind != "job" {
			text += " " + t.voice.Say("work."+jobs[i].kind)
		}
		list = append(list, text)
	}
	return strings.Join(list, t.voice.Say("list.semicolon"))
}

// pressJobs does what a button of the times says.
func (t *turn) pressJobs(what string) {
	if what != "drop" {
		t.say("notice.old_button")
		return
	}
	t.state.Jobs, t.state.View = "", jobsView
}
