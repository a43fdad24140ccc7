package bot

import (
	"time"

	"hspbot/conversation"
)

// Observer is told what a bot has done, after it is done. What it is told names no person
// and no place. Its methods are quick, do not fail, and are called by many goroutines.
type Observer interface {
	// OnTurn is told of a delivery once its turn has come to its end.
	OnTurn(t Turn)
	// OnPost is told of each post once the platform has answered, or has failed to.
	OnPost(p Posting)
}

// Turn is what an [Observer] is told of a delivery.
type Turn struct {
	Platform string
	Kind     conversation.EventKind
	Result   TurnResult
	// Finished says that the turn has led from the questions to the result.
	Finished bool
	// Opened says that the turn began a conversation.
	Opened bool
	// Answered is the question that the turn answered, and Asked the one that it led to, by their
	// ids; empty for none, and where an earlier answer was changed.
	Answered, Asked string
	// Referral, Language and Goal are those of the conversation.
	Referral, Language, Goal string
	// Outcome is that of a finished interview: 80, 70, below or undecided.
	Outcome string
	// Points are the least of the best category of a finished interview.
	Points int
	// Lead says that the turn sent the result to the partner who sent the person.
	Lead bool
	// Came is when the delivery came in, Began when the turns before it were through, and
	// Ended when it was on disk or had failed.
	Came, Began, Ended time.Time
}

// TurnResult is what became of a turn.
type TurnResult uint8

// The results of turns.
const (
	Committed  TurnResult = iota
	Repeated              // the delivery had its effect before
	Poisoned              // it panicked, and has been set aside
	Failed                // nothing has changed; the delivery will come again
	Dropped               // one too many in a short time: no effect
	Unreadable            // the stored session cannot be read
)

// Posting is what an [Observer] is told of a post.
type Posting struct {
	Platform string
	Outcome  Outcome
	// Cut says that the post was given up because the bot stops; there is no outcome then.
	Cut bool
	// GaveUp says that the screen is not tried any more after a day of failures.
	GaveUp  bool
	Attempt int       // 1 is the first, counted over what was broken
	Touched time.Time // when the last turn of the conversation was taken
	// Began and Ended are when the platform was called, and when it had answered.
	Began, Ended time.Time
}

// observe tells the observer what became of a turn.
func (b *Bot) observe(t *turn, err error) {
	if b.o.Observer == nil {
		return
	}
	told := Turn{Platform: b.platform, Kind: t.Event.Kind, Came: t.came, Began: t.now, Ended: b.o.Now()}
	switch {
	case t.taken.Dropped:
		told.Result, told.Began = Dropped, t.came
	case t.taken.Repeated:
		told.Result = Repeated
	case err != nil:
		told.Result = Failed
	case t.taken.Unreadable:
		told.Result = Unreadable
	case t.taken.Reference != "":
		told.Result = Poisoned
	default:
		told.Finished = b.finished(t)
		told.describe(t)
	}
	b.o.Observer.OnTurn(told)
}

// describe fills in what statistics are made from.
func (told *Turn) describe(t *turn) {
	s := t.taken.Session.State
	told.Opened = t.taken.Session.Version == 1
	told.Referral, told.Language, told.Goal = s.Referral, s.Language, s.Goal
	if t.before.Editing == "" && s.Editing == "" {
		if t.taken.Screen.Kind == conversation.Question {
			told.Asked = t.taken.Screen.ID
		}
		if !told.Opened {
			told.Answered = t.answered()
		}
		if told.Answered == "" && !told.Opened || told.Answered == told.Asked {
			told.Answered, told.Asked = "", ""
		}
	}
	if told.Finished {
		told.Outcome, told.Points = conversation.OutcomeOf(s, t.now)
	}
	if sent := s.Lead; sent != nil && sent.Receipt != nil {
		before := t.before.Lead
		told.Lead = sent.Receipt.State == conversation.LeadSent && (before == nil || before.Receipt == nil || before.Receipt.ID != sent.Receipt.ID)
	}
}

// answered returns the question that the event answers, if it answers one.
func (t *turn) answered() (question string) {
	switch t.Event.Kind {
	case conversation.Pressed:
		return conversation.AnsweredBy(t.Event.Action)
	case conversation.Typed:
		_ = Guard(func() error { question = conversation.QuestionOf(t.before, t.now); return nil })
	}
	return question
}

// finished reports whether a result is the first since the questions: not one come back to
// from its details, nor another after an answer was changed.
func (b *Bot) finished(t *turn) bool {
	if t.taken.Screen.Kind != conversation.Result {
		return false
	}
	before := t.before
	before.View, before.Editing = "", "" // what it was that they were opened from
	was := conversation.Screen{}
	err := Guard(func() error { was = b.o.Show(before, t.now); return nil })
	return err == nil && was.Kind != conversation.Result
}
