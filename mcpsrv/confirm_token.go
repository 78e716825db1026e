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
	"time"

	"hextui/mcpsrv/share"
)

// tokens are made for a call that was asked about, and handed to the client, which brings them back with the answer. A
// client may send anything: only what was issued here, for this very call on this very state of its target, in time, and
// for the first time, counts.
type tokens struct {
	key    func(context.Context) ([]byte, error)
	shared share.Common
	now    func() time.Time
}

// tokenTTL is how long an answer may take.
const tokenTTL = 5 * time.Minute

// claims is what a token holds.
type claims struct {
	// Tool and Args are the call, Version the state of its target, Session whose call it is.
	Tool, Version, Session string
	Args                   string
	// Until is in milliseconds since 1970.
	Until int64
	Nonce string
}

// of tells whether a token was made for the very call, whatever has become of its target.
func (v claims) of(c claims) bool {
	return v.Tool == c.Tool && v.Args == c.Args && v.Session == c.Session
}

// The reasons why a token does not count.
var (
	errTokenBroken  = errors.New("it was not made by this server, or was changed")
	errTokenExpired = errors.New("it has expired")
	errTokenOther   = errors.New("it was made for another call")
	errTokenStale   = errors.New("what the call is about has changed since it was shown")
	errTokenUsed    = errors.New("it has been used")
)

const tokenMark = "hextui1."

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

// issue makes a token for a call, and says what it holds.
func (s *tokens) issue(ctx context.Context, v claims) (string, claims, error) {
	v.Until, v.Nonce = s.now().Add(tokenTTL).UnixMilli(), rand.Text()
	body, err := json.Marshal(v)
	if err != nil {
		return "", v, err
	}
	mac, err := s.mac(ctx, body)
	if err != nil {
		return "", v, err
	}
	return tokenMark + base64.RawURLEncoding.EncodeToString(append(mac, body...)), v, nil
}

func (s *tokens) mac(ctx context.Context, body []byte) ([]byte, error) {
	key, err := s.key(ctx)
	if err != nil {
		return nil, err
	}
	mac := hmac.New(sha256.New, key)
	mac.Write(body)
	return mac.Sum(nil), nil
}

// read opens a token that was made here and has not expired.
func (s *tokens) read(ctx context.Context, text string) (claims, error) {
	var v claims
	rest, marked := strings.CutPrefix(strings.TrimSpace(text), tokenMark)
	raw, err := base64.RawURLEncoding.Strict().DecodeString(rest)
	if !marked || err != nil || len(raw) < sha256.Size {
		return v, errTokenBroken
	}
	mac, err := s.mac(ctx, raw[sha256.Size:])
	if err != nil {
		return v, err
	}
	if !hmac.Equal(mac, raw[:sha256.Size]) || json.Unmarshal(raw[sha256.Size:], &v) != nil {
		return claims{}, errTokenBroken
	}
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
	first, err := s.shared.Once(ctx, "nonce:"+v.Nonce, "used", tokenTTL+time.Minute)
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
