package hosted

// Mood is a way in which a server can be wrong, or unlike others.
type Mood string

// The moods. Those of the documents are about where and what is answered; those of threads about what get_thread tells.
const (
	WebPages      Mood = "web pages instead of documents"
	OnlyAtPath    Mood = "protected-resource document only below the path, and no link to it"
	OnlyAtRoot    Mood = "protected-resource document only at the root, and no link to it"
	OtherResource Mood = "protected-resource document of another resource"
	WrongIssuer   Mood = "authorization-server document of another issuer"
	OtherIssuer   Mood = "another authorization server than before"
	NoS256        Mood = "no PKCE with S256"

	NoRegistration      Mood = "no registration"
	RegistrationRefused Mood = "registration refused"
	SecretClients       Mood = "clients get a secret"
	DocumentClients     Mood = "client id metadata documents are read"
	ForgetfulOfClients  Mood = "clients are forgotten"

	MissingIss   Mood = "iss is promised and missing"
	WrongIss     Mood = "iss is another's"
	WrongState   Mood = "state is another's"
	NoRefresh    Mood = "no refresh tokens"
	TokenTrouble Mood = "the token endpoint answers 503"
	NeedsMore    Mood = "tools that write need the scope threads:write"

	RunsForEver Mood = "threads run for ever"
	SaysPending Mood = "running threads are PENDING, then PROCESSING"
	UnknownWord Mood = "threads are HIBERNATING"
	IdleInProse Mood = "threads that run say in prose that they are not idle"
	OtherNames  Mood = "the argument of threads is thread_id"
	CutStreams  Mood = "the stream ends before the answer"
	Resumable   Mood = "the stream ends before the answer, which can be had by asking again"
	NoSessions  Mood = "the session is forgotten before the next call"
	WantsInput  Mood = "tools want to ask the person first"

	DownOnce       Mood = "the next call is answered 503"
	ProvidersWords Mood = "tools fail in the words of the model's provider"
)

// ProvidersError is what tools say in the mood [ProvidersWords]: nothing of it is for clients' users.
const ProvidersError = "anthropic.BadRequestError: credit balance of org-7f3 is too low (request req_011, key sk-ant-7f3)"

// SetMoods puts the server into moods, and out of all others.
func (s *Server) SetMoods(moods ...Mood) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.moods = map[Mood]bool{}
	for _, m := range moods {
		s.moods[m] = true
	}
}

func (s *Server) in(m Mood) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.moods[m]
}
