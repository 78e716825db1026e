package contract

import (
	"io"
	"net"
	"sync"
	"testing"

	"github.com/Shopify/toxiproxy/v2/stream"
	"github.com/Shopify/toxiproxy/v2/toxics"
)

// line is a way to an address on which something goes wrong: toxiproxy's toxics, without its server, whose metrics and HTTP
// would come along into go.mod.
type line struct {
	listener  net.Listener
	to        string
	bad       toxic
	accepting sync.WaitGroup

	// What is carried, for closing: written by accept alone, and read when that is over.
	connections []net.Conn
	stubs       []*toxics.ToxicStub
	carrying    sync.WaitGroup
}

// lay starts a line with a toxic to an address.
func lay(t *testing.T, address string, bad toxic) *line {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &line{listener: listener, to: address, bad: bad}
	l.accepting.Go(l.accept)
	return l
}

func (l *line) address() string { return l.listener.Addr().String() }

func (l *line) accept() {
	for {
		here, err := l.listener.Accept()
		if err != nil {
			return
		}
		there, err := net.Dial("tcp", l.to)
		if err != nil {
			here.Close()
			continue
		}
		l.connections = append(l.connections, here, there)
		if _, ok := l.bad.wrong.(*toxics.ResetToxic); ok { // closing without having sent all that was written is a reset
			for _, c := range []net.Conn{here, there} {
				if err := c.(*net.TCPConn).SetLinger(0); err != nil {
					panic(err)
				}
			}
		}
		l.carry(stream.Upstream, here, there)
		l.carry(stream.Downstream, there, here)
	}
}

// carry takes bytes one way, through the toxic if it is its way. When nothing more comes, the far end is closed.
func (l *line) carry(way stream.Direction, from, to net.Conn) {
	var wrong toxics.Toxic = &toxics.NoopToxic{}
	if way == l.bad.way {
		wrong = l.bad.wrong
	}
	size := 0
	if b, ok := wrong.(toxics.BufferedToxic); ok {
		size = b.GetBufferSize()
	}
	in, out := make(chan *stream.StreamChunk, size), make(chan *stream.StreamChunk)
	stub := toxics.NewToxicStub(in, out)
	if s, ok := wrong.(toxics.StatefulToxic); ok {
		stub.State = s.NewState()
	}
	l.stubs = append(l.stubs, stub)
	l.carrying.Go(func() {
		w := stream.NewChanWriter(in)
		_, _ = io.Copy(w, from) // that a connection breaks is what a line is for
		w.Close()
	})
	l.carrying.Go(func() {
		stub.Run(&toxics.ToxicWrapper{Toxic: wrong, Toxicity: 1})
		stub.Close()
		for range in { // who still writes must not wait for a reader who has gone
		}
	})
	l.carrying.Go(func() {
		_, _ = io.Copy(to, stream.NewChanReader(out))
		to.Close()
		for range out {
		}
	})
}

// close tears the line down, and returns when nothing moves on it.
func (l *line) close() {
	l.listener.Close()
	l.accepting.Wait()
	for _, c := range l.connections {
		c.Close()
	}
	for _, s := range l.stubs {
		s.InterruptToxic()
	}
	l.carrying.Wait()
}
