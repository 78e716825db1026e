package hex

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestAnswersHaveALargestSize(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Write([]byte(`{"id":"g","name":"` + strings.Repeat("x", 3<<20) + `"}`))
	}))
	defer s.Close()
	c, err := New(Options{BaseURL: s.URL})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if g, err := c.GetGroup(t.Context(), "g"); err != nil || len(g.Name) != 3<<20 {
		t.Errorf("%d bytes, %v", len(g.Name), err)
	}
	c.maxAnswer = 2 << 20
	_, err = c.GetGroup(t.Context(), "g")
	if KindOf(err) != Decode || !strings.Contains(err.Error(), "larger than 2 MB") {
		t.Error(err)
	}
	if _, err = c.CreateGroup(t.Context(), "g", nil); err == nil || !err.(*Error).MayHaveHappened {
		t.Errorf("%+v", err)
	}
}
