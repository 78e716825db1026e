package wire

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/mark3labs/mcp-go/mcp"
)

// protocol answers what comes to the one address of the protocol.
func (h *httpServer) protocol(w http.ResponseWriter, r *http.Request) {
	version := r.Header.Get(mcp.HeaderProtocolVersion)
	switch {
	case r.Method == http.MethodPost:
		h.post(w, r)
	case mcp.IsModernProtocol(version), h.o.Stateless, r.Method != http.MethodGet && r.Method != http.MethodDelete:
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "Only POST is answered here.", http.StatusMethodNotAllowed)
	case version != "" && !mcp.IsValidProtocolVersion(version):
		http.Error(w, "This version of the protocol is not known here.", http.StatusBadRequest)
	case r.Method == http.MethodGet:
		h.listen(w, r)
	case h.forget(r.Header.Get(mcp.HeaderSessionID)):
		w.WriteHeader(http.StatusNoContent)
	default:
		http.Error(w, "There is no such session.", http.StatusNotFound)
	}
}

// post takes one message.
func (h *httpServer) post(w http.ResponseWriter, r *http.Request) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		http.Error(w, "The Content-Type must be application/json.", http.StatusUnsupportedMediaType)
		return
	}
	text, ok := h.body(w, r)
	if !ok {
		return
	}
	if bad := h.keys.check(text); bad != nil {
		h.refuse(w, http.StatusBadRequest, bad.id(text), mcp.INVALID_REQUEST, bad.sentence)
		return
	}
	m, ok := parse(text)
	if !ok {
		h.refuseGarbage(w, text)
		return
	}
	if m.ID != nil && !validID(m.ID) {
		h.refuse(w, http.StatusBadRequest, nil, mcp.INVALID_REQUEST, "The id of a request must be a string or a number.")
		return
	}
	scope, err := h.narrow(r.Header)
	if err != nil {
		h.refuse(w, http.StatusBadRequest, m.ID, mcp.INVALID_REQUEST,
			"The request's headers narrow what may be done, and one is wrong: "+err.Error()+".")
		return
	}
	if era := eraOf(r.Header, m); era.modern {
		if !mcp.IsValidProtocolVersion(era.named()) && !era.torn() {
			h.refuseVersion(w, m.ID, era.named())
			return
		}
		if code, sentence := era.check(r.Header, m); sentence != "" {
			h.refuse(w, http.StatusBadRequest, m.ID, code, sentence)
			return
		}
		h.briefly(w, r, m, scope, "", true)
		return
	}
	h.older(w, r, m, scope)
}

// body reads a request's body. Somebody who sends slowly is not waited for, and nobody once the server closes; answering may take
// as long as it takes.
func (h *httpServer) body(w http.ResponseWriter, r *http.Request) ([]byte, bool) {
	text, err := h.readBody(w, r)
	var long *http.MaxBytesError
	switch {
	case errors.As(err, &long):
		h.refuse(w, http.StatusRequestEntityTooLarge, nil, mcp.INVALID_REQUEST,
			"The message is too long and was not read. Send less at once.")
		return nil, false
	case errors.Is(err, os.ErrDeadlineExceeded) && h.over.Err() != nil:
		http.Error(w, "The server is closing. Nothing was done.", http.StatusServiceUnavailable)
		return nil, false
	case errors.Is(err, os.ErrDeadlineExceeded):
		http.Error(w, fmt.Sprintf("The message did not come within %s. Nothing was done.", h.limits.body), http.StatusRequestTimeout)
		return nil, false
	case err != nil:
		http.Error(w, "The message did not come whole.", http.StatusBadRequest)
		return nil, false
	}
	return bytes.TrimSpace(bytes.TrimPrefix(text, byteOrderMark)), true
}

func (h *httpServer) refuseGarbage(w http.ResponseWriter, text []byte) {
	switch {
	case !json.Valid(text):
		h.refuse(w, http.StatusBadRequest, nil, mcp.PARSE_ERROR, "The body is not JSON. It must be one JSON-RPC message.")
	case text[0] == '[':
		h.refuse(w, http.StatusBadRequest, nil, mcp.INVALID_REQUEST, "Batches are not part of the protocol. Send one message a request.")
	default:
		h.refuse(w, http.StatusBadRequest, nil, mcp.INVALID_REQUEST, "The body is JSON but not a JSON-RPC message.")
	}
}

func (h *httpServer) refuse(w http.ResponseWriter, status int, id json.RawMessage, code int, sentence string) {
	h.reply(w, status, rpcError(id, code, h.clean(sentence)))
}

// refuseVersion says which versions there are.
func (h *httpServer) refuseVersion(w http.ResponseWriter, id json.RawMessage, version string) {
	e := mcp.UnsupportedProtocolVersionError{Version: h.clean(version), Supported: versions()}.JSONRPCError()
	if id != nil {
		e.ID = mcp.NewRequestId(id)
	}
	h.reply(w, http.StatusBadRequest, e)
}

func (h *httpServer) reply(w http.ResponseWriter, status int, message any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if _, err := w.Write(append(encode(message), '\n')); err != nil {
		h.log.Debug("an answer was not sent", "error", err)
	}
}

// older serves a client of the protocol before 2026-07-28, which has sessions.
func (h *httpServer) older(w http.ResponseWriter, r *http.Request, m message, scope Scope) {
	version, id := r.Header.Get(mcp.HeaderProtocolVersion), r.Header.Get(mcp.HeaderSessionID)
	handshake := m.Method == string(mcp.MethodInitialize) && m.ID != nil
	switch {
	case !handshake && version != "" && !mcp.IsValidProtocolVersion(version):
		h.refuse(w, http.StatusBadRequest, m.ID, mcp.INVALID_REQUEST, "The version of the protocol in the header is not known here.")
		return
	case h.o.Stateless:
		h.briefly(w, r, m, scope, version, false)
		return
	case handshake:
		h.shakeHands(w, r, m, scope)
		return
	case id == "":
		h.refuse(w, http.StatusBadRequest, m.ID, mcp.INVALID_REQUEST,
			"The header Mcp-Session-Id is missing. It comes with the answer to initialize.")
		return
	}
	s := h.hold(id)
	if s == nil {
		h.refuse(w, http.StatusNotFound, m.ID, mcp.INVALID_REQUEST,
			"There is no such session. It may have been silent for too long: begin again with initialize.")
		return
	}
	defer h.letGo(s)
	h.serve(w, r, m, scope, newExchange(s.session), false)
}

func (h *httpServer) shakeHands(w http.ResponseWriter, r *http.Request, m message, scope Scope) {
	s, err := h.begin(r.Context())
	if err != nil {
		h.refuse(w, http.StatusServiceUnavailable, m.ID, codeBusy, err.Error()+".")
		return
	}
	defer h.letGo(s)
	w.Header().Set(mcp.HeaderSessionID, s.id)
	if !h.serve(w, r, m, scope, newExchange(s.session), false) {
		h.forget(s.id)
	}
}

// briefly serves a request that is a session of its own.
func (h *httpServer) briefly(w http.ResponseWriter, r *http.Request, m message, scope Scope, version string, modern bool) {
	s := newSession(nil, newQuestions(nil, h.limits.patience))
	s.SetProtocolVersion(version)
	s.Initialize()
	e := newExchange(s)
	e.brief = true
	h.serve(w, r, m, scope, e, modern)
}

// serve carries a message out and answers it; false if the answer is an error.
func (h *httpServer) serve(w http.ResponseWriter, r *http.Request, m message, scope Scope, e *exchange, modern bool) bool {
	ctx := h.mcp.WithContext(r.Context(), e)
	switch {
	case m.isReply() && !modern:
		e.ask.answered(m)
		w.WriteHeader(http.StatusAccepted)
		return true
	case m.Method == "":
		h.refuse(w, http.StatusBadRequest, m.ID, mcp.INVALID_REQUEST, "The message has no method.")
		return false
	case m.ID == nil:
		h.handle(ctx, m)
		w.WriteHeader(http.StatusAccepted)
		return true
	}
	if !h.enter() {
		h.refuse(w, http.StatusServiceUnavailable, m.ID, codeBusy,
			"Too many requests are running or waiting already. Nothing was done; try again later.")
		return false
	}
	e.streams = acceptsStream(r)
	s := &stream{w: w, control: http.NewResponseController(w), modern: modern, only: e.streams && !acceptsJSON(r)}
	return h.converse(ctx, r, m, scope, e, s)
}

func (h *httpServer) enter() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.inflight >= h.limits.calls {
		return false
	}
	h.inflight++
	return true
}

func (h *httpServer) leave() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.inflight--
}

// acceptsStream tells whether the client takes a stream of events; what it does not say, it takes.
func acceptsStream(r *http.Request) bool {
	accept := strings.Join(r.Header.Values("Accept"), ",")
	return accept == "" || strings.Contains(accept, "text/event-stream") || strings.Contains(accept, "*/*")
}

// acceptsJSON tells whether the client takes a plain answer; what it does not say, it takes.
func acceptsJSON(r *http.Request) bool {
	accept := strings.Join(r.Header.Values("Accept"), ",")
	return accept == "" || strings.Contains(accept, "application/json") || strings.Contains(accept, "*/*") ||
		strings.Contains(accept, "application/*")
}

// converse runs a request beside, and writes what goes back, in order: all of it on this goroutine.
//
// A client of the older protocol that drops the connection has not said that the call is to be given up (there is a
// message for that), so the call goes on; one of the newer protocol has.
func (h *httpServer) converse(ctx context.Context, r *http.Request, m message, scope Scope, e *exchange, s *stream) bool {
	run, cancel := context.WithCancel(ctx)
	if !s.modern {
		run, cancel = context.WithCancel(context.WithoutCancel(ctx))
	}
	stop := context.AfterFunc(h.life, cancel)
	answer := make(chan any, 1)
	var back *background
	if !h.o.Stateless { // the answer to a task must be asked for where the task is
		back = &background{life: h.life, spawn: h.work.Go}
	}
	h.work.Go(func() {
		defer h.leave()
		defer stop()
		defer cancel()
		answer <- h.sooner(run, m, scope, h.slots, back)
	})
	defer close(e.gone)
	beat := time.NewTicker(h.limits.beat)
	defer beat.Stop()
	var over <-chan struct{}
	if m.Method == string(mcp.MethodSubscriptionsListen) {
		over = h.over.Done() // it has no end of its own
	}
	for {
		select {
		case n := <-e.notes:
			s.event(e, n)
		case q := <-e.asks:
			s.event(e, q)
		case <-beat.C:
			s.keepAlive(e)
		case <-over:
			cancel()
			over = nil
		case a := <-answer:
			for {
				select {
				case n := <-e.notes:
					s.event(e, n)
					continue
				default:
				}
				break
			}
			return s.finish(a)
		case <-r.Context().Done():
			return false
		}
	}
}

// listen is the stream for what belongs to no request.
func (h *httpServer) listen(w http.ResponseWriter, r *http.Request) {
	if !acceptsStream(r) {
		http.Error(w, "The answer is a stream of events: accept text/event-stream.", http.StatusNotAcceptable)
		return
	}
	s := h.hold(r.Header.Get(mcp.HeaderSessionID))
	if s == nil {
		http.Error(w, "There is no such session.", http.StatusNotFound)
		return
	}
	defer h.letGo(s)
	if !h.claim(s, true) {
		http.Error(w, "This session has its stream open already.", http.StatusConflict)
		return
	}
	defer h.claim(s, false)
	out := &stream{w: w, control: http.NewResponseController(w)}
	out.open()
	beat := time.NewTicker(h.limits.beat)
	defer beat.Stop()
	for out.failed == nil {
		select {
		case n := <-s.notes:
			out.write(encode(n))
		case <-beat.C:
			out.comment()
		case <-s.over:
			return
		case <-h.over.Done():
			return
		case <-r.Context().Done():
			return
		}
	}
}

// claim takes or gives back a session's stream.
func (h *httpServer) claim(s *webSession, take bool) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if take && s.listening {
		return false
	}
	s.listening = take
	return true
}
