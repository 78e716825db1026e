package cli

import (
	"context"
	"iter"

	"hextui/hex/assist"
)

// Provider says whom the hub's questions about cells go to; the hub is opened for that.
func (l *Lazily) Provider(ctx context.Context) (who string, local bool, err error) {
	all, err := l.Agents()
	if err != nil {
		return "", false, err
	}
	return all.Assist.Provider(ctx)
}

// Ask has the hub answer a question about a cell.
func (l *Lazily) Ask(ctx context.Context, q assist.Question) iter.Seq2[assist.Part, error] {
	all, err := l.Agents()
	if err != nil {
		return func(yield func(assist.Part, error) bool) { yield(assist.Part{}, err) }
	}
	return all.Assist.Ask(ctx, q)
}
