// Package web is the bot on a website: a page that says what it does, and the interview as
// HTML forms, which need no JavaScript. It decides nothing about the interview.
//
// A browser is known by a random token in a cookie, which it gets with the first press of
// "start" and not before. The store knows the token's hash only, as the key of the
// conversation, so what is stored opens no conversation. Nothing is posted to a browser: it
// asks for the present screen, which follows from the state, so pages can be loaded again, left
// and come back to, and served by any replica.
//
// Each form carries the version of the screen it was on. One that is sent from an older page,
// such as after the browser's back button, has no effect; the person is told so, with the
// present screen. The same form sent twice has its effect once.
//
// The tour:
//
//   - web.go: [Web], the platform. handler.go: the addresses.
//   - answer.go: a form becomes an event. token.go: whose form it is.
//   - resume.go: a link, with which an interview goes on in another browser.
//   - chat.go: a screen becomes a page. landing.go: the page for those who come from elsewhere.
//   - passages.go: Japanese terms in other languages. guard.go: headers, forms of other sites, too many requests.
//   - assets: templates, the style sheet, the script.
package web
