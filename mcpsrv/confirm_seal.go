package mcpsrv

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"hextui/mcpsrv/share"
	"strings"
	"time"
)

// seals are made for a call that was asked about, and handed to the client, which brings them back with the answer. A
// client may send anything: only what was sealed here, for this very call on this very state of its target, in time, and
// for the first time, counts.
type seals struct {
	key    func(context.Context) ([]byte, error)
	shared share.Common
	now    func() time.Time
}

// sealTTL is how long an answer may take.
const sealTTL = 5 * time.Minute

// sealed is what a seal holds.
type sealed struct {
	// Tool and Args are the call, Version the state of its target, Session whose call it is.
	Tool, Version, Session string
	Args                   string
	// Until is in milliseconds since 1970.
	Until int64
	Nonce string
}

// The reasons why a seal does not count.
var (
	errSealBroken  = errors.New("it was not made by this server, or was changed")
	errSealExpired = errors.New("it has expired")
	errSealOther   = errors.New("it was made for another call")
	errSealStale   = errors.New("what the call is about has changed since it was shown")
	errSealUsed    = errors.New("it has been used")
)

const sealMark = "hextui1."

// newSeals makes seals with a key of its own: from the secrets of this server and a salt that all servers share.
func newSeals(shared share.Common, secrets []string, now func() time.Time) *seals {
	return &seals{shared: shared, now: now, key: func(ctx context.Context) ([]byte, error) {
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

// seal makes a seal for a call.
func (s *seals) seal(ctx context.Context, v sealed) (string, error) {
	v.Until, v.Nonce = s.now().Add(sealTTL).UnixMilli(), rand.Text()
	body, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	mac, err := s.mac(ctx, body)
	if err != nil {
		return "", err
	}
	return sealMark + base64.RawURLEncoding.EncodeToString(append(mac, body...)), nil
}

func (s *seals) mac(ctx context.Context, body []byte) ([]byte, error) {
	key, err := s.key(ctx)
	if err != nil {
		return nil, err
	}
	mac := hmac.New(sha256.New, key)
	mac.Write(body)
	return mac.Sum(nil), nil
}

// read opens a seal that was made here and has not expired.
func (s *seals) read(ctx context.Context, text string) (sealed, error) {
	var v sealed
	rest, marked := strings.CutPrefix(strings.TrimSpace(text), sealMark)
	raw, err := base64.RawURLEncoding.Strict().DecodeString(rest)
	if !marked || err != nil || len(raw) < sha256.Size {
		return v, errSealBroken
	}
	mac, err := s.mac(ctx, raw[sha256.Size:])
	if err != nil {
		return v, err
	}
	if !hmac.Equal(mac, raw[:sha256.Size]) || json.Unmarshal(raw[sha256.Size:], &v) != nil {
		return sealed{}, errSealBroken
	}
	if s.now().UnixMilli() >= v.Until {
		return v, errSealExpired
	}
	return v, nil
}

// redeem uses a seal up for a call, which must be the one that it was made for.
func (s *seals) redeem(ctx context.Context, text string, c sealed) error {
	v, err := s.read(ctx, text)
	if err != nil {
		return err
	}
	if v.Tool != c.Tool || v.Args != c.Args || v.Session != c.Session {
		return errSealOther
	}
	first, err := s.shared.Once(ctx, "nonce:"+v.Nonce, "used", sealTTL+time.Minute)
	switch {
	case err != nil:
		return err
	case !first:
		return errSealUsed
	case v.Version != c.Version:
		return errSealStale
	}
	return nil
}
