package web

import (
	"cmp"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"hspbot/bot"
	"hspbot/bot/partner"
	"hspbot/conversation"
)

// The fields of a form.
const (
	fieldForm    = "k"    // see token.form
	fieldVersion = "v"    // of the page, see version
	fieldDo      = "do"   // what was pressed: the action of a choice, or one of those below
	fieldText    = "text" // what was typed
	fieldOn      = "on"   // the options that are ticked
)

// What ends a page of boxes, with what is ticked.
const (
	doTicked = "ticked" // the ticked, and none else
	doRest   = "rest"   // the ticked, and not sure about the rest
)

// maxDo is the most bytes of a field but the text.
const maxDo = 200

// optionForm is what the id of an option looks like.
var optionForm = regexp.MustCompile(`^[a-z0-9_]{1,40}$`)

// form is what a browser sent.
type form struct {
	version, do, text string
	typed             bool
	on                []string
}

// readForm reads a form; ok is false where it is none of ours.
func readForm(r *http.Request, t token) (f form, ok bool) {
	if r.ParseForm() != nil || !t.owns(r.PostForm.Get(fieldForm)) {
		return form{}, false
	}
	f = form{version: r.PostForm.Get(fieldVersion), do: r.PostForm.Get(fieldDo), text: strings.ToValidUTF8(r.PostForm.Get(fieldText), ""),
		typed: r.PostForm.Has(fieldText), on: r.PostForm[fieldOn]}
	if len(f.version) > maxDo || len(f.do) > maxDo || len(f.on) > 32 || slices.ContainsFunc(f.on, func(id string) bool { return !optionForm.MatchString(id) }) {
		return form{}, false
	}
	return f, true
}

// id names what was sent: the same form of the same page again is the same.
func (f form) id() string {
	return f.version + "." + hash([]byte(f.do+"\x00"+f.text+"\x00"+strings.Join(f.on, ",")))
}

// boxes reports whether the form is one of a page of boxes.
func (f form) boxes() bool { return f.do == doTicked || f.do == doRest || len(f.on) > 0 }

// event is what the person did on a screen; ok is false for a page of boxes that is done with none
// ticked.
func (f form) event(screen *conversation.Screen) (e conversation.Event, ok bool) {
	if f.do == "" && f.typed {
		return conversation.Event{Kind: conversation.Typed, Text: f.text}, true
	}
	e = conversation.Event{Kind: conversation.Pressed, Action: f.do}
	if f.do != doTicked && f.do != doRest {
		return e, true
	}
	ids := slices.Clone(f.on)
	if f.do == doRest {
		ids = append(ids, "not-sure")
	}
	e.Action = conversation.AnswerAction(screen.ID, ids...)
	return e, len(ids) > 0
}

// answer takes a form.
func (h *handler) answer(out http.ResponseWriter, r *http.Request) {
	t, ok := h.tokenOf(r)
	if !ok {
		h.gone(out, r)
		return
	}
	f, ok := readForm(r, t)
	if !ok {
		h.say(out, r, http.StatusForbidden, "foreign")
		return
	}
	session, readable, ok := h.session(out, r, t)
	if !ok {
		return
	}
	now := h.o.Now()
	var screen conversation.Screen
	if f.boxes() { // else it does not matter what is asked
		if err := bot.Guard(func() error { screen = h.o.Partners.Show(session.State, now); return nil }); err != nil {
			h.fail(out, r, err)
			return
		}
	}
	event, ok := f.event(&screen)
	event.At, event.Language = now, preferred(r)
	d := bot.Delivery{Key: t.key(), ID: f.id(), Event: event}
	if readable {
		d.After = f.after(screen, ok)
	}
	taken, err := h.bot.Take(r.Context(), d)
	switch {
	case err != nil:
		h.say(out, r, http.StatusServiceUnavailable, "trouble")
	case taken.Screen.Kind == conversation.Forgotten && !taken.Repeated && !taken.Dropped:
		if err := h.unlink(r.Context(), t); err != nil { // it opens nothing any more, and ends by itself
			h.o.Log.Error("end the link of a deleted interview", "platform", Platform, "error", err)
		}
		h.keep(out, r, t, 0)
		h.redirect(out, r, placeOf(r).Page("deleted")+"?lang="+taken.Screen.Language, http.StatusSeeOther)
	default:
		begins := "main"
		if wrong(taken.Session.State) {
			begins = "notice"
		}
		h.keep(out, r, t, h.o.TTL)
		h.redirect(out, r, placeOf(r).screen(begins), http.StatusSeeOther)
	}
}

// after has the last word on a turn: a form of another page than the present one has no effect, a
// page of boxes needs one, and boxes that are ticked stay so when a button leads elsewhere.
func (f form) after(screen conversation.Screen, complete bool) func(before, after conversation.State) (conversation.State, []byte) {
	return func(before, after conversation.State) (conversation.State, []byte) {
		switch {
		case version(before) != f.version:
			return before.WithNotice(conversation.Notice{Text: "web.stale"}), nil
		case !complete:
			return before.WithNotice(conversation.Notice{Text: "notice.want_some", Question: screen.ID}), nil
		case screen.Several && len(f.on) > 0 && !after.Forgotten && conversation.AnsweredBy(f.do) == "" && f.do != doTicked && f.do != doRest:
			after.Draft, after.DraftOf = strings.Join(f.on, ","), screen.ID
		}
		return after, nil
	}
}

// preferred is the language that the browser names, as the platform's for the person; empty where
// there is none of ours.
func preferred(r *http.Request) string {
	if tag, _, known := languageOf(r); known {
		return tag
	}
	return ""
}

// started is the event of somebody who begins, in the language of the page they come from.
func (h *handler) started(r *http.Request) conversation.Event {
	e := conversation.Event{Kind: conversation.Started, At: h.o.Now().UTC().Truncate(time.Microsecond), Language: preferred(r)}
	if l := r.PostForm.Get("lang"); len(l) <= maxDo {
		e.Invited = l
	}
	if ref := cmp.Or(placeOf(r).Code, r.PostForm.Get("ref")); partner.IsCode(ref) {
		e.Referral = ref
	}
	return e
}
