// Package install knows which Slack workspaces have installed the app, and keeps their
// tokens: sealed, and renewed where they rotate.
//
// It knows nothing of conversations, of events or of the database behind [records.Store]; it
// reads no environment. No error and no line of the log names a workspace or holds a token.
//
//   - install.go: an installation, and what may be asked about installations.
//   - single.go: one workspace whose token is given.
//   - store.go: many workspaces. record.go: how one is kept.
//   - token.go: a valid token. renew.go: rotation, by one process at a time.
//   - access.go: calls to Slack, and what its refusals mean.
//   - state.go: the state parameter of OAuth, good once, in one browser.
//   - page.go: the two pages a person sees.
package install
