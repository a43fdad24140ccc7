package slack

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"hspbot/bot"
	"hspbot/bot/slack/install"
	"hspbot/bot/webapi"
)

// What Slack's errors mean for a screen. Those in no list are mistakes of ours.
var (
	// deadToken: the token is no good any more.
	deadToken = []string{"invalid_auth", "account_inactive", "token_revoked", "token_expired", "not_authed", "org_login_required", "team_access_not_granted"}
	// passing: Slack has trouble of its own.
	passing = []string{"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org", "external_channel_migrating", "update_failed"}
	// noPlace: nothing can be posted there.
	noPlace = []string{"channel_not_found", "not_in_channel", "is_archived", "user_not_found", "user_disabled", "user_not_visible",
		"messages_tab_disabled", "cannot_dm_bot", "channel_is_limited_access", "access_denied", "posting_to_channel_denied", "user_not_in_channel"}
	// noMessage: the message is gone, or cannot be changed any more.
	noMessage = []string{"message_not_found", "cant_update_message", "cant_delete_message", "edit_window_closed", "is_inactive", "thread_not_found", "cannot_reply_to_message"}
)

// refusedBlocks reports whether Slack did not take the blocks of a message.
func refusedBlocks(err error) bool {
	return slices.Contains([]string{"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"}, code(err))
}

// threadless reports whether there is no message any more on which a thread could hang.
func threadless(err error) bool {
	return slices.Contains([]string{"cannot_reply_to_message", "thread_not_found"}, code(err))
}

// errNoReply says that the address for answers does not take any more.
var errNoReply = errors.New("no answer taken there")

// code returns the error code of Slack's answer, or "".
func code(err error) string {
	if e, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return e.Err
	}
	return ""
}

// placeless reports whether err says that nothing can be posted to a place.
func placeless(err error) bool {
	c := code(err)
	return slices.Contains(noPlace, c) || strings.HasPrefix(c, "restricted_action")
}

// missingPlace names the text that says what helps where nothing can be posted: an invitation, mostly.
func missingPlace(err error) string {
	switch c := code(err); {
	case c == "is_archived":
		return "slack.place.archived"
	case strings.HasPrefix(c, "restricted_action"), c == "channel_is_limited_access", c == "posting_to_channel_denied", c == "access_denied":
		return "slack.place.restricted"
	}
	return "slack.candidate.not_here"
}

// uneditable reports whether a card cannot be changed any more, so that a new one is to be posted.
func uneditable(err error) bool {
	return slices.Contains(noMessage, code(err)) || errors.Is(err, errNoReply)
}

// classify says what an error of a call means for the screen.
func classify(err error) bot.Sent {
	if err == nil {
		return bot.Sent{Outcome: bot.Delivered}
	}
	if many, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return bot.Sent{Outcome: bot.Later, RetryAfter: max(many.RetryAfter, time.Second), Err: errors.New("too many requests")}
	}
	switch c := code(err); {
	case errors.Is(err, install.ErrNotInstalled), errors.Is(err, install.ErrTokenRejected):
		return bot.Sent{Outcome: bot.Gone, Err: errors.New("the workspace has no installation that works")}
	case c == "ratelimited" || c == "rate_limited":
		return bot.Sent{Outcome: bot.Later, RetryAfter: 30 * time.Second, Err: errors.New("too many requests")}
	case slices.Contains(deadToken, c):
		return bot.Sent{Outcome: bot.Broken, Err: errors.New("the token is not accepted: " + c)}
	case slices.Contains(passing, c):
		return bot.Sent{Outcome: bot.Broken, Err: errors.New("Slack answers " + c)}
	case placeless(err):
		return bot.Sent{Outcome: bot.Gone, Err: errors.New("nothing can be posted there: " + c)}
	case c != "":
		return bot.Sent{Outcome: bot.Bug, Err: errors.New("refused: " + detail(err))}
	}
	return bot.Sent{Outcome: bot.Broken, Err: errors.New(withoutContents(err))}
}

// detail is a refusal with what Slack says of the blocks it does not like: which, and which
// rule. It repeats no texts.
func detail(err error) string {
	e, _ := errors.AsType[slack.SlackErrorResponse](err)
	text := e.Err
	for _, m := range e.ResponseMetadata.Messages {
		if len(text) > 400 {
			break
		}
		text += "; " + m
	}
	if e.Needed != "" {
		text += fmt.Sprintf("; needs the scope %s", e.Needed)
	}
	return text
}

// withoutContents describes a broken connection or an unexpected answer without addresses and
// contents: these can be secrets.
func withoutContents(err error) string {
	if status, ok := errors.AsType[slack.StatusCodeError](err); ok {
		return fmt.Sprintf("Slack answers with status %d", status.Code)
	}
	return cmp.Or(webapi.NetworkError(err), "unexpected answer of Slack")
}
