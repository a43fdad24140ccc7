package telegramtest

import "context"

// Wait returns when cond is true. It asks again after every change, without holding
// anything, so that cond may use all of the server. Otherwise it returns the error of ctx.
func (s *Server) Wait(ctx context.Context, cond func() bool) error {
	return s.wait(ctx, func() <-chan struct{} { return s.changed }, cond)
}

// wait asks again whenever a channel is closed, which it gets with the lock held.
func (s *Server) wait(ctx context.Context, channel func() <-chan struct{}, cond func() bool) error {
	for {
		s.mu.Lock()
		changed := channel()
		s.mu.Unlock()
		if cond() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// Await returns the newest message of the bot for which cond is true, in the person's chat
// and topic, as soon as there is one.
func (p *Person) Await(ctx context.Context, cond func(Message) bool) (Message, error) {
	var found Message
	changed := func() <-chan struct{} { return p.s.currentChat(p.chat).changed }
	err := p.s.wait(ctx, changed, func() bool {
		var ok bool
		found, ok = p.newest(func(m Message) bool { return m.FromBot && cond(m) })
		return ok
	})
	return found, err
}

// Sees is Await for [Options.Timeout]; without such a message the test fails.
func (p *Person) Sees(cond func(Message) bool) Message {
	p.s.t.Helper()
	ctx, cancel := context.WithTimeout(p.s.ctx, p.s.o.Timeout)
	defer cancel()
	m, err := p.Await(ctx, cond)
	if err != nil {
		p.s.t.Errorf("person %d waited too long: %v\n%s", p.user, err, p.Chat())
	}
	return m
}

// SeesOwn waits until a message of the person is as wanted, as Sees does.
func (p *Person) SeesOwn(message int, cond func(Message) bool) Message {
	p.s.t.Helper()
	ctx, cancel := context.WithTimeout(p.s.ctx, p.s.o.Timeout)
	defer cancel()
	var found Message
	err := p.s.Wait(ctx, func() bool {
		found, _ = p.newest(func(m Message) bool { return m.ID == message })
		return found.ID != 0 && cond(found)
	})
	if err != nil {
		p.s.t.Errorf("person %d waited too long: %v\n%s", p.user, err, p.Chat())
	}
	return found
}

// AwaitAnswer waits until a press has been answered, as Sees does.
func (p *Person) AwaitAnswer(query string) Query {
	p.s.t.Helper()
	ctx, cancel := context.WithTimeout(p.s.ctx, p.s.o.Timeout)
	defer cancel()
	if err := p.s.Wait(ctx, func() bool { return p.s.Query(query).Answered }); err != nil {
		p.s.t.Errorf("press %s has not been answered: %v", query, err)
	}
	return p.s.Query(query)
}

// Last returns the newest message of the bot, an empty one where there is none.
func (p *Person) Last() Message {
	m, _ := p.newest(func(m Message) bool { return m.FromBot })
	return m
}

// newest returns the newest message for which cond is true.
func (p *Person) newest(cond func(Message) bool) (Message, bool) {
	p.s.mu.Lock()
	ch := p.s.currentChat(p.chat)
	id := ch.last
	p.s.mu.Unlock()
	for ; id > 0; id-- {
		m, ok := p.s.message(ch, id)
		if ok && p.reads(m) && (p.thread == 0 || m.Thread == p.thread) && cond(m) {
			return m, true
		}
	}
	return Message{}, false
}

func (s *Server) message(ch *chat, id int) (Message, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := ch.messages[id]; m != nil {
		return *m, true
	}
	return Message{}, false
}
