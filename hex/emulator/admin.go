package emulator

import (
	"context"
	"encoding/json"
	"net/http"

	"hextui/hex/emulator/store"
)

// adminRoutes are the emulator's own: they are no part of Hex, and need an
// administrator's personal token.
//
//	GET    /_emulator/faults   the faults in force
//	POST   /_emulator/faults   a Fault to add
//	DELETE /_emulator/faults   ends them all
//	POST   /_emulator/hold     {"at": "PENDING" or "RUNNING"} holds runs there
//	DELETE /_emulator/hold     lets them go
//	GET    /_emulator/requests the latest requests, oldest first
//	GET    /_emulator/unlisted what the API takes ids of but does not list: saved
//	                           views and semantic projects; and what it takes and
//	                           does not show: compute profiles
func (s *Server) adminRoutes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /_emulator/faults", func(w http.ResponseWriter, _ *http.Request) {
		jsonAnswer(http.StatusOK, map[string]any{"faults": s.ActiveFaults()}).write(w)
	})
	mux.HandleFunc("POST /_emulator/faults", func(w http.ResponseWriter, r *http.Request) {
		var f Fault
		if err := adminBody(w, r, &f); err != nil {
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
		var body struct {
			At string `json:"at"`
		}
		if err := adminBody(w, r, &body); err != nil {
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
		s.gates.Open(HeldPending)
		s.gates.Open(HeldRunning)
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("GET /_emulator/requests", func(w http.ResponseWriter, _ *http.Request) {
		jsonAnswer(http.StatusOK, map[string]any{"requests": s.Requests()}).write(w)
	})
	mux.HandleFunc("GET /_emulator/unlisted", func(w http.ResponseWriter, r *http.Request) {
		unlisted, err := s.Unlisted(r.Context())
		if err != nil {
			adminRefusal(w, err)
			return
		}
		jsonAnswer(http.StatusOK, unlisted).write(w)
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := &call{Server: s, request: r}
		who, ok := c.identify(r.Header.Get("Authorization"))
		switch {
		case !ok:
			unauthorized(r.Header.Get("Authorization") != "").write(w)
		case who.token.Workspace || who.user.Role != "ADMIN":
			jsonAnswer(http.StatusForbidden, newerError{Code: "FORBIDDEN",
				Message: "Only an administrator's personal token may steer the emulator"}).write(w)
		default:
			mux.ServeHTTP(w, r)
		}
	})
}

func adminBody(w http.ResponseWriter, r *http.Request, into any) error {
	text, err := whole(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return err
	}
	return decode(text, into)
}

func adminRefusal(w http.ResponseWriter, err error) {
	jsonAnswer(http.StatusBadRequest, newerError{Code: "BAD_REQUEST", Message: err.Error()}).write(w)
}

// Unlisted is what has ids that the API takes but does not tell. In Hex they are on pages of its site.
type Unlisted struct {
	Views            []UnlistedView    `json:"views"`
	SemanticProjects []UnlistedProject `json:"semanticProjects"`
	ComputeProfiles  []UnlistedProfile `json:"computeProfiles"`
}

// UnlistedView is a saved view of a project's inputs.
type UnlistedView struct {
	ID        string          `json:"id"`
	ProjectID string          `json:"projectId"`
	Name      string          `json:"name"`
	Inputs    json.RawMessage `json:"inputs"` // an object, by the inputs' names
}

// UnlistedProject is a semantic project.
type UnlistedProject struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// UnlistedProfile is what a project computes with.
type UnlistedProfile struct {
	ProjectID string `json:"projectId"`
	Image     string `json:"image"`
	Size      string `json:"size"`
}

// Unlisted reads what has ids that no operation tells.
func (s *Server) Unlisted(ctx context.Context) (Unlisted, error) {
	views, err := s.store.Views(ctx)
	if err != nil {
		return Unlisted{}, err
	}
	semantic, err := s.store.SemanticProjects(ctx)
	if err != nil {
		return Unlisted{}, err
	}
	profiles, err := s.store.ComputeProfiles(ctx)
	return Unlisted{
		mapped(views, func(v store.View) UnlistedView { return UnlistedView{v.ID, v.Project, v.Name, v.Inputs} }),
		mapped(semantic, func(p store.SemanticProject) UnlistedProject { return UnlistedProject{p.ID, p.Name} }),
		mapped(profiles, func(p store.ComputeProfile) UnlistedProfile { return UnlistedProfile{p.Project, p.Image, p.Size} }),
	}, err
}
