package locales

import "golang.org/x/text/language"

// maxAccepted is how many bytes of a header are read; what browsers send is far less.
const maxAccepted = 500

// Accepted returns the language that is preferred by the header Accept-Language of a request, and
// whether it names one that there is; English otherwise.
func Accepted(header string) (string, bool) {
	wanted, _, err := language.ParseAcceptLanguage(header[:min(len(header), maxAccepted)])
	if err == nil {
		for _, want := range wanted {
			if tag, ok := Match(want.String()); ok {
				return tag, true
			}
		}
	}
	return Match("")
}
