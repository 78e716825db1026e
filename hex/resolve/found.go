package resolve

import (
	"fmt"
	"strings"
	"time"

	"hextui/hex"
)

// Candidate is something that may be meant, and how it fits.
type Candidate struct {
	Kind Kind
	ID   string
	// StaticID is that of a cell, ProjectID the project of a cell or a run.
	StaticID, ProjectID string
	// Title is what it is called: a title, a name, a label, of a user the e-mail, of a run how it stands.
	Title string
	Match
	// Why says why it may be meant.
	Why string
}

func (c Candidate) String() string {
	return fmt.Sprintf("%s %q (%s)", c.Kind, oneLine(c.Title), c.ID)
}

// Missed says why nothing, or nothing certain, was found, where there is more to say than that.
type Missed int

// The reasons.
const (
	// NotMissed: there is nothing more to say.
	NotMissed Missed = iota
	// NoID: nothing that the token can see has this id.
	NoID
	// NoName: nothing is called so.
	NoName
	// NotExact: nothing is called exactly so.
	NotExact
	// NoPlace: the link names nothing that can be looked for.
	NoPlace
	// ShortID: the link has only the short form of a project's id, which the API does not take. Candidates have its words as title.
	ShortID
	// RunAlone: a link, or an id, of a run without its project.
	RunAlone
)

// Unread is a kind of thing that could not be looked at.
type Unread struct {
	Kind Kind
	Err  error
}

// Found is what a text may mean, best first.
type Found struct {
	Text       string
	Candidates []Candidate
	// Settled tells whether the first candidate, which is then the only one, is what is meant for certain.
	Settled bool
	Missed  Missed
	// Complete is false when there was no time to look at everything: asking again goes on.
	Complete bool
	// Unread are kinds of things that Hex did not let be looked at.
	Unread []Unread
	// Host is that of a link where it is not the workspace's own: its ids are those of another workspace.
	Host string
	// AsOf is when the oldest list was read that the answer is made of; zero where nothing was looked up in lists.
	AsOf time.Time
}

// One is what is meant, where that is certain. Otherwise the error is [*Ambiguous], which has the candidates, or [*Unknown].
func (f Found) One() (Candidate, error) {
	switch {
	case f.Settled:
		return f.Candidates[0], nil
	case len(f.Candidates) == 0:
		return Candidate{}, &Unknown{f}
	}
	return Candidate{}, &Ambiguous{f}
}

// Ambiguous is the error of a text that is not the name of exactly one thing, with what it may mean.
type Ambiguous struct{ Found }

// The bounds of an error: how many candidates it names, and how many runes of the text it repeats.
const (
	mostNamed    = 10
	mostRepeated = 60
)

// Error names the candidates, the best first.
func (a *Ambiguous) Error() string {
	lines := make([]string, 0, mostNamed)
	for _, c := range a.Candidates[:min(len(a.Candidates), mostNamed)] {
		lines = append(lines, fmt.Sprintf("%s, %s", c, c.Why))
	}
	if more := len(a.Candidates) - mostNamed; more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", more))
	}
	return fmt.Sprintf("%q does not name exactly one thing. It may be: %s. Give the id of the one that is meant.",
		hex.OneLine(a.Text, mostRepeated), strings.Join(lines, "; "))
}

// Unknown is the error of a text that means nothing which the token can see.
type Unknown struct{ Found }

// Error says what was looked for, and why it may not have been found.
func (u *Unknown) Error() string {
	said := fmt.Sprintf("Nothing that the token can see is called %q, or has it as its id.", hex.OneLine(u.Text, mostRepeated))
	switch u.Missed {
	case ShortID:
		said = "Hex's API does not take the short id in this link, and no project has its words as title."
	case NoPlace:
		said = "There is no project, run, cell or collection in this link."
	case RunAlone:
		said = "A run is found only with its project."
	}
	if u.Host != "" {
		said += fmt.Sprintf(" The link is of %s, which is another workspace.", u.Host)
	}
	if !u.Complete {
		said += " There was no time to look at everything: ask again to go on."
	}
	return said
}
