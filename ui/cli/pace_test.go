package cli

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
)

// shown shows the newest number that it was told.
type shown struct{ newest int }

func (s shown) Init() tea.Cmd { return nil }

func (s shown) Update(m tea.Msg) (tea.Model, tea.Cmd) {
	switch m := m.(type) {
	case int:
		s.newest = m
	case tea.ExecCommand:
		return s, tea.Exec(m, nil)
	}
	return s, nil
}

func (s shown) View() tea.View { return tea.NewView(fmt.Sprintf("<%d>", s.newest)) }

// screen is the terminal of such a program.
type screen struct {
	*tea.Program
	mu       sync.Mutex
	text     strings.Builder
	drawings int
	messages int
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drawings++
	return s.text.Write(p)
}

// shows tells whether a number was drawn.
func (s *screen) shows(n int) bool {
	synctest.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Contains(s.text.String(), fmt.Sprintf("<%d>", n))
}

// count is how often was drawn, and how many messages came.
func (s *screen) count() (drawings, messages int) {
	synctest.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.drawings, s.messages
}

// drawn runs a paced program in a bubble, for a second of its time.
func drawn(t *testing.T) *screen {
	s := &screen{}
	p := newPace(func(m tea.Msg) { s.Send(m) })
	s.Program = tea.NewProgram(paced{shown{}, p}, tea.WithInput(nil), tea.WithOutput(s), tea.WithWindowSize(20, 1),
		tea.WithoutSignalHandler(), tea.WithFilter(func(_ tea.Model, m tea.Msg) tea.Msg {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.messages++
			if _, ok := m.(drawNow); ok {
				p.draw()
				return nil
			}
			return m
		}))
	if !p.drive(s.Program) {
		t.Fatal("the library has no ticker that could be set; it may draw on demand by itself now")
	}
	go s.Run()
	t.Cleanup(func() {
		s.Quit()
		s.Wait()
	})
	time.Sleep(time.Second) // of the bubble's time
	return s
}

func TestAFrameThatComesAloneIsDrawnAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := drawn(t)
		for key := 10; key < 30; key++ { // as fast as a hand can
			s.Send(key)
			if !s.shows(key) {
				t.Fatalf("key %d is not on the screen", key)
			}
			time.Sleep(30 * time.Millisecond) // of the bubble's time
		}
	})
}

func TestABurstIsDrawnOnceAFrame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := drawn(t)
		before, _ := s.count()
		const last = 10_000
		for n := 1; n <= last; n++ { // a second of them
			s.Send(n)
			time.Sleep(100 * time.Microsecond) // of the bubble's time
		}
		time.Sleep(frame) // of the bubble's time
		if after, _ := s.count(); after-before < 115 || after-before > 130 {
			t.Errorf("a second of frames was drawn %d times, wanted 120", after-before)
		}
		if !s.shows(last) {
			t.Error("the last of them is not on the screen")
		}
	})
}

func TestWhatStandsStillRests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := drawn(t)
		s.Send(1)
		time.Sleep(time.Second) // of the bubble's time
		drawings, messages := s.count()
		time.Sleep(time.Hour) // of the bubble's time
		if d, m := s.count(); d != drawings || m != messages {
			t.Errorf("in an hour in which nothing came, it drew %d times and sent itself %d messages", d-drawings, m-messages)
		}
		s.Send(2)
		if !s.shows(2) {
			t.Error("after a rest a frame is not drawn at once")
		}
	})
}

// other is another program that has the terminal for a minute of the bubble's time.
type other struct{}

func (other) Run() error          { time.Sleep(time.Minute); return nil }
func (other) SetStdin(io.Reader)  {}
func (other) SetStdout(io.Writer) {}
func (other) SetStderr(io.Writer) {}

// The library ends its drawing when it hands the terminal to another program, and begins a new one after that.
func TestAfterAnotherProgramItDrawsAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := drawn(t)
		s.Send(tea.ExecCommand(other{}))
		time.Sleep(2 * time.Minute) // of the bubble's time
		s.Send(7)
		if !s.shows(7) {
			t.Error("the screen stays as it was before the other program")
		}
	})
}
