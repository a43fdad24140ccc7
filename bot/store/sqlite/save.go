package sqlite

import (
	"errors"
	"fmt"

	"hspbot/bot"
)

// save writes the sessions that have changed, and the settlements of the others.
func (w *writer) save(changes map[bot.Key]*change, settled map[bot.Key][]bot.Settlement) (err error) {
	for key, c := range changes {
		if !c.changed {
			continue
		}
		s := c.session
		kept := w.form.Changes(s)
		if c.rowid == 0 {
			_, c.rowid, err = w.insert.exec(s.Version, s.Shown, micros(s.Created), micros(s.Touched), c.seen, c.state,
				w.form.Surface(key, s.Surface), micros(s.Due), int64(s.Tries), number(s.Gone), kept, key.Platform, key.ID)
		} else {
			_, _, err = w.update.exec(s.Version, s.Shown, micros(s.Created), micros(s.Touched), c.seen, c.state,
				w.form.Surface(key, s.Surface), micros(s.Due), int64(s.Tries), number(s.Gone), kept, c.rowid)
		}
		if err != nil {
			return fmt.Errorf("save session: %w", err)
		}
	}
	for key, list := range settled {
		c, err := w.load(changes, key, list)
		if err != nil {
			return err
		}
		if c.changed || c.rowid == 0 || c.err != nil {
			continue
		}
		s := c.session
		_, _, err = w.settleRow.exec(s.Shown, w.form.Surface(key, s.Surface), micros(s.Due), int64(s.Tries), number(s.Gone), w.form.Changes(s), c.rowid)
		if err != nil {
			return fmt.Errorf("save settlement: %w", err)
		}
	}
	return nil
}

// saved brings what a commit has saved into the cache.
func (w *writer) saved(changes map[bot.Key]*change, settled map[bot.Key][]bot.Settlement) {
	w.pending.Saved(settled)
	for key, c := range changes {
		if c.rowid != 0 && c.err == nil {
			w.cache.put(key, c.entry)
		}
	}
}

// flush saves the settlements without waiting for the disk.
func (w *writer) flush() error {
	settled := map[bot.Key][]bot.Settlement{}
	if w.pending.List(settled); len(settled) == 0 {
		return nil
	}
	// This pragma takes effect when it is prepared, not when it is run, so it is prepared anew.
	if err := w.link.once(`PRAGMA synchronous = NORMAL`); err != nil {
		return err
	}
	changes := map[bot.Key]*change{}
	err := w.transaction(func() error { return w.save(changes, settled) })
	if err == nil {
		w.saved(changes, settled)
	}
	return errors.Join(err, w.link.once(`PRAGMA synchronous = FULL`))
}
