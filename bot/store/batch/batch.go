// Package batch has the calls to a store wait in a queue, and takes many of them to one
// commit, so that one flush of the disk serves all. It holds what stores have in common: who
// waits, who has left, in which order turns change sessions, and how settlements are merged.
//
// It knows no database: a store reads and writes the rows of a [Batch].
package batch

import (
	"cmp"
	"slices"

	"hspbot/bot"
	"hspbot/bot/store/codec"
)

// Batch is what one transaction is to commit: turns, and the settlements that wait.
type Batch struct {
	form        codec.Form
	turns       []*request
	settlements map[bot.Key][]bot.Settlement
}

// Row is a session within a transaction.
type Row struct {
	Session *bot.Session // not changed in place
	Stored  bool         // there is a row in the database
	Err     error        // why the row cannot be read; the session is nil
	// Save is what is to be stored in its place; nil where nothing has changed.
	Save *codec.Row
}

// Durable reports whether somebody waits until the batch is on disk. Settlements alone may
// be lost in a crash.
func (b *Batch) Durable() bool { return len(b.turns) > 0 }

// Keys returns the conversations of the batch, each once, in the order in which all who lock
// several rows lock them.
func (b *Batch) Keys() []bot.Key {
	keys := make([]bot.Key, 0, len(b.turns)+len(b.settlements))
	for _, r := range b.turns {
		keys = append(keys, r.key)
	}
	for k := range b.settlements {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b bot.Key) int {
		return cmp.Or(cmp.Compare(a.Platform, b.Platform), cmp.Compare(a.ID, b.ID))
	})
	return slices.Compact(keys)
}

// Apply settles the sessions of rows and has the turns change them. Rows holds those of
// [Batch.Keys] that the database has; Apply adds new ones for the others. Where the
// transaction fails and is tried again, Apply is called again with rows read anew.
func (b *Batch) Apply(rows map[bot.Key]*Row) {
	for key, list := range b.settlements {
		if row := rows[key]; row != nil && row.Err == nil {
			row.settle(b.form, list)
		}
	}
	for _, r := range b.turns {
		if !r.begin() {
			continue
		}
		row := rows[r.key]
		if row == nil {
			row = &Row{Session: &bot.Session{Key: r.key}}
			rows[r.key] = row
		}
		row.take(b.form, r)
	}
}

func (row *Row) settle(form codec.Form, list []bot.Settlement) {
	s := *row.Session
	for _, t := range list {
		s.Settle(t)
	}
	row.Session, row.Save = &s, form.Settled(&s)
}

// take lets a turn change the session, or leaves it as it is.
func (row *Row) take(form codec.Form, r *request) {
	if r.err = row.Err; r.err != nil {
		return
	}
	defer func() {
		if v := recover(); v != nil {
			r.panicked = v
		}
	}()
	s := *row.Session
	if r.err = r.change(&s); r.err != nil {
		return
	}
	s.Key = r.key
	save, err := form.Encode(&s)
	if err != nil {
		r.err = err
		return
	}
	row.Session, row.Save = &s, save
	r.session = &s
}
