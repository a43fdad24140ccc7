package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"hspbot/scoring"
)

var fixedDay = scoreOptions{Sheets: scoring.AllSheets, Now: func() scoring.Date { return scoring.Date{Year: 2026, Month: 11, Day: 22} }}

// runScore scores text and returns the days of the assessments, which tell them apart, and
// what was reported.
func runScore(t *testing.T, in io.Reader, opt scoreOptions) (days []string, reports string, err error) {
	t.Helper()
	var out, errs bytes.Buffer
	err = score(in, &out, &errs, opt)
	for lines := bufio.NewScanner(&out); lines.Scan(); {
		var a struct {
			AsOf       string `json:"as_of"`
			Categories map[string]any
		}
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			t.Errorf("output %q: %v", lines.Text(), err)
		}
		days = append(days, a.AsOf)
	}
	return days, errs.String(), err
}

func TestScoreLines(t *testing.T) {
	const (
		one   = `{"as_of":"2026-01-01"}`
		two   = `{"as_of":"2026-01-02"}`
		three = `{"as_of":"2026-01-03"}`
	)
	pretty := "{\n  \"as_of\": \"2026-01-01\",\n  \"career_years\": {\n    \"from\": 3\n  }\n}"
	long := `{"as_of":"2026-01-01"` + strings.Repeat(" ", longestLine) + `}`
	exact := one + strings.Repeat(" ", longestLine-len(one))
	const notJSON = "is not valid JSON, at byte "
	for _, c := range []struct{ name, in, days, reports string }{
		{"nothing", "", "", ""},
		{"blank", "\n \n\t\r\n", "", ""},
		{"mark only", "\ufeff", "", ""},
		{"lines", one + "\n" + two + "\n" + three + "\n", "01 02 03", ""},
		{"last line without an end", one + "\n" + two, "01 02", ""},
		{"carriage returns", one + "\r\n" + two + "\r\n", "01 02", ""},
		{"byte order mark", "\ufeff" + one + "\n" + two, "01 02", ""},
		{"blank lines", "\n\n" + one + "\n\r\n   \n" + `{"age":-1}` + "\n", "01",
			"line 6: key \"age\": must be a whole number from 0 to 9007199254740991, written in digits, or a range of such numbers like {\"from\": 5, \"below\": 6} with either end left out\n"},
		{"bad lines", `{"id":1}` + "\n" + one + "\n[]\n" + two + "\n" + `{"as_of":1}` + "\nx\n" + three, "01 02 03",
			"line 1: key \"id\": is not a key of a profile\nline 3: must be one JSON object and nothing else\n" +
				"line 5: key \"as_of\": must be a date like \"2026-11-22\"\nline 6: " + notJSON + "1 of 1\n"},
		{"no as_of", "{}", "2026-11-22", ""},
		{"born after today", `{"birth_date":"2026-11-23"}`, "", "line 1: key \"birth_date\": the date of birth is after the day of the assessment\n"},
		{"before the table", `{"as_of":"1999-01-01"}`, "", "line 1: key \"as_of\": the points tables here begin on 2023-04-01\n"},
		{"pretty", pretty, "01", ""},
		{"pretty, blanks around", "\n\n " + pretty + "\n\n", "01", ""},
		{"pretty, carriage returns", strings.ReplaceAll(pretty, "\n", "\r\n") + "\r\n", "01", ""},
		{"pretty, byte order mark", "\ufeff" + pretty, "01", ""},
		{"pretty and wrong", "\n" + strings.Replace(pretty, "3", "-3", 1), "",
			"line 2: key \"career_years\": must be a number from 0, or a range like {\"from\": 5, \"below\": 6} with either end left out, or an object of these by \"i-a\", \"i-b\" and \"i-c\"\n"},
		{"pretty, several", pretty + "\n" + pretty + "\n" + two + "\n" + three, "01 01 02 03", ""},
		{"pretty, then rubbish", pretty + " x\n" + two, "01 02", "line 6: " + notJSON + "1 of 1\n"},
		{"first line cut off", `{"age":3` + "\n" + one + "\n" + two, "01 02", "line 1: " + notJSON + "8 of 8\n"},
		{"first line cut off at a value", `{"age":` + "\n" + one + "\n" + two, "01 02", "line 1: key \"age\": " + notJSON + "7 of 7\n"},
		{"first line cut off in a string", `{"a` + "\n" + one, "01", "line 1: " + notJSON + "3 of 3\n"},
		{"first line cut off in a list", `{"degrees":[` + "\n" + one + "\n", "01", "line 1: key \"degrees\": " + notJSON + "12 of 12\n"},
		{"later line cut off", one + "\n" + `{"age":3` + "\n" + two, "01 02", "line 2: " + notJSON + "8 of 8\n"},
		{"as long as allowed", exact + "\n" + exact + "\r\n" + two, "01 01 02", ""},
		{"long first line", long + "\n" + two, "02", "line 1: is longer than 1 MiB\n"},
		{"long line between", two + "\n" + long + "\n" + three, "02 03", "line 2: is longer than 1 MiB\n"},
		{"long last line", two + "\n" + long, "02", "line 2: is longer than 1 MiB\n"},
		{"very long line", two + "\n" + long + long + long + "\n" + three, "02 03", "line 2: is longer than 1 MiB\n"},
		{"endless object", "{\n" + one + strings.Repeat("\n", 2*longestLine) + two, "01 02", "line 1: " + notJSON + "1 of 1\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			days, reports, err := runScore(t, strings.NewReader(c.in), fixedDay)
			got := strings.ReplaceAll(strings.Join(days, " "), "2026-01-", "")
			if got != c.days {
				t.Errorf("scored %q, want %q", got, c.days)
			}
			if reports != c.reports {
				t.Errorf("reported\n%swant\n%s", reports, c.reports)
			}
			if errors.Is(err, errBadLines) != (c.reports != "") || err != nil && !errors.Is(err, errBadLines) {
				t.Errorf("error %v", err)
			}
		})
	}
}

// TestScoreInPieces: how the input arrives makes no difference.
func TestScoreInPieces(t *testing.T) {
	const in = "\ufeff{\n\"as_of\":\"2026-01-01\"\n}\n\n{\"as_of\":\"2026-01-02\"}\nx\n{\"as_of\":\"2026-01-03\"}"
	for _, r := range []io.Reader{
		iotest.OneByteReader(strings.NewReader(in)),
		iotest.HalfReader(strings.NewReader(in)),
		iotest.DataErrReader(strings.NewReader(in)),
	} {
		days, reports, err := runScore(t, r, fixedDay)
		if len(days) != 3 || !strings.HasPrefix(reports, "line 6: ") || !errors.Is(err, errBadLines) {
			t.Errorf("scored %v, reported %q, error %v", days, reports, err)
		}
	}
}

// TestScoreAnswersAtOnce: a program that waits for an answer before it sends more gets it.
func TestScoreAnswersAtOnce(t *testing.T) {
	for _, object := range []string{"{}\n", "{\n}\n"} {
		questions, ask := io.Pipe()
		answer, answers := io.Pipe()
		done := make(chan error)
		go func() {
			err := score(questions, answers, io.Discard, fixedDay)
			answers.Close()
			done <- err
		}()
		replies := bufio.NewReader(answer)
		for range 3 {
			io.WriteString(ask, object)
			if line, err := replies.ReadString('\n'); err != nil || !strings.HasPrefix(line, `{"as_of":"2026-11-22"`) {
				t.Fatalf("answer %q, %v", line, err)
			}
		}
		ask.Close()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func TestScoreOptions(t *testing.T) {
	opt := fixedDay
	opt.Sheets = scoring.Only(scoring.Technical)
	var out bytes.Buffer
	if err := score(strings.NewReader("{}"), &out, io.Discard, opt); err != nil {
		t.Fatal(err)
	}
	if s := out.String(); !strings.Contains(s, `"i-b":{"min"`) || strings.Contains(s, `"i-a"`) {
		t.Errorf("not i-b alone: %s", s)
	}
	out.Reset()
	opt.Write = func(w io.Writer, p scoring.Person) error {
		_, err := io.WriteString(w, p.AsOf.String()+" "+string(p.AppendJSON(nil))+"\n")
		return err
	}
	if err := score(strings.NewReader(`{"sme":true}`), &out, io.Discard, opt); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); got != "2026-11-22 {\"as_of\":\"2026-11-22\",\"sme\":true}\n" {
		t.Errorf("text %q", got)
	}
	if today := todayInJapan(); today.Year < 2026 {
		t.Errorf("today is %v", today)
	}
}

// TestScoreBrokenPipes: errors of the input and the outputs end the run and are no bad lines.
func TestScoreBrokenPipes(t *testing.T) {
	broken := errors.New("broken")
	profiles := func() io.Reader { return strings.NewReader(strings.Repeat("{}\nx\n", 1000)) }
	fails := writerFunc(func([]byte) (int, error) { return 0, broken })
	text := fixedDay
	text.Write = func(io.Writer, scoring.Person) error { return broken }
	for name, err := range map[string]error{
		"input":           score(io.MultiReader(strings.NewReader("{}\n{}"), iotest.ErrReader(broken)), io.Discard, io.Discard, fixedDay),
		"input at once":   score(iotest.ErrReader(broken), io.Discard, io.Discard, fixedDay),
		"input in a long": score(io.MultiReader(strings.NewReader("{}\n"+strings.Repeat(" ", 2*longestLine)), iotest.ErrReader(broken)), io.Discard, io.Discard, fixedDay),
		"output":          score(profiles(), fails, io.Discard, fixedDay),
		"reports":         score(profiles(), io.Discard, fails, fixedDay),
		"text":            score(profiles(), io.Discard, io.Discard, text),
	} {
		if !errors.Is(err, broken) || errors.Is(err, errBadLines) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// BenchmarkScore scores a stream of the worked cases.
func BenchmarkScore(b *testing.B) {
	text, err := os.ReadFile("../../scoring/testdata/vectors.jsonl")
	if err != nil {
		b.Fatal(err)
	}
	var stream bytes.Buffer
	lines := 0
	for s := bufio.NewScanner(bytes.NewReader(text)); s.Scan(); lines++ {
		var v struct{ Profile json.RawMessage }
		if err := json.Unmarshal(s.Bytes(), &v); err != nil {
			b.Fatal(err)
		}
		stream.Write(append(v.Profile, '\n'))
	}
	stream = *bytes.NewBuffer(bytes.Repeat(stream.Bytes(), 100))
	lines *= 100
	b.SetBytes(int64(stream.Len()))
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		if err := score(bytes.NewReader(stream.Bytes()), io.Discard, io.Discard, fixedDay); err != nil {
			b.Fatal(err)
		}
		n += lines
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "lines/s")
}
