package store

import (
	"testing"
	"time"

	"hextui/hex"
	"hextui/hex/ask"
)

// The tables and charts of an answer go with it: they are never those of the next one.
func TestResultsGoWithTheirAnswer(t *testing.T) {
	s := New(nil, nil, nil, func() time.Time { return at }, false)
	answered := func(text string) hex.Thread {
		return hex.Thread{ID: "t", Status: hex.ThreadIdle, Response: []hex.ThreadPart{{Type: "text", Text: text}}}
	}
	s.NoteThread(answered("by week"))
	s.NoteResults("t", ask.Results{Tables: []ask.Table{{Title: "by week"}}})
	s.NoteThread(answered("by week"))
	if e := s.Results("t"); !e.Known() || len(e.Value.Tables) != 1 {
		t.Errorf("the same answer, seen again, has %+v", e)
	}
	s.NoteThread(answered("by channel"))
	if e := s.Results("t"); e.Known() || len(e.Value.Tables) > 0 {
		t.Errorf("the next answer has %+v", e)
	}
}
