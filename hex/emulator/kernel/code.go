package kernel

import (
	"context"

	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/emulator/kernel/starlark"
)

// runCode runs a CODE cell.
func (s *Session) runCode(ctx context.Context, c Cell) (*Result, error) {
	out, err := s.code.Run(ctx, c.name(), c.Source, func(name string) *engine.Frame {
		df := s.frames.named(name)
		if df == nil || df.frame == nil {
			return nil
		}
		s.frames.bind(name)
		return df.frame
	})
	s.publish()
	res := &Result{Stdout: out.Printed}
	if out.Rows != nil {
		res.Table = table(out.Rows, s.opts.RowLimit, len(out.Rows.Rows), true)
	}
	return res, err
}

// publish makes dataframes of the variables that are lists of dicts.
func (s *Session) publish() {
	for name, shape := range s.code.Shapes() {
		if shape == starlark.Rows || shape == starlark.Empty && s.frames.named(name) != nil {
			s.frames.bind(name)
		} else {
			s.frames.drop(name)
		}
	}
}
