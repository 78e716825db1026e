package thread

import (
	"context"
	"time"

	"hextui/hex"
	"hextui/hex/ask"
	"hextui/ui/markdown"
	"hextui/ui/paint"
	"hextui/ui/task"
)

// talk is what was said, as it is known and as it reads.
type talk struct {
	turns []ask.Turn
	made  origin // what the turns are of
	// width is that of the newest frame; blocks are the turns as they were rendered last, nil until they are.
	width     int
	blocks    []block
	results   []shown
	as        looks // … of what, and how
	rendering bool
}

// origin is a state of what is known, of which turns are made.
type origin struct {
	messages uint64
	failed   bool
	at       time.Time
	status   hex.ThreadStatus
	results  time.Time
}

// looks are what turns are rendered of, and how.
type looks struct {
	of    origin
	width int
	theme string
}

// block is a turn as it reads.
type block struct {
	turn ask.Turn
	// lines carry escape sequences of styles where styled is set.
	lines  []string
	styled bool
}

// block is a turn as it reads: word for word until it is rendered.
func (k *talk) block(i int, t ask.Turn) block {
	if i < len(k.blocks) && k.blocks[i].turn == t {
		return k.blocks[i]
	}
	return plain(t, k.width)
}

// Sync takes what is known into the turns, and into the question what was done with it elsewhere.
func (s *Screen) Sync() {
	s.syncAttaching()
	if s.question.Text != string(s.ed.Bytes()) {
		s.ed.SetSource([]byte(s.question.Text))
	}
	if s.id == "" {
		return
	}
	e, said := s.env.Store.Thread(s.id), s.env.Store.Messages(s.id)
	if made := (origin{said.Version, said.Err != nil, e.At, e.Value.Status, s.env.Store.Results(s.id).At}); made != s.talk.made {
		s.talk.made = made
		s.talk.turns = s.turns(e.Value)
		s.cites = withResults(citesOf(e.Value), s.results())
		s.cite = max(min(s.cite, len(s.cites)-1), 0)
	}
}

// turns are what was said. Where Hex gives no messages they are the title and the latest answer.
func (s *Screen) turns(t hex.Thread) (turns []ask.Turn) {
	said := s.env.Store.Messages(s.id)
	if said.Err == nil && !said.Known() {
		return nil // they come in a moment
	}
	for i := range said.Len() {
		if turn, ok := ask.Said(said.Item(i).Text); ok {
			turns = append(turns, turn)
		}
	}
	answer, failed, last := ask.Text(t), t.Status == hex.ThreadError || t.Error != nil, ask.Turn{Role: "user"}
	if len(turns) > 0 {
		last = turns[len(turns)-1]
	} else if t.Title != "" {
		turns = append(turns, ask.Turn{Role: "user", Text: t.Title})
	}
	switch {
	case last.Role != "user" || !ask.Finished(t.Status):
	case failed:
		turns = append(turns, ask.Turn{Role: "assistant", Failure: ask.Explain(t.Error)})
	case answer != "":
		turns = append(turns, ask.Turn{Role: "assistant", Text: answer})
	}
	return turns
}

// render makes the lines that the frame showed to be missing, beside the update loop.
func (s *Screen) render() {
	k := &s.talk
	wanted := looks{k.made, k.width, s.env.Theme.Name}
	if k.rendering || k.as == wanted || k.width <= 0 || len(k.turns) == 0 {
		return
	}
	k.rendering = true
	turns, results, style, width := k.turns, s.results(), markdown.Style(s.env.Theme), k.width
	type rendered struct {
		blocks  []block
		results []shown
	}
	task.Do(s.env.Tasks, "render thread "+s.id, func(context.Context) (rendered, error) {
		blocks := make([]block, len(turns))
		for i, t := range turns {
			blocks[i] = reads(t, style, width)
		}
		return rendered{blocks, drawn(results, width-2)}, nil
	}, func(r rendered, err error) {
		k.rendering = false
		if err == nil {
			k.as, k.blocks, k.results = wanted, r.blocks, r.results
		}
	})
}

// mostRendered is the longest answer in bytes that is rendered: Markdown of megabytes would take seconds.
const mostRendered = 200_000

// reads is a turn as it reads: questions word for word, answers as Markdown.
func reads(t ask.Turn, style string, width int) block {
	if t.Failure == nil && t.Role != "user" && len(t.Text) <= mostRendered {
		if lines, err := (markdown.Text{Source: t.Text, Style: style, Width: width}).Lines(); err == nil {
			return block{turn: t, lines: lines, styled: true}
		}
	}
	return plain(t, width)
}

// plain is a turn word for word.
func plain(t ask.Turn, width int) block {
	text := t.Text
	if t.Failure != nil {
		text = t.Failure.Error()
	}
	return block{turn: t, lines: paint.Wrap(text, width)}
}
