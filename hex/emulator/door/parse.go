package door

import (
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ParseFault reads a fault as people write it: its kind, then any of operation, method, path, times, probability, late,
// delay, status, retry-after, body and content-type, with commas between: "status,status=503,operation=RunProject,times=2".
// What begins with a brace is read as the JSON of a [Fault]. Its errors are sentences.
func ParseFault(text string) (Fault, error) {
	var f Fault
	if strings.HasPrefix(strings.TrimSpace(text), "{") {
		err := json.Unmarshal([]byte(text), &f)
		if broken := (*json.SyntaxError)(nil); errors.As(err, &broken) {
			return f, fmt.Errorf("a fault is a JSON object: %w", err)
		}
		return f, err
	}
	kind, rest, more := strings.Cut(text, ",")
	f.Kind = FaultKind(strings.TrimSpace(kind))
	for more {
		var item string
		item, rest, more = strings.Cut(rest, ",")
		key, value, _ := strings.Cut(strings.TrimSpace(item), "=")
		if err := f.set(strings.TrimSpace(key), strings.TrimSpace(value)); err != nil {
			return f, err
		}
	}
	return f, f.check()
}

// set gives one member of a fault its value.
func (f *Fault) set(key, value string) (err error) {
	words := map[string]*string{"operation": &f.Operation, "method": &f.Method, "path": &f.Path, "retry-after": &f.RetryAfter,
		"body": &f.Body, "content-type": &f.ContentType}
	if into := words[key]; into != nil {
		*into = value
		return nil
	}
	wanted := "a whole number"
	switch key {
	case "times":
		f.Times, err = strconv.Atoi(value)
	case "status":
		f.Status, err = strconv.Atoi(value)
	case "probability":
		wanted = "a number from 0 to 1"
		f.Probability, err = strconv.ParseFloat(value, 64)
	case "delay":
		wanted = "a time such as 500ms or 1.5s"
		f.Delay, err = time.ParseDuration(value)
	case "late":
		wanted = "true or false, or stands alone"
		f.Late = true
		if value != "" {
			f.Late, err = strconv.ParseBool(value)
		}
	default:
		return fmt.Errorf("a fault has no %q; it has a kind first, then operation, method, path, times, probability, late, delay, "+
			"status, retry-after, body, content-type", key)
	}
	if err != nil {
		return fmt.Errorf("a fault's %s is %s, not %q", key, wanted, value)
	}
	return nil
}

// Kinds are all kinds of fault.
func Kinds() []FaultKind {
	return []FaultKind{Delay, Status, HTML, Truncate, Garbage, Reset, Reorder, NoKernel}
}

func (f Fault) check() error {
	if !slices.Contains(Kinds(), f.Kind) {
		return fmt.Errorf("a fault's kind is one of %v, not %q", Kinds(), f.Kind)
	}
	if f.Kind == Status && (f.Status < 400 || f.Status > 599) {
		return fmt.Errorf("a status fault needs a status from 400 to 599, not %d", f.Status)
	}
	if f.Kind == Delay && f.Delay <= 0 {
		return errors.New("a delay fault needs a delay, such as 500ms")
	}
	if f.Times < 0 {
		return fmt.Errorf("a fault's times is how many requests it spoils, 0 for all, not %d", f.Times)
	}
	if !(f.Probability >= 0 && f.Probability <= 1) {
		return fmt.Errorf("a fault's probability is a number from 0 to 1, not %v", f.Probability)
	}
	if _, err := path.Match(f.Path, ""); err != nil {
		return fmt.Errorf("a fault's path is a pattern such as /api/v1/cells/*, not %q", f.Path)
	}
	return nil
}
