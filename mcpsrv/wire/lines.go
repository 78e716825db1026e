package wire

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// line is one line of input without its end. Of a line that was too long only what skim found is kept.
type line struct {
	text    []byte
	tooLong bool
	seen    skim
}

// byteOrderMark begins what some shells pipe.
var byteOrderMark = []byte("\xef\xbb\xbf")

// lineReader cuts input into lines of at most max bytes. A longer line is read to its end and not kept. The last
// line needs no newline.
type lineReader struct {
	in  *bufio.Reader
	max int
}

func newLineReader(in io.Reader, max int) *lineReader {
	return &lineReader{in: bufio.NewReaderSize(in, 64<<10), max: max}
}

// next returns the next line; the error is io.EOF behind the last one.
func (r *lineReader) next() (line, error) {
	var l line
	for {
		chunk, err := r.in.ReadSlice('\n')
		if !l.tooLong && len(l.text)+len(chunk) > r.max {
			l.tooLong = true
			l.seen.read(l.text)
			l.text = nil
		}
		if l.tooLong {
			l.seen.read(chunk)
		} else {
			l.text = append(l.text, chunk...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		lastLine := errors.Is(err, io.EOF) && (len(l.text) > 0 || l.tooLong) // its end is told by the next call
		if err != nil && !lastLine {
			return line{}, err
		}
		l.text = bytes.TrimSpace(bytes.TrimPrefix(l.text, byteOrderMark))
		return l, nil
	}
}

// skim finds the id of a JSON-RPC message without keeping the message, so that even a refused line of any length is
// answered to the call that waits for it. It takes its text in pieces.
type skim struct {
	depth             int
	inString, escaped bool
	// key is the newest member name of the outermost object; value is set behind its colon.
	key   []byte
	value bool
	id    []byte
	// method is set when the message has one, that is, when it is no answer.
	method bool
}

// The longest member name and id that are looked at.
const (
	maxSkimKey = 16
	maxSkimID  = 256
)

func (s *skim) read(text []byte) {
	for _, b := range text {
		switch {
		case s.inString:
			s.inside(b)
		case b == '"':
			s.inString = true
			if s.depth == 1 && !s.value {
				s.key = s.key[:0]
				continue
			}
		case b == '{' || b == '[':
			s.depth++
			continue
		case b == '}' || b == ']':
			s.depth--
			continue
		case b == ':' && s.depth == 1:
			s.value = true
			s.method = s.method || string(s.key) == "method"
			continue
		case b == ',' && s.depth == 1:
			s.value = false
			continue
		}
		s.keep(b)
	}
}

// inside follows a string literal to its end.
func (s *skim) inside(b byte) {
	switch {
	case s.escaped:
		s.escaped = false
	case b == '\\':
		s.escaped = true
	case b == '"':
		s.inString = false
	}
}

func (s *skim) keep(b byte) {
	switch {
	case s.depth != 1:
	case s.value && string(s.key) == "id" && len(s.id) <= maxSkimID:
		s.id = append(s.id, b)
	case !s.value && s.inString && len(s.key) <= maxSkimKey:
		s.key = append(s.key, b)
	}
}

// found returns the id as JSON, or nil if there was none that a message can have.
func (s *skim) found() json.RawMessage {
	id := bytes.TrimSpace(s.id)
	if !validID(id) {
		return nil
	}
	return id
}

// validID tells whether id is what the protocol allows: a string or a number.
func validID(id []byte) bool {
	if len(id) == 0 || len(id) > maxSkimID || !json.Valid(id) {
		return false
	}
	return id[0] == '"' || id[0] == '-' || (id[0] >= '0' && id[0] <= '9')
}
