package contract

// toxic is something that goes wrong on a line, in toxiproxy's words.
type toxic struct {
	Type       string         `json:"type"`
	Stream     string         `json:"stream"`
	Attributes map[string]any `json:"attributes"`
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

func there(kind string, attributes map[string]any) toxic { return toxic{kind, "upstream", attributes} }
func back(kind string, attributes map[string]any) toxic  { return toxic{kind, "downstream", attributes} }

// large is more than the requests and answers without a source take, and far less than those with one.
const large = 2000

func badLines() []badLine {
	return []badLine{
		{"slow to answer", back("latency", map[string]any{"latency": 100, "jitter": 20}), harmless},
		{"slow to arrive", there("latency", map[string]any{"latency": 100}), harmless},
		{"in small pieces", back("slicer", map[string]any{"average_size": 50, "size_variation": 20, "delay": 10}), harmless},
		{"narrow", back("bandwidth", map[string]any{"rate": 100}), harmless},
		{"closing slowly", back("slow_close", map[string]any{"delay": 300}), harmless},
		{"closing slowly there", there("slow_close", map[string]any{"delay": 300}), harmless},
		{"cut at once", there("limit_data", map[string]any{"bytes": 0}), unsent},
		{"cut within the request's head", there("limit_data", map[string]any{"bytes": 60}), unsent},
		{"reset at once", there("reset_peer", map[string]any{"timeout": 0}), unsent},
		{"cut before the answer", back("limit_data", map[string]any{"bytes": 0}), unanswered},
		{"cut within the answer's head", back("limit_data", map[string]any{"bytes": 30}), unanswered},
		{"reset before the answer", back("reset_peer", map[string]any{"timeout": 0}), unanswered},
		{"swallowing requests", there("timeout", map[string]any{"timeout": 0}), swallowed},
		{"swallowing answers", back("timeout", map[string]any{"timeout": 0}), unanswered},
		{"far too slow to answer", back("latency", map[string]any{"latency": 60_000}), mute},
	}
}

// badLinesForCells are those on which it matters how much is on the way: a cell's source.
func badLinesForCells() []badLine {
	return []badLine{
		{"cut within the request's body", there("limit_data", map[string]any{"bytes": large}), unsent},
		{"cut within the answer's body", back("limit_data", map[string]any{"bytes": large}), unanswered},
		{"far too narrow for the answer", back("bandwidth", map[string]any{"rate": 1}), mute},
	}
}
