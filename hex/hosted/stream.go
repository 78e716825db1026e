package hosted

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// event is one of a stream of server-sent events.
type event struct {
	id   string
	data []byte
	// retry is how long to wait before the stream is asked for again; 0 is not told.
	retry time.Duration
}

// stream reads events.
type stream struct {
	lines *bufio.Reader
	left  int // bytes that may still come
}

func newStream(r io.Reader) *stream { return &stream{bufio.NewReader(r), maxAnswer} }

// next is the next event, or io.EOF.
func (s *stream) next() (e event, err error) {
	var data bytes.Buffer
	seen := false
	for {
		line, err := s.line()
		if err != nil {
			return e, err
		}
		if line == "" {
			if seen {
				e.data = bytes.TrimSuffix(data.Bytes(), []byte("\n"))
				return e, nil
			}
			continue
		}
		field, value, _ := strings.Cut(line, ":")
		value = strings.TrimPrefix(value, " ")
		switch field {
		case "data":
			data.WriteString(value + "\n")
		case "id":
			e.id = value
		case "retry":
			if ms, err := strconv.Atoi(value); err == nil && ms >= 0 {
				e.retry = time.Duration(ms) * time.Millisecond
			}
		default:
			continue // comments and names of events
		}
		seen = true
	}
}

func (s *stream) line() (string, error) {
	var line []byte
	for {
		part, err := s.lines.ReadSlice('\n')
		if s.left -= len(part); s.left < 0 {
			return "", fmt.Errorf("the stream is larger than %d bytes", maxAnswer)
		}
		line = append(line, part...)
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil {
			return "", err
		}
		return strings.TrimRight(string(line), "\r\n"), nil
	}
}

// fromStream waits for the answer to a request in its stream. A stream that ends before, and whose events have ids, is asked for
// again from the last of them: the request itself is not repeated.
func (c *Client) fromStream(ctx context.Context, s session, token string, id int64, body io.Reader) (response, error) {
	const tries = 3
	last, pause := "", time.Second
	for try := 0; ; try++ {
		answer, err := pick(newStream(body), id, &last, &pause)
		if err == nil || last == "" || try == tries || ctx.Err() != nil {
			return answer, err
		}
		if err := c.o.Sleep(ctx, min(pause, 20*time.Second)); err != nil {
			return answer, err
		}
		resp, err := c.resume(ctx, s, token, last)
		if err != nil {
			return answer, err
		}
		defer resp.Body.Close()
		body = resp.Body
	}
}

// pick reads a stream up to the answer to a request.
func pick(events *stream, id int64, last *string, pause *time.Duration) (response, error) {
	for {
		e, err := events.next()
		if errors.Is(err, io.EOF) {
			err = errors.New("the stream ended before the answer")
		}
		if err != nil {
			return response{}, err
		}
		if e.id != "" {
			*last = e.id
		}
		if e.retry > 0 {
			*pause = e.retry
		}
		var answer response
		if json.Unmarshal(e.data, &answer) == nil && string(answer.ID) == strconv.FormatInt(id, 10) &&
			(answer.Result != nil || answer.Error != nil) {
			return answer, nil
		}
	}
}

// resume asks for what came after an event.
func (c *Client) resume(ctx context.Context, s session, token, after string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.o.Endpoint, nil)
	if err != nil {
		return nil, err
	}
	c.dress(req, s, token)
	req.Header.Set("Accept", "text/event-stream")
	req.Header.Set("Last-Event-ID", after)
	resp, err := c.calling.Do(req)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK || mediaType(resp.Header) != "text/event-stream" {
		resp.Body.Close()
		return nil, fmt.Errorf("the stream ended before the answer and cannot be had again (status %d)", resp.StatusCode)
	}
	return resp, nil
}
