package door

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
	"time"
)

// Fault spoils the answers to the requests that it matches. Several may match
// one request: delays add up, of the others the first added counts.
type Fault struct {
	Kind FaultKind `json:"kind"`

	// Operation is an operation's name, such as "RunProject"; empty matches all.
	Operation string `json:"operation,omitempty"`
	// Method is an HTTP method; empty matches all.
	Method string `json:"method,omitempty"`
	// Path is a pattern of path.Match for the request's path, such as
	// "/api/v1/cells/*"; empty matches all.
	Path string `json:"path,omitempty"`

	// Times is how many matching requests are spoiled; 0 means all.
	Times int `json:"times,omitempty"`
	// Probability is the share of matching requests that are spoiled; 0 means all.
	Probability float64 `json:"probability,omitempty"`

	// Late makes a Status, HTML or Reset fault come after the request has been
	// carried out: the work is done and the caller is not told.
	Late bool `json:"late,omitempty"`
	// Delay is how long Delay waits before the request is carried out, and how
	// long Reorder holds an answer at most. As JSON it is text such as "1.5s".
	Delay time.Duration `json:"-"`
	// Status is the status of a Status fault. 401 comes from the edge, as text;
	// the others in the operation's error shape unless Body is set.
	Status int `json:"status,omitempty"`
	// RetryAfter is sent as that header when it is not empty.
	RetryAfter string `json:"retryAfter,omitempty"`
	// Body and ContentType replace what a Status fault would send.
	Body        string `json:"body,omitempty"`
	ContentType string `json:"contentType,omitempty"`
}

// FaultKind says how an answer is spoiled.
type FaultKind string

// The kinds of fault.
const (
	// Delay answers late.
	Delay FaultKind = "delay"
	// Status answers with an error status.
	Status FaultKind = "status"
	// HTML answers 502 with a page, as a proxy does.
	HTML FaultKind = "html"
	// Truncate carries the request out and breaks off in the middle of the body.
	Truncate FaultKind = "truncate"
	// Garbage carries the request out and sends a body that is no JSON.
	Garbage FaultKind = "garbage"
	// Reset closes the connection without an answer.
	Reset FaultKind = "reset"
	// Reorder carries the request out and holds the answer until a later request
	// has been answered.
	Reorder FaultKind = "reorder"
	// NoKernel lets RunProject and the draft runs succeed, and their runs end as
	// UNABLE_TO_ALLOCATE_KERNEL.
	NoKernel FaultKind = "no-kernel"
)

type faultJSON struct {
	Delay string `json:"delay,omitempty"`
	*plainFault
}

type plainFault Fault

// MarshalJSON writes the delay as text.
func (f Fault) MarshalJSON() ([]byte, error) {
	text := faultJSON{plainFault: (*plainFault)(&f)}
	if f.Delay != 0 {
		text.Delay = f.Delay.String()
	}
	return json.Marshal(text)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (f *Fault) UnmarshalJSON(text []byte) error {
	read := faultJSON{plainFault: (*plainFault)(f)}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields() // or a fault that is misspelt would spoil more than was meant
	if err := decoder.Decode(&read); err != nil {
		if wrong := (*json.UnmarshalTypeError)(nil); errors.As(err, &wrong) {
			return fmt.Errorf("a fault's %s cannot be a %s", wrong.Field[strings.LastIndex(wrong.Field, ".")+1:], wrong.Value)
		}
		return fmt.Errorf("a fault is a JSON object: %s", strings.TrimPrefix(err.Error(), "json: "))
	}
	var err error
	if read.Delay != "" {
		if f.Delay, err = time.ParseDuration(read.Delay); err != nil {
			return fmt.Errorf("a fault's delay is a time such as 500ms or 1.5s, not %q", read.Delay)
		}
	}
	return f.check()
}

// Faults are the faults in force.
type Faults struct {
	mu      sync.Mutex
	dice    *rand.Rand
	faults  []*Fault
	held    []chan struct{} // answers that wait for a later one
	late    *late
	came    chan struct{} // closed with the next request that is delayed
	stopped <-chan struct{}
}

// late are requests that wait out a delay, and may be let go together.
type late struct {
	n    int
	over chan struct{}
}

// NewFaults are none. The seed is of what [Fault.Probability] decides; nothing waits any longer when stopped is closed.
func NewFaults(seed int64, stopped <-chan struct{}) *Faults {
	return &Faults{dice: rand.New(rand.NewPCG(uint64(seed), 1)), stopped: stopped,
		late: &late{over: make(chan struct{})}, came: make(chan struct{})}
}

// Met is what the faults do to one request.
type Met struct {
	Delay    time.Duration
	NoKernel bool
	Fault    *Fault // the one that spoils the answer itself
}

// Match takes the faults that a request to an operation meets, and counts them down.
func (l *Faults) Match(operation string, r *http.Request) (met Met) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.faults = slices.DeleteFunc(l.faults, func(f *Fault) bool {
		if !f.matches(operation, r) || (f.Probability > 0 && l.dice.Float64() >= f.Probability) {
			return false
		}
		once := *f
		switch {
		case f.Kind == Delay:
			met.Delay += f.Delay
		case f.Kind == NoKernel:
			met.NoKernel = true
		case met.Fault == nil:
			met.Fault = &once
		}
		if f.Times == 0 {
			return false
		}
		f.Times--
		return f.Times == 0
	})
	return met
}

func (f *Fault) matches(operation string, r *http.Request) bool {
	if f.Path != "" {
		if ok, err := path.Match(f.Path, r.URL.Path); !ok || err != nil {
			return false
		}
	}
	return (f.Operation == "" || f.Operation == operation) && (f.Method == "" || f.Method == r.Method)
}

// Add puts a fault in force. It refuses one that makes no sense.
func (l *Faults) Add(f Fault) error {
	if err := f.check(); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.faults = append(l.faults, &f)
	return nil
}

// Clear ends every fault.
func (l *Faults) Clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.faults = nil
}

// Active are the faults in force, with what is left of their Times.
func (l *Faults) Active() []Fault {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := make([]Fault, len(l.faults))
	for i, f := range l.faults {
		all[i] = *f
	}
	return all
}

// Hold registers an answer that waits for a later one.
func (l *Faults) Hold() chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	ch := make(chan struct{})
	l.held = append(l.held, ch)
	return ch
}

// Release lets the held answers go: another one has been sent.
func (l *Faults) Release() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, ch := range l.held {
		close(ch)
	}
	l.held = slices.Delete(l.held, 0, len(l.held))
}

// Delay returns after d, or earlier as [Faults.Wait] does and when [Faults.LetGo] is called.
func (l *Faults) Delay(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	l.mu.Lock()
	with := l.late
	with.n++
	close(l.came)
	l.came = make(chan struct{})
	l.mu.Unlock()
	l.Wait(ctx, d, with.over)
	l.mu.Lock()
	defer l.mu.Unlock()
	with.n--
}

// LetGo waits until a request is being delayed, and has the delays of all that are end. The faults stay in force for those that come
// after.
func (l *Faults) LetGo(ctx context.Context) error {
	for {
		l.mu.Lock()
		if l.late.n > 0 {
			close(l.late.over)
			l.late = &late{over: make(chan struct{})}
			l.mu.Unlock()
			return nil
		}
		came := l.came
		l.mu.Unlock()
		select {
		case <-came:
		case <-ctx.Done():
			return fmt.Errorf("no request is being delayed: %w", context.Cause(ctx))
		}
	}
}

// Wait returns after d, or earlier when ctx ends, the server closes or until is closed.
func (l *Faults) Wait(ctx context.Context, d time.Duration, until <-chan struct{}) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	case <-l.stopped:
	case <-until:
	}
}
