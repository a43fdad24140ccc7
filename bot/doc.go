// Package bot keeps conversations going: it takes what people do, one delivery at a time,
// turns it into a turn of [conversation.Step], saves the outcome and shows the next screen.
//
// It decides nothing about the interview and knows no platform's protocol and no database:
// these are behind [Platform] and [Store].
//
// # What it promises
//
//   - A turn is one commit: that the delivery has been seen, the new state, and the fact
//     that a screen is owed. Until [Bot.Deliver] or [Bot.Take] has made it, nothing may be
//     acknowledged.
//   - A delivery has one effect, however often it comes.
//   - The turns of one conversation follow one another, and so do their screens.
//   - What is owed gets shown: [Store.Owing] finds the conversations in which a crash or a
//     failed send came between; the screen is computed from the state again.
//   - A delivery that makes a turn panic costs itself: see [PoisonError].
//
// # Two ways to show
//
// Where there is one person in front of the bot, as in a terminal, [New] and [Bot.Deliver]
// show each screen before the delivery is done, and [Bot.Resume] shows it again. Where there
// are many people behind a network, [NewPosting] and [Bot.Take] commit the turn, and
// [Bot.Run] posts its screen: within the limits of the platform, again where that was out of
// order, one at a time for one conversation, and of several that wait only the newest. What a
// crash left unsent goes the same way after the next start.
//
// # Several replicas
//
// On a store that is [Shared], any replica takes any turn, and the one that has a
// conversation's lease posts its screens, one at a time. What a replica that is gone has
// left another takes over within some seconds, what one that stops leaves at once. A
// replica that cannot reach the store ends its posts before others may begin theirs. The
// limits of a platform are divided among the replicas; one that has just joined posts when
// all others know of it. One case is left open: where somebody has everything deleted
// through one replica while another posts to them, the two posts may overlap.
//
// No error and no line of the log contains answers, texts or the ids of people.
//
// The tour:
//
//   - key.go, session.go: what names a conversation, what is kept of it.
//   - store.go: where sessions live. store/storetest holds every store to it.
//   - turn.go: one turn and its panics. mark.go: what it did to the surface. lane.go: the
//     order of turns.
//   - bot.go: deliver and resume.
//   - take.go: turns of a bot that posts. post.go: what it asks of its platform.
//   - dispatch.go, chat.go: whose turn it is to be posted. pace.go: the limits. line.go: a
//     queue by time. send.go: one post and what becomes of it. run.go: start, sweep, stop.
//   - replica.go: several replicas on one store.
//   - watcher.go: who is told what the bot does.
//   - store/sqlite: the store in one file. store/postgres: the store of several replicas.
package bot
