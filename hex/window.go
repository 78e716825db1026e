package hex

import "time"

// window counts requests in any 60 seconds against a limit.
type window struct {
	// limit is the number of requests; 0 or below is no limit.
	limit int
	// of is what its requests are for; empty for all requests.
	of string
	// own says that the limit was set here, and is not Hex's.
	own      bool
	inFlight int
	// ended holds when the requests of the last 60 s were answered, oldest first.
	ended []time.Time
	// blocked is until when the server wants nothing.
	blocked time.Time
}

// rate is the limit as it is told.
func (w *window) rate() RateLimit { return RateLimit{PerMinute: max(w.limit, 0), Of: w.of, Own: w.own} }

const windowLength = time.Minute

func (w *window) prune(now time.Time) {
	old := 0
	for old < len(w.ended) && !w.ended[old].Add(windowLength).After(now) {
		old++
	}
	if old > 0 {
		w.ended = append(w.ended[:0], w.ended[old:]...)
	}
}

// room tells whether one more request may go, so that places are left over.
func (w *window) room(now time.Time, left int) bool {
	return !w.blocked.After(now) && (w.limit <= 0 || w.inFlight+len(w.ended)+left < w.limit)
}

// opens is the earliest that there can be room for one more request behind those ahead. Requests under way are
// taken to end now.
func (w *window) opens(now time.Time, ahead int) time.Time {
	at := now
	if w.limit > 0 {
		missing := ahead + 1 - (w.limit - w.inFlight - len(w.ended))
		rounds := max(missing-1, 0) / w.limit
		switch place := max(missing-1, 0) % w.limit; {
		case missing <= 0:
		case place < len(w.ended):
			at = w.ended[place].Add(windowLength)
		default:
			at = now.Add(windowLength)
		}
		at = at.Add(time.Duration(rounds) * windowLength)
	}
	return later(at, w.blocked)
}

func (w *window) budget(now time.Time) Budget {
	b := Budget{}
	if w.limit > 0 {
		b.Limit = w.limit
		b.Left = max(w.limit-w.inFlight-len(w.ended), 0)
		switch {
		case w.inFlight > 0:
			b.Reset = now.Add(windowLength)
		case len(w.ended) > 0:
			b.Reset = w.ended[len(w.ended)-1].Add(windowLength)
		}
	}
	if w.blocked.After(now) {
		b.Left, b.Reset = 0, later(b.Reset, w.blocked)
	}
	return b
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
