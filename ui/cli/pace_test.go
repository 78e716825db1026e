package cli

import (
	"io"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
)

// ticks counts the ticks of a paced ticker until stopped.
func ticks(t *testing.T) (p *pace, count func() int) {
	ticker := time.NewTicker(frame)
	t.Cleanup(ticker.Stop)
	var n atomic.Int64
	over := make(chan struct{})
	go func() {
		for {
			select {
			case <-ticker.C:
				n.Add(1)
			case <-over:
				return
			}
		}
	}()
	t.Cleanup(func() { close(over) })
	return &pace{ticker: func() *time.Ticker { return ticker }}, func() int {
		synctest.Wait()
		return int(n.Load())
	}
}

func TestAFrameThatComesAloneIsDrawnSoon(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, count := ticks(t)
		for range 20 { // keys, as fast as a hand can
			p.wake()
			before := count()
			time.Sleep(soon)
			if count() == before {
				t.Fatal("a frame was not drawn a millisecond after it came")
			}
			time.Sleep(30 * time.Millisecond)
		}
	})
}

func TestABurstIsDrawnOnceAFrame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, count := ticks(t)
		for range 10_000 { // a second of them
			p.wake()
			time.Sleep(100 * time.Microsecond)
		}
		if n := count(); n < 115 || n > 130 {
			t.Errorf("a second of frames was drawn %d times, wanted 120", n)
		}
	})
}

func TestWhatStandsStillRests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, count := ticks(t)
		p.wake()
		time.Sleep(time.Second)
		before := count()
		if before > 30 {
			t.Errorf("%d ticks in the second after the last frame", before)
		}
		time.Sleep(time.Minute)
		if n := count() - before; n > 4*60 {
			t.Errorf("%d ticks in a minute in which nothing came, wanted four a second", n)
		}
		p.wake()
		before = count()
		time.Sleep(soon)
		if count() == before {
			t.Error("after a rest a frame was not drawn a millisecond after it came")
		}
	})
}

// The library stops its ticker when it hands the terminal to another program, now and then only after it was started again.
func TestATickerThatIsStoppedTicksAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, count := ticks(t)
		p.wake()
		time.Sleep(time.Second)
		p.ticker().Stop()
		p.wake()
		p.ticker().Stop()
		before := count()
		time.Sleep(2 * frame)
		if count() == before {
			t.Error("the screen stays as it was before the other program")
		}
	})
}

// still shows a word and ends.
type still struct{}

func (s still) Init() tea.Cmd                         { return tea.Quit }
func (s still) Update(m tea.Msg) (tea.Model, tea.Cmd) { return s, nil }
func (s still) View() tea.View                        { return tea.NewView("still") }

// The library's ticker is no part of what it promises. Where this fails after an update, it may draw on demand by itself.
func TestTheLibraryHasATicker(t *testing.T) {
	var prog *tea.Program
	seen := 0
	p := &pace{}
	p.ticker = func() *time.Ticker {
		ticker := tickerOf(prog)
		if ticker != nil {
			seen++
		}
		return ticker
	}
	prog = tea.NewProgram(paced{still{}, p}, tea.WithInput(nil), tea.WithOutput(io.Discard), tea.WithoutSignalHandler())
	if _, err := prog.Run(); err != nil {
		t.Fatal(err)
	}
	if seen == 0 {
		t.Error("the program that draws by the library's ticker does not find it")
	}
}
