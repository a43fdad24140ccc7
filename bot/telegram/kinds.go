package telegram

import "slices"

// Updates returns the kinds of updates the bot asks Telegram for.
func Updates() []string { return slices.Clone(updateKinds) }
