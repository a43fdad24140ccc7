package locales

import "github.com/rivo/uniseg"

// Columns returns how many columns of a terminal or a phone s takes: two for wide characters,
// none for marks that join the one before. Characters of ambiguous width, such as ①, count as one,
// as terminals show them unless told otherwise.
func Columns(s string) int { return uniseg.StringWidth(s) }

// RuneColumns returns how many columns a character takes by itself.
func RuneColumns(r rune) int { return uniseg.StringWidth(string(r)) }
