// Package bot keeps conversations going: it takes what people do, one delivery at a time,
// turns it into a turn of [conversation.Step], saves the outcome and shows the next screen.
//
// It decides nothing about the interview and knows no platform's protocol and no database:
// these are behind [Platform] and [Store].
//
// # What it promises
//
//   - A turn is one commit: that the delivery has been seen, the new state, and the fact
//     that a screen is owed. Until [Bot.Deliver] has made it, nothing may be acknowledged.
//   - A delivery has one effect, however often it comes.
//   - The turns of one conversation follow one another, and so do their screens.
//   - What is owed gets shown: [Store.Owing] finds the conversations in which a crash or a
//     failed send came between, [Bot.Resume] computes the screen from the state again.
//   - A delivery that makes a turn panic costs itself: see [PoisonError].
//
// No error and no line of the log contains answers, texts or the ids of people.
//
// The tour:
//
//   - key.go, session.go: what names a conversation, what is kept of it.
//   - store.go: where sessions live. store/storetest holds every store to it.
//   - bot.go: deliver and resume. turn.go: one turn and its panics. lane.go: the order.
//   - store/sqlite: the store in one file.
package bot
