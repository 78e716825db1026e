package mcpsrv

import (
	"encoding/json"
	"errors"
	"fmt"

	"hextui/mcpsrv/answer"
	"hextui/mcpsrv/policy"
	"hextui/mcpsrv/wire"
)

// answer is the one way out: what a call gave, cleaned, as structured content with a text twin. A picture goes with text alone: many
// clients show their model nothing else of an answer that has structure.
func (s *Server) answer(c *call, out answer.Result, err error) wire.Answer {
	var f *answer.Failure
	var shown encoding
	if err == nil {
		shown, f = s.fitted(c, out)
	} else if !errors.As(err, &f) {
		f = &answer.Failure{Kind: answer.KindInternal, TraceID: c.id, Message: "The call failed in a way that has no form."}
	}
	if f != nil {
		shown = s.failed(f)
	}
	a := wire.Answer{Structured: shown.raw, Text: shown.text, Failed: f != nil}
	if p, ok := out.(answer.Pictured); ok && f == nil {
		a.Structured, a.Picture = nil, &wire.Picture{}
		a.Picture.MIMEType, a.Picture.Content = p.Picture()
	}
	return a
}

// encoding is a result as it leaves.
type encoding struct {
	raw  []byte
	text string
}

func (s *Server) failed(f *answer.Failure) encoding {
	raw, err := json.Marshal(map[string]*answer.Failure{"error": f})
	if err != nil {
		raw = []byte(`{"error":{"kind":"internal","message":"The failure could not be encoded."}}`)
	}
	return encoding{s.clean.JSON(raw), s.clean.Text(f.Text())}
}

// fitted makes a result what leaves, with as much of it as an answer may hold. Nothing is ever cut but whole rows and
// lines.
func (s *Server) fitted(c *call, out answer.Result) (encoding, *answer.Failure) {
	whole, err := s.encoded(c, out)
	if err != nil {
		s.log.Error("result could not be encoded", "tool", c.tool.Name, "trace_id", c.id, "error", err)
		return encoding{}, &answer.Failure{Kind: answer.KindInternal, TraceID: c.id, Message: "The result could not be encoded."}
	}
	if s.fits(whole) {
		return whole, nil
	}
	long, ok := out.(answer.Cuttable)
	if !ok {
		return encoding{}, s.tooLong(c, whole)
	}
	best, most := encoding{}, 0
	try := func(n int) bool {
		cut, err := s.encoded(c, long.First(n))
		if err != nil || !s.fits(cut) {
			return false
		}
		best, most = cut, n
		return true
	}
	over := 1
	for over < long.Size() && try(over) { // so that little is encoded of a text of many megabytes
		over *= 2
	}
	over = min(over, long.Size())
	for most+1 < over {
		if middle := (most + over) / 2; !try(middle) {
			over = middle
		}
	}
	if most == 0 {
		return encoding{}, s.tooLong(c, whole)
	}
	return best, nil
}

func (s *Server) encoded(c *call, out answer.Result) (encoding, error) {
	raw, err := json.Marshal(out)
	if err != nil {
		return encoding{}, err
	}
	p := encoding{s.clean.JSON(raw), s.clean.Text(out.Text())}
	if old := c.recalled.cached(); old != nil {
		return old.saying(p)
	}
	return p, nil
}

func (s *Server) fits(o encoding) bool { return len(o.raw) <= s.most && len(o.text) <= s.most }

func (s *Server) tooLong(c *call, p encoding) *answer.Failure {
	f := &answer.Failure{Kind: answer.KindTooLarge,
		Message: fmt.Sprintf("The answer would take %d bytes, more than the %d that one may have.", max(len(p.raw), len(p.text)), s.most),
		Hint:    "Ask for less: a smaller limit, fewer fields, or one thing instead of a list."}
	if c.tool.Class != policy.Read && !c.DryRun {
		f.Message = "The call was carried out. " + f.Message
		f.Hint = c.tool.Advice.Check
	}
	return f
}
