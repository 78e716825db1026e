package pyrun

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

const (
	// hostname is that of a sandbox.
	hostname = "sandbox"
	// before is where the machine's files are while the sandbox's are put together.
	before = "/before"
)

// plan is what of the machine's files a program sees, each at its own place: a bind mount, read-only, of a directory or a
// file without symbolic links in its path, or a symbolic link.
type plan struct {
	Binds []string
	// Links are from → to.
	Links map[string]string
}

// systemPaths are what programs need to be loaded: no file of these is anybody's secret.
var systemPaths = [...]string{
	"/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32",
	"/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime",
	// What Debian has in the place of parts of Matplotlib, and where its fonts are.
	"/etc/matplotlibrc", "/etc/fonts",
	// Where the libraries of Nix and Homebrew are.
	"/nix/store", "/home/linuxbrew/.linuxbrew/lib", "/home/linuxbrew/.linuxbrew/opt", "/home/linuxbrew/.linuxbrew/Cellar",
}

// devices are those of /dev that a program sees.
var devices = [...]string{"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"}

// newPlan shows paths and those of the system. What is not there is left out, what is inside of another is not repeated.
func newPlan(paths []string) plan {
	p := plan{Links: map[string]string{}}
	binds := map[string]bool{}
	for _, path := range append(systemPaths[:], paths...) {
		target, err := filepath.EvalSymlinks(path)
		if err != nil {
			continue
		}
		binds[target] = true
		if target != path {
			p.Links[path] = target
		}
	}
	for _, path := range slices.Sorted(maps.Keys(binds)) {
		if !p.shows(path) {
			p.Binds = append(p.Binds, path)
		}
	}
	for from := range p.Links {
		if p.shows(from) {
			delete(p.Links, from)
		}
	}
	return p
}

// shows tells whether a path is in what is mounted.
func (p plan) shows(path string) bool {
	return slices.ContainsFunc(p.Binds, func(dir string) bool { return within(path, dir) })
}

// world tells whether everybody may walk to a file: an interpreter that runs as nobody must reach what it needs.
func world(path string) bool {
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		info, err := os.Stat(dir)
		if err != nil || info.Mode().Perm()&1 == 0 {
			return false
		}
		if dir == "/" || strings.HasPrefix(dir, "/usr/") {
			return true
		}
	}
}

// mountRoot makes the root of a sandbox in an empty file system and leaves the machine's: what the plan shows, some devices,
// and a place for /tmp.
func mountRoot(p plan) error {
	if err := unix.Sethostname([]byte(hostname)); err != nil {
		return fmt.Errorf("the sandbox may not be set up, its user namespace has no rights here (%w)", err)
	}
	if err := emptyRoot(); err != nil {
		return err
	}
	for _, path := range p.Binds {
		if err := bind(path, unix.MOUNT_ATTR_RDONLY|unix.MOUNT_ATTR_NOSUID|unix.MOUNT_ATTR_NODEV); err != nil {
			return err
		}
	}
	for _, path := range devices {
		if err := bind(path, unix.MOUNT_ATTR_RDONLY|unix.MOUNT_ATTR_NOSUID|unix.MOUNT_ATTR_NOEXEC); err != nil {
			return err
		}
	}
	for from, to := range p.Links {
		if err := errors.Join(os.MkdirAll(filepath.Dir(from), 0o755), os.Symlink(to, from)); err != nil {
			return err
		}
	}
	if err := errors.Join(os.Symlink("/tmp", "/dev/shm"), os.Mkdir("/tmp", 0o755)); err != nil {
		return err
	}
	return leave()
}

// mountTemporary makes an empty /tmp whose files may have so many bytes together. Files without bytes take memory, too.
func mountTemporary(files int64) error {
	options := fmt.Sprintf("mode=1777,size=%d,nr_inodes=16k", files)
	if err := unix.Mount("tmpfs", "/tmp", "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, options); err != nil {
		return fmt.Errorf("its /tmp cannot be made: %w", err)
	}
	return nil
}

// emptyRoot puts an empty file system in the root's place, and the old root into it.
func emptyRoot() error {
	// What is mounted in here must not be mounted outside.
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("its mounts cannot be made its own: %w", err)
	}
	// The new root lies on /tmp only until it is the root.
	if err := unix.Mount("tmpfs", "/tmp", "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, "mode=0755,size=1m"); err != nil {
		return fmt.Errorf("its root cannot be made: %w", err)
	}
	if err := os.Mkdir("/tmp"+before, 0o755); err != nil {
		return err
	}
	if err := unix.PivotRoot("/tmp", "/tmp"+before); err != nil {
		return fmt.Errorf("its root cannot be changed: %w", err)
	}
	return os.Chdir("/")
}

// bind shows a path of the machine at its own place, with everything mounted below it.
func bind(path string, attributes uint64) error {
	info, err := os.Stat(before + path)
	if err != nil {
		return err
	}
	if info.IsDir() {
		err = os.MkdirAll(path, 0o755)
	} else {
		err = errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, nil, 0o644))
	}
	if err != nil {
		return err
	}
	if err := unix.Mount(before+path, path, "", unix.MS_BIND|unix.MS_REC, ""); err != nil {
		return fmt.Errorf("%s cannot be shown: %w", path, err)
	}
	if err := unix.MountSetattr(unix.AT_FDCWD, path, unix.AT_RECURSIVE, &unix.MountAttr{Attr_set: attributes}); err != nil {
		return fmt.Errorf("%s cannot be made read-only (this needs Linux 5.12): %w", path, err)
	}
	return nil
}

// leave takes the machine's files away and makes the root read-only.
func leave() error {
	if err := unix.Unmount(before, unix.MNT_DETACH); err != nil {
		return fmt.Errorf("the machine's files cannot be left: %w", err)
	}
	if err := os.Remove(before); err != nil {
		return err
	}
	attr := unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY | unix.MOUNT_ATTR_NOSUID | unix.MOUNT_ATTR_NODEV}
	if err := unix.MountSetattr(unix.AT_FDCWD, "/", 0, &attr); err != nil {
		return fmt.Errorf("its root cannot be made read-only: %w", err)
	}
	return nil
}
