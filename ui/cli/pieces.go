package cli

import (
	"strconv"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// pieces are the times at which input came. Before each piece of it goes a mark, which comes through the library in its order among
// the keys, so that of each key it is known when it came, however long it waited to be taken. Its zero value has none.
type pieces struct {
	mu    sync.Mutex
	n     byte
	times [256]time.Time // by the number of their mark; the library holds a few at most
	at    time.Time      // of the piece whose keys are being taken
}

// pieceMode is a mode that no terminal has; its report is the mark, and the value the number.
const pieceMode = ansi.DECMode(59998)

// begin returns the mark of a piece that came at a time.
func (p *pieces) begin(at time.Time) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.n++
	p.times[p.n] = at
	return "\x1b[?" + strconv.Itoa(int(pieceMode)) + ";" + strconv.Itoa(int(p.n)) + "$y"
}

// passes takes a mark; it is false for every other message.
func (p *pieces) passes(msg tea.Msg) bool {
	m, is := msg.(tea.ModeReportMsg)
	if !is || m.Mode != pieceMode {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.at = p.times[byte(m.Value)]
	return true
}

// last is when the piece came whose keys are being taken, zero where that is not known.
func (p *pieces) last() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.at
}
