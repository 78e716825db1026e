package hosted_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"hextui/hex"
	"hextui/hex/ask"
	fake "hextui/hex/emulator/hosted"
	"hextui/hex/hosted"
	"hextui/hex/hosted/road"
)

const question = "What was the revenue by region last month?"

// asked asks the question and waits until the workspace has its answer.
func (w *world) asked(c *hosted.Client) string {
	w.t.Helper()
	thread, err := c.CreateThread(w.t.Context(), question)
	if err != nil {
		w.t.Fatal(err)
	}
	if !strings.HasSuffix(thread.URL, "/acme/thread/"+thread.ID) || thread.Status != hosted.Unknown {
		w.t.Fatalf("a new thread is %+v", thread)
	}
	if err := w.running.Settled(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	return thread.ID
}

// awaited waits for an answer without letting time pass but by the world's clock.
func (w *world) awaited(c *hosted.Client, id string, waiting ask.Waiting) (ask.Seen, []time.Duration) {
	w.t.Helper()
	var waits []time.Duration
	waiting.Now = w.clock.Now
	waiting.Pause = func(_ context.Context, d time.Duration) error {
		waits = append(waits, d)
		w.clock.pass(d)
		return nil
	}
	seen, err := waiting.Wait(w.t.Context(), road.Road{Client: c}, id, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	return seen, waits
}

func TestThread(t *testing.T) {
	for _, mood := range []fake.Mood{"good", fake.OtherNames, fake.SaysPending, fake.IdleInProse, fake.Resumable, fake.NoSessions} {
		t.Run(string(mood), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			c := w.login()
			w.fake.SetMoods(mood)
			id := w.asked(c)
			first, _ := w.awaited(c, id, ask.Waiting{})
			answer := ask.Text(first.Thread.Thread)
			if !first.Done || first.Status != hex.ThreadIdle || first.ID != id || !strings.Contains(answer, "Revenue") {
				t.Fatalf("the answer is %+v", first)
			}
			w.counted("create_thread", 1)
			if looks := map[fake.Mood]int{fake.SaysPending: 3, fake.IdleInProse: 2}[mood]; looks > 0 {
				w.counted("get_thread", looks)
			}
			if _, err := c.ContinueThread(t.Context(), id, "And by month?"); err != nil {
				t.Fatal(err)
			}
			if err := w.running.Settled(t.Context()); err != nil {
				t.Fatal(err)
			}
			if further, _ := w.awaited(c, id, ask.Waiting{}); !further.Done || ask.Text(further.Thread.Thread) == answer {
				t.Errorf("the further answer is %+v", further)
			}
			w.counted("continue_thread", 1)
		})
	}
}

// A thread that never ends is looked at ten times, as far apart as the server says.
func TestRunsForEver(t *testing.T) {
	w := newWorld(t, fake.RunsForEver)
	c := w.login()
	seen, waits := w.awaited(c, w.asked(c), ask.Waiting{Looks: ask.FewLooks})
	if seen.Done {
		t.Fatalf("%+v", seen)
	}
	w.counted("get_thread", 10)
	if want := slices.Repeat([]time.Duration{2 * time.Second}, 9); !slices.Equal(waits, want) {
		t.Errorf("it waited %v", waits)
	}
}

// A word that nobody knows is not taken for done, and nothing that comes with it for an answer.
func TestUnknownWord(t *testing.T) {
	w := newWorld(t, fake.UnknownWord)
	c := w.login()
	seen, _ := w.awaited(c, w.asked(c), ask.Waiting{Looks: 3})
	if seen.Done || seen.Status != "HIBERNATING" || len(seen.Response) > 0 || ask.Judge(seen, nil).Outcome != ask.TimedOut {
		t.Fatalf("%+v", seen)
	}
	w.counted("get_thread", 3)
}

// A stream that breaks off leaves it open whether the thread was begun: nothing is repeated.
func TestCutStream(t *testing.T) {
	w := newWorld(t, fake.CutStreams)
	c := w.login()
	var cut *hosted.CutOff
	if _, err := c.CreateThread(t.Context(), question); !errors.As(err, &cut) {
		t.Fatal(err)
	}
	w.counted("create_thread", 1)
}

func TestToolErrors(t *testing.T) {
	w := newWorld(t)
	c := w.login()
	var failed *hosted.ToolError
	if _, err := c.GetThread(t.Context(), "00000000-0000-4000-8000-000000000000"); !errors.As(err, &failed) ||
		failed.Tool != "get_thread" || !strings.Contains(failed.Text, "404") {
		t.Errorf("a thread that there is not: %v", err)
	}
	_, err := c.Call(t.Context(), "publish_project", nil)
	w.says(err, "offers no publish_project")
}

// What is no result is not taken for one.
func TestWantsInput(t *testing.T) {
	w := newWorld(t)
	c := w.login()
	w.fake.SetMoods(fake.WantsInput)
	_, err := c.CreateThread(t.Context(), question)
	w.says(err, "answers input_required instead of a result")
}

func TestSearch(t *testing.T) {
	w := newWorld(t)
	found, err := w.login().SearchProjects(t.Context(), "revenue")
	if err != nil || len(found) == 0 {
		t.Fatalf("%+v, %v", found, err)
	}
	for _, p := range found {
		if p.ID == "" || !strings.Contains(strings.ToLower(p.Title+p.Description), "revenue") || !strings.Contains(p.Summary, "Kept by") {
			t.Errorf("%+v", p)
		}
	}
}
