package store

import (
	"fmt"
	"iter"

	"hextui/hex"
)

// slim keeps once what many projects of a workspace have in common: owners, labels, and who may see them. A hundred thousand
// projects take half of what they would.
func slim(pages iter.Seq2[hex.Page[hex.Project], error]) iter.Seq2[hex.Page[hex.Project], error] {
	return func(yield func(hex.Page[hex.Project], error) bool) {
		c := common{}
		for page, err := range pages {
			for i := range page.Items {
				c.share(&page.Items[i])
			}
			if !yield(page, err) {
				return
			}
		}
	}
}

// common is what the projects of one reading share, by what it is made of. None of it is ever changed.
type common map[any]any

// one is the first that was the same, by what tells it from others.
func one[T any](c common, of any, v T) T {
	if have, ok := c[of].(T); ok {
		return have
	}
	c[of] = v
	return v
}

func (c common) share(p *hex.Project) {
	p.Type, p.Owner, p.Creator = one(c, p.Type, p.Type), one(c, p.Owner, p.Owner), one(c, p.Creator, p.Creator)
	if p.Status != nil {
		p.Status = one(c, *p.Status, p.Status)
	}
	if p.Categories != nil {
		p.Categories = one(c, "categories"+fmt.Sprintf("%q", p.Categories), p.Categories)
	}
	if p.Sharing != nil {
		p.Sharing = one(c, "sharing"+fmt.Sprintf("%q", *p.Sharing), p.Sharing)
	}
}
