package wire

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestListenDemandsSafety(t *testing.T) {
	cert, key := certificate(t)
	s := New(Options{})
	for _, c := range []struct {
		name, addr string
		o          HTTPOptions
		want       string
	}{
		{"no port", "127.0.0.1", HTTPOptions{}, "no address"},
		{"everywhere", ":0", HTTPOptions{}, "needs a certificate"},
		{"a network", "10.0.0.1:0", HTTPOptions{Token: "a-token-of-length"}, "needs a certificate"},
		{"TLS without token", "10.0.0.1:0", HTTPOptions{CertFile: cert, KeyFile: key}, "needs a token"},
		{"a short token", "127.0.0.1:0", HTTPOptions{Token: "short"}, "too short"},
		{"everywhere without names", "0.0.0.0:0", HTTPOptions{CertFile: cert, KeyFile: key, Token: "a-token-of-length"}, "name the hosts"},
		{"a certificate without key", "127.0.0.1:0", HTTPOptions{CertFile: cert}, "needs its key"},
		{"no certificate", "127.0.0.1:0", HTTPOptions{CertFile: key, KeyFile: key}, "cannot be used"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := s.Listen(t.Context(), c.addr, c.o)
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "a-token-of-length") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestListenWhereAnotherProgramDoes(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	err = New(Options{}).Listen(t.Context(), taken.Addr().String(), HTTPOptions{})
	if err == nil || err.Error() != taken.Addr().String()+" is taken by another program: give another address to listen on; port 0 is "+
		"any free one" {
		t.Error(err)
	}
}

func TestListenTLS(t *testing.T) {
	cert, key := certificate(t)
	ctx, cancel := context.WithCancel(t.Context())
	ready, served := make(chan net.Addr, 1), make(chan error, 1)
	go func() {
		served <- New(Options{}).Listen(ctx, "127.0.0.1:0", HTTPOptions{CertFile: cert, KeyFile: key,
			Ready: func(a net.Addr) { ready <- a }})
	}()
	pool := x509.NewCertPool()
	raw, err := os.ReadFile(cert)
	if err != nil || !pool.AppendCertsFromPEM(raw) {
		t.Fatal(err)
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}
	resp, err := (&http.Client{Transport: transport}).Get("https://" + (<-ready).String() + "/healthz")
	if err != nil || resp.StatusCode != 200 {
		t.Fatal(resp, err)
	}
	resp.Body.Close()
	transport.CloseIdleConnections()
	cancel()
	if err := <-served; err != nil {
		t.Error(err)
	}
}

// certificate makes one for 127.0.0.1.
func certificate(t *testing.T) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, about, about, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	privateDER, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, kind string, der []byte) string {
		path := filepath.Join(t.TempDir(), name)
		var b bytes.Buffer
		if err := pem.Encode(&b, &pem.Block{Type: kind, Bytes: der}); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	return write("cert.pem", "CERTIFICATE", der), write("key.pem", "PRIVATE KEY", privateDER)
}
