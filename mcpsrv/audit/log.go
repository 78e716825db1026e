package audit

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"
)

// Log is the log of what agents did and tried: a file of JSON lines that is only ever appended to. Each record holds
// the digest of the one before it, so that a record that was changed, taken out or put in later shows ([Verify]).
// It shows what a later hand did; somebody who may write the file may write a new one.
//
// Several processes may share a file.
type Log struct {
	path string
	most int64
	now  func() time.Time
	lock *flock.Flock // among processes

	mu sync.Mutex
	// file, seq, prev and size are as after our last record; another process may have gone on since.
	file fs.FileInfo
	seq  int64
	prev string
	size int64
	// begun is set once it is written that we opened the log.
	begun bool
}

// Options say how an audit log is kept.
type Options struct {
	// MaxBytes is the size at which the file is put aside, under its name with the time, and a new one begun whose
	// chain goes on; 0 is 16 MB. Files that were put aside are never deleted.
	MaxBytes int64
	// Now replaces the clock, for tests.
	Now func() time.Time
}

const (
	logBytes = 16 << 20
	// longestRecord is the longest record; longer old sources and arguments are cut.
	longestRecord = 1 << 20
	longestText   = 256 << 10
)

// errNowhere is for a log without path.
var errNowhere = errors.New("there is no folder to keep it in")

// Open opens the audit log at path, which only its owner may read, and makes it and its folder where they are not
// there. The error says that it cannot be written now. The log is there with it too, and is tried again with each record: a server
// that should keep one must do nothing that it cannot write down, but may go on with the rest. An empty path is nowhere.
func Open(path string, o Options) (*Log, error) {
	a := &Log{path: path, most: o.MaxBytes, now: o.Now, lock: besideLog(path)}
	if a.most <= 0 {
		a.most = logBytes
	}
	if a.now == nil {
		a.now = time.Now
	}
	return a, a.Append(Record{Event: Opened})
}

// Append writes one record, whole or not at all. What is about to be changed is on the disk before it is: a power cut
// loses no more than how reads and ended calls went.
func (a *Log) Append(r Record) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.prepare(); err != nil {
		return fmt.Errorf("the audit log: %w", err)
	}
	if err := errors.Join(a.append(r), a.lock.Unlock()); err != nil {
		return fmt.Errorf("the audit log: %w", err)
	}
	return nil
}

// prepare makes the folder for a log that has not been written yet, and takes the lock.
func (a *Log) prepare() error {
	if a.path == "" {
		return errNowhere
	}
	if !a.begun {
		if err := os.MkdirAll(filepath.Dir(a.path), 0o700); err != nil {
			return err
		}
	}
	return waitFor(a.lock)
}

// append writes one record to the locked log.
func (a *Log) append(r Record) error {
	f, err := a.open()
	if err != nil {
		return err
	}
	err = a.write(f, r)
	if err == nil && r.Event == Intent {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// open opens the file of the locked log and finds the end of its chain. A file that grew too long is put aside first.
func (a *Log) open() (*os.File, error) {
	f, err := os.OpenFile(a.path, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := a.find(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	if a.size < a.most {
		return f, nil
	}
	if err := f.Close(); err != nil { // before it is renamed: Windows renames no open file
		return nil, err
	}
	if err := a.putAside(); err != nil {
		return nil, err
	}
	return a.open()
}

// find finds the end of the file's chain, which is ours unless another process has written since, or begun a new file.
func (a *Log) find(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.Mode().Perm()&0o077 != 0 {
		if err := f.Chmod(0o600); err != nil {
			return err
		}
	}
	if a.file != nil && os.SameFile(a.file, info) && info.Size() == a.size {
		return nil
	}
	if err := a.catchUp(f, info.Size()); err != nil {
		return err
	}
	a.file = info
	return nil
}

// catchUp reads where the chain stands: from the last record of the file, or, in a new one, of the file that was put
// aside last, to which another process may have written after us.
func (a *Log) catchUp(f *os.File, size int64) error {
	if size == 0 {
		a.size = 0
		return a.catchUpAside()
	}
	last, whole, err := lastLine(f, size)
	if err != nil {
		return err
	}
	if !whole { // a record that a crash cut off; it stays, and shows
		if _, err := f.Write([]byte("\n")); err != nil {
			return err
		}
		size++
	}
	a.goOnFrom(last)
	a.size = size
	return nil
}

func (a *Log) catchUpAside() error {
	aside, err := a.lastAside()
	if err != nil || aside == "" {
		return err
	}
	f, err := os.Open(aside)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	last, _, err := lastLine(f, info.Size())
	if err != nil {
		return err
	}
	a.goOnFrom(last)
	return nil
}

// asideTime is how the name of a file that was put aside says when: so that the names sort by it.
const asideTime = "20060102T150405.000000000"

// lastAside is the path of the file that was put aside last, empty when there is none.
func (a *Log) lastAside() (string, error) {
	ext := filepath.Ext(a.path)
	entries, err := os.ReadDir(filepath.Dir(a.path)) // sorted by name
	if err != nil {
		return "", err
	}
	for _, entry := range slices.Backward(entries) {
		name, ours := strings.CutPrefix(entry.Name(), strings.TrimSuffix(filepath.Base(a.path), ext)+"-")
		if _, err := time.Parse(asideTime, strings.TrimSuffix(name, ext)); ours && err == nil {
			return filepath.Join(filepath.Dir(a.path), entry.Name()), nil
		}
	}
	return "", nil
}

// goOnFrom takes a line for the last of the chain.
func (a *Log) goOnFrom(last []byte) {
	var r Record
	if json.Unmarshal(last, &r) == nil {
		a.seq, a.prev = r.Seq, r.Hash
	} else {
		a.prev = Digest(last)
	}
}

// lastLine is the last line of a file, and whether it ends as a line does.
func lastLine(f *os.File, size int64) (line []byte, whole bool, err error) {
	from := max(0, size-longestRecord-1)
	tail := make([]byte, size-from)
	if _, err := f.ReadAt(tail, from); err != nil && !errors.Is(err, io.EOF) {
		return nil, false, err
	}
	tail, whole = bytes.CutSuffix(tail, []byte("\n"))
	return tail[bytes.LastIndexByte(tail, '\n')+1:], whole, nil
}

func (a *Log) putAside() error {
	ext := filepath.Ext(a.path)
	aside := fmt.Sprintf("%s-%s%s", strings.TrimSuffix(a.path, ext), a.now().UTC().Format(asideTime), ext)
	if err := os.Rename(a.path, aside); err != nil {
		return err
	}
	a.size = 0
	return nil
}

// write appends a record to the file of the locked log.
func (a *Log) write(f *os.File, r Record) error {
	if (a.size == 0 || !a.begun) && r.Event != Opened { // the first of a file says what it goes on from
		if err := a.write(f, Record{Event: Opened}); err != nil {
			return err
		}
	}
	r.Seq, r.Time, r.Prev, r.Hash = a.seq+1, a.now().UTC(), a.prev, ""
	line, hash, err := r.line()
	if err != nil {
		return err
	}
	n, err := f.Write(line)
	if err != nil {
		if n > 0 {
			err = errors.Join(err, f.Truncate(a.size)) // the lock is ours: nobody has written behind it
		}
		return err
	}
	a.seq, a.prev, a.size, a.begun = r.Seq, hash, a.size+int64(len(line)), true
	return nil
}

// line is the record as it is written: its hash is over all that stands before it.
func (r Record) line() (line []byte, hash string, err error) {
	if len(r.Args) > longestText {
		r.Args = json.RawMessage(`"[too long to keep]"`)
	}
	if r.Undo != nil && len(r.Undo.Source) > longestText {
		short := *r.Undo
		short.Source, short.Cut = strings.ToValidUTF8(short.Source[:longestText], ""), true
		r.Undo = &short
	}
	body, err := json.Marshal(r)
	if err != nil {
		return nil, "", err
	}
	body = body[:len(body)-1] // without the closing brace
	hash = Digest(body)
	return fmt.Appendf(body, "%s%s\"}\n", hashMember, hash), hash, nil
}

// hashMember stands before the hash, which is always the last member.
const hashMember = `,"hash":"`

// Digest is the SHA-256 of something, in hexadecimal.
func Digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Broken is what is wrong with an audit log.
type Broken struct {
	// Line counts from 1.
	Line int
	Why  string
}

// Error says where and what.
func (b *Broken) Error() string {
	return fmt.Sprintf("The audit log is not whole: line %d %s.", b.Line, b.Why)
}

// Headless is an audit log without its beginning: what there is may be whole.
type Headless struct {
	// Seq is the number of its first record, 0 where there is none; the first of all has 1.
	Seq int64
	// Prev is the hash of the record before, which is not there.
	Prev string
}

// Error says what is missing.
func (h *Headless) Error() string {
	if h.Seq == 0 {
		return "The audit log has no record: its beginning is not there."
	}
	return fmt.Sprintf("The audit log is without its beginning: its first record has number %d and goes on from one that is not there.",
		h.Seq)
}

// Summary is what a whole audit log holds.
type Summary struct {
	Records     int
	First, Last time.Time
	// Prev is the hash that the first record goes on from, empty for the first file of all; Hash is that of the last.
	Prev, Hash string
}

// Verify reads an audit log and says whether it is whole: the error is a [*Broken] where it is not, and a [*Headless] where it only
// lacks its beginning; Summary then tells of what there is. With after, which is the Hash of the file before it, the log must go on
// from there; without, it must be the first. Each, if not nil, is given each record.
//
// What was cut off at the end cannot be seen from the file alone: compare Hash with one noted elsewhere.
func Verify(r io.Reader, after string, each func(Record)) (Summary, error) {
	var sum Summary
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 64<<10), 4*longestRecord)
	var last Record
	var headless error
	for n := 1; lines.Scan(); n++ {
		record, err := readRecord(lines.Bytes())
		if err != nil {
			return sum, &Broken{n, err.Error()}
		}
		switch {
		case n == 1 && after != "" && record.Prev != after:
			return sum, &Broken{n, "does not go on from the file before"}
		case n > 1 && record.Prev != last.Hash:
			return sum, &Broken{n, "does not go on from the line before: one was changed, taken out or put in"}
		case n > 1 && record.Seq != last.Seq+1:
			return sum, &Broken{n, fmt.Sprintf("has number %d after %d", record.Seq, last.Seq)}
		}
		if n == 1 {
			sum.First, sum.Prev = record.Time, record.Prev
			if after == "" && (record.Prev != "" || record.Seq != 1) {
				headless = &Headless{record.Seq, record.Prev}
			}
		}
		sum.Records, sum.Last, sum.Hash = n, record.Time, record.Hash
		if each != nil {
			each(record)
		}
		last = record
	}
	if err := lines.Err(); err != nil {
		return sum, fmt.Errorf("read the audit log: %w", err)
	}
	if sum.Records == 0 {
		headless = &Headless{}
	}
	return sum, headless
}

// readRecord reads a line and checks its own hash.
func readRecord(line []byte) (Record, error) {
	var r Record
	if err := json.Unmarshal(line, &r); err != nil {
		return r, errors.New("is no record")
	}
	end := bytes.LastIndex(line, []byte(hashMember))
	if end < 0 || string(line[end+len(hashMember):]) != r.Hash+`"}` {
		return r, errors.New("has no hash at its end")
	}
	if Digest(line[:end]) != r.Hash {
		return r, errors.New("was changed: its hash is of something else")
	}
	return r, nil
}
