package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// answersOfReadme is an interview on the terminal: a person of 33 with a master's degree from Tohoku
// University, 8 years of work, N2 and an offer of 8.5 million yen, typed so that it could mean
// other amounts, too. They have a spouse without income and a child of 3.
var answersOfReadme = []string{"1", "2", "850", "a", "33", "8", "2", "1,2", "none", "2", "none", "none", "1", "1", "a"}

// today matches the day of a result, which is the day on which the test runs.
var today = regexp.MustCompile(`Estimate of \d+ [A-Z][a-z]+ \d{4}`)

// transcript returns what the program shows for answers, each after a line with "> " and the
// answer. It holds the interview again for each answer: the new screen is what the output has
// more than the time before.
func transcript(t *testing.T, language string, lines []string) string {
	t.Helper()
	var all strings.Builder
	shown := ""
	for n := range len(lines) + 1 {
		var out, errs bytes.Buffer
		data := filepath.Join(t.TempDir(), "chat.db")
		in := strings.Join(lines[:n], "\n")
		if code := run([]string{"chat", "--lang", language, "--data", data}, strings.NewReader(in), &out, &errs); code != 0 {
			t.Fatalf("exit status %d: %s", code, errs.String())
		}
		text, _, _ := strings.Cut(out.String(), "\nEverything is saved.")
		next, ok := strings.CutPrefix(text, shown)
		if !ok {
			t.Fatalf("answer %d changes what was shown before it:\n%s", n, text)
		}
		if n > 0 {
			all.WriteString("> " + lines[n-1] + "\n\n")
		}
		all.WriteString(strings.TrimLeft(next, "\n"))
		all.WriteString("\n")
		shown = text
	}
	return today.ReplaceAllString(all.String(), "Estimate of 22 November 2026")
}

// sections returns what the README shows of a transcript: the amount that is asked back, and
// the result.
func sections(t *testing.T, transcript string) string {
	t.Helper()
	cut := func(from, to string) string {
		_, rest, found := strings.Cut(transcript, from)
		part, _, end := strings.Cut(rest, to)
		if !found || !end {
			t.Fatalf("the transcript has no part from %q to %q", from, to)
		}
		return from + part + to
	}
	return cut("> 850\n", "\n> a\n") + "\n…\n\n" + cut("You qualify: ", "the ordinary criteria for the work too.")
}

// TestReadme holds the transcript in the README to what the program shows. -update writes both.
func TestReadme(t *testing.T) {
	const readme, begin, end = "../../README.md", "<!-- transcript -->\n```\n", "\n```\n"
	shown := transcript(t, "en", answersOfReadme)
	golden := readGolden(t, "testdata/readme.txt", shown)
	if shown != golden {
		t.Errorf("the program shows\n%s\nwant\n%s", shown, golden)
	}
	b, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(b), begin)
	block, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatal("the README has no transcript")
	}
	want := sections(t, golden)
	if *update {
		block = want
		if err := os.WriteFile(readme, []byte(before+begin+block+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if block != want {
		t.Errorf("the README shows\n%s\nwant\n%s", block, want)
	}
	for _, module := range directModules(t) {
		if !strings.Contains(string(b), module) {
			t.Errorf("the README does not say what %s is for", module)
		}
	}
	if lines := strings.Count(string(b), "\n"); lines >= 200 {
		t.Errorf("the README has %d lines, want less than 200", lines)
	}
}

// directModules returns the modules that go.mod requires for the code here.
func directModules(t *testing.T) (paths []string) {
	t.Helper()
	b, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`(?m)^\t(\S+) v\S+$`).FindAllSubmatch(b, -1) {
		paths = append(paths, string(m[1]))
	}
	if len(paths) < 10 {
		t.Fatalf("found only %q", paths)
	}
	return paths
}
