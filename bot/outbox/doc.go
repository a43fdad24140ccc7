// Package outbox posts what is owed: it brings the screen of each conversation to its
// platform, within the limits of the platform, and again where that failed.
//
// It knows nothing of interviews and of no platform's protocol. What is owed is in the store;
// here are only the keys of conversations, by the time at which they may be tried, so a crash
// loses nothing: the next start finds them with [bot.Store.Owing], and computes their screens.
//
// # What it promises
//
//   - One post at a time for one conversation. Of several screens that wait only the newest is
//     posted.
//   - The limits of the platform hold, also after a restart: the outbox begins as if all had
//     just been used up. What the platform asked to wait is kept in the store.
//   - A conversation that has to wait long is not kept in memory, so whatever fills up one
//     limit, such as a group in which thousands of conversations are opened, takes up little
//     room and keeps no other conversation from being found.
//   - Answers to somebody in the middle of an interview go before first greetings and before
//     what is found again after a start.
//   - What is broken is tried again for a day, ever more slowly, then given up.
//   - Who asked to be forgotten is told so, a few times at most; then nothing is left, in their
//     other conversations on the platform neither.
//
// # Several processes
//
// Where several share a store, one posts for a platform: the one that holds the lock "post
// PLATFORM". The others tell it of the turns they take, by [bot.Shared], and a sweep every two
// seconds finds what was not heard.
//
// The tour: outbox.go starts and stops; queue.go is the order of the keys; limits.go the
// platform's limits; post.go one post and what becomes of it; sweep.go looks into the store.
package outbox
