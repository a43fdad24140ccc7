package lead

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
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
	return b.tell(b.change(ctx, m.ID, func(e *entry) *entry {
		if e != nil {
			return e
		}
		return &entry{From: from, Partner: m.Partner, Language: m.Language, Message: m}
	}))
}

// Withdraw has the partner told that a message is withdrawn, once. One that nobody has tried to
// deliver yet is dropped.
func (b *Book) Withdraw(ctx context.Context, from bot.Key, r *conversation.Receipt, language string) error {
	return b.tell(b.change(ctx, r.ID, func(e *entry) *entry {
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
	ids, err := b.Records.RecordsOf(ctx, kind)
	for _, id := range ids {
		e, readErr := b.read(ctx, id)
		switch {
		case readErr != nil:
			err = errors.Join(err, readErr)
		case e != nil && e.From == from:
			err = errors.Join(err, b.Withdraw(ctx, from, &conversation.Receipt{ID: id, Partner: e.Partner}, e.Language))
		}
	}
	return err
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

// change replaces an entry by what f makes of it; nil is none.
func (b *Book) change(ctx context.Context, id string, f func(*entry) *entry) error {
	err := b.Records.Change(ctx, kind, id, func(old []byte) ([]byte, error) {
		e, err := b.open(id, old)
		if err != nil {
			return nil, err
		}
		if e = f(e); e == nil {
			return nil, nil
		}
		return b.seal(id, e)
	})
	if err != nil {
		return fmt.Errorf("keep what is sent to a partner: %w", err)
	}
	return nil
}

// Sealed is how the records are sealed.
func (b *Book) Sealed() records.Sealed {
	return records.Sealed{Records: b.Records, Ring: b.Ring, Kind: kind, Anew: func(id string, old []byte) ([]byte, error) {
		e, err := b.open(id, old)
		if err != nil {
			return nil, err
		}
		return b.seal(id, e)
	}}
}

// seal writes an entry.
func (b *Book) seal(id string, e *entry) ([]byte, error) {
	body, err := json.Marshal(e)
	if err == nil && b.Ring != nil {
		body, err = b.Ring.SealPadded(body, kind+":"+id)
	}
	if err != nil {
		return nil, errors.New("it cannot be written") // the error may quote the contents
	}
	return body, nil
}

// errUnreadable says that a record is damaged, or sealed with a key that is not there.
var errUnreadable = errors.New("what is sent to a partner is unreadable")

// read returns an entry, nil where there is none.
func (b *Book) read(ctx context.Context, id string) (*entry, error) {
	body, err := b.Records.Record(ctx, kind, id)
	if err != nil {
		return nil, fmt.Errorf("read what is sent to a partner: %w", err)
	}
	return b.open(id, body)
}

func (b *Book) open(id string, body []byte) (*entry, error) {
	if body == nil {
		return nil, nil
	}
	if b.Ring.Sealed(body) {
		var err error
		if body, err = b.Ring.OpenPadded(body, kind+":"+id); err != nil {
			return nil, fmt.Errorf("%w: %w", errUnreadable, err)
		}
	}
	e := &entry{}
	if json.Unmarshal(body, e) != nil {
		return nil, errUnreadable
	}
	return e, nil
}
