package pyrun

import (
	"errors"
	"fmt"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// shutIn takes from the calling thread, and so from every process that it starts, what a program must not have: its user
// where that is root, all capabilities, new privileges, files by Landlock, system calls by a filter. The thread must be
// locked; the other threads of this process run nothing of the program's.
func shutIn() error {
	if err := dropCapabilities(); err != nil {
		return fmt.Errorf("its capabilities cannot be dropped: %w", err)
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("new privileges cannot be ruled out: %w", err)
	}
	if err := landlock(); err != nil {
		return fmt.Errorf("its files cannot be shut by Landlock: %w", err)
	}
	if err := filterSystemCalls(); err != nil {
		return fmt.Errorf("its system calls cannot be filtered: %w", err)
	}
	return nil
}

// dropCapabilities leaves no capability in any set, and no way to one. System calls are made raw: they are for this thread.
func dropCapabilities() error {
	for capability := uintptr(0); capability <= unix.CAP_LAST_CAP; capability++ {
		// Bubblewrap left none, then there is nothing to drop; EINVAL is a kernel that does not know so many.
		err := unix.Prctl(unix.PR_CAPBSET_DROP, capability, 0, 0, 0)
		if err != nil && !errors.Is(err, unix.EPERM) && !errors.Is(err, unix.EINVAL) {
			return err
		}
	}
	if os.Getuid() == 0 {
		if err := becomeUser(); err != nil {
			return err
		}
	}
	if err := unix.Prctl(unix.PR_CAP_AMBIENT, unix.PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0); err != nil {
		return err
	}
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var none [2]unix.CapUserData
	return unix.Capset(&header, &none[0])
}

// becomeUser leaves root for the user of the program.
func becomeUser() error {
	var errs []error
	call := func(number, a, b, c uintptr) {
		if _, _, errno := unix.RawSyscall(number, a, b, c); errno != 0 {
			errs = append(errs, errno)
		}
	}
	call(unix.SYS_SETGROUPS, 0, 0, 0)
	call(unix.SYS_SETRESGID, insideUser, insideUser, insideUser)
	call(unix.SYS_SETRESUID, insideUser, insideUser, insideUser)
	return errors.Join(errs...)
}

// The rights of Landlock: what of them a kernel knows depends on its version of the interface.
const (
	landlockRead = unix.LANDLOCK_ACCESS_FS_EXECUTE | unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_READ_DIR
	// landlockWrite has no way to make devices.
	landlockWrite = unix.LANDLOCK_ACCESS_FS_WRITE_FILE | unix.LANDLOCK_ACCESS_FS_REMOVE_DIR | unix.LANDLOCK_ACCESS_FS_REMOVE_FILE |
		unix.LANDLOCK_ACCESS_FS_MAKE_DIR | unix.LANDLOCK_ACCESS_FS_MAKE_REG | unix.LANDLOCK_ACCESS_FS_MAKE_SOCK |
		unix.LANDLOCK_ACCESS_FS_MAKE_FIFO | unix.LANDLOCK_ACCESS_FS_MAKE_SYM | unix.LANDLOCK_ACCESS_FS_REFER |
		unix.LANDLOCK_ACCESS_FS_TRUNCATE
)

// landlockRules are those that a version of the interface can be given.
func landlockRules(version uintptr) unix.LandlockRulesetAttr {
	rules := unix.LandlockRulesetAttr{Handled_access_fs: 1<<13 - 1}
	if version >= 2 {
		rules.Handled_access_fs |= unix.LANDLOCK_ACCESS_FS_REFER
	}
	if version >= 3 {
		rules.Handled_access_fs |= unix.LANDLOCK_ACCESS_FS_TRUNCATE
	}
	if version >= 4 {
		rules.Handled_access_net = unix.LANDLOCK_ACCESS_NET_BIND_TCP | unix.LANDLOCK_ACCESS_NET_CONNECT_TCP
	}
	if version >= 5 {
		rules.Handled_access_fs |= unix.LANDLOCK_ACCESS_FS_IOCTL_DEV
	}
	if version >= 6 {
		rules.Scoped = unix.LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET | unix.LANDLOCK_SCOPE_SIGNAL
	}
	return rules
}

// landlock lets the thread read what the sandbox shows and write in /tmp, and bars TCP and signals to others. It is a second
// wall behind the mounts; a kernel without it has the first one. (The library for it restricts all threads, with cgo.)
func landlock() error {
	version, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, unix.LANDLOCK_CREATE_RULESET_VERSION)
	if errno != 0 {
		return nil // not in this kernel, or not switched on
	}
	rules := landlockRules(version)
	fd, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, uintptr(unsafe.Pointer(&rules)), unsafe.Sizeof(rules), 0)
	if errno != 0 {
		return errno
	}
	defer func() { _ = unix.Close(int(fd)) }()
	allow := func(path string, rights uint64) error { return landlockAllow(fd, path, rights&rules.Handled_access_fs) }
	errs := []error{allow("/", landlockRead), allow("/tmp", landlockRead|landlockWrite)}
	for _, device := range devices {
		errs = append(errs, allow(device, unix.LANDLOCK_ACCESS_FS_READ_FILE|unix.LANDLOCK_ACCESS_FS_WRITE_FILE))
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	if _, _, errno := unix.RawSyscall(unix.SYS_LANDLOCK_RESTRICT_SELF, fd, 0, 0); errno != 0 {
		return errno
	}
	return nil
}

func landlockAllow(rules uintptr, path string, rights uint64) error {
	fd, err := unix.Open(path, unix.O_PATH|unix.O_CLOEXEC, 0)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	defer func() { _ = unix.Close(fd) }()
	below := unix.LandlockPathBeneathAttr{Allowed_access: rights, Parent_fd: int32(fd)}
	_, _, errno := unix.Syscall6(unix.SYS_LANDLOCK_ADD_RULE, rules,
		unix.LANDLOCK_RULE_PATH_BENEATH, uintptr(unsafe.Pointer(&below)), 0, 0, 0)
	if errno != 0 {
		return fmt.Errorf("%s: %w", path, errno)
	}
	return nil
}
