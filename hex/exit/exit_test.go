package exit

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

func TestCode(t *testing.T) {
	for err, code := range map[error]int{
		nil: Done, errors.New("broken"): Failed, Usage("no"): Misused, fmt.Errorf("later: %w", With(Passing, "busy")): Passing,
	} {
		if got := Code(err); got != code {
			t.Errorf("%v has the code %d, not %d", err, got, code)
		}
	}
	if says := (&Error{Code: Refused}).Error(); says != "" {
		t.Errorf("where everything was said it says %q", says)
	}
}

func TestAnOutputRemembersThatItFailed(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	out := NewOutput(file)
	if _, err := out.Write([]byte("good")); err != nil || out.Failed() != nil {
		t.Errorf("%v, %v", err, out.Failed())
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Write([]byte("lost")); err == nil || out.Failed() == nil {
		t.Errorf("what was lost is %v, %v", err, out.Failed())
	}
}
