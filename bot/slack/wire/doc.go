// Package wire is how Slack's deliveries come in: signed HTTP requests and Socket Mode, both
// read into one neutral Payload and handed to a Taker.
//
// It keeps Slack's bargain: what the Taker has made safe is acknowledged within three seconds
// and what it has not is left for Slack to send again. It drops what is forged, and the app's
// own messages.
//
// It refuses to know what the bot does with a delivery, where anything is stored, and
// whatever of a payload the project has no use for: those parts are skipped undecoded, so
// that a new kind of block cannot break the reading. It logs and returns no contents, ids,
// signatures or tokens.
package wire
