package provider

import (
	"bufio"
	"bytes"
	"io"
)

// events reads server-sent events.
type events struct{ lines *bufio.Scanner }

// maxLine is the longest line of a stream in bytes.
const maxLine = 1 << 20

func newEvents(r io.Reader) *events {
	s := bufio.NewScanner(r)
	s.Buffer(make([]byte, 0, 4096), maxLine)
	return &events{s}
}

// next is the next event with data; the error at the end of the stream is io.ErrUnexpectedEOF, since the streams read here say
// themselves when they are complete.
func (e *events) next() (event, data []byte, err error) {
	for e.lines.Scan() {
		line := bytes.TrimSuffix(e.lines.Bytes(), []byte{'\r'})
		if len(line) == 0 {
			if len(data) > 0 {
				return event, data, nil
			}
			event = nil
			continue
		}
		field, value, _ := bytes.Cut(line, []byte{':'})
		value = bytes.TrimPrefix(value, []byte{' '})
		switch string(field) {
		case "event":
			event = bytes.Clone(value)
		case "data":
			if len(data) > 0 {
				data = append(data, '\n')
			}
			data = append(data, value...)
		}
	}
	if err := e.lines.Err(); err != nil {
		return nil, nil, err
	}
	if len(data) > 0 {
		return event, data, nil // some end without the last empty line
	}
	return nil, nil, io.ErrUnexpectedEOF
}
