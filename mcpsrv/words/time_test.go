package words

import (
	"testing"
	"time"
)

func TestSpan(t *testing.T) {
	for d, want := range map[time.Duration]string{
		-97445 * time.Second: "0 s", 0: "0 s", 449 * time.Millisecond: "0.4 s", 59 * time.Second: "59 s", time.Minute: "1 min",
		200 * time.Second: "3 min 20 s", 2 * time.Hour: "2 h", 5*time.Hour + 12*time.Minute: "5 h 12 min",
		28520877600 * time.Millisecond: "330 days 2 h", 48 * time.Hour: "2 days",
	} {
		if got := Span(d); got != want {
			t.Errorf("%v is %s, want %s", d, got, want)
		}
	}
	if got := Seconds(90.5); got != "1 min 30 s" {
		t.Errorf("got %s", got)
	}
}
