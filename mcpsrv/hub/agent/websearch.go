package agent

import (
	"context"
	"time"

	"hextui/mcpsrv/hub/cache"
	"hextui/mcpsrv/hub/search"
)

// searchTTL is how long what was found is kept.
const searchTTL = 10 * time.Minute

// Searcher searches the web. Equal searches at the same moment are asked once.
type Searcher struct {
	Web   Web
	Cache *cache.Cache
}

// Do searches, or takes what the same words found a while ago.
func (s Searcher) Do(ctx context.Context, in Query, _ Tell) (search.Found, error) {
	return cache.Through(ctx, s.Cache, WebSearch, cache.Key(WebSearch, in.Query), searchTTL,
		func(ctx context.Context) (search.Found, error) { return s.Web.Search(ctx, in.Query) })
}
