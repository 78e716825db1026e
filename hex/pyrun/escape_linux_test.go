package pyrun

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// tries is put before the programs below: refused tells that a deed failed, and with what; a deed that succeeds is a hole.
const tries = `
import ctypes, errno, mmap, os, resource, signal, socket, stat, subprocess, sys, threading, time
libc = ctypes.CDLL(None, use_errno=True)

def refused(name, deed, *args):
    try:
        result = deed(*args)
    except (OSError, ValueError, AttributeError) as e:
        print(name, "refused")
        return
    print("HOLE:", name, repr(result)[:200])

def call(name, number, *args):
    if os.uname().machine != "x86_64":  # the numbers are this processor's
        return print(name, "refused")
    ctypes.set_errno(0)
    result = libc.syscall(number, *[ctypes.c_long(a) if isinstance(a, int) else a for a in args])
    if result == -1 and ctypes.get_errno() in (errno.EPERM, errno.ENOSYS):
        print(name, "refused")
    else:
        print("HOLE:", name, result, errno.errorcode.get(ctypes.get_errno()))
`

// escapes are programs that try what must not go. Each deed that is refused writes a line; any other line is a fault.
var escapes = []struct{ name, code, want string }{
	{"network by address", `
for family in (socket.AF_INET, socket.AF_INET6):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
        refused("socket", socket.socket, family, kind)
refused("connect", socket.create_connection, ("127.0.0.1", PORT), 2)
for family in (16, 17, 40, 44):
    refused("family", socket.socket, family, socket.SOCK_RAW)
`, "socket refused\n6*connect refused\nfamily refused\n4*"},
	{"network by name", `
refused("getaddrinfo", socket.getaddrinfo, "example.com", 80)
refused("gethostbyname", socket.gethostbyname, "example.com")
`, "getaddrinfo refused\ngethostbyname refused\n"},
	{"sockets of the machine", `
s = socket.socket(socket.AF_UNIX)
refused("abstract", s.connect, "\0" + ABSTRACT)
refused("file", s.connect, SOCKET)
`, "abstract refused\nfile refused\n"},
	{"files outside", `
for path in (SECRET, "/etc/passwd", "/etc/shadow", "/etc/hosts", "/root/.bashrc", "/home/x", "/var/log/syslog", "/sys/kernel", "/run/x"):
    refused("read", open, path)
for path in ("/x", "/usr/x", "/usr/bin/x", "/etc/x", "/dev/x", "/dev/sda"):
    refused("write", open, path, "w")
refused("tty", open, "/dev/tty")
refused("remove", os.remove, "/usr/bin/env")
refused("mknod", os.mknod, "/tmp/disk", stat.S_IFBLK | 0o600, os.makedev(8, 0))
print(os.listdir("/tmp"), sorted(os.listdir("/dev")))
`,
		"read refused\n9*write refused\n6*tty refused\nremove refused\nmknod refused\n[] ['full', 'null', 'random', 'shm', 'urandom', " +
			"'zero']\n"},
	{"/proc and mounts", `
refused("proc", os.listdir, "/proc")
os.mkdir("/tmp/p")
def mount(*args):
    if libc.mount(*args) != 0:
        raise OSError
refused("mount proc", mount, b"proc", b"/tmp/p", b"proc", 0, None)
refused("remount", mount, b"", b"/", b"", 32, None)
call("unshare", 272, 0x10000000)
call("setns", 308, 0, 0)
call("pivot_root", 155, b"/tmp", b"/tmp/p")
call("chroot", 161, b"/tmp/p")
call("clone into a user namespace", 56, 0x10000000 | 17, 0, 0, 0, 0)
call("clone3", 435, 0, 0)
call("open_tree", 428, -100, b"/", 1)
call("move_mount", 429, 0, b"", 0, b"", 0)
call("fsopen", 430, b"proc", 0)
call("open_by_handle_at", 304, 0, 0, 0)
`, "proc refused\nmount proc refused\nremount refused\nunshare refused\nsetns refused\npivot_root refused\nchroot refused\n" +
		"clone into a user namespace refused\nclone3 refused\nopen_tree refused\nmove_mount refused\nfsopen refused\n" +
		"open_by_handle_at refused\n"},
	{"the kernel", `
for name, number in (("bpf", 321), ("io_uring_setup", 425), ("perf_event_open", 298), ("userfaultfd", 323), ("keyctl", 250),
        ("add_key", 248), ("init_module", 175), ("kexec_load", 246), ("reboot", 169), ("swapon", 167), ("settimeofday", 164),
        ("personality", 135), ("memfd_create", 319), ("shmget", 29), ("mq_open", 240), ("syslog", 103), ("acct", 163),
        ("x32 read", 0x40000000)):
    call(name, number, 0, 0, 0, 0, 0)
`, "bpf refused\nio_uring_setup refused\nperf_event_open refused\nuserfaultfd refused\nkeyctl refused\nadd_key refused\n" +
		"init_module refused\nkexec_load refused\nreboot refused\nswapon refused\nsettimeofday refused\npersonality refused\n" +
		"memfd_create refused\nshmget refused\nmq_open refused\nsyslog refused\nacct refused\nx32 read refused\n"},
	{"environment", `
print(sorted(os.environ))
print([n for n in range(3, 256) if not refused_fd(n)])
`, "['HOME', 'LANG', 'LC_ALL', 'MALLOC_ARENA_MAX', 'OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'PATH', 'TMPDIR']\n[4]\n"},
	{"signals", `
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGHUP, signal.SIGUSR1, signal.SIGABRT, signal.SIGSEGV,
        signal.SIGSTOP, signal.SIGKILL):
    for target in (os.getppid(), 1):
        try:
            os.kill(target, number)
        except OSError:
            pass
refused("the tests", os.kill, PID, signal.SIGKILL)
print(os.getppid())
`, "the tests refused\n1\n"},
	{"symbolic links", `
os.symlink("/etc/shadow", "/tmp/a")
os.symlink(SECRET, "/tmp/b")
os.symlink("../../../../../../etc/passwd", "/tmp/c")
for name in "abc":
    refused("link", open, "/tmp/" + name)
refused("hard link", os.link, "/usr/bin/env", "/tmp/env")
os.symlink("/usr/lib/x", "/tmp/d")
refused("link to write", open, "/tmp/d", "w")
`, "link refused\n3*hard link refused\nlink to write refused\n"},
	{"setuid", `
refused("setuid", os.setuid, 0)
refused("setgid", os.setgid, 0)
refused("setresuid", os.setresuid, 0, 0, 0)
refused("setgroups", os.setgroups, [0])
print(os.getuid(), os.geteuid(), libc.prctl(39, 0, 0, 0, 0), [c for c in range(41) if libc.prctl(47, 2, c, 0, 0) > 0])
header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
print(libc.capget(header, data), list(data))
for program in ("su", "mount", "passwd", "newgrp"):
    try:
        done = subprocess.run([program, "-c", "id"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        if b"uid=0" in done.stdout:
            print("HOLE:", program)
    except OSError:
        pass
`, "setuid refused\nsetgid refused\nsetresuid refused\nsetgroups refused\n1000 1000 1 []\n0 [0, 0, 0, 0, 0, 0]\n"},
	{"ptrace", `
call("attach", 101, 16, 1, 0, 0)
call("seize", 101, 0x4206, 1, 0, 0)
call("traceme", 101, 0, 0, 0, 0)
call("process_vm_readv", 310, 1, 0, 0, 0, 0, 0)
call("process_vm_writev", 311, 1, 0, 0, 0, 0, 0)
call("pidfd_getfd", 438, 0, 0, 0)
call("kcmp", 312, 1, 1, 0, 0, 0)
`,
		"attach refused\nseize refused\ntraceme refused\nprocess_vm_readv refused\nprocess_vm_writev refused\npidfd_getfd " +
			"refused\nkcmp refused\n"},
	{"limits raised", `
for what in (resource.RLIMIT_AS, resource.RLIMIT_NPROC, resource.RLIMIT_FSIZE, resource.RLIMIT_CPU, resource.RLIMIT_NOFILE,
        resource.RLIMIT_CORE):
    refused("limit", resource.setrlimit, what, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
`, "limit refused\n6*"},
}

// repeated writes a line as often as the number and star after it say: "a\n2*b\n" is "a\na\nb\n".
func repeated(s string) string {
	var b strings.Builder
	for s != "" {
		line, rest, _ := strings.Cut(s, "\n")
		n := 1
		if digits, after, ok := strings.Cut(rest, "*"); ok {
			if k, err := strconv.Atoi(digits); err == nil {
				n, rest = k, after
			}
		}
		b.WriteString(strings.Repeat(line+"\n", n))
		s = rest
	}
	return b.String()
}

func TestEscapes(t *testing.T) {
	t.Setenv("HEX_API_KEY", "hxtp_a_secret_of_ours")
	values, asked := bait(t)
	eachWay(t, func(t *testing.T, s *Sandbox) {
		for _, e := range escapes {
			t.Run(e.name, func(t *testing.T) {
				result, err := s.Run(t.Context(), tries+values+e.code, Limits{})
				if err != nil {
					t.Fatal(err)
				}
				if want := repeated(e.want); result.Text() != want {
					t.Errorf("it wrote %q, want %q", result.Text(), want)
				}
			})
		}
	})
	select {
	case who := <-asked:
		t.Errorf("a program reached the tests: %s", who)
	default:
	}
}

// bait is what programs try to reach: servers and a secret. The code has their names; asked hears of every connection.
func bait(t *testing.T) (code string, asked chan string) {
	t.Helper()
	dir := t.TempDir()
	secret := filepath.Join(dir, "secret")
	if err := os.WriteFile(secret, []byte("secret"), 0o644); err != nil {
		t.Fatal(err)
	}
	abstract := fmt.Sprintf("hextui-pyrun-%d", os.Getpid())
	asked = make(chan string, 16)
	listen := func(network, address string) net.Listener {
		l, err := net.Listen(network, address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = l.Close() })
		go func() {
			for {
				c, err := l.Accept()
				if err != nil {
					return
				}
				asked <- network + " " + address
				_ = c.Close()
			}
		}()
		return l
	}
	port := listen("tcp4", "127.0.0.1:0").Addr().(*net.TCPAddr).Port
	listen("unix", "@"+abstract)
	socket := filepath.Join(dir, "socket")
	listen("unix", socket)
	return fmt.Sprintf(`
PORT, ABSTRACT, SOCKET, SECRET, PID = %d, %q, %q, %q, %d

def refused_fd(n):
    try:
        os.fstat(n)
    except OSError:
        return True
    return False
`, port, abstract, socket, secret, os.Getpid()), asked
}
