package contract

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"hextui/hex"
	"hextui/hex/emulator"
)

// overSockets is a client of a workspace on this machine.
func overSockets(b *testing.B, o emulator.Options) (*hex.Client, *emulator.Running) {
	b.Helper()
	workspace, err := emulator.Listen(b.Context(), "127.0.0.1:0", o)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := workspace.Close(); err != nil {
			b.Error(err)
		}
	})
	if err := workspace.Ready(b.Context()); err != nil {
		b.Fatal(err)
	}
	c, err := hex.New(hex.Options{BaseURL: workspace.URL(), Token: workspace.Token(), Limits: hex.NoLimits})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(c.Close)
	return c, workspace
}

// BenchmarkRequests counts requests a second: a bare look at the token, and a cell.
func BenchmarkRequests(b *testing.B) {
	c, _ := overSockets(b, emulator.Options{})
	p, err := c.CreateProject(b.Context(), "Measured", "")
	if err != nil {
		b.Fatal(err)
	}
	cell, err := c.CreateCell(b.Context(), hex.NewCell{ProjectID: p.ID, Type: hex.CellSQL, Source: "select 1"})
	if err != nil {
		b.Fatal(err)
	}
	for name, request := range map[string]func(context.Context) error{
		"Me":      func(ctx context.Context) error { return only(c.Me(ctx)) },
		"GetCell": func(ctx context.Context) error { return only(c.GetCell(ctx, cell.ID)) },
	} {
		b.Run(name+"/one after another", func(b *testing.B) {
			for b.Loop() {
				if err := request(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
		})
		b.Run(name+"/at once", func(b *testing.B) {
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if err := request(b.Context()); err != nil {
						b.Error(err)
						return
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
		})
	}
}

// BenchmarkSave is a whole careful save: read, write, read back.
func BenchmarkSave(b *testing.B) {
	c, _ := overSockets(b, emulator.Options{})
	p, err := c.CreateProject(b.Context(), "Measured", "")
	if err != nil {
		b.Fatal(err)
	}
	cell, err := c.CreateCell(b.Context(), hex.NewCell{ProjectID: p.ID, Type: hex.CellSQL, Source: "select 0"})
	if err != nil {
		b.Fatal(err)
	}
	base, err := c.ReadCell(b.Context(), p.ID, cell.ID, cell.StaticID)
	if err != nil {
		b.Fatal(err)
	}
	n := 0
	for b.Loop() {
		n++
		saved, err := c.Save(b.Context(), base, hex.Edit{Source: fmt.Sprint("select ", n)})
		if err != nil {
			b.Fatal(err)
		}
		base = saved.Snapshot
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "saves/s")
}

// BenchmarkWalk reads whole workspaces page by page. What a project costs must not depend on how many there are.
func BenchmarkWalk(b *testing.B) {
	for _, size := range []int{1000, 10_000} {
		b.Run(fmt.Sprintf("of=%d", size), func(b *testing.B) {
			c, _ := overSockets(b, emulator.Options{Size: size})
			projects := 0
			for b.Loop() {
				projects = 0
				for _, err := range hex.Items(c.ProjectPages(b.Context(), hex.ProjectQuery{Paging: hex.Paging{Limit: 100}})) {
					if err != nil {
						b.Fatal(err)
					}
					projects++
				}
			}
			if projects < size {
				b.Fatalf("%d projects of %d", projects, size)
			}
			b.ReportMetric(float64(b.N*projects)/b.Elapsed().Seconds(), "projects/s")
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*projects), "µs/project")
		})
	}
}

// recorded is a network on which a page of a sample workspace's projects comes again and again: what the client costs without
// the workspace, which runs in the same process.
func recorded(b *testing.B, pages int) *hex.Client {
	b.Helper()
	workspace, err := emulator.New(b.Context(), emulator.Options{Size: 100})
	if err != nil {
		b.Fatal(err)
	}
	defer workspace.Close()
	page, err := clientOf(b, within{workspace.Handler()}, workspace.Token()).ListProjects(b.Context(),
		hex.ProjectQuery{Paging: hex.Paging{Limit: 100}})
	if err != nil {
		b.Fatal(err)
	}
	values, err := json.Marshal(page.Items)
	if err != nil {
		b.Fatal(err)
	}
	return clientOf(b, &pageAgain{values: values, pages: pages}, "")
}

// pageAgain answers every request with the same items, and says pages times in a row but once that there are more.
type pageAgain struct {
	values        []byte
	served, pages int
}

func (p *pageAgain) RoundTrip(*http.Request) (*http.Response, error) {
	after := "null"
	if p.served++; p.served%p.pages != 0 {
		after = fmt.Sprintf("%q", fmt.Sprint(p.served))
	}
	head, tail := `{"values":`, `,"pagination":{"after":`+after+`,"before":null}}`
	body := io.MultiReader(strings.NewReader(head), bytes.NewReader(p.values), strings.NewReader(tail))
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(body), ContentLength: int64(len(head) + len(p.values) + len(tail)),
	}, nil
}

// BenchmarkListedProject is what reading one project of a list costs the client: bytes and allocations.
func BenchmarkListedProject(b *testing.B) {
	c := recorded(b, 1)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for b.Loop() {
		if _, err := c.ListProjects(b.Context(), hex.ProjectQuery{}); err != nil {
			b.Fatal(err)
		}
	}
	runtime.ReadMemStats(&after)
	listed := float64(b.N * 100)
	b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/listed, "B/project")
	b.ReportMetric(float64(after.Mallocs-before.Mallocs)/listed, "allocs/project")
}

// BenchmarkHeldProjects is the memory that projects take once they have been read.
func BenchmarkHeldProjects(b *testing.B) {
	const held = 50_000
	for b.Loop() {
		c := recorded(b, held/100)
		before := heap()
		projects, err := hex.Collect(c.ProjectPages(b.Context(), hex.ProjectQuery{}))
		if err != nil || len(projects) != held {
			b.Fatal(len(projects), err)
		}
		taken := heap() - before
		b.ReportMetric(float64(taken)/(1<<20), "MB-held")
		b.ReportMetric(float64(taken)/held, "B/project")
		runtime.KeepAlive(projects)
	}
}

// heap is what is in use once all garbage is gone.
func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
