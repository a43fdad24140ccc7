package conversation

import (
	"slices"
	"strings"
	"unicode"

	"hspbot/conversation/typed"
	"hspbot/locales"
	"hspbot/scoring"
)

// An offer, line by line: what of it counts for item ③, and what to ask the employer. The lines are a
// draft until their figure answers the question for the salary, or until they are dropped.

// offerView is the view of the lines, askView that of what to ask about them, and dropView that of which
// to take out.
const (
	offerView = "offer"
	askView   = "offer.ask"
	dropView  = "offer.drop"
)

// widestLine is how many columns a line of a table has on a phone, without its mark and what stands
// between its two sides.
const widestLine = 35

// mostLines is how many lines an offer has: as many as a phone shows with their reasons.
const mostLines = 7

// Offer are the lines of an offer, one for each kind of pay: "base=450000*12,bonus=month*2,stock=?". It is
// a value that compares with ==.
type Offer string

// offerLine is one line: an amount of yen, so many times a year; the amount is 0 where it is in another
// currency, and that of a month's base pay where byBase says so.
type offerLine struct {
	kind       string
	yen, times float64
	byBase     bool
}

// ofMonth stands for a month's base pay in an [Offer].
const ofMonth = "month"

func (l offerLine) foreign() bool { return l.yen == 0 }

// lines reads the offer. What is none falls away.
func (o Offer) lines() []offerLine {
	var list []offerLine
	for _, part := range split(string(o)) {
		kind, amount, _ := strings.Cut(part, "=")
		yen, times, _ := strings.Cut(amount, "*")
		l := offerLine{kind: kind}
		if amount != "?" {
			var ok, ok2 bool
			l.yen, ok = plain(yen)
			l.times, ok2 = plain(times)
			if l.byBase = yen == ofMonth; !ok2 || !l.byBase && (!ok || l.yen == 0) {
				continue
			}
		}
		list = append(list, l)
	}
	month := monthOf(list)
	for i := range list {
		if list[i].byBase {
			list[i].yen = month
		}
	}
	return list
}

// with returns the offer with a line, instead of the one of the same kind: a bonus is named anew where
// it is said to be fixed or variable.
func (o Offer) with(l offerLine) Offer {
	list := o.lines()
	i := slices.IndexFunc(list, func(other offerLine) bool {
		return other.kind == l.kind || other.kind == "bonus" && strings.HasPrefix(l.kind, "bonus_")
	})
	switch {
	case i >= 0:
		list[i] = l
	case l.kind == "base":
		list = append([]offerLine{l}, list...)
	default:
		list = append(list, l)
	}
	return offerOf(list)
}

// without returns the offer without the line of a kind; without every bonus, where it is not said which.
func (o Offer) without(kind string) Offer {
	return offerOf(slices.DeleteFunc(o.lines(), func(l offerLine) bool {
		return l.kind == kind || kind == "bonus" && strings.HasPrefix(l.kind, "bonus_")
	}))
}

// offerOf writes lines as an offer.
func offerOf(list []offerLine) Offer {
	var parts []string
	for _, l := range list {
		amount := "?"
		switch {
		case l.byBase:
			amount = ofMonth + "*" + digits(l.times)
		case !l.foreign():
			amount = digits(l.yen) + "*" + digits(l.times)
		}
		parts = append(parts, l.kind+"="+amount)
	}
	return Offer(strings.Join(parts, ","))
}

// base is the base pay of a month, 0 where it is not known.
func (o Offer) base() float64 { return monthOf(o.lines()) }

// monthOf is the base pay of a month in the lines, 0 where it is not known.
func monthOf(lines []offerLine) float64 {
	for _, l := range lines {
		switch {
		case l.kind != "base":
		case l.times >= 12:
			return l.yen
		case l.times == 1:
			return l.yen / 12
		}
	}
	return 0
}

// figure is what the offer comes to for item ③; not known without its base pay.
func (t *turn) figure() scoring.Value {
	lines := t.state.Offer.lines()
	if monthOf(lines) == 0 {
		return scoring.Value{}
	}
	var paid []scoring.PayLine
	for _, l := range lines {
		paid = append(paid, scoring.PayLine{Kind: l.kind, Yen: int64(l.yen * l.times), Foreign: l.foreign()})
	}
	return scoring.YearlyPay(paid, t.today)
}

// afterName returns what follows the name of a view and a colon, and whether a text begins with that; the
// text itself where it does not.
func afterName(text, view string) (rest string, named bool) {
	head, rest, named := strings.Cut(strings.ReplaceAll(text, "：", ":"), ":")
	if !named || words().exact["view"][fold(head)] != view {
		return text, false
	}
	return rest, true
}

// readOffer takes the lines of an offer: what follows its name, and what is typed where the lines are
// looked at.
func (t *turn) readOffer(text string) bool {
	text, named := afterName(text, offerView)
	if !named && (t.state.View != offerView || !strings.ContainsFunc(text, unicode.IsDigit)) {
		return false
	}
	o, ok := t.state.Offer, true
	for _, piece := range parts(strings.NewReplacer("+", ",", "＋", ",").Replace(text)) {
		if kind, _ := words().payKind(piece); kind != "" && nought(piece) {
			o = o.without(kind)
			continue
		}
		l, read := offerLineOf(piece, o)
		if ok = ok && read && len(o.with(l).lines()) <= mostLines; !ok {
			break
		}
		o = o.with(l)
	}
	t.state.View = offerView
	if !ok {
		t.say("offer.unread")
		return true
	}
	t.state.Offer = o
	return true
}

// nought reports whether the only number in a piece is 0: the line is not to be.
func nought(piece string) bool {
	digits := strings.FieldsFunc(typed.Fold(piece), func(r rune) bool { return !unicode.IsDigit(r) })
	return len(digits) == 1 && digits[0] == "0"
}

func (o Offer) has(kind string) bool {
	return slices.ContainsFunc(o.lines(), func(l offerLine) bool { return l.kind == kind })
}

// leastByYear is from which amount on pay is rather that of a year than of a month, where neither is
// said: of base pay, and of what comes beside it.
const (
	leastBaseByYear = 2_000_000
	leastByYear     = 200_000
)

// byMonth are the kinds of pay that come with every month's.
var byMonth = []string{"duty", "fixed_overtime", "overtime", "commuting", "housing", "family", "allowance"}

// offerLineOf reads a part of an offer. Without another name it is the base pay, if there is none.
func offerLineOf(piece string, o Offer) (offerLine, bool) {
	kind, yearly := words().payKind(piece)
	if kind == "" && !o.has("base") {
		kind = "base"
	}
	p := words().numbers.Part(piece)
	l := offerLine{kind: kind, yen: p.Yen, times: p.Times}
	switch {
	case kind == "" || p.Doubt != typed.Clear:
		return l, false
	case p.Foreign:
		return l, true
	case p.Months > 0:
		l.yen, l.times, l.byBase = o.base(), p.Months, true
		return l, l.yen > 0 && kind != "base"
	case p.Times > 0:
	case yearly, kind == "base" && p.Yen >= leastBaseByYear, kind != "base" && (p.Yen >= leastByYear || !slices.Contains(byMonth, kind)):
		l.times = 1
	default:
		l.times = 12
	}
	return l, true
}

// payWord is a word for a kind of pay, folded.
type payWord struct{ word, kind string }

// addPay adds the words for the kinds of pay.
func (v *vocabulary) addPay(kinds map[string]map[string][]string) {
	for kind, list := range kinds {
		for _, word := range list[""] {
			v.pay = append(v.pay, payWord{typed.Fold(word), kind})
		}
	}
	slices.SortFunc(v.pay, func(a, b payWord) int {
		if len(a.word) != len(b.word) {
			return len(b.word) - len(a.word)
		}
		return strings.Compare(a.word+a.kind, b.word+b.kind)
	})
}

// payKind returns the kind of pay that a piece names, the longest word first, and whether the amount is
// said to be that of a year.
func (v *vocabulary) payKind(piece string) (kind string, yearly bool) {
	piece = typed.Fold(piece)
	said := map[string]bool{}
	for _, w := range v.pay {
		if !names(piece, w.word) {
			continue
		}
		if said[w.kind] = true; kind == "" && w.kind != "fixed" && w.kind != "variable" && w.kind != "yearly" {
			kind = w.kind
		}
	}
	switch {
	case kind == "bonus" && said["variable"]:
		kind = "bonus_variable"
	case kind == "bonus" && said["fixed"]:
		kind = "bonus_fixed"
	case kind == "overtime" && said["fixed"]:
		kind = "fixed_overtime"
	}
	return kind, said["yearly"]
}

// names reports whether a folded text has the word; one of letters stands alone.
func names(text, word string) bool {
	letter := func(b byte) bool { return 'a' <= b && b <= 'z' }
	for from := 0; ; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return false
		}
		i += from
		end := i + len(word)
		if !(letter(word[0]) && i > 0 && letter(text[i-1])) && !(letter(word[len(word)-1]) && end < len(text) && letter(text[end])) {
			return true
		}
		from = end
	}
}

// offerLines draws the lines, what they come to, and what may be done with that.
func (t *turn) offerLines() Screen {
	v, lines := t.voice, t.state.Offer.lines()
	s := t.detail(offerView, "offer.title")
	if len(lines) == 0 {
		s.Text(Paragraph, v.Say("offer.how"))
		s.Text(Small, v.Say("offer.example"))
		return s
	}
	pay := t.figure()
	if pay.Known() {
		s.Title = v.Say("offer.figure", "Yen", label(v, scoring.AnnualIncome, pay))
	}
	var table []Line
	for _, l := range lines {
		k := scoring.CountedOf(scoring.PayKinds, l.kind, t.today)
		if k == nil {
			continue
		}
		line := Line{Mark: mark(k.Counts), Label: v.Say("pay." + k.ID), Value: t.amount(l), Note: v.Say("pay." + k.ID + ".why")}
		if locales.Columns(line.Label+line.Value) > widestLine { // 123,456 × 12: what it comes to is enough
			line.Value = t.amount(offerLine{kind: l.kind, yen: l.yen * l.times, times: 1})
		}
		table = append(table, line)
	}
	s.Lines(Table, table...)
	if !pay.Known() {
		s.Text(Paragraph, v.Say("offer.no_base"))
	}
	if slices.ContainsFunc(lines, offerLine.foreign) {
		s.Text(Small, v.Say("offer.currency"))
	}
	s.Text(Small, v.Say("offer.more"))
	if pay.Known() {
		s.add(Option, "take", AnswerAction("salary", "="+digits(pay.From)), v.Say("offer.take", "Yen", v.Yen(int64(pay.From))))
		if pay.Below > pay.From+1 {
			s.add(Option, "range", AnswerAction("salary", bandID(pay)), v.Say("offer.range"))
		}
		s.add(Control, "keep", "scenario:new:offer", v.Say("control.scenario.keep"))
	}
	s.add(Control, "ask", ShowAction(askView), v.Say("control.offer.ask"))
	if len(lines) > 1 {
		s.add(Control, "less", ShowAction(dropView), v.Say("control.offer.less"))
	}
	s.add(Control, "drop", "offer:drop", v.Say("control.offer.drop"))
	return s
}

// offerDrop asks which line to take out.
func (t *turn) offerDrop() Screen {
	v := t.voice
	s := t.detail(dropView, "control.offer.less")
	s.Text(Paragraph, v.Say("offer.less"))
	for _, l := range t.state.Offer.lines() {
		if v.Has("pay." + l.kind) {
			s.add(Option, l.kind, "offer:drop:"+l.kind, v.Say("pay."+l.kind))
		}
	}
	t.addViews(&s, offerView)
	return s
}

// amount writes what a line comes to in a year, and how.
func (t *turn) amount(l offerLine) string {
	v := t.voice
	yen := func(x float64) string { return v.Yen(int64(x)) }
	switch {
	case l.foreign():
		return v.Say("offer.foreign")
	case l.times == 1:
		return yen(l.yen)
	}
	return v.Say("offer.times", "Yen", yen(l.yen), "N", v.Decimal(l.times), "Sum", yen(l.yen*l.times))
}

// offerAsk lists what to ask the employer in writing about the lines, and where the rules stand.
func (t *turn) offerAsk() Screen {
	v := t.voice
	s := t.detail(askView, "offer.ask.title")
	var list []Line
	var source *scoring.Edition
	foreign := false
	for _, l := range t.state.Offer.lines() {
		k := scoring.CountedOf(scoring.PayKinds, l.kind, t.today)
		if k == nil {
			continue
		}
		source, foreign = k.Edition, foreign || l.foreign() && k.Counts != scoring.No
		if id := "pay." + k.ID + ".ask"; v.Has(id) {
			list = append(list, Line{Label: v.Say(id)})
		}
	}
	if foreign {
		list = append(list, Line{Label: v.Say("offer.ask.currency")})
	}
	if len(list) == 0 {
		s.Text(Paragraph, v.Say("offer.ask.nothing"))
	}
	s.Lines(List, list...)
	if source != nil {
		s.Text(Small, v.Say("offer.source", "Date", date(v, source.Checked)))
		s.Text(Small, v.Say("source.why", "Title", source.Title, "URL", source.URL))
	}
	t.addViews(&s, offerView)
	return s
}

// storedOffer says the lines for those who look at what is stored; "" where there are none.
func (t *turn) storedOffer() string {
	var list []string
	for _, l := range t.state.Offer.lines() {
		if t.voice.Has("pay." + l.kind) {
			list = append(list, t.voice.Say("pay."+l.kind)+" "+t.amount(l))
		}
	}
	return strings.Join(list, t.voice.Say("list.semicolon"))
}

// pressOffer does what a button of the lines says: drops the line of a kind, or all of them.
func (t *turn) pressOffer(what, kind string) {
	switch {
	case what != "drop":
		t.say("notice.old_button")
		return
	case kind == "":
		t.state.Offer = ""
	default:
		t.state.Offer = t.state.Offer.without(kind)
	}
	t.state.View = offerView
}
