package wire

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"hextui/mcpsrv/wire/wiretest"
)

// heard are the notifications before an answer, in short, and the answer.
func heard(t *testing.T, w *wiretest.Lines) (notes []string, answer string) {
	t.Helper()
	for {
		a := w.Read()
		var m struct {
			Params struct {
				Progress, Total float64
				Level, Data     string
			}
		}
		if err := json.Unmarshal([]byte(a.Raw), &m); err != nil {
			t.Fatal(err)
		}
		switch a.Method {
		case "notifications/progress":
			notes = append(notes, fmt.Sprintf("%v of %v", m.Params.Progress, m.Params.Total))
		case "notifications/message":
			notes = append(notes, m.Params.Level+": "+m.Params.Data)
		default:
			return notes, a.Text()
		}
	}
}

// Progress goes further each time, also where the call does not; who asks for neither progress nor log messages is not taken for
// somebody who hears.
func TestAClientHearsOfACall(t *testing.T) {
	const warned = "warning: slow with [redacted]"
	further := []string{"5 of 9", "5.0009765625 of 9", "5.001953125 of 9", "6 of 9"}
	ask := func(w *wiretest.Lines, meta string) {
		_, line := w.Request("tools/call", map[string]any{"name": "tell", "arguments": args{"name": "x"}, "_meta": json.RawMessage(meta)})
		w.Send(line)
	}
	const modern = `"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}`
	for _, c := range []struct {
		name, level, meta string
		notes             []string
		answer            string
	}{
		{"nothing asked for", "", `{}`, []string{warned}, "hears false, task false false"},
		{"progress", "", `{"progressToken":"p"}`, append(slices.Clone(further), warned), "hears true, task false false"},
		{"a level", "info", `{}`, []string{warned}, "hears true, task false false"},
		{"a high level", "error", `{}`, nil, "hears false, task false false"},
		{"newer, nothing", "", `{` + modern + `}`, nil, "hears false, task false false"},
		{"newer, a level", "", `{` + modern + `,"io.modelcontextprotocol/logLevel":"warning"}`, []string{warned},
			"hears true, task false false"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newFixture(t).connect(t)
			if !strings.Contains(c.meta, modern) {
				if a := w.Handshake("c", args{}); !strings.Contains(a.Raw, `"logging":{}`) {
					t.Errorf("it is not said: %s", a.Raw)
				}
			}
			if c.level != "" {
				_, line := w.Request("logging/setLevel", args{"level": c.level})
				w.Send(line)
				if a := w.Read(); a.Error != nil {
					t.Fatal(a.Raw)
				}
			}
			ask(w, c.meta)
			if notes, answer := heard(t, w); !slices.Equal(notes, c.notes) || answer != c.answer {
				t.Errorf("heard %q, then %q", notes, answer)
			}
		})
	}
	t.Run("a task", func(t *testing.T) {
		f := newFixture(t)
		f.tasks.after = wiretest.Patience
		w := f.connect(t)
		ask(w, `{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":`+takesTasks+`}`)
		if notes, answer := heard(t, w); len(notes) > 0 || answer != "hears true, task true false" {
			t.Errorf("heard %q, then %q", notes, answer)
		}
	})
}
