package drafts

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"sync"
	"time"
)

// MaxSource is the largest text, and the largest base, that a draft can hold, in bytes.
const MaxSource = 64 << 20

// Key names a cell for as long as it exists.
type Key struct {
	// Workspace is the base URL of the workspace, or any word that stays the same between starts for one that has no
	// lasting address.
	Workspace string `json:"workspace"`
	// Project is the project's id.
	Project string `json:"project"`
	// Cell is the cell's static id, since its id changes with every write.
	Cell string `json:"cell"`
}

// digest is the part of a draft's file name that belongs to the key: 16 hex digits.
func (k Key) digest() string {
	sum := sha256.Sum256([]byte(k.Workspace + "\x00" + k.Project + "\x00" + k.Cell))
	return hex.EncodeToString(sum[:8])
}

// Names are what people call the project and the cell, to be shown where Hex cannot be asked.
type Names struct {
	Project string `json:"project_title,omitempty"`
	Cell    string `json:"cell_label,omitempty"`
}

// Base is the source in Hex that an edit stands on.
type Base struct {
	Source string
	// Hash is the caller's own hash of Source; the store keeps it and gives it back.
	Hash string
	// ReadAt is when the source was read from Hex.
	ReadAt time.Time
}

// Place is where a person was in the text. What the numbers count is the caller's affair.
type Place struct {
	Line int `json:"line,omitempty"`
	Col  int `json:"col,omitempty"`
	// Top is the first line shown, Left the first column.
	Top  int `json:"top,omitempty"`
	Left int `json:"left,omitempty"`
}

// Owner is the process that wrote a draft last.
type Owner struct {
	PID  int    `json:"pid"`
	Host string `json:"host,omitempty"`
}

// Draft is an edit as it is on disk.
type Draft struct {
	// ID names the draft in the calls of [Store]. It changes when the draft is resumed or restored.
	ID    string
	Key   Key
	Names Names
	Base  Base
	// Mine is what the person typed, byte for byte.
	Mine  string
	Place Place
	// About is of a deleted cell what its keeper wrote beside its source.
	About string
	// Started is when the edit began, Edited when the text last changed, Discarded when it went to the trash (zero
	// outside of it).
	Started, Edited, Discarded time.Time
	Owner                      Owner
	// Own is set for drafts of this store, Live for those of another process that still runs. A draft that is neither
	// was left behind.
	Own, Live bool
	// Path is the draft's file.
	Path string
}

// Deleted tells whether this is what a cell held that was deleted in Hex, see [Store.KeepDeleted].
func (d Draft) Deleted() bool { return d.About != "" }

// idPattern is a draft's file name without its ending: key digest, session, number. It is made at its first use.
var idPattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^([0-9a-f]{16})-([0-9a-f]{16})-([0-9]{1,9})$`)
})

// draftID makes the name of draft n of a session.
func draftID(k Key, session string, n int) string {
	return fmt.Sprintf("%s-%s-%d", k.digest(), session, n)
}

// parseID splits a draft's name; ok is false for anything that is none, a path among others.
func parseID(id string) (digest, session string, ok bool) {
	m := idPattern().FindStringSubmatch(id)
	if m == nil {
		return "", "", false
	}
	return m[1], m[2], true
}
