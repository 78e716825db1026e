package drafts

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// A draft file is
//
//	hextui-draft 1 <sha256 of all that follows, in hex>\n
//	<header: one line of JSON>\n
//	<mine, as typed><base, packed by gzip>
//
// Mine is plain, so that a person can get at it with any editor. The base never changes during an edit and is packed
// once, so a write costs little more than mine itself.
const (
	magic   = "hextui-draft "
	version = "1"
)

// header is what a draft file says of itself. Unknown fields are ignored.
type header struct {
	Key
	Names
	Place     Place     `json:"place"`
	BaseHash  string    `json:"base_hash"`
	BaseRead  time.Time `json:"base_read_at"`
	BaseBytes int       `json:"base_bytes"`
	MineBytes int       `json:"mine_bytes"`
	Started   time.Time `json:"started"`
	Edited    time.Time `json:"edited"`
	// About is the caller's own, of a deleted cell.
	About string `json:"about,omitempty"`
	Owner
}

// errNewer is the reason given for a file that a later version of the program wrote.
var errNewer = errors.New("it was written by a newer version of this program")

// encode makes a draft file of d with mine for its text (d.Mine is not looked at) and its base given packed.
func encode(d Draft, mine, packed []byte) ([]byte, error) {
	h, err := json.Marshal(header{
		Key: d.Key, Names: d.Names, Place: d.Place,
		BaseHash: d.Base.Hash, BaseRead: d.Base.ReadAt, BaseBytes: len(d.Base.Source), MineBytes: len(mine),
		Started: d.Started, Edited: d.Edited, Owner: d.Owner, About: d.About,
	})
	if err != nil {
		return nil, err
	}
	const prefix = len(magic) + len(version) + 1
	const body = prefix + 2*sha256.Size + 1
	out := make([]byte, 0, body+len(h)+1+len(mine)+len(packed))
	out = append(out, magic+version+" "...)
	out = append(out, make([]byte, 2*sha256.Size)...)
	out = append(out, '\n')
	out = append(out, h...)
	out = append(out, '\n')
	out = append(out, mine...)
	out = append(out, packed...)
	sum := sha256.Sum256(out[body:])
	hex.Encode(out[prefix:], sum[:])
	return out, nil
}

// decode reads a draft file. The error says in words what is wrong with the file.
func decode(file []byte) (Draft, error) {
	line, body, ok := bytes.Cut(file, []byte("\n"))
	rest, isDraft := bytes.CutPrefix(line, []byte(magic))
	if !ok || !isDraft {
		return Draft{}, errors.New("it is not a draft file")
	}
	v, want, _ := bytes.Cut(rest, []byte(" "))
	if string(v) != version {
		return Draft{}, errNewer
	}
	if sum := sha256.Sum256(body); hex.EncodeToString(sum[:]) != string(want) {
		return Draft{}, errors.New("it is damaged: its checksum does not fit its content")
	}
	line, body, _ = bytes.Cut(body, []byte("\n"))
	var h header
	if err := json.Unmarshal(line, &h); err != nil {
		return Draft{}, fmt.Errorf("its header cannot be read: %w", err)
	}
	if h.MineBytes < 0 || h.MineBytes > min(len(body), MaxSource) {
		return Draft{}, fmt.Errorf("its header speaks of %d bytes of text, the file has %d", h.MineBytes, len(body))
	}
	base, err := unpack(body[h.MineBytes:], h.BaseBytes)
	if err != nil {
		return Draft{}, fmt.Errorf("the source that the edit stands on cannot be read: %w", err)
	}
	return Draft{
		Key: h.Key, Names: h.Names, Place: h.Place,
		Base:    Base{Source: base, Hash: h.BaseHash, ReadAt: h.BaseRead},
		Mine:    string(body[:h.MineBytes]),
		Started: h.Started, Edited: h.Edited, Owner: h.Owner, About: h.About,
	}, nil
}

// pack compresses a base; an empty one is empty.
func pack(source string) ([]byte, error) {
	if source == "" {
		return nil, nil
	}
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	if _, err := io.WriteString(w, source); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// unpack is the reverse of pack for a base that was size bytes long; it never makes more than that.
func unpack(packed []byte, size int) (string, error) {
	if size == 0 && len(packed) == 0 {
		return "", nil
	}
	if size < 0 || size > MaxSource {
		return "", fmt.Errorf("its length of %d bytes is out of range", size)
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return "", err
	}
	source, err := io.ReadAll(io.LimitReader(r, int64(size)+1))
	if err != nil {
		return "", err
	}
	if len(source) != size {
		return "", fmt.Errorf("it should be %d bytes long and is not", size)
	}
	return string(source), nil
}
