package mcpsrv

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"testing"

	"hextui/hex/hextest"
)

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		New(Options{})
	}
}

// BenchmarkListProjects is our own time for a page of 25, over streams.
func BenchmarkListProjects(b *testing.B) {
	for _, inFlight := range []int{1, 16} {
		b.Run(fmt.Sprintf("in flight %d", inFlight), func(b *testing.B) {
			s := New(Options{Client: hextest.Answering(aPage).Client(b)})
			in, toServer := io.Pipe()
			fromServer, out := io.Pipe()
			served := make(chan error, 1)
			go func() { served <- s.ServeStdio(context.Background(), in, out) }()
			answers := bufio.NewReaderSize(fromServer, 1<<20)
			places := make(chan struct{}, inFlight)
			b.ReportAllocs()
			b.ResetTimer()
			go func() {
				for i := range b.N {
					places <- struct{}{}
					fmt.Fprintf(toServer,
						`{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"list_hex_projects","arguments":{}}}`+"\n", i)
				}
				toServer.Close()
			}()
			for range b.N {
				if _, err := answers.ReadString('\n'); err != nil {
					b.Fatal(err)
				}
				<-places
			}
			if err := <-served; err != nil {
				b.Fatal(err)
			}
			fromServer.Close()
		})
	}
}

// aPage answers every request with 25 projects.
func aPage(*http.Request) (int, any, error) {
	var values []map[string]string
	for i := range 25 {
		values = append(values, map[string]string{"id": strconv.Itoa(i)})
	}
	return http.StatusOK, map[string]any{"values": values, "pagination": map[string]string{}}, nil
}
