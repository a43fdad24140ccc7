package typed

import "testing"

// TestSpan: times between two dates as people write them in a list of jobs.
func TestSpan(t *testing.T) {
	for text, want := range map[string]string{
		"2018-04 to 2021-03 engineer":      "2018-04-01 2021-03-31",
		"2018-04 - 2021-03":                "2018-04-01 2021-03-31",
		"2018-04-2021-03":                  "2018-04-01 2021-03-31",
		"April 2018 to March 2021, Acme":   "2018-04-01 2021-03-31",
		"from April 2018 until March 2021": "2018-04-01 2021-03-31",
		"04/2018-03/2021":                  "2018-04-01 2021-03-31",
		"1 April 2018 – 15 March 2021":     "2018-04-01 2021-03-15",
		"2018-04-16 to 2021-03-15":         "2018-04-16 2021-03-15",
		"2018年4月〜2021年3月 エンジニア":            "2018-04-01 2021-03-31",
		"2018年4月1日から2021年3月31日まで":          "2018-04-01 2021-03-31",
		"平成30年4月〜令和3年3月":                   "2018-04-01 2021-03-31",
		"2018年4月到2021年3月，软件工程师":            "2018-04-01 2021-03-31",
		"2018年4月至2021年3月":                  "2018-04-01 2021-03-31",
		"2018/4～2021/3":                    "2018-04-01 2021-03-31",
		"since April 2019":                 "2019-04-01 0000-00-00",
		"2019-04 to now":                   "2019-04-01 0000-00-00",
		"2019年4月〜現在":                       "2019-04-01 0000-00-00",
		"2019年4月至今":                        "2019-04-01 0000-00-00",
		"leave 2019-05 to 2019-10":         "2019-05-01 2019-10-31",
	} {
		from, until, d := reader.Span(text)
		if got := from.String() + " " + until.String(); d != Clear || got != want {
			t.Errorf("%q: %s, %s; want %s", text, got, d, want)
		}
	}
	for text, want := range map[string]Doubt{
		"": NoNumber, "engineer": NoNumber, "3 years": NoNumber, "2018 to 2021": OnlyYear, "2018-04 to 2021": OnlyYear,
		"2021-04 to 2018-03": NotADate, "2018-04, 2019-04, 2020-04": Several,
	} {
		if from, until, d := reader.Span(text); d != want {
			t.Errorf("%q: %s %s %s, want %s", text, from, until, d, want)
		}
	}
}
