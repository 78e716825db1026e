package mcpsrv

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"time"

	"hextui/mcpsrv/share"
)

// tokens are made for a call that was asked about, and handed to the client, which brings them back with the answer. A
// client may send anything: only what was issued here, for this very call on this very state of its target, in time, and
// for the first time, counts.
//
// A model has to copy a token without a slip, so it is short and says nothing: what it stands for lies with what the servers share,
// under a name and with a code that only who has the secrets of the servers can make. Who reads the store finds no token in it, and
// who writes to it cannot make one.
type tokens struct {
	key    func(context.Context) ([]byte, error)
	shared share.Common
	now    func() time.Time

	mu sync.Mutex
	// issued are the entries of this server that may still lie in the store, the oldest first.
	issued []entry
}

// entry is what lies in the store for one token.
type entry struct {
	name, value string
	until       time.Time
}

const (
	// tokenTTL is how long an answer may take.
	tokenTTL = 5 * time.Minute
	// keptFor is how long what a token stands for is kept, so that one that comes late is told so.
	keptFor = 2 * tokenTTL
	// tokenLength is in characters of five bits each.
	tokenLength = 16
	// maxTokens is for how many tokens of one server the store keeps what they stand for; the oldest ends for a further one.
	maxTokens = 1000
)

// claims is what a token stands for.
type claims struct {
	// Tool and Args are the call, Version the state of its target, Session whose call it is.
	Tool, Version, Session string
	Args                   string
	// Until is in milliseconds since 1970.
	Until int64
	// Name is what the entry of the token is called.
	Name string `json:"-"`
}

// of tells whether a token was made for the very call, whatever has become of its target.
func (v claims) of(c claims) bool {
	return v.Tool == c.Tool && v.Args == c.Args && v.Session == c.Session
}

// The reasons why a token does not count.
var (
	errTokenBroken  = errors.New("it was not made by this server, or was changed, or has expired long ago")
	errTokenExpired = errors.New("it has expired")
	errTokenOther   = errors.New("it was made for another call")
	errTokenStale   = errors.New("what the call is about has changed since it was shown")
	errTokenUsed    = errors.New("it has been used")
)

// newTokens makes tokens with a key of its own: from the secrets of this server and a salt that all servers share.
func newTokens(shared share.Common, secrets []string, now func() time.Time) *tokens {
	return &tokens{shared: shared, now: now, key: func(ctx context.Context) ([]byte, error) {
		s, err := shared.First(ctx, "salt", []byte(rand.Text()+rand.Text()))
		if err != nil {
			return nil, err
		}
		mac := hmac.New(sha256.New, s)
		for _, secret := range secrets {
			mac.Write([]byte(secret))
			mac.Write([]byte{0})
		}
		return mac.Sum(nil), nil
	}}
}

// issue makes a token for a call, and says what it stands for.
func (s *tokens) issue(ctx context.Context, v claims) (string, claims, error) {
	token := rand.Text()[:tokenLength]
	v.Until = s.now().Add(tokenTTL).UnixMilli()
	body, err := json.Marshal(v)
	if err != nil {
		return "", v, err
	}
	key, err := s.key(ctx)
	if err != nil {
		return "", v, err
	}
	v.Name = nameOf(key, token)
	e := entry{v.Name, string(codeOf(key, v.Name, body)) + string(body), s.now().Add(keptFor)}
	first, err := s.shared.Once(ctx, e.name, e.value, keptFor)
	switch {
	case err != nil:
		return "", v, err
	case !first:
		return "", v, errors.New("two tokens came out the same")
	}
	return token, v, s.makeRoom(ctx, e)
}

// makeRoom lets go of the oldest entry where there are too many.
func (s *tokens) makeRoom(ctx context.Context, e entry) error {
	s.mu.Lock()
	for len(s.issued) > 0 && !s.now().Before(s.issued[0].until) {
		s.issued = s.issued[1:]
	}
	s.issued = append(s.issued, e)
	var oldest entry
	if len(s.issued) > maxTokens {
		oldest, s.issued = s.issued[0], s.issued[1:]
	}
	s.mu.Unlock()
	if oldest.name == "" {
		return nil
	}
	return s.shared.LetGo(ctx, oldest.name, oldest.value)
}

// nameOf is the name of a token's entry, from which the token cannot be told.
func nameOf(key []byte, token string) string {
	return "token:" + base64.RawURLEncoding.EncodeToString(codeOf(key, "name", []byte(token)))
}

// codeOf is the code that only who has the key can make.
func codeOf(key []byte, what string, body []byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(what))
	mac.Write([]byte{0})
	mac.Write(body)
	return mac.Sum(nil)
}

// read looks up a token that was made here and has not expired.
func (s *tokens) read(ctx context.Context, text string) (claims, error) {
	var v claims
	token := strings.TrimSpace(text)
	if len(token) != tokenLength {
		return v, errTokenBroken
	}
	key, err := s.key(ctx)
	if err != nil {
		return v, err
	}
	name := nameOf(key, token)
	kept, err := s.shared.Get(ctx, name)
	if err != nil {
		return v, err
	}
	if len(kept) < sha256.Size {
		return v, errTokenBroken
	}
	code, body := kept[:sha256.Size], kept[sha256.Size:]
	if !hmac.Equal(code, codeOf(key, name, body)) || json.Unmarshal(body, &v) != nil {
		return claims{}, errTokenBroken
	}
	v.Name = name
	if s.now().UnixMilli() >= v.Until {
		return v, errTokenExpired
	}
	return v, nil
}

// redeem uses a token up for a call, which must be the one that it was made for.
func (s *tokens) redeem(ctx context.Context, text string, c claims) error {
	v, err := s.read(ctx, text)
	if err != nil {
		return err
	}
	if !v.of(c) {
		return errTokenOther
	}
	first, err := s.shared.Once(ctx, "used:"+v.Name, "used", keptFor+time.Minute)
	switch {
	case err != nil:
		return err
	case !first:
		return errTokenUsed
	case v.Version != c.Version:
		return errTokenStale
	}
	return nil
}
