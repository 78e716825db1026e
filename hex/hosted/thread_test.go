package hosted_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	fake "hextui/hex/emulator/hosted"
	"hextui/hex/hosted"
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

func TestThread(t *testing.T) {
	for _, mood := range []fake.Mood{"good", fake.OtherNames, fake.SaysPending, fake.IdleInProse, fake.Resumable, fake.NoSessions} {
		t.Run(string(mood), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			c := w.login()
			w.fake.SetMoods(mood)
			id := w.asked(c)
			thread, err := c.Await(t.Context(), id, hosted.Polling{})
			if err != nil || thread.Status != hosted.Idle || thread.ID != id || !strings.Contains(thread.Text, "Revenue") {
				t.Fatalf("the answer is %+v, %v", thread, err)
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
			if further, err := c.Await(t.Context(), id, hosted.Polling{}); err != nil || further.Text == thread.Text {
				t.Errorf("the further answer is %+v, %v", further, err)
			}
			w.counted("continue_thread", 1)
		})
	}
}

// A thread that never ends is looked at ten times, as far apart as the server says.
func TestRunsForEver(t *testing.T) {
	w := newWorld(t, fake.RunsForEver)
	c := w.login()
	id := w.asked(c)
	var still *hosted.StillRunning
	if _, err := c.Await(t.Context(), id, hosted.Polling{}); !errors.As(err, &still) || still.Thread.ID != id {
		t.Fatal(err)
	}
	w.counted("get_thread", 10)
	if want := slices.Repeat([]time.Duration{2 * time.Second}, 9); !slices.Equal(w.waits, want) {
		t.Errorf("it waited %v", w.waits)
	}
}

// A word that nobody knows ends the looking and is not taken for done.
func TestUnknownWord(t *testing.T) {
	w := newWorld(t, fake.UnknownWord)
	c := w.login()
	thread, err := c.Await(t.Context(), w.asked(c), hosted.Polling{})
	if err != nil || thread.Status != hosted.Unknown || thread.Word != "HIBERNATING" {
		t.Fatalf("%+v, %v", thread, err)
	}
	w.counted("get_thread", 1)
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
