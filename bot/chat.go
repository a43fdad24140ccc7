package bot

// What workers and turns tell the dispatcher about a chat.

// look returns what is known of the screen of a busy chat.
func (d *dispatcher) look(c *chat) (p Post, limits []Limit, known bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c.newer = false
	return c.post, c.limits, c.known
}

// begin reports whether the post of a busy chat is under way now. If not, the chat waits.
func (d *dispatcher) begin(c *chat, p Post, limits []Limit) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if c.newer || d.stopped {
		c.busy = false
		d.place(c)
		return false
	}
	now := d.now()
	if !c.known {
		c.since = now
	}
	c.post, c.known, c.limits, c.due = p, true, limits, p.Session.Due
	if c.due.After(now) || d.hold.After(now) {
		c.busy = false
		d.place(c)
		return false
	}
	if !c.admitted && !d.admit(c, now) {
		c.busy = false
		return false
	}
	c.admitted, c.began = false, c.life
	return true
}

// view is what a settlement depends on. It does not change while its lane is closed.
type view struct {
	newer, last, left bool
	began, life       int
}

func (d *dispatcher) view(c *chat) view {
	d.mu.Lock()
	defer d.mu.Unlock()
	return view{newer: c.newer, last: c.last, left: c.left, began: c.began, life: c.life}
}

func (d *dispatcher) keyOf(c *chat) Key {
	d.mu.Lock()
	defer d.mu.Unlock()
	return c.key
}

// done lets go of a busy chat that has nothing to be posted, unless it has by now.
func (d *dispatcher) done(c *chat) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c.busy = false
	if c.newer {
		d.place(c)
		return
	}
	d.drop(c)
}

// settled goes on after a post: with the newer screen, with the same later, or, when
// finished, with none.
func (d *dispatcher) settled(c *chat, t Settlement, sent Sent, finished bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.now()
	if sent.Cost > 1 {
		d.charge(c.limits, now, sent.Cost-1)
	}
	if sent.Outcome == Later && sent.All {
		if until := now.Add(sent.RetryAfter); until.After(d.hold) {
			d.hold = until
		}
	}
	c.busy = false
	if c.newer {
		finished = false
		c.rank = now
	}
	far := !d.roomy() && !c.last && t.Due.Sub(now) > distant
	if finished || far {
		d.missed = d.missed || far
		d.drop(c)
		return
	}
	c.post.Session.Settle(t)
	c.due = t.Due
	d.place(c)
}

// outlived goes on after a post of a conversation that was deleted meanwhile. Its last
// screen may still use what stands on the platform; a new conversation begins afresh.
func (d *dispatcher) outlived(c *chat, version int64, sent Sent) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c.busy = false
	if !c.newer {
		d.drop(c)
		return
	}
	if c.last {
		s := &c.post.Session
		s.Surface, s.Marks = sent.Surface, after(s.Marks, version)
	}
	d.place(c)
}

// leave gives up what was to be sent to somebody who is gone.
func (d *dispatcher) leave(k Key) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := d.chats[k]
	if c == nil {
		return
	}
	c.known, c.left = false, true // the store says that nothing is to be sent
	if !c.busy {
		d.place(c)
	}
}

// move gives the chat of one key to another. The screen is computed again, from the session
// that stayed.
func (d *dispatcher) move(from, to Key) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c, other := d.chats[from], d.chats[to]
	if c == nil {
		if other != nil {
			d.refresh(other)
		}
		return
	}
	delete(d.chats, from)
	c.life++ // what is under way at the old key is not kept
	if other != nil {
		c.newer = false
		if c.line != nil {
			c.line.remove(c)
			c.line = nil
		}
		d.refresh(other)
		return
	}
	c.key = to
	d.chats[to] = c
	d.refresh(c)
}

// refresh has the screen of a chat loaded from the store.
func (d *dispatcher) refresh(c *chat) {
	c.known, c.limits, c.post = false, nil, Post{}
	if c.busy {
		c.newer = true
		return
	}
	d.place(c)
}
