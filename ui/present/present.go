// Package present puts Hex's things into the words, glyphs and styles that every screen uses for
// them, so that a run's status reads the same wherever it is seen. It draws nothing itself.
package present

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"hextui/hex"
	"hextui/ui/theme"
)

// Status is a run's state as glyph, word and style.
type Status struct {
	Glyph, Word string
	Style       theme.Style
}

// String is glyph and word.
func (s Status) String() string { return s.Glyph + " " + s.Word }

// Run says a run's state. A state that is not known is shown by Hex's own word.
func Run(s hex.RunStatus, t *theme.Theme) Status {
	g := t.Glyphs
	switch s {
	case hex.RunCompleted:
		return Status{g.Completed, "completed", t.Completed}
	case hex.RunErrored:
		return Status{g.Errored, "errored", t.Errored}
	case hex.RunRunning:
		return Status{g.Running, "running", t.Running}
	case hex.RunPending:
		return Status{g.Pending, "pending", t.Pending}
	case hex.RunKilled:
		return Status{g.Killed, "killed", t.Killed}
	case hex.RunNoKernel:
		return Status{g.NoKernel, "no kernel", t.Errored}
	}
	return Status{g.Unknown, strings.ToLower(string(s)), t.Warn}
}

// Ended is the state in which a run ended as the verb of a sentence.
func Ended(s hex.RunStatus, t *theme.Theme) string {
	switch s {
	case hex.RunKilled:
		return "was cancelled"
	case hex.RunNoKernel:
		return "was given up without a kernel"
	}
	return Run(s, t).Word
}

// Label says a project's status: a filled mark for one that vouches for the project, an open one for others.
func Label(name string, t *theme.Theme) Status {
	switch strings.ToLower(name) {
	case "":
		return Status{"·", "none", t.Faint}
	case "endorsed", "approved", "production", "published", "certified":
		return Status{t.Glyphs.Diamond, name, t.Accent}
	case "deprecated", "archived":
		return Status{t.Glyphs.Retired, name, t.Faint}
	}
	return Status{t.Glyphs.Circle, name, t.Text}
}

// Cell is the word for a cell type, and a short one, of at most five letters, for a narrow column.
func Cell(c hex.CellType) (short, word string) {
	switch c {
	case hex.CellSQL:
		return "sql", "SQL"
	case hex.CellCode:
		return "py", "Code"
	case hex.CellMarkdown:
		return "md", "Text"
	case "TEXT":
		return "txt", "Text"
	case "INPUT", "FILTER":
		return "in", "Input"
	case "CHART", "VEGA_CHART", "EXPLORE", "MAP", "METRIC":
		return "chart", "Chart"
	case "DISPLAY_TABLE", "PIVOT", "DBT_METRIC", "WRITEBACK":
		return "table", "Table"
	}
	word = strings.ReplaceAll(strings.ToLower(string(c)), "_", " ")
	if word == "" {
		word = "cell"
	}
	short, _, _ = strings.Cut(word, " ")
	if letters := []rune(short); len(letters) > 5 {
		short = string(letters[:5])
	}
	return short, strings.ToUpper(word[:1]) + word[1:]
}

// CellName is what a cell is called: its label, else its dataframe, else its type and place.
func CellName(c hex.Cell, number int) string {
	switch {
	case c.Label != "":
		return c.Label
	case c.OutputDataframe() != "":
		return c.OutputDataframe()
	}
	return fmt.Sprintf("%s cell %d", strings.ToLower(string(c.Type)), number)
}

// Away says that a project is in the trash or archived, and since when: Hex leaves it out of its lists.
func Away(p hex.Project, now time.Time) (says []string) {
	if p.TrashedAt != nil {
		says = append(says, "in the trash since "+Ago(*p.TrashedAt, now))
	}
	if p.ArchivedAt != nil {
		says = append(says, "archived since "+Ago(*p.ArchivedAt, now))
	}
	return says
}

// Ago says how long before now a time was: now, 12s ago, 5m ago, 3h ago, 2d ago, 5w ago, 4mo ago, 2y ago. A time that has not come
// yet is now: clocks differ, and what is told of has happened.
func Ago(t, now time.Time) string {
	if d := now.Sub(t); d >= 2*time.Second {
		return span(d) + " ago"
	}
	return "now"
}

// step is what ages under a minute are counted in where somebody would have to wake for each: counted in single seconds, the
// program would never rest.
const step = 5 * time.Second

// About is how old something is that is of a time, for what is looked at all the time, and until when that is said: seconds
// are counted in fives.
func About(t, now time.Time) (age string, until time.Time) {
	d := now.Sub(t)
	switch {
	case d < step:
		return "now", t.Add(step)
	case d < time.Minute:
		return span(d.Truncate(step)), t.Add(d.Truncate(step) + step)
	case d < time.Hour:
		return span(d), t.Add(d.Truncate(time.Minute) + time.Minute)
	}
	return span(d), t.Add(d.Truncate(time.Hour) + time.Hour)
}

// Span says how long something is to be waited for, in its two greatest units: 2d 14h, 3h 5m, 48s.
func Span(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%ds", max(d, 0)/time.Second)
	case d < time.Hour:
		return fmt.Sprintf("%dm", d/time.Minute)
	case d < 24*time.Hour:
		return fmt.Sprintf("%dh %dm", d/time.Hour, d%time.Hour/time.Minute)
	}
	return fmt.Sprintf("%dd %dh", d/(24*time.Hour), d%(24*time.Hour)/time.Hour)
}

// Trigger says what started a run. Hex does not tell who.
func Trigger(t hex.RunTrigger) string {
	word := TriggerWord(t)
	switch t {
	case hex.TriggerAPI:
		return "the " + word
	case hex.TriggerScheduled:
		return "its " + word
	case hex.TriggerAppRefresh:
		return "an " + word
	}
	return word
}

// TriggerWord is [Trigger] where there is room for a word.
func TriggerWord(t hex.RunTrigger) string {
	switch t {
	case hex.TriggerAPI:
		return "API"
	case hex.TriggerScheduled:
		return "schedule"
	case hex.TriggerAppRefresh:
		return "app viewer"
	}
	return string(t)
}

func span(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%ds", d/time.Second)
	case d < time.Hour:
		return fmt.Sprintf("%dm", d/time.Minute)
	case d < day:
		return fmt.Sprintf("%dh", d/time.Hour)
	case d < 14*day:
		return fmt.Sprintf("%dd", d/day)
	case d < 60*day:
		return fmt.Sprintf("%dw", d/(7*day))
	case d < 730*day:
		return fmt.Sprintf("%dmo", d/(30*day))
	}
	return fmt.Sprintf("%dy", d/(365*day))
}

// Elapsed writes a duration as a clock reads: 0:48, 12:03, 1:02:03.
func Elapsed(d time.Duration) string {
	s := int(max(d, 0).Round(time.Second) / time.Second)
	if s < 3600 {
		return fmt.Sprintf("%d:%02d", s/60, s%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}

// Clock is a time of day in the local zone, which it names.
func Clock(t time.Time) string { return t.Local().Format("15:04:05 MST") }

// Zone names the local zone at a time, for the heading over many times.
func Zone(t time.Time) string {
	name, _ := t.Local().Zone()
	return name
}

// Exact is a time in full, in the local zone.
func Exact(t time.Time) string { return t.Local().Format("2006-01-02 15:04:05 MST") }

// Count writes a number with thousands separated: 1,204.
func Count(n int) string {
	s := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// Plural writes a number and the word for what is counted: 1 project, 68 projects.
func Plural(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return Count(n) + " " + one + "s"
}

// One is the word for one of what a word names: project for projects, entry for entries.
func One(noun string) string {
	if noun == "people" {
		return "person"
	}
	if stem, ok := strings.CutSuffix(noun, "ies"); ok {
		return stem + "y"
	}
	return strings.TrimSuffix(noun, "s")
}

// History is how the last runs of a project went.
type History struct {
	// Took is how long each took, the newest last.
	Took        []time.Duration
	OK, Errored int
}

// Last looks at the last ten runs of one kind, drafts or published versions, among n that are listed newest first.
func Last(n int, run func(int) hex.Run, draft bool, now time.Time) (h History) {
	for i := 0; i < n && len(h.Took) < 10; i++ {
		r := run(i)
		if r.Draft() != draft {
			continue
		}
		h.Took = append(h.Took, r.Elapsed(now))
		switch r.Status {
		case hex.RunCompleted:
			h.OK++
		case hex.RunErrored, hex.RunNoKernel:
			h.Errored++
		}
	}
	slices.Reverse(h.Took)
	return h
}

// Say draws the durations and counts how the runs ended.
func (h History) Say(t *theme.Theme) string {
	parts := h.Parts(t)
	return parts[0] + "  " + strings.Join(parts[1:], ", ")
}

// Parts are what [History.Say] says: the durations, and each count.
func (h History) Parts(t *theme.Theme) []string {
	bars := make([]float64, len(h.Took))
	for i, d := range h.Took {
		bars[i] = d.Seconds()
	}
	return []string{Spark(bars, t), fmt.Sprintf("%d completed", h.OK), fmt.Sprintf("%d errored", h.Errored)}
}

// Spark draws values as a row of bars: the lowest for the least of them, the tallest for the greatest.
func Spark(values []float64, t *theme.Theme) string {
	if len(values) == 0 {
		return ""
	}
	bars := t.Glyphs.Spark
	least, most := slices.Min(values), slices.Max(values)
	var b strings.Builder
	for _, v := range values {
		i := len(bars) / 2
		if most > least {
			i = int((v-least)/(most-least)*float64(len(bars)-1) + 0.5)
		}
		b.WriteString(bars[i])
	}
	return b.String()
}

// ShortID is enough of an id to tell it from others on one screen.
func ShortID(id string) string {
	if len(id) > 8 {
		return id[:8]
	}
	return id
}
