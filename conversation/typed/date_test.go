package typed

import "testing"

func TestDate(t *testing.T) {
	for text, want := range map[string]string{
		"2024-04-10": "2024-04-10 2024-04-10", "2024/4/10": "2024-04-10 2024-04-10", "20240410": "2024-04-10 2024-04-10",
		"10 April 2024": "2024-04-10 2024-04-10", "April 10, 2024": "2024-04-10 2024-04-10", "2024年4月10日": "2024-04-10 2024-04-10",
		"2024-04": "2024-04-01 2024-04-30", "April 2024": "2024-04-01 2024-04-30", "since April 2024": "2024-04-01 2024-04-30",
		"2024年4月": "2024-04-01 2024-04-30", "2024年4月から": "2024-04-01 2024-04-30", "令和6年4月": "2024-04-01 2024-04-30",
		"04/2024": "2024-04-01 2024-04-30", "202402": "2024-02-01 2024-02-29", "from 2024-04": "2024-04-01 2024-04-30",
		"2028-01-10": "2028-01-10 2028-01-10", "Ｒ６年４月": "2024-04-01 2024-04-30",
	} {
		first, last, d := reader.Date(text)
		if got := first.String() + " " + last.String(); d != Clear || got != want {
			t.Errorf("%q: %s, %s; want %s", text, got, d, want)
		}
	}
	for text, want := range map[string]Doubt{
		"2024": OnlyYear, "2024年": OnlyYear, "04/05/2024": DateOrder, "2024-02-30": NotADate, "2024-13": NotADate,
		"hello": NoNumber, "": NoNumber, "33": NoNumber, "4月10日": NotADate, "April": NoNumber,
	} {
		if first, _, d := reader.Date(text); d != want {
			t.Errorf("%q: %s %s, want %s", text, first, d, want)
		}
	}
}
