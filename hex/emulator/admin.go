package emulator

import (
	"encoding/json"
	"net/http"
)

// adminRoutes are the emulator's own: they are no part of Hex, and need an
// administrator's personal token.
//
//	GET    /_emulator/faults   the faults in force
//	POST   /_emulator/faults   a Fault to add
//	DELETE /_emulator/faults   ends them all
//	POST   /_emulator/hold     {"at": "PENDING" or "RUNNING"} holds runs there
//	DELETE /_emulator/hold     lets them go
func (s *Server) adminRoutes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /_emulator/faults", func(w http.ResponseWriter, _ *http.Request) {
		jsonAnswer(http.StatusOK, map[string]any{"faults": s.ActiveFaults()}).write(w)
	})
	mux.HandleFunc("POST /_emulator/faults", func(w http.ResponseWriter, r *http.Request) {
		var f Fault
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(&f); err != nil {
			adminRefusal(w, err)
			return
		}
		if err := s.AddFault(f); err != nil {
			adminRefusal(w, err)
			return
		}
		jsonAnswer(http.StatusCreated, f).write(w)
	})
	mux.HandleFunc("DELETE /_emulator/faults", func(w http.ResponseWriter, _ *http.Request) {
		s.ClearFaults()
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("POST /_emulator/hold", func(w http.ResponseWriter, r *http.Request) {
		var body struct{ At string }
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(&body); err != nil {
			adminRefusal(w, err)
			return
		}
		if _, err := s.HoldRuns(body.At); err != nil {
			adminRefusal(w, err)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("DELETE /_emulator/hold", func(w http.ResponseWriter, _ *http.Request) {
		s.gates.open(HeldPending)
		s.gates.open(HeldRunning)
		w.WriteHeader(http.StatusNoContent)
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := &call{Server: s, request: r}
		who, ok := c.identify(r.Header.Get("Authorization"))
		switch {
		case !ok:
			unauthorized(r.Header.Get("Authorization") != "").write(w)
		case who.token.Workspace || who.user.Role != "ADMIN":
			jsonAnswer(http.StatusForbidden, newerError{Code: "FORBIDDEN", Message: "Only an administrator's personal token may steer the emulator"}).write(w)
		default:
			mux.ServeHTTP(w, r)
		}
	})
}

func adminRefusal(w http.ResponseWriter, err error) {
	jsonAnswer(http.StatusBadRequest, newerError{Code: "BAD_REQUEST", Message: err.Error()}).write(w)
}
