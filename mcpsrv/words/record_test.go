package words

import (
	"encoding/json"
	"testing"
	"time"
)

func TestRecord(t *testing.T) {
	type grant struct {
		Name   string `json:"name"`
		Access string `json:"access,omitempty"`
	}
	type shown struct {
		ID     string          `json:"id"`
		Title  string          `json:"title"`
		Empty  string          `json:"empty"`
		At     *time.Time      `json:"at,omitempty"`
		N      int             `json:"n"`
		Long   float64         `json:"long"`
		On     bool            `json:"on"`
		Users  []grant         `json:"users"`
		Tags   []string        `json:"tags"`
		Nobody []string        `json:"nobody"`
		Raw    json.RawMessage `json:"raw,omitempty"`
	}
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	got := Record(shown{
		ID: "x", Title: "A, \"b\"\nc <d>", At: &at, Long: 28520877.6, Users: []grant{{"ana", "VIEW"}, {"ben", ""}},
		Tags:   []string{"p", "q; r"},
		Nobody: []string{}, Raw: json.RawMessage(`{"host":{"port":5432},"none":null}`),
	}, "id")
	want := `title "A, \"b\"\nc <d>", at 2026-01-02T03:04:05Z, n 0, long 28520877.6, on false, users [(name ana, access VIEW); (name ` +
		`ben)], ` +
		`tags [p; "q; r"], nobody none, raw (host (port 5432))`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := With("said", struct {
		A string `json:"a"`
	}{"b"}) + With("alone", struct{}{}); got != "said, a balone" {
		t.Errorf("got %q", got)
	}
}
