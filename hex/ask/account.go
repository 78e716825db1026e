package ask

import "context"

// Account is a road that a person can sign in to and that goes by the API where they have not, or where the signed-in way cannot take
// a question. Its methods may be called at the same time.
type Account interface {
	Hex
	// Standing is what was last seen of the sign-in; it asks nobody.
	Standing() Standing
	// Look sees whether there is a sign-in on this computer, without asking the server.
	Look(ctx context.Context) error
	// Way is the way of a further question in a thread, or with no id of a first one. Pointing tells that it points at projects,
	// tables or a connection.
	Way(threadID string, pointing bool) Way
	// SignIn begins a sign-in, or joins the one that waits.
	SignIn(ctx context.Context) (SigningIn, error)
	// Search finds projects by words, published or not.
	Search(ctx context.Context, words string) ([]FoundProject, error)
}

// Way is how a question goes.
type Way int

// The ways.
const (
	// ByAPI is by the REST API, with the token.
	ByAPI Way = iota
	// BySignIn is by the hosted server, with the sign-in.
	BySignIn
)

// Standing is how a sign-in stands.
type Standing struct {
	// Server is the host that can be signed in to.
	Server string
	// In tells that there is a sign-in. Who has it may be empty, where nobody has asked.
	In  bool
	Who string
	// Over is why the server takes the sign-in that there was no more, in a clause; empty otherwise.
	Over string
	// Needs are rights that the server asks for beside those of the sign-in.
	Needs []string
}

// SigningIn is a sign-in that waits for a person.
type SigningIn interface {
	// Link is the private page to consent on; Forward are the options of ssh by which the browser of another computer gets to this
	// one and back, empty where there are none.
	Link() string
	Forward() string
	// Wait returns once the person has answered; nil is that they are signed in.
	Wait(ctx context.Context) error
	// GiveUp ends the waiting, and closes the port that the browser would come back to.
	GiveUp()
}

// FoundProject is a project that a search found: hostile text, each member in one line.
type FoundProject struct {
	ID, Title, Description string
	// Summary is what Hex's models say that it is about; it may be empty.
	Summary string
}
