package scoring

import (
	"encoding/json"
	"math"
	"strconv"
)

// Profiles are read by hand, and not with encoding/json, for speed and strictness. A stream of
// profiles is to be scored at 200,000 lines a second on one core, 5 microseconds a line for
// reading, scoring and writing together; encoding/json takes about five times as long as
// this for the reading alone, and it lets pass what the contract refuses: keys given twice, keys in another case, a
// null that is a value. BenchmarkParseProfile measures it. What is a JSON mistake and where, is
// still said by encoding/json (see fault), when there is time.

// A scanner reads JSON from left to right. Its methods skip white space before what they
// read and report whether they found it; the caller says what would have been right.
//
// Every string of a valid profile is ASCII and nearly always free of escapes, so strings
// are slices of the input; text that is not UTF-8 matches no name and needs no check.
type scanner struct {
	b []byte
	i int
	// stray is the last name that an object may not have, or has already.
	stray []byte
	// problem, when set, says more about a failure than the kind of the value does, and within
	// which key inside an object it is about.
	problem *problem
	within  string
}

// largest is the largest number a profile holds. Up to it, and one more, a float64 counts exactly.
const largest = 1<<53 - 1

const givenTwice = "is given twice"

var (
	nameTwice  = &problem{FaultTwice, nil, "has a name that is given twice"}
	emptyRange = &problem{FaultEmptyRange, nil, `is an empty range: "from" must be less than "below"`}
)

// peek returns the next byte that is not white space, or 0 at the end.
func (s *scanner) peek() byte {
	for ; s.i < len(s.b); s.i++ {
		switch c := s.b[s.i]; c {
		case ' ', '\t', '\n', '\r':
		default:
			return c
		}
	}
	return 0
}

func (s *scanner) take(c byte) bool {
	if s.peek() != c {
		return false
	}
	s.i++
	return true
}

// literal reads one of the words null, true and false.
func (s *scanner) literal(word string) bool {
	if s.peek() != word[0] || len(s.b)-s.i < len(word) || string(s.b[s.i:s.i+len(word)]) != word {
		return false
	}
	s.i += len(word)
	return true
}

// text reads a string and returns what it means.
func (s *scanner) text() ([]byte, bool) {
	if !s.take('"') {
		return nil, false
	}
	rest := s.b[s.i:]
	for n, c := range rest {
		switch {
		case c > '\\': // first, as nearly every byte of a name is a lower-case letter
		case c == '"':
			s.i += n + 1
			return rest[:n], true
		case c == '\\':
			return s.escaped(n)
		case c < ' ':
			return nil, false
		}
	}
	return nil, false
}

// escaped reads on in a string whose first escape is n bytes ahead.
func (s *scanner) escaped(n int) ([]byte, bool) {
	start := s.i
	for s.i += n; s.i < len(s.b); s.i++ {
		switch s.b[s.i] {
		case '\\':
			s.i++ // whatever is escaped does not end the string
		case '"':
			s.i++
			var t string
			err := json.Unmarshal(s.b[start-1:s.i], &t)
			return []byte(t), err == nil
		}
	}
	return nil, false
}

// object reads an object whose names are among names, and each value that is not null with
// read, which gets the index of the name.
func (s *scanner) object(names []string, read func(i int) bool) bool {
	return s.objectWithNulls(names, func(i int) bool { return s.literal("null") || read(i) })
}

// objectWithNulls is [scanner.object] with a read that gets every value.
func (s *scanner) objectWithNulls(names []string, read func(i int) bool) bool {
	if !s.take('{') {
		return false
	}
	seen, i := uint64(0), -1
	for first := true; !s.take('}'); first = false {
		if !first && !s.take(',') {
			return false
		}
		t, ok := s.text()
		if !ok || !s.take(':') {
			return false
		}
		// Names mostly come in order, so the first try is the one after the last.
		if i = indexAfter(i, names, t); i < 0 {
			s.stray = t
			return false
		}
		if seen>>i&1 == 1 {
			s.stray, s.problem = t, nameTwice
			return false
		}
		seen |= 1 << i
		if !read(i) {
			return false
		}
	}
	return true
}

// indexAfter returns the index of t in names or -1, looking first behind the index last.
func indexAfter(last int, names []string, t []byte) int {
	for i := last + 1; i < len(names); i++ {
		if string(t) == names[i] {
			return i
		}
	}
	for i := range last + 1 {
		if string(t) == names[i] {
			return i
		}
	}
	return -1
}

// list reads a list, and each element with read.
func (s *scanner) list(read func() bool) bool {
	if !s.take('[') {
		return false
	}
	for first := true; !s.take(']'); first = false {
		if !first && !s.take(',') || !read() {
			return false
		}
	}
	return true
}

// name reads a string that is one of names and returns its index.
func (s *scanner) name(names []string) (int, bool) {
	t, ok := s.text()
	i := indexAfter(-1, names, t)
	return i, ok && i >= 0
}

// number reads a number that is not negative. Only a [Decimal] may be more than digits.
func (s *scanner) number(k Kind) (float64, bool) {
	s.peek()
	start, n := s.i, uint64(0)
	for ; s.i < len(s.b) && isDigit(s.b[s.i]); s.i++ {
		n = n*10 + uint64(s.b[s.i]-'0') // wraps around only with more digits than we accept
	}
	digits := s.i - start
	if digits == 0 || digits > 1 && s.b[start] == '0' {
		return 0, false
	}
	if s.i < len(s.b) && (s.b[s.i] == '.' || s.b[s.i]|0x20 == 'e') {
		return s.fraction(start, k)
	}
	return float64(n), digits <= 16 && n <= largest
}

// fraction reads on in a number that began at start, from its point or exponent.
func (s *scanner) fraction(start int, k Kind) (float64, bool) {
	if k != Decimal {
		return 0, false
	}
	if s.b[s.i] == '.' {
		s.i++
		if !s.digits() {
			return 0, false
		}
	}
	if s.i < len(s.b) && s.b[s.i]|0x20 == 'e' {
		s.i++
		if s.i < len(s.b) && (s.b[s.i] == '+' || s.b[s.i] == '-') {
			s.i++
		}
		if !s.digits() {
			return 0, false
		}
	}
	x, err := strconv.ParseFloat(string(s.b[start:s.i]), 64)
	return x, err == nil && x <= largest
}

func (s *scanner) digits() bool {
	start := s.i
	for s.i < len(s.b) && isDigit(s.b[s.i]) {
		s.i++
	}
	return s.i > start
}

func isDigit(c byte) bool { return c-'0' <= 9 }

var endNames = []string{"from", "below"}

// numberOrRange reads a number or a range like {"from": 5, "below": 6}. A range that does
// not exclude anything knows nothing.
func (s *scanner) numberOrRange(k Kind) (Value, bool) {
	if s.peek() != '{' {
		x, ok := s.number(k)
		if k == Decimal {
			return Real(x), ok
		}
		return Value{From: x, Below: x + 1}, ok
	}
	ends := [2]float64{0, math.Inf(1)}
	ok := s.object(endNames, func(i int) (ok bool) {
		ends[i], ok = s.number(k)
		return ok
	})
	if ok && ends[0] >= ends[1] {
		s.problem = emptyRange
		return Value{}, false
	}
	if ends == [2]float64{0, math.Inf(1)} {
		return Value{}, ok
	}
	return Between(ends[0], ends[1]), ok
}
