package contract

import (
	"github.com/Shopify/toxiproxy/v2/stream"
	"github.com/Shopify/toxiproxy/v2/toxics"
)

// toxic is something that goes wrong on a line, one way.
type toxic struct {
	way     stream.Direction
	wrong   toxics.Toxic
	silence silence
}

// silence is when nothing more is to be expected of a request on a line, though its connection stays open.
type silence int

const (
	speaking         silence = iota // something comes, or the connection ends
	afterSending                    // nobody hears of the request
	afterCarryingOut                // the answer stays on the way
)

func (t toxic) silent(s silence) toxic {
	t.silence = s
	return t
}

// gate lets nothing through until it is opened.
type gate struct{ open chan struct{} }

func (g *gate) Pipe(stub *toxics.ToxicStub) {
	select {
	case <-g.open:
		(&toxics.NoopToxic{}).Pipe(stub)
	case <-stub.Interrupt:
	}
}

// What a bad line does with one request.
type harm string

const (
	harmless   harm = "harmless"   // it is slow or in pieces; the answer arrives
	unsent     harm = "unsent"     // the connection ends before the request has arrived whole
	unanswered harm = "unanswered" // the request arrives; the connection ends before the answer has arrived whole
	swallowed  harm = "swallowed"  // the request disappears, and nobody says so
	mute       harm = "mute"       // the request arrives; the answer does not, in time
)

// arrives tells whether the request is carried out.
func (h harm) arrives() bool { return h == harmless || h == unanswered || h == mute }

type badLine struct {
	name  string
	toxic toxic
	harm  harm
}

func there(wrong toxics.Toxic) toxic { return toxic{way: stream.Upstream, wrong: wrong} }
func back(wrong toxics.Toxic) toxic  { return toxic{way: stream.Downstream, wrong: wrong} }

// large is more than the requests and answers without a source take, and far less than those with one.
const large = 2000

func badLines() []badLine {
	return []badLine{
		{"slow to answer", back(&toxics.LatencyToxic{Latency: 100, Jitter: 20}), harmless},
		{"slow to arrive", there(&toxics.LatencyToxic{Latency: 100}), harmless},
		{"in small pieces", back(&toxics.SlicerToxic{AverageSize: 50, SizeVariation: 20, Delay: 10}), harmless},
		{"narrow", back(&toxics.BandwidthToxic{Rate: 100}), harmless},
		{"closing slowly", back(&toxics.SlowCloseToxic{Delay: 300}), harmless},
		{"closing slowly there", there(&toxics.SlowCloseToxic{Delay: 300}), harmless},
		{"cut at once", there(&toxics.LimitDataToxic{Bytes: 0}), unsent},
		{"cut within the request's head", there(&toxics.LimitDataToxic{Bytes: 60}), unsent},
		{"reset at once", there(&toxics.ResetToxic{Timeout: 0}), unsent},
		{"cut before the answer", back(&toxics.LimitDataToxic{Bytes: 0}), unanswered},
		{"cut within the answer's head", back(&toxics.LimitDataToxic{Bytes: 30}), unanswered},
		{"reset before the answer", back(&toxics.ResetToxic{Timeout: 0}), unanswered},
		{"swallowing requests", there(&toxics.TimeoutToxic{Timeout: 0}).silent(afterSending), swallowed},
		{"swallowing answers", back(&toxics.TimeoutToxic{Timeout: 0}), unanswered},
		{"far too slow to answer", back(&toxics.LatencyToxic{Latency: 600_000}).silent(afterCarryingOut), mute},
	}
}

// badLinesForCells are those on which it matters how much is on the way: a cell's source.
func badLinesForCells() []badLine {
	return []badLine{
		{"cut within the request's body", there(&toxics.LimitDataToxic{Bytes: large}), unsent},
		{"cut within the answer's body", back(&toxics.LimitDataToxic{Bytes: large}), unanswered},
		{"far too narrow for the answer", back(&toxics.BandwidthToxic{Rate: 1}).silent(afterCarryingOut), mute},
	}
}
