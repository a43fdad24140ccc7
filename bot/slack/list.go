package slack

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"hspbot/bot"
	"hspbot/bot/card"
	"hspbot/bot/slack/install"
	"hspbot/bot/slack/wire"
	"hspbot/conversation"
	"hspbot/conversation/hiring"
	"hspbot/locales"
)

// perPage is how many candidates are listed at a time.
const perPage = 10

// query says which candidates are listed. A button carries it.
type query struct {
	Page     int    `json:"p,omitempty"`
	Search   string `json:"s,omitempty"`
	Archived bool   `json:"a,omitempty"`
	// Table has the list as a table to compare, without menus, which a table cannot have.
	Table bool `json:"t,omitempty"`
}

func (q query) text() string { return listTag + ":" + string(card.JSON(q)) }

// queryOf reads the query of a button.
func queryOf(value string) query {
	var q query
	_, text, _ := strings.Cut(value, ":")
	if json.Unmarshal([]byte(text), &q) != nil {
		return query{}
	}
	return q
}

// entry is a candidate of a list.
type entry struct {
	place   place
	who     *candidate
	session bot.Session
}

// entries are the candidates whose threads stand in their channels, the newest first.
func entries(sessions []bot.Session) []entry {
	slices.SortFunc(sessions, func(a, b bot.Session) int {
		return cmp.Or(b.Created.Compare(a.Created), cmp.Compare(a.ID, b.ID))
	})
	var all []entry
	for _, c := range sessions {
		where := placeOf(c.Key)
		if who := card.Read[surface](c.Surface).Candidate; where.isCandidate() && who != nil && who.Head != "" && !c.State.Forgotten && !who.deleted() {
			all = append(all, entry{where, who, c})
		}
	}
	return all
}

// list shows who asks the candidates of the channel.
func (s *intake) list(in install.Installation, p wire.Payload, q query) {
	s.forMembers(in, p, toList, func(ctx context.Context, language string, all []entry) {
		v := locales.In(language)
		title := v.Say("slack.list.title")
		blocks := append([]slack.Block{section("*" + escape(title) + "*")}, s.rows(ctx, in, v, all, q)...)
		export := slack.NewButtonBlockElement("export", hrExport, label(v.Say("slack.export.button")))
		form, other := "slack.list.table", query{Search: q.Search, Archived: q.Archived, Table: !q.Table}
		if q.Table {
			form = "slack.list.rows"
		}
		turn := slack.NewButtonBlockElement("form", other.text(), label(v.Say(form)))
		blocks = append(blocks, slack.NewActionBlock(listTag+"#export", turn, export), contextBlock(escape(v.Say("source.disclaimer"))))
		d := rendered{text: escape(title), blocks: blocks}
		if p.Kind == wire.Action {
			how := newMessage
			if p.Ephemeral {
				how = replaceOriginal
			}
			_ = s.respondPrivately(ctx, p, d, how) // they can press again
			return
		}
		s.postPrivately(ctx, in, p, d)
	})
}

// rows are the candidates of a page, a line each with a menu, and the ways to the others.
func (s *Slack) rows(ctx context.Context, in install.Installation, v *locales.Voice, all []entry, q query) []slack.Block {
	matching := slices.DeleteFunc(slices.Clone(all), func(e entry) bool {
		return e.who.Archived != q.Archived || !strings.Contains(strings.ToLower(e.who.Label), strings.ToLower(q.Search))
	})
	size := perPage
	if q.Table {
		size = maxRows - 1
	}
	from := min(max(0, q.Page)*size, max(0, len(matching)-1)/size*size)
	shown := matching[from:min(from+size, len(matching))]
	var blocks []slack.Block
	switch {
	case len(matching) == 0:
		blocks = append(blocks, section(escape(v.Say("slack.list.no_match"))))
	case q.Table:
		blocks = append(blocks, s.asTable(ctx, in, v, shown))
	default:
		for _, e := range shown {
			blocks = append(blocks, s.row(ctx, in, v, e))
		}
	}
	var ways []slack.BlockElement
	way := func(id, text string, to query) {
		ways = append(ways, slack.NewButtonBlockElement(id, to.text(), label(text)))
	}
	if from > 0 {
		way("newer", v.Say("slack.list.newer"), query{from/size - 1, q.Search, q.Archived, q.Table})
	}
	if from+size < len(matching) {
		way("older", v.Say("slack.list.older", "N", len(matching)-from-size), query{from/size + 1, q.Search, q.Archived, q.Table})
	}
	switch archived := slices.ContainsFunc(all, func(e entry) bool { return e.who.Archived }); {
	case q.Archived:
		way("present", v.Say("slack.list.present"), query{Search: q.Search, Table: q.Table})
	case archived:
		way("archived", v.Say("slack.list.archived"), query{Search: q.Search, Archived: true, Table: q.Table})
	}
	if len(ways) > 0 {
		blocks = append(blocks, slack.NewActionBlock(listTag+"#ways", ways...))
	}
	return blocks
}

// asTable are candidates in a table: who, with a link to the thread, how they stand, and what is
// waited for.
func (s *Slack) asTable(ctx context.Context, in install.Installation, v *locales.Voice, list []entry) slack.Block {
	t := newTable([]string{v.Say("slack.list.candidate"), v.Say("slack.list.standing"), v.Say("slack.list.waiting")})
	for _, e := range list {
		l := hiring.Row(hiring.Candidate{Label: e.who.Label, State: e.session.State}, v.Tag(), s.o.Now())
		var who slack.RichTextSectionElement = slack.NewRichTextSectionTextElement(l.Label, nil)
		if link := s.threadLink(ctx, in, e.place.channel, e.who); link != "" {
			who = slack.NewRichTextSectionLinkElement(link, l.Label, nil)
		}
		standing := l.Value
		if standing != "" {
			standing = l.Mark.Sign() + standing
		}
		t.AddRow(slack.NewTableRichTextCell(slack.NewRichTextSection(who)), cell(standing), cell(l.Note))
	}
	return t
}

// row is a candidate in one line, which leads to the thread, with a menu.
func (s *Slack) row(ctx context.Context, in install.Installation, v *locales.Voice, e entry) slack.Block {
	l := hiring.Row(hiring.Candidate{Label: e.who.Label, State: e.session.State}, v.Tag(), s.o.Now())
	text := l.Mark.Sign() + s.linkTo(ctx, in, e.place.channel, e.who, l.Label)
	for _, more := range []string{l.Value, l.Note} {
		if more != "" {
			text += " · " + escape(more)
		}
	}
	archive := slack.NewOptionBlockObject(hrArchive, label(v.Say("slack.row.archive")), nil)
	if e.who.Archived {
		archive = slack.NewOptionBlockObject(hrRestore, label(v.Say("slack.row.restore")), nil)
	}
	options := []*slack.OptionBlockObject{archive, slack.NewOptionBlockObject(hrDelete, label(v.Say("slack.row.delete")), nil)}
	if link := s.permalink(ctx, in, e.place.channel, e.who.Head); link != "" {
		open := slack.NewOptionBlockObject(hrOpen, label(v.Say("slack.row.open")), nil)
		open.URL = link
		options = append([]*slack.OptionBlockObject{open}, options...)
	}
	row := slack.NewSectionBlock(mrkdwn(text), nil, slack.NewAccessory(slack.NewOverflowBlockElement("row", options...)))
	row.BlockID = rowTag + "#" + e.place.channel + "." + e.place.candidate
	return row
}

// pressedInList takes a press on the ways of a list, and what was searched for.
func (s *intake) pressedInList(in install.Installation, p wire.Payload) {
	q := queryOf(p.Press.Value)
	switch {
	case p.Press.Value == hrExport:
		s.export(in, p)
	case p.Channel != "":
		s.list(in, p, q)
	default:
		if tagOf(p.Press.Block) == findTag {
			q = query{Search: card.Clip(p.Press.Value, maxLabel)}
		}
		s.background(func(ctx context.Context) { s.openHome(ctx, in, p, q) })
	}
}

// inRow takes a choice from the menu of a candidate in a list.
func (s *intake) inRow(ctx context.Context, in install.Installation, p wire.Payload) error {
	_, at, _ := strings.Cut(p.Press.Block, "#")
	channel, candidate, _ := strings.Cut(at, ".")
	where := place{install: in.ID, channel: channel, candidate: candidate}
	if _, refused, err := s.refused(ctx, in, p, where); refused || err != nil {
		return err
	}
	switch p.Press.Value {
	case hrDelete:
		s.openModal(in, p, s.modalAbout(where, s.pressOf(p), hrDelete))
	case hrArchive, hrRestore:
		e, m := continued(), change{Kind: filed, Archived: p.Press.Value == hrArchive}
		if err := s.deliver(ctx, p, where, e, m); err != nil {
			return err
		}
		s.listAgain(in, p)
	}
	return nil
}

// listAgain draws the list again in which something was pressed: in a channel or on the Home tab.
func (s *intake) listAgain(in install.Installation, p wire.Payload) {
	if p.Channel != "" {
		s.list(in, p, query{})
		return
	}
	s.background(func(ctx context.Context) { s.openHome(ctx, in, p, query{}) })
}

// export sends who asks a file of the candidates of the channel, in a direct message: it holds
// salaries.
func (s *intake) export(in install.Installation, p wire.Payload) {
	s.forMembers(in, p, toExport, func(ctx context.Context, language string, all []entry) {
		if !s.once(ctx, p) {
			return
		}
		v := locales.In(language)
		list := make([]hiring.Candidate, 0, len(all))
		for _, e := range all {
			list = append(list, hiring.Candidate{Label: e.who.Label, State: e.session.State, Touched: e.session.Touched,
				Link: s.permalink(ctx, in, e.place.channel, e.who.Head)})
		}
		file := conversation.File{Name: "candidates.csv", Type: "text/csv", Data: hiring.CSV(list, language, s.o.Now())}
		comment := v.Say("slack.export.comment", "Channel", fmt.Sprintf("<#%s>", p.Channel))
		s.told(in, p, "export candidates", s.direct(ctx, in, p.User, file, v.Say("slack.export.title"), comment))
	})
}

// forMembers has f called with the candidates of a channel, where who asks is one of its members and
// permitted to.
func (s *intake) forMembers(in install.Installation, p wire.Payload, op operation, f func(ctx context.Context, language string, all []entry)) {
	s.background(func(ctx context.Context) {
		language := s.language(ctx, in, p)
		if p.Direct {
			s.notify(in, p, "slack.candidate.only_channels", "Command", Command)
			return
		}
		if refusal := s.may(ctx, in, p, p.Channel, op); refusal != "" {
			s.notify(in, p, refusal)
			return
		}
		sessions, err := s.candidates(ctx, in, p.Channel)
		if err != nil {
			s.o.Log.Error("list candidates", "platform", Platform, "error", err)
			s.notify(in, p, "slack.trouble")
			return
		}
		if all := entries(sessions); len(all) > 0 {
			f(ctx, language, all)
			return
		}
		s.notify(in, p, "slack.list.none", "Command", Command)
	})
}
