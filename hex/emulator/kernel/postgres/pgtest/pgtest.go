// Package pgtest starts a PostgreSQL server of a test's own, where one is installed. It is for tests only.
package pgtest

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// Server is a server that listens on 127.0.0.1, with TLS, and its owner's password.
type Server struct {
	Port     int
	Password string
	// Cert is the file of its certificate, which is for the name localhost.
	Cert string
}

// User owns the server's only database, which has the same name.
const User = "owner"

// Start starts a server, which ends with the test. Where PostgreSQL is not installed, the test is skipped with a sentence.
func Start(t testing.TB) Server {
	t.Helper()
	initdb, server := program("initdb"), program("postgres")
	if initdb == "" || server == "" {
		t.Skip("PostgreSQL is not installed: there is no initdb or no postgres")
	}
	dir, err := os.MkdirTemp("", "hextui-pg") // a socket's path is short, and a test's own folder is not
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	s := Server{Port: freePort(t), Password: "owner's word", Cert: filepath.Join(dir, "server.crt")}
	certificate(t, dir)
	write(t, filepath.Join(dir, "password"), []byte(s.Password+"\n"))
	data := filepath.Join(dir, "data")
	give(t, dir)
	run(t, exec.Command(initdb, "-D", data, "-U", User, "-A", "scram-sha-256", "--pwfile", filepath.Join(dir, "password"), "-E", "UTF8",
		"--locale=C",
		"--no-sync"))
	cmd := exec.Command(server, "-D", data, "-p", strconv.Itoa(s.Port), "-k", dir, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off",
		"-c", "ssl=on", "-c", "ssl_cert_file="+s.Cert, "-c", "ssl_key_file="+filepath.Join(dir, "server.key"))
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	belong(t, cmd)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	t.Cleanup(func() {
		if err := cmd.Process.Signal(os.Interrupt); err != nil { // a fast shutdown
			cmd.Process.Kill()
		}
		<-ended
	})
	for {
		conn, err := s.dial(t.Context(), "postgres")
		if err == nil {
			exec := conn.Exec(t.Context(), "CREATE DATABASE "+User)
			if err := exec.Close(); err != nil {
				t.Fatal(err)
			}
			conn.Close(t.Context())
			return s
		}
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("the server ended: %v\n%s", err, said.String())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (s Server) dial(ctx context.Context, database string) (*pgconn.PgConn, error) {
	config, err := pgconn.ParseConfig("host=127.0.0.1 sslmode=disable user=" + User + " dbname=" + database + " port=" +
		strconv.Itoa(s.Port))
	if err != nil {
		return nil, err
	}
	config.Password = s.Password
	return pgconn.ConnectConfig(ctx, config)
}

// Exec runs statements as the server's owner, and returns the rows of the last as text.
func (s Server) Exec(t testing.TB, statements string) [][]string {
	t.Helper()
	conn, err := s.dial(t.Context(), User)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	results, err := conn.Exec(t.Context(), statements).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for _, row := range results[len(results)-1].Rows {
		var values []string
		for _, v := range row {
			values = append(values, string(v))
		}
		rows = append(rows, values)
	}
	return rows
}

// Copy fills a table with lines of CSV.
func (s Server) Copy(t testing.TB, table string, lines io.Reader) {
	t.Helper()
	conn, err := s.dial(t.Context(), User)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.CopyFrom(t.Context(), lines, "COPY "+table+" FROM STDIN (FORMAT csv)"); err != nil {
		t.Fatal(err)
	}
}

// program finds a program of PostgreSQL, also where Debian keeps it.
func program(name string) string {
	if path, err := exec.LookPath(name); err == nil {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			return real
		}
		return path
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name) // the pattern is right
	if len(found) == 0 {
		return ""
	}
	return found[len(found)-1]
}

func freePort(t testing.TB) int {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

func run(t testing.TB, cmd *exec.Cmd) {
	t.Helper()
	belong(t, cmd)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", cmd.Path, err, out)
	}
}

func write(t testing.TB, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// certificate writes server.crt and server.key for localhost.
func certificate(t testing.TB, dir string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"}, IsCA: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), BasicConstraintsValid: true,
	}
	cert, err := x509.CreateCertificate(rand.Reader, about, about, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "server.crt"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert}))
	write(t, filepath.Join(dir, "server.key"), pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: secret}))
}
