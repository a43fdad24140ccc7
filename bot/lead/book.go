package lead

import (
	"context"
	"time"

	"hspbot/bot"
	"hspbot/bot/records"
	"hspbot/bot/seal"
	"hspbot/conversation"
)

// Book keeps what is on its way. Without a Ring nothing is sealed, and the zero Now is time.Now.
type Book struct {
	Records records.Store
	Ring    *seal.Ring
	Now     func() time.Time

	wake chan struct{} // is told of what is new; nil for nobody
}

// kind is that of the records. Each is named by the id of its message.
const kind = "lead"

// entry is a message on its way, or its withdrawal.
type entry struct {
	From     bot.Key               `json:"from"` // whose it is
	Partner  string                `json:"partner"`
	Language string                `json:"language"`
	Message  *conversation.Message `json:"message,omitempty"` // nil of a withdrawal, and where it is settled
	// Withdrawn is when it was withdrawn; zero where it was not.
	Withdrawn time.Time `json:"withdrawn,omitzero"`
	Tries     int       `json:"tries,omitempty"`
	Since     time.Time `json:"since,omitzero"` // of the first try
	Due       time.Time `json:"due,omitzero"`   // zero is now
	// Settled is what became of it, which is still to be told.
	Settled conversation.LeadState `json:"settled,omitempty"`
}

// settle notes what became of an entry. Nothing else of it is needed any more.
func (e *entry) settle(as conversation.LeadState) {
	e.Message, e.Settled, e.Due, e.Tries = nil, as, time.Time{}, 0
}

// Add puts a message on its way, once.
func (b *Book) Add(ctx context.Context, from bot.Key, m *conversation.Message) error {
	return b.tell(b.entries().Change(ctx, m.ID, func(e *entry) *entry {
		if e != nil {
			return e
		}
		return &entry{From: from, Partner: m.Partner, Language: m.Language, Message: m}
	}))
}

// Withdraw has the partner told that a message is withdrawn, once. One that nobody has tried to
// deliver yet is dropped.
func (b *Book) Withdraw(ctx context.Context, from bot.Key, r *conversation.Receipt, language string) error {
	return b.tell(b.entries().Change(ctx, r.ID, func(e *entry) *entry {
		switch {
		case e == nil:
			return &entry{From: from, Partner: r.Partner, Language: language, Withdrawn: b.now()}
		case !e.Withdrawn.IsZero():
			return e
		}
		untried := e.Message != nil && e.Tries == 0
		e.Message, e.Withdrawn, e.Settled, e.Tries, e.Since, e.Due = nil, b.now(), "", 0, time.Time{}, time.Time{}
		if untried {
			e.settle(conversation.LeadWithdrawn)
		}
		return e
	}))
}

// WithdrawAll withdraws all that is on its way from a conversation.
func (b *Book) WithdrawAll(ctx context.Context, from bot.Key) error {
	return b.entries().Each(ctx, func(id string, e *entry, err error) error {
		if err != nil || e.From != from {
			return err
		}
		return b.Withdraw(ctx, from, &conversation.Receipt{ID: id, Partner: e.Partner}, e.Language)
	})
}

// Take puts what the state of a session says on its way: a message that was agreed to, or its
// withdrawal. It can be repeated.
func (b *Book) Take(ctx context.Context, s *bot.Session) error {
	l := s.State.Lead
	switch {
	case l == nil || l.Receipt == nil:
		return nil
	case l.Receipt.State == conversation.LeadWithdrawing:
		return b.Withdraw(ctx, s.Key, l.Receipt, s.State.Language)
	case l.Receipt.State == conversation.LeadSent && l.Message != nil:
		return b.Add(ctx, s.Key, l.Message)
	}
	return nil
}

// tell wakes who delivers, where nothing went wrong.
func (b *Book) tell(err error) error {
	if err == nil && b.wake != nil {
		select {
		case b.wake <- struct{}{}:
		default:
		}
	}
	return err
}

func (b *Book) now() time.Time {
	if b.Now == nil {
		return time.Now().UTC()
	}
	return b.Now().UTC()
}

// records are where the entries are.
func (b *Book) entries() records.Values[entry] {
	return records.Values[entry]{In: b.Records, Ring: b.Ring, Kind: kind}
}

// Sealed is how the records are sealed.
func (b *Book) Sealed() records.Sealed { return b.entries() }
