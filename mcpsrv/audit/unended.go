package audit

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"
)

// lookedBack is how much of the end of the log is looked at, in bytes.
const lookedBack = 4 << 20

// Unended is the newest intent, among those since a time that like picks, of which the log has no answer and no end: what was sent was
// killed before its answer came, or still waits for it. Of calls of which a file that was put aside has the intent, nothing is known.
func (a *Log) Unended(since time.Time, like func(Record) bool) (sent Record, there bool, err error) {
	f, err := os.Open(a.path)
	if errors.Is(err, fs.ErrNotExist) {
		return sent, false, nil
	}
	if err != nil {
		return sent, false, fmt.Errorf("the audit log cannot be read: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err == nil && info.Size() > lookedBack {
		_, err = f.Seek(info.Size()-lookedBack, io.SeekStart)
	}
	if err != nil {
		return sent, false, fmt.Errorf("the audit log cannot be read: %w", err)
	}
	lines := bufio.NewScanner(f)
	lines.Buffer(make([]byte, 64<<10), 4*longestRecord)
	for lines.Scan() {
		r, err := readRecord(lines.Bytes())
		switch {
		case err != nil || r.Time.Before(since): // the first may be a part of one
		case r.Event == Intent && like(r):
			sent, there = r, true
		case there && r.Call == sent.Call && (r.Event == Call || r.Event == Answered):
			there = false
		}
	}
	if err := lines.Err(); err != nil {
		return sent, false, fmt.Errorf("the audit log cannot be read: %w", err)
	}
	return sent, there, nil
}
