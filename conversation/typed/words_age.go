package typed

import (
	"time"

	"hspbot/scoring"
)

// ageWords are the words of a question about an age.
var ageWords = newLexicon(numerals, joints, durations, []row{
	// English
	{years, 0, "years old|year old|years-old|-year-old|-years-old|year-old|yo|y.o.|y/o|yrs old|yr old|years of age|years|year|yrs|yr|y"},
	{decade, 0, "s|'s"}, {early, 0, "early|my early|the early"}, {late, 0, "late|my late|the late"}, {skip, 0, "mid|my mid|years young"},
	{decadeName, 20, "twenties"}, {decadeName, 30, "thirties"}, {decadeName, 40, "forties|fourties"},
	{decadeName, 50, "fifties"}, {decadeName, 60, "sixties"}, {decadeName, 70, "seventies"}, {decadeName, 80, "eighties"},
	{monthName, 1, "january|jan|jan."}, {monthName, 2, "february|feb|feb."}, {monthName, 3, "march|mar|mar."},
	{monthName, 4, "april|apr|apr."}, {monthName, 5, "may"}, {monthName, 6, "june|jun|jun."},
	{monthName, 7, "july|jul|jul."}, {monthName, 8, "august|aug|aug."}, {monthName, 9, "september|sept|sep|sept.|sep."},
	{monthName, 10, "october|oct|oct."}, {monthName, 11, "november|nov|nov."}, {monthName, 12, "december|dec|dec."},
	{skip, 0, "st|nd|rd|th|born|born on|i was born on|i was born in|i was born|was born|dob|d.o.b.|date of birth|birth|birthday|birthdate|on|age|aged|am|old|turned|i turned|he is|she is|he's|she's"},
	// Japanese
	{near, 0, "something|-something|turning|turn|will be"}, {near, 0, "数え|数え年|虚岁|虚歲"},
	{years, 0, "歳|才|さい|歳です|サイ"}, {decade, 0, "代|歳代|才代"}, {ones, 20, "はたち|ハタチ"},
	{early, 0, "前半|前半です"}, {late, 0, "後半|後半です"}, {skip, 0, "半ば|なかば|中盤"},
	{skip, 0, "生まれ|生れ|うまれ|生まれです|年齢|年令|生年月日|誕生日|生年月日は|誕生日は|満年齢|西暦|に生まれました|生まれました|年齢は"},
	{yearMark, 0, "年|ねん"}, {dayMark, 0, "日|日に"}, {ones, 1, "元"},
	{era, 0, "明治"}, {era, 1, "大正|t"}, {era, 2, "昭和"}, {era, 3, "平成|h"}, {era, 4, "令和|r"},
	// Chinese
	{years, 0, "岁|歲|周岁|周歲|岁了|歲了"}, {dayMark, 0, "号|號"}, {decade, 0, "年代"},
	{skip, 0, "出生|出生于|出生於|生于|生於|生日|出生日期|年龄|年齡|今年满|生|公历|公元|西元|周|的人"},
	{era, 5, "民国|民國"},
})

// eras are the calendars years are counted in, by their days.
var eras = []struct{ first, last scoring.Date }{
	{scoring.Date{Year: 1868, Month: time.January, Day: 25}, scoring.Date{Year: 1912, Month: time.July, Day: 30}},    // 明治
	{scoring.Date{Year: 1912, Month: time.July, Day: 30}, scoring.Date{Year: 1926, Month: time.December, Day: 25}},   // 大正
	{scoring.Date{Year: 1926, Month: time.December, Day: 25}, scoring.Date{Year: 1989, Month: time.January, Day: 7}}, // 昭和
	{scoring.Date{Year: 1989, Month: time.January, Day: 8}, scoring.Date{Year: 2019, Month: time.April, Day: 30}},    // 平成
	{scoring.Date{Year: 2019, Month: time.May, Day: 1}, scoring.Date{Year: 9999, Month: time.December, Day: 31}},     // 令和
	{scoring.Date{Year: 1912, Month: time.January, Day: 1}, scoring.Date{Year: 9999, Month: time.December, Day: 31}}, // 民國
}

// showa is the era whose letter, S, also makes decades.
const showa = 2
