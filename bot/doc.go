// Package bot keeps conversations going: it takes what people do, one delivery at a time,
// makes a turn of [conversation.Step] of it, and saves the outcome. Package outbox posts the
// screen that is owed then.
//
// It decides nothing about the interview and knows no platform's protocol and no database:
// these are behind [Poster] and [Store].
//
// # What it promises
//
//   - A turn is one commit: that the delivery has been seen, the new state, and the fact
//     that a screen is owed. Until [Bot.Take] has made it, nothing may be acknowledged.
//   - A delivery has one effect, however often it comes.
//   - The turns of one conversation follow one another, in the order of the calls of Take.
//   - What is owed gets posted. The screen is not kept: it follows from the state, so any
//     process can draw it, also after a crash.
//   - A delivery that makes a turn panic costs itself: see [PoisonError].
//   - Who asks to be forgotten is: the turn leaves a bare row that only says so, which goes
//     when the goodbye has been posted or given up.
//
// Of several processes that share a store any takes any turn, and one posts: see [Lock] and
// [Shared].
//
// No error and no line of the log contains answers, texts or the ids of people.
//
// The tour:
//
//   - key.go, session.go: what names a conversation, what is kept of it.
//   - store.go: where that lives. store/storetest holds every store to it.
//   - poster.go: what a platform does with a screen.
//   - bot.go, take.go: turns. poison.go: panics. ratelimit.go: too many of them.
//   - observe.go: who is told what the bot does.
//   - records: small things kept besides. inbound: whether deliveries arrive.
//   - outbox: what is owed gets posted. card: what the cards of platforms share.
//   - store/sqlite: the store in one file. store/postgres: the store of several processes.
package bot
