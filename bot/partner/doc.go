// Package partner knows the partners of an operator: the offices, schools and recruiters that send
// people here. It reads them from a file, and knows nothing of conversations, pages or platforms.
//
// The file is TOML, a table for each partner, named by its code:
//
//	[sakura]
//	website = "https://sakura.example/"
//	languages = ["ja", "zh"]
//	logo = "sakura.png"                    # beside this file: PNG or JPEG
//	origins = ["https://sakura.example"]   # may embed the chat and call the API
//	api_keys = ["…"]                       # SHA-256 of each, in hex: hspbot partners key
//	contacts = [
//	  { kind = "phone", value = "+81 3 0000 0000", languages = ["ja"] },
//	  { kind = "email", value = "visa@sakura.example" },
//	]
//	names.en = "Sakura Office"
//	names.ja = "さくら事務所"
//	leads.webhook = "https://sakura.example/leads"
//	leads.secret_file = "sakura.secret"
//	consent.en = "…"
//	colours.accent = "#9d174d"
//
// Only names are needed. What is not known or not valid is an error, never ignored.
//
// The tour:
//
//   - partner.go: [Partner], what can be asked of one. contact.go: ways to reach one.
//   - file.go: how the file is read; check.go: what every value has to be like. logo.go, colour.go: the same of those.
//   - registry.go: [Registry], the partners in effect. key.go: keys of the API.
package partner
