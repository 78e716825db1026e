package pyrun

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// systemWays are those of Linux. Bubblewrap is there on many machines that forbid namespaces to other programs.
var systemWays = []Way{Bubblewrap, Namespaces}

// systemHelp says how a sandbox is had.
const systemHelp = "Install bubblewrap (apt install bubblewrap, dnf install bubblewrap), or allow user namespaces: " +
	"sysctl kernel.apparmor_restrict_unprivileged_userns=0 on Ubuntu, kernel.unprivileged_userns_clone=1 on older Debian; " +
	"a container needs a seccomp profile that allows them."

const (
	// insideUser is who the program is in its sandbox; outsideNobody who that is outside, where we are root: the kernel
	// sets root no limit of processes.
	insideUser    = 1000
	outsideNobody = 65534
	// ownThreads are those of the inside, which count as processes of the program's user.
	ownThreads = 8
	// insidePath is where the inside's own program is in a sandbox that bubblewrap makes.
	insidePath = "/pyrun"
)

func newMaker(way Way, py python) (maker, error) {
	if systemCalls == nil {
		return nil, errors.New("hextui has no system call filter for this processor")
	}
	paths, err := py.paths()
	if err != nil {
		return nil, err
	}
	switch way {
	case Namespaces:
		return &namespaces{python: py.Executable, plan: newPlan(paths)}, nil
	case Bubblewrap:
		path, err := exec.LookPath("bwrap")
		if err != nil {
			return nil, errors.New("bwrap is not on PATH")
		}
		self, err := os.Executable()
		if err != nil {
			return nil, err
		}
		return newBubblewrap(path, self, py.Executable, newPlan(paths))
	}
	return nil, errors.New("there is no such way on Linux")
}

// inside is what the inside of a sandbox is told.
type inside struct {
	Python string
	// Plan is what to mount, nil where bubblewrap did.
	Plan *plan
	// Files is the size of /tmp in bytes.
	Files int64
}

func (i inside) args() []string {
	b, err := json.Marshal(i)
	if err != nil {
		panic(err) // strings and numbers
	}
	return []string{insideArgument, string(b)}
}

// namespaces makes a sandbox by starting ourselves again.
type namespaces struct {
	python string
	plan   plan
}

func (n *namespaces) command(files int64) (command, error) {
	// Not the path: the file there may be a newer one by now.
	cmd := exec.Command("/proc/self/exe", inside{Python: n.python, Plan: &n.plan, Files: files}.args()...)
	cmd.Env = insideEnvironment()
	attr := &syscall.SysProcAttr{
		Setsid: true,
		Cloneflags: unix.CLONE_NEWUSER | unix.CLONE_NEWNS | unix.CLONE_NEWPID | unix.CLONE_NEWNET | unix.CLONE_NEWIPC |
			unix.CLONE_NEWUTS | unix.CLONE_NEWCGROUP,
	}
	if uid, gid := os.Geteuid(), os.Getegid(); uid == 0 {
		// It begins as root, who may walk to the interpreter wherever it is, and goes on as nobody.
		nobody := syscall.SysProcIDMap{ContainerID: insideUser, HostID: outsideNobody, Size: 1}
		attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: 0, Size: 1}, nobody}
		attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: gid, Size: 1}, nobody}
		attr.GidMappingsEnableSetgroups = true
	} else {
		attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: insideUser, HostID: uid, Size: 1}}
		attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: insideUser, HostID: gid, Size: 1}}
		attr.AmbientCaps = []uintptr{unix.CAP_SYS_ADMIN, unix.CAP_SETPCAP}
	}
	cmd.SysProcAttr = attr
	return command{cmd: cmd, atOnce: true, cleanup: func() {}}, nil
}

// insideEnvironment is that of the inside until it starts python. One processor is enough for it, and keeps its threads few.
func insideEnvironment() []string { return []string{marker + "=1", "GOMAXPROCS=1"} }

// bubblewrap makes a sandbox by bwrap, in which we go on.
type bubblewrap struct {
	path, self, python string
	plan               plan
	credential         *syscall.Credential
}

func newBubblewrap(path, self, python string, p plan) (maker, error) {
	b := &bubblewrap{path: path, self: self, python: python, plan: p}
	if os.Geteuid() == 0 {
		b.credential = &syscall.Credential{Uid: outsideNobody, Gid: outsideNobody}
		for _, needed := range append([]string{self}, p.Binds...) {
			if !world(needed) {
				return nil, fmt.Errorf("it runs as nobody when hextui runs as root, and nobody may not walk to %s", needed)
			}
		}
	}
	return b, nil
}

func (b *bubblewrap) command(files int64) (command, error) {
	id := strconv.Itoa(insideUser)
	args := []string{
		"--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try",
		"--uid", id, "--gid", id, "--hostname", hostname, "--die-with-parent", "--new-session", "--as-pid-1",
		// The inside needs these to make its /tmp, and drops them.
		"--cap-drop", "ALL", "--cap-add", "CAP_SYS_ADMIN", "--cap-add", "CAP_SETPCAP",
	}
	for _, path := range b.plan.Binds {
		args = append(args, "--ro-bind", path, path)
	}
	for from, to := range b.plan.Links {
		args = append(args, "--symlink", to, from)
	}
	for _, path := range devices {
		args = append(args, "--dev-bind", path, path)
	}
	args = append(args, "--symlink", "/tmp", "/dev/shm", "--ro-bind", b.self, insidePath,
		"--dir", "/tmp", "--remount-ro", "/", "--chdir", "/", "--", insidePath)
	cmd := exec.Command(b.path, append(args, inside{Python: b.python, Files: files}.args()...)...)
	cmd.Env = insideEnvironment()
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Credential: b.credential}
	return command{cmd: cmd, cleanup: func() {}}, nil
}
