package grid

import (
	"context"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Letters is the order of letters that texts are sorted in. The zero value is the one that most languages share: é beside e, Ä
// beside A.
type Letters struct{ of language.Tag }

// LettersOf is the order of a locale as the environment names it, sv_SE.UTF-8; of one that is not known it is the zero value.
func LettersOf(locale string) Letters {
	name, _, _ := strings.Cut(locale, ".")
	name, _, _ = strings.Cut(name, "@")
	tag, err := language.Parse(strings.ReplaceAll(name, "_", "-"))
	if err != nil {
		return Letters{}
	}
	return Letters{tag}
}

// collator orders texts with the numbers in them taken as numbers, so that cell 9 comes before cell 10, in any case. It belongs
// to one goroutine.
func (l Letters) collator() *collate.Collator {
	return collate.New(l.of, collate.Numeric, collate.IgnoreCase, collate.IgnoreWidth)
}

// keysOf makes the sort keys of rows, in a slice by row. Those of all rows are kept with the source: what is turned round, or
// sorted again, is not read again.
func (j Job) keysOf(ctx context.Context, rows []int32, col int) ([]sortKey, error) {
	if keys := j.src.kept(col); keys != nil {
		return keys, nil
	}
	keys := make([]sortKey, j.src.Len())
	work, ctx := errgroup.WithContext(ctx)
	for part := range slices.Chunk(rows, max(len(rows)/runtime.GOMAXPROCS(0)+1, inline)) {
		work.Go(func() error { return j.makeKeys(ctx, keys, part, col) })
	}
	if err := work.Wait(); err != nil {
		return nil, err
	}
	if len(rows) == len(keys) {
		j.src.keep(col, keys)
	}
	return keys, nil
}

// makeKeys fills the keys of some rows.
func (j Job) makeKeys(ctx context.Context, keys []sortKey, rows []int32, col int) error {
	order, room := j.letters.collator(), &collate.Buffer{}
	for i, row := range rows {
		if i%pulse == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		text := reach(j.src.text(int(row), col))
		if j.cols[col].Right {
			if n, ok := number(text); ok {
				keys[row] = sortKey{number: n, numeric: true}
				continue
			}
		}
		keys[row] = sortKey{letters: string(order.KeyFromString(room, text))}
		room.Reset()
	}
	return nil
}
