//go:build unix

package program

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"hextui/hex"
	"hextui/hex/emulator"
	"hextui/ui/uitest"
)

// killRounds is the variable that says how often the program is killed; .ci/run sets it.
const killRounds = "HEXTUI_KILL_ROUNDS"

// kept is how long ago what was typed is, at most, that a kill may lose: as long, and as long as the machine that it happens on made
// others wait meanwhile for a file of the same kind.
const kept = time.Second

// disk finds out how long a small file takes to be on the disk while something else happens.
type disk struct {
	over, ended chan struct{}
	longest     time.Duration
}

// watchDisk begins; the result is in longest after stop.
func watchDisk(t *testing.T) *disk {
	d := &disk{over: make(chan struct{}), ended: make(chan struct{})}
	dir := t.TempDir()
	go func() {
		defer close(d.ended)
		for {
			begun := time.Now()
			if err := writeSlowly(dir); err != nil {
				t.Error(err)
				return
			}
			d.longest = max(d.longest, time.Since(begun))
			select {
			case <-d.over:
				return
			case <-time.After(100 * time.Millisecond):
			}
		}
	}()
	return d
}

func (d *disk) stop() time.Duration {
	close(d.over)
	<-d.ended
	return d.longest
}

// writeSlowly writes a file as drafts are written: until it is on the disk, then under its name.
func writeSlowly(dir string) error {
	f, err := os.Create(filepath.Join(dir, "new"))
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err = f.Write(make([]byte, 4000)); err == nil {
		err = f.Sync()
	}
	if err == nil {
		err = os.Rename(f.Name(), filepath.Join(dir, "old"))
	}
	if err != nil {
		return err
	}
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer folder.Close()
	return folder.Sync()
}

// writes stands before a workspace and counts the sources that are written to it.
type writes struct {
	mu  sync.Mutex
	got map[string]int
	to  *httputil.ReverseProxy
}

func (w *writes) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPatch {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return // the program was killed while it sent
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		w.mu.Lock()
		w.got[string(body)]++
		w.mu.Unlock()
	}
	w.to.ServeHTTP(out, r)
}

// Killed at whatever moment of typing and saving, at most the last second of what was typed is lost, a cell is never half of what was
// saved, and nothing is written twice, also by the starts that follow.
func TestKilledAnywhere(t *testing.T) {
	t.Parallel()
	rounds, beside := 2, 1
	if n, err := strconv.Atoi(os.Getenv(killRounds)); err == nil {
		rounds, beside = n, 4
	}
	for i := range beside {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			killOften(t, (rounds+beside-1-i)/beside)
		})
	}
}

// killOften kills the program so often, on a workspace of its own.
func killOften(t *testing.T, rounds int) {
	space, err := emulator.Listen(t.Context(), "127.0.0.1:0", emulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer space.Close()
	target, err := url.Parse(space.URL())
	if err != nil {
		t.Fatal(err)
	}
	target.Path = ""
	seen := &writes{got: map[string]int{}, to: httputil.NewSingleHostReverseProxy(target)}
	seen.to.ErrorHandler = func(http.ResponseWriter, *http.Request, error) {} // who asked was killed
	server := httptest.NewServer(seen)
	defer server.Close()
	api, err := hex.New(hex.Options{BaseURL: space.URL(), Token: space.Token(), Limits: hex.NoLimits})
	if err != nil {
		t.Fatal(err)
	}
	defer api.Close()
	seed := uint64(time.Now().UnixNano())
	home := newPerson(t, "HEX_API_BASE_URL="+server.URL, "HEX_API_KEY="+space.Token())
	k := &killing{person: home, t: t, api: api, dice: rand.New(rand.NewPCG(seed, 0))}
	k.find()
	for n := range rounds {
		k.round(n)
	}
	seen.mu.Lock()
	defer seen.mu.Unlock()
	for body, n := range seen.got {
		if n > 1 {
			t.Errorf("written %d times: %.200s", n, body)
		}
	}
	t.Logf("%d kills, %d of them after a write had left; the dice began with %d", rounds, len(seen.got), seed)
}

// killing is what goes on from one kill to the next.
type killing struct {
	*person
	t       *testing.T
	api     *hex.Client
	dice    *rand.Rand
	project string // its id
	left    string // the draft that the rounds before left, if it is still there
}

// find finds the project.
func (k *killing) find() {
	k.t.Helper()
	for projects, err := range k.api.ProjectPages(k.t.Context(), hex.ProjectQuery{}) {
		if err != nil {
			k.t.Fatal(err)
		}
		for _, p := range projects.Items {
			if p.Title == "Weekly revenue" {
				k.project = p.ID
			}
		}
	}
}

// source is what Hex has of the cell. Its id is another one after each write.
func (k *killing) source() string {
	k.t.Helper()
	for cells, err := range k.api.CellPages(k.t.Context(), hex.CellQuery{ProjectID: k.project}) {
		if err != nil {
			k.t.Fatal(err)
		}
		for _, c := range cells.Items {
			if c.OutputDataframe() == "orders_by_week" {
				source, _ := c.Source()
				return source
			}
		}
	}
	k.t.Fatal("the cell weekly_orders is gone")
	return ""
}

// round starts the program, types, saves now and then, kills it at some moment, and looks at what is left.
func (k *killing) round(n int) {
	k.t.Helper()
	if err := os.RemoveAll(filepath.Join(k.config(), "state", "remembered")); err != nil {
		k.t.Fatal(err)
	}
	before := k.source()
	p := k.spawn(nil, uitest.Kitty())
	p.WaitFor("Weekly revenue")
	p.Press("/")
	p.Type("weekly revenue")
	p.WaitUntil("all that was typed is there", func(f uitest.Frame) bool { return f.Contains("/ weekly revenue") && f.Contains("1 of 69") })
	p.Press("enter", "enter")
	p.WaitFor("sql   weekly_orders")
	p.WaitFor("Revenue by week and channel")
	p.Press("e")
	p.WaitUntil("the cursor is in the source", func(f uitest.Frame) bool { return f.Cursor.Visible })
	p.Press("ctrl+a")
	watch := watchDisk(k.t)
	full, shown := k.types(p, n, time.Duration(k.dice.IntN(2000))*time.Millisecond)
	saved := k.dice.IntN(2) == 0
	if saved {
		p.Press("ctrl+s")
		p.WaitFor("Save weekly_orders?")
		p.Press("enter")
	}
	moment := time.Duration(k.dice.IntN(80_000)) * time.Microsecond
	time.Sleep(moment) // a moment is what this is about: there is nothing to wait for
	killed := time.Now()
	p.Signal(syscall.SIGKILL)
	p.WaitExit()
	p.Hangup()
	slow := watch.stop()
	k.look(n, full, shown, killed.Add(-2*slow), before, saved)
}

// types types words for a time, and tells when each of them was on the screen, by how long the text was then.
func (k *killing) types(p *uitest.Process, n int, for_ time.Duration) (full string, shown map[int]time.Time) {
	k.t.Helper()
	shown = map[int]time.Time{}
	for word, begun := 0, time.Now(); word == 0 || time.Since(begun) < for_; word++ {
		text := fmt.Sprintf("r%dw%d ", n, word)
		if word%8 == 0 {
			if text = "-- " + text; word > 0 {
				text = "\n" + text
			}
		}
		p.Type(text)
		full += text
		p.WaitFor(fmt.Sprintf("r%dw%d", n, word))
		shown[len(full)] = time.Now()
	}
	return full, shown
}

// look holds what is on the disk and in Hex against what was typed.
func (k *killing) look(n int, full string, shown map[int]time.Time, killed time.Time, before string, saved bool) {
	k.t.Helper()
	now := k.source()
	if now != before && (!saved || now != full) {
		k.t.Fatalf("round %d: in Hex is %q, neither what was there (%.60q) nor what was saved (%q)", n, now, before, full)
	}
	mine := ""
	for _, d := range k.drafts() {
		mine = d.Mine
	}
	written := saved && now == full
	if !strings.HasPrefix(full, mine) && mine != k.left && mine != before {
		k.t.Fatalf("round %d: the draft is %q, which nobody typed; typed was %q", n, mine, full)
	}
	k.left = mine
	if !strings.HasPrefix(full, mine) {
		mine = "" // nothing of this round is kept: what the one before left is still there
	}
	for length, at := range shown {
		if killed.Sub(at) >= kept && len(mine) < length && !written {
			k.t.Fatalf("round %d: %d bytes were on the screen %v before the kill, kept are %d: %q", n, length, killed.Sub(at),
				len(mine), mine)
		}
	}
	if written { // who looks at it sees that there is nothing to save
		k.forget()
	}
}

// forget throws the drafts away.
func (k *killing) forget() {
	k.t.Helper()
	dir := filepath.Join(k.config(), "state", "drafts")
	if err := os.RemoveAll(dir); err != nil {
		k.t.Fatal(err)
	}
	k.left = ""
}
