package words

import (
	"strings"
	"testing"
	"time"
)

func TestWords(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Count(0, "row"), "0 rows"},
		{Count(1, "row"), "1 row"},
		{Count(2, "row"), "2 rows"},
		{OneLine(" a\n\tb  c "), "a b c"},
		{Lines("Two.", []string{"a", "b"}, strings.ToUpper, "More."), "Two.\nA\nB\nMore."},
		{Lines("None.", nil, strings.ToUpper, ""), "None."},
		{Shortened("überall", 7), "überall"},
		{Shortened("überall", 4), "über…"},
		{Quoted(`say "no"`), `"say \"no\""`},
		{Quoted(strings.Repeat("ä", 61)), `"` + strings.Repeat("ä", 60) + `…"`},
		{CutLines("one\ntwo\nthree\n", 100), "one\ntwo\nthree\n"},
		{CutLines("one\ntwo\nthree\n", 9), "one\ntwo\n[1 more lines]\n"},
		{CutLines("one\ntwo\nthree\n", 5), "one\n[2 more lines]\n"},
		{Named("project", "Weekly\nrevenue", "id"), `project "Weekly revenue" (id)`},
		{Named("project", " ", "id"), "project id"},
		{Titled("Weekly revenue", "0123456789"), "Weekly revenue (01234567)"},
		{Titled("", "0123456789"), "0123456789"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestMoment(t *testing.T) {
	if got := Moment(nil); got != nil {
		t.Errorf("no time is %v", got)
	}
	if got := Moment(&time.Time{}); got != nil {
		t.Errorf("the zero time is %v", got)
	}
	east := time.FixedZone("east", 3600)
	at := time.Date(2026, 1, 2, 3, 4, 5, 678, east)
	if got := Moment(&at); got == nil || got.Format(time.RFC3339Nano) != "2026-01-02T02:04:05Z" || at.Nanosecond() != 678 {
		t.Errorf("got %v of %v", got, at)
	}
}
