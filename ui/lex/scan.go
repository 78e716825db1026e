package lex

// scanner walks over one line and collects its tokens.
type scanner struct {
	line  string
	at    int
	spans []Span
}

func (s *scanner) done() bool { return s.at >= len(s.line) }

// peek is the byte n bytes further on, 0 beyond the line.
func (s *scanner) peek(n int) byte {
	if s.at+n < len(s.line) {
		return s.line[s.at+n]
	}
	return 0
}

func (s *scanner) has(prefix string) bool {
	return len(s.line)-s.at >= len(prefix) && s.line[s.at:s.at+len(prefix)] == prefix
}

// emit makes the bytes from start to where the scanner is a token; it joins a token of the same
// kind that ends at start.
func (s *scanner) emit(start int, k Kind) {
	if start >= s.at || k == Text {
		return
	}
	if n := len(s.spans); n > 0 && s.spans[n-1].Kind == k && s.spans[n-1].End == start {
		s.spans[n-1].End = s.at
		return
	}
	s.spans = append(s.spans, Span{start, s.at, k})
}

// take moves over n bytes, makes them a token and returns whether it moved.
func (s *scanner) take(n int, k Kind) {
	start := s.at
	s.at = min(s.at+n, len(s.line))
	s.emit(start, k)
}

// spaces moves over blanks.
func (s *scanner) spaces() {
	for !s.done() && blank(s.line[s.at]) {
		s.at++
	}
}

// word moves over a name and returns it.
func (s *scanner) word() string {
	start := s.at
	for !s.done() && wordByte(s.line[s.at]) {
		s.at++
	}
	return s.line[start:s.at]
}

// number moves over a number: decimal with fraction and exponent, or 0x, 0o, 0b, with _ between.
func (s *scanner) number() {
	start := s.at
	if s.peek(0) == '0' && radix(s.peek(1)) {
		s.at += 2
		for !s.done() && (hexDigit(s.line[s.at]) || s.line[s.at] == '_') {
			s.at++
		}
		s.emit(start, Number)
		return
	}
	s.digits()
	if s.peek(0) == '.' && s.peek(1) != '.' {
		s.at++
		s.digits()
	}
	if e := s.peek(0) | 0x20; e == 'e' {
		n := 1
		if c := s.peek(1); c == '+' || c == '-' {
			n = 2
		}
		if digit(s.peek(n)) {
			s.at += n
			s.digits()
		}
	}
	s.emit(start, Number)
}

func (s *scanner) digits() {
	for !s.done() && (digit(s.line[s.at]) || s.line[s.at] == '_') {
		s.at++
	}
}

func blank(c byte) bool  { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v' }
func digit(c byte) bool  { return c >= '0' && c <= '9' }
func letter(c byte) bool { c |= 0x20; return c >= 'a' && c <= 'z' }

func hexDigit(c byte) bool { return digit(c) || (c|0x20 >= 'a' && c|0x20 <= 'f') }
func radix(c byte) bool    { c |= 0x20; return c == 'x' || c == 'o' || c == 'b' }

// wordStart and wordByte take every byte beyond ASCII for a letter, as names in any script have.
func wordStart(c byte) bool { return letter(c) || c == '_' || c >= 0x80 }
func wordByte(c byte) bool  { return wordStart(c) || digit(c) }

// lower looks word up in a table of lower-case words without regard to ASCII case.
func lower[V any](table map[string]V, word string) (v V, ok bool) {
	var buf [24]byte
	if len(word) > len(buf) {
		return v, false
	}
	for i := range len(word) {
		c := word[i]
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		buf[i] = c
	}
	v, ok = table[string(buf[:len(word)])]
	return v, ok
}

// hash is FNV-1a, folded so that it is never zero.
func hash(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return max(h, 1)
}
