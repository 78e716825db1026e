package thread

import (
	"context"
	"fmt"

	"hextui/hex"
	"hextui/hex/ask"
	"hextui/ui/markdown"
	"hextui/ui/paint"
	"hextui/ui/task"
)

// talk is what was said, as it is known and as it reads.
type talk struct {
	turns []ask.Turn
	made  string // what the turns are of
	// width is that of the newest frame; blocks are the turns rendered for what from says.
	width     int
	blocks    []block
	from      string
	rendering bool
}

// block is a turn as it reads.
type block struct {
	turn ask.Turn
	// lines carry escape sequences of styles where styled is set.
	lines  []string
	styled bool
}

// Sync takes what is known into the turns, and into the question what was done with it elsewhere.
func (s *Screen) Sync() {
	if s.question.Text != string(s.ed.Bytes()) {
		s.ed.SetSource([]byte(s.question.Text))
	}
	if s.id == "" {
		return
	}
	e, said := s.env.Store.Thread(s.id), s.env.Store.Messages(s.id)
	if made := fmt.Sprint(said.Version, said.Err != nil, e.At, e.Value.Status); made != s.talk.made {
		s.talk.made = made
		s.talk.turns = s.turns(e.Value)
		s.cites = citesOf(e.Value)
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

// wanted names what is to be rendered, for the width of the newest frame.
func (s *Screen) wanted() string {
	return fmt.Sprint(s.talk.width, " ", s.env.Theme.Name, " ", s.talk.made)
}

// render makes the lines that the frame showed to be missing, beside the update loop.
func (s *Screen) render() {
	k, wanted := &s.talk, s.wanted()
	if k.rendering || k.from == wanted || k.width <= 0 || len(k.turns) == 0 {
		return
	}
	k.rendering = true
	turns, style, width := k.turns, markdown.Style(s.env.Theme), k.width
	task.Do(s.env.Tasks, "render thread "+s.id, func(context.Context) ([]block, error) {
		blocks := make([]block, len(turns))
		for i, t := range turns {
			blocks[i] = reads(t, style, width)
		}
		return blocks, nil
	}, func(blocks []block, err error) {
		k.rendering = false
		if err == nil {
			k.from, k.blocks = wanted, blocks
		}
	})
}

// mostRendered is the longest answer in bytes that is rendered: Markdown of megabytes would take seconds.
const mostRendered = 200_000

// reads is a turn as it reads: questions word for word, answers as Markdown.
func reads(t ask.Turn, style string, width int) block {
	b := block{turn: t}
	switch {
	case t.Failure != nil:
		b.lines = paint.Wrap(t.Failure.Error(), width)
	case t.Role == "user", len(t.Text) > mostRendered:
		b.lines = paint.Wrap(t.Text, width)
	default:
		var err error
		if b.lines, err = markdown.Lines(t.Text, style, width); err != nil {
			b.lines = paint.Wrap(t.Text, width)
			return b
		}
		b.styled = true
	}
	return b
}
