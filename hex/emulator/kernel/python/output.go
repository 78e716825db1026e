package python

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"sync"

	"hextui/hex/emulator/kernel/engine"
)

// output gathers what a process prints, cell by cell: each ends at its mark.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
	cut  bool
	// held is what may be the beginning of the mark.
	held []byte
	mark []byte
	seen chan struct{} // closed at the mark, and at the end
	over bool
}

// begin is called before a cell runs. What came since the last one is of threads that it left, and is this one's.
func (o *output) begin(mark string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.text.Reset()
	o.cut, o.mark, o.seen = false, []byte(mark), make(chan struct{})
	if o.over {
		close(o.seen)
	}
}

// read reads to the end.
func (o *output) read(from io.Reader) {
	chunk := make([]byte, 32<<10)
	for {
		n, err := from.Read(chunk)
		o.take(chunk[:n])
		if err != nil {
			break
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.keep(o.held)
	o.over = true
	o.found()
}

func (o *output) take(chunk []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	data := append(o.held, chunk...)
	o.held = nil
	if len(o.mark) == 0 { // between cells
		o.held = data[max(0, len(data)-engine.MaxOutput):]
		return
	}
	if at := bytes.Index(data, o.mark); at >= 0 {
		o.keep(data[:at])
		o.held = bytes.Clone(data[at+len(o.mark):])
		o.found()
		return
	}
	o.keep(data[:max(0, len(data)-len(o.mark))])
	o.held = bytes.Clone(data[max(0, len(data)-len(o.mark)):])
}

// found tells that all of the cell's is there.
func (o *output) found() {
	if o.mark = nil; o.seen == nil {
		return
	}
	select {
	case <-o.seen:
	default:
		close(o.seen)
	}
}

// keep adds to the text, up to the limit.
func (o *output) keep(data []byte) {
	room := engine.MaxOutput - o.text.Len()
	o.cut = o.cut || len(data) > room
	o.text.Write(data[:min(room, len(data))])
}

// all is what the cell printed: text, of which a line that is written over again is there once.
func (o *output) all() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	text := strings.ToValidUTF8(o.text.String(), "\ufffd")
	if strings.Contains(text, "\r") {
		lines := strings.SplitAfter(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
		for i, line := range lines {
			body := strings.TrimRight(line, "\r\n")
			lines[i] = body[strings.LastIndexByte(body, '\r')+1:] + line[len(strings.TrimRight(line, "\n")):]
		}
		text = strings.Join(lines, "")
	}
	if o.cut {
		text += fmt.Sprintf("\n… output cut after %d bytes\n", engine.MaxOutput)
	}
	return text
}

// oneLine is a text in one line, of at most so many bytes.
func oneLine(s string, most int) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "\ufffd")), " ")
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	return s
}
