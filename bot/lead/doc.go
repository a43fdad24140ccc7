// Package lead brings to partners what people send them: their result, with their consent, and its
// withdrawal.
//
// What was agreed to stands in the person's session first. When the screen after it is posted, it
// becomes a record, of the same id, so neither a crash nor a restart loses it, and nothing is kept
// twice. One process at a time, the one that holds the lock "leads", delivers what is due: at least
// once, each time with the same id, ever more slowly for three days. A try is noted before it is
// made. What became of it is told to the session, and then the record goes. How the person can be
// reached is deleted with the delivery, or when it is given up; nothing of it is in any log.
//
// A withdrawal takes the place of the message in the record. Where nothing had been tried yet,
// nothing is sent at all.
//
// The package knows no platform. Messages for chats are posted by functions that it is given.
//
// The tour:
//
//   - book.go: [Book], the records, and what a session says goes into them.
//   - sender.go: [Sender] delivers and tells. wire.go: the JSON form; webhook.go: signed, over HTTPS.
//   - mail.go: [Mailer], over SMTP.
package lead
