package ui

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"hextui/hex"
	"hextui/ui/store"
)

const (
	// aMoment is how long a guess is shown before it is read, so that scrolling past asks for nothing.
	aMoment = 150 * time.Millisecond
	// guessesAtOnce is how many guesses are read at the same time, guessesAMinute how many of a kind where there is a
	// request budget: what a person does must not wait behind them.
	guessesAtOnce  = 4
	guessesAMinute = 10
	// The shares of the budget below which guesses are no longer read, what is shown is read half as often, and
	// only what is not known at all is read.
	spareForGuesses   = 0.5
	spareForAll       = 0.5
	spareForRefreshes = 0.25
	// lookAgain is after how long a budget that was short is looked at again.
	lookAgain = 5 * time.Second
	// The pause before what failed is tried again doubles from the first to the last of these.
	firstPause = 5 * time.Second
	lastPause  = time.Minute
)

// poll owns reading: it keeps what a screen says that it shows as fresh as it is to be, within the request budget. What is
// not shown costs nothing.
type poll struct {
	store  *store.Store
	client *hex.Client
	now    func() time.Time

	seen map[store.Thing]bool // of the wants that are gone through, reused

	// due holds what is to be read at the next chance whatever its age: a write touched it, or a person asked.
	due map[store.Thing]bool
	// asked holds what a person waits for, flying what is being read.
	asked  map[store.Thing]bool
	flying map[store.Thing]flight
	// guesses are those that were shown last, since by the clock that tells them. They are read once they have been shown for a
	// moment; waits is set while one is waited for.
	guesses       []store.Thing
	since         time.Time
	moment        *time.Timer // what is waited by; each row that is scrolled to begins it anew
	waits, rested bool
	// sent holds when guesses of a kind were read in the last minute.
	sent map[store.Kind][]time.Time
}

// flight is a reading under way; nobody waits for a quiet one.
type flight struct {
	quiet bool
	since time.Time
}

func newPoll(s *store.Store, c *hex.Client, now func() time.Time) *poll {
	return &poll{
		store: s, client: c, now: now, seen: map[store.Thing]bool{},
		due: map[store.Thing]bool{}, asked: map[store.Thing]bool{}, flying: map[store.Thing]flight{}, sent: map[store.Kind][]time.Time{},
	}
}

// candidate is a want that could be read, and since when or from when on.
type candidate struct {
	store.Want
	at time.Time
}

// keep reads what is no longer fresh enough, and returns when to look again, zero for not by itself. In pause nobody looks:
// only what is not known is read then, and what was touched.
func (p *poll) keep(wants []store.Want, pause bool) (next time.Time) {
	p.land()
	now, spare := p.now(), p.client.Spare()
	var guesses []candidate
	later := func(at time.Time) {
		if next.IsZero() || at.Before(next) {
			next = at
		}
	}
	clear(p.seen)
	for _, w := range wants {
		if p.seen[w.Thing] || p.store.Status(w.Thing).Loading {
			continue
		}
		p.seen[w.Thing] = true
		at, ok := p.when(w, spare, pause)
		switch {
		case !ok:
		case at.After(now):
			later(at)
		case w.Guess:
			guesses = append(guesses, candidate{w, at})
		case spare < spareForRefreshes && !p.asked[w.Thing] && p.store.Status(w.Thing).Known():
			later(soon(now))
		default:
			p.read(w.Thing)
		}
	}
	if at := p.guess(guesses, now); !at.IsZero() {
		later(at)
	}
	return next
}

// when is from when on a thing is to be read; ok is false for not by itself.
func (p *poll) when(w store.Want, spare float64, pause bool) (at time.Time, ok bool) {
	st := p.store.Status(w.Thing)
	switch {
	case p.due[w.Thing]:
		return time.Time{}, true
	case st.Err != nil:
		return st.Tried.Add(pauseAfter(st)), w.Within > 0 && !pause
	case !st.Known():
		return time.Time{}, true
	}
	within := w.Within
	if spare < spareForAll {
		within *= 2
	}
	return st.At.Add(within), within > 0 && !pause
}

// pauseAfter is how long what failed is left alone. What Hex refused will hardly be granted in a moment.
func pauseAfter(st *store.Status) time.Duration {
	if hex.IsKind(st.Err, hex.NotFound, hex.Forbidden, hex.Unauthorized, hex.Unprocessable) {
		return lastPause
	}
	return min(firstPause<<min(st.Failures-1, 8), lastPause)
}

// guess reads some of the guesses that are due, those first that waited longest, and returns when to look again.
func (p *poll) guess(due []candidate, now time.Time) (next time.Time) {
	if !p.rested || len(due) == 0 {
		return time.Time{}
	}
	if p.client.Spare() < spareForGuesses {
		return soon(now)
	}
	slices.SortStableFunc(due, func(a, b candidate) int { return a.at.Compare(b.at) })
	flying := 0
	for t := range p.flying {
		if slices.Contains(p.guesses, t) {
			flying++
		}
	}
	limited := p.client.Budget().Limit > 0
	for _, c := range due {
		if flying == guessesAtOnce {
			return next // the end of one wakes
		}
		if limited {
			sent := slices.DeleteFunc(p.sent[c.Kind], func(at time.Time) bool { return now.Sub(at) >= time.Minute })
			p.sent[c.Kind] = sent
			if len(sent) == guessesAMinute {
				if at := sent[0].Add(time.Minute); next.IsZero() || at.Before(next) {
					next = at
				}
				continue
			}
			p.sent[c.Kind] = append(sent, now)
		}
		p.read(c.Thing)
		flying++
	}
	return next
}

// soon is when a budget that is short is looked at again; it is the same time for all who ask within a few seconds.
func soon(now time.Time) time.Time { return now.Truncate(lookAgain).Add(lookAgain) }

func (p *poll) read(t store.Thing) {
	st := p.store.Status(t)
	p.flying[t] = flight{st.Known() && !p.asked[t], p.now()}
	delete(p.due, t)
	p.store.Read(t)
}

// land forgets what is no longer being read.
func (p *poll) land() {
	for t := range p.flying {
		if !p.store.Status(t).Loading {
			delete(p.flying, t)
			if !p.due[t] {
				delete(p.asked, t)
			}
		}
	}
}

// quiet is the number of readings under way that nobody waits for.
func (p *poll) quiet() int {
	n := 0
	for t, f := range p.flying {
		if f.quiet && p.store.Status(t).Loading {
			n++
		}
	}
	return n
}

// hangs is after how long a reading is given up for a new one that a person asks for.
const hangs = 5 * time.Second

// ask has everything read anew because a person wants it. What is being read already is read once more after that, however
// often it is asked for.
func (p *poll) ask(wants []store.Want) {
	for _, w := range wants {
		p.due[w.Thing], p.asked[w.Thing] = true, true
		f, flies := p.flying[w.Thing]
		switch {
		case flies && p.now().Sub(f.since) >= hangs && !p.store.Long(w.Thing):
			p.store.Drop(w.Thing)
		case flies:
			f.quiet = false
			p.flying[w.Thing] = f
		}
	}
}

// awaited tells whether a person waits for something that the screen wants.
func (a *App) awaited() bool {
	return len(a.poll.asked) > 0 && // or there is no need to find out what it wants, for every frame
		slices.ContainsFunc(a.top().Wants(), func(w store.Want) bool { return !w.Guess && a.poll.asked[w.Thing] })
}

// touch has things that were written be read at once where they are shown, else when they are shown next. A short reading
// that is under way began before the write: it is given up. A long one goes on, and is done again after that.
func (p *poll) touch(things []store.Thing) {
	for _, t := range things {
		p.due[t] = true
		if !p.store.Long(t) {
			p.store.Drop(t)
		}
	}
}

// restful is the message that a moment may have passed since the guesses were shown.
type restful struct{ to *poll }

// show notes which guesses the newest frame shows, and returns the moment until they may be read. While a person scrolls, one
// moment is waited for, which begins anew with each row that is passed: nothing wakes between two keys.
func (p *poll) show(wants []store.Want) tea.Cmd {
	n := 0
	same := true
	for _, w := range wants {
		if w.Guess {
			same = same && n < len(p.guesses) && p.guesses[n] == w.Thing
			n++
		}
	}
	if same && n == len(p.guesses) {
		return nil
	}
	p.guesses = p.guesses[:0]
	for _, w := range wants {
		if w.Guess {
			p.guesses = append(p.guesses, w.Thing)
		}
	}
	p.since, p.rested = time.Now(), false
	if p.waits {
		p.moment.Reset(aMoment)
		return nil
	}
	return p.wait(aMoment)
}

func (p *poll) wait(d time.Duration) tea.Cmd {
	p.waits, p.moment = true, time.NewTimer(d)
	over := p.moment.C
	return func() tea.Msg {
		<-over
		return restful{p}
	}
}

// rest takes the end of a moment. Where other guesses were shown while its message was on its way, it returns what is left of theirs.
func (p *poll) rest() tea.Cmd {
	if left := aMoment - time.Since(p.since); left > 0 {
		return p.wait(left)
	}
	p.waits, p.rested = false, true
	return nil
}

// Idle tells whether nothing is read or waited for that the screen would change by. It is for who looks at the program from outside.
func (a *App) Idle() bool {
	return a.Settled() && (a.poll == nil || a.poll.rested || len(a.poll.guesses) == 0)
}

// Settled tells whether all work is done that ends by itself: what is left waits for time to pass or for somebody, as the watch of a run
// does, and a sign-in. It is for who looks at the program from outside.
func (a *App) Settled() bool {
	waiting := a.asking()
	for _, f := range a.follows {
		if f.known && !f.over {
			waiting++
		}
	}
	if a.tasks.Running(signInKey) {
		waiting++
	}
	due := !a.waking.IsZero() && !a.waking.After(a.now())
	return !due && a.tasks.Busy() <= waiting
}

// wake is the message that something is due, or that a text which tells an age changes.
type wake int

// wakeAt has the program wake at a time, and at none that was asked for before; zero is never.
func (a *App) wakeAt(at time.Time) {
	if at.Equal(a.waking) {
		return
	}
	a.waking = at
	a.wakes++
	a.unwake()
	if at.IsZero() {
		a.unwake = func() {}
		return
	}
	ctx, cancel := context.WithCancel(a.ctx)
	a.unwake = cancel
	n, over := wake(a.wakes), ctx.Done()
	passed := a.opts.After(max(at.Sub(a.now()), 0))
	a.tasks.Add(func() tea.Msg {
		select {
		case <-passed:
			if ctx.Err() == nil {
				return n
			}
		case <-over:
		}
		return nil
	})
}

// keepFresh reads what the newest frame showed to be missing or old, and sets the clock for what comes next.
func (a *App) keepFresh() {
	top := a.top()
	if top == nil {
		return
	}
	wants := a.wants()
	pause := a.blurred || a.away
	a.tasks.Add(a.poll.show(wants))
	next := time.Time{}
	if !a.away {
		next = a.poll.keep(wants, pause)
	}
	if _, ages := a.freshness(); !pause && !ages.IsZero() && (next.IsZero() || ages.Before(next)) {
		next = ages
	}
	if a.width == 0 {
		next = time.Time{}
	}
	a.wakeAt(next)
}

// wants are what the screen that is shown wants, and who the token acts as.
func (a *App) wants() []store.Want {
	return append(append(a.top().Wants(), a.paletteWants()...), store.Once(store.Me, ""))
}

// wrote takes a write into account that somebody made with the client of this program: what it touched is read again.
func (a *App) wrote(w Wrote) {
	if a.store == nil {
		return
	}
	a.poll.touch(a.store.Touched(w.Op, w.Path))
	if w.Op == "CancelRun" {
		for _, f := range a.follows {
			f.nudge()
		}
	}
}
