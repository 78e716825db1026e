package pyrun

import (
	"errors"
	"unsafe"

	"golang.org/x/sys/unix"
)

// calls are those that a Python program may make, on every processor. All others are refused: nothing here makes or changes
// namespaces, mounts, keys, modules, clocks, other processes or the kernel's own machines (bpf, io_uring, perf, userfaultfd),
// and nothing takes memory that no limit counts (memfd, System V and POSIX shared memory and queues).
var calls = [...]uint32{
	// Files by descriptor and by name.
	unix.SYS_READ, unix.SYS_WRITE, unix.SYS_READV, unix.SYS_WRITEV, unix.SYS_PREAD64, unix.SYS_PWRITE64, unix.SYS_PREADV, unix.SYS_PWRITEV,
	unix.SYS_PREADV2, unix.SYS_PWRITEV2, unix.SYS_OPENAT, unix.SYS_OPENAT2, unix.SYS_CLOSE, unix.SYS_CLOSE_RANGE, unix.SYS_LSEEK,
	unix.SYS_DUP,
	unix.SYS_DUP3, unix.SYS_FCNTL, unix.SYS_FLOCK, unix.SYS_FSYNC, unix.SYS_FDATASYNC, unix.SYS_SYNC_FILE_RANGE, unix.SYS_TRUNCATE,
	unix.SYS_FTRUNCATE, unix.SYS_FALLOCATE, unix.SYS_FADVISE64, unix.SYS_READAHEAD, unix.SYS_SENDFILE, unix.SYS_SPLICE, unix.SYS_TEE,
	unix.SYS_COPY_FILE_RANGE, unix.SYS_GETDENTS64, unix.SYS_GETCWD, unix.SYS_CHDIR, unix.SYS_FCHDIR, unix.SYS_MKDIRAT, unix.SYS_UNLINKAT,
	unix.SYS_SYMLINKAT, unix.SYS_LINKAT, unix.SYS_RENAMEAT2, unix.SYS_READLINKAT, unix.SYS_FACCESSAT, unix.SYS_FACCESSAT2, unix.SYS_FCHMOD,
	unix.SYS_FCHMODAT, unix.SYS_FCHMODAT2, unix.SYS_FCHOWN, unix.SYS_FCHOWNAT, unix.SYS_UTIMENSAT, unix.SYS_STATX, unix.SYS_FSTAT,
	unix.SYS_STATFS, unix.SYS_FSTATFS, unix.SYS_UMASK, unix.SYS_MKNODAT, unix.SYS_GETXATTR, unix.SYS_LGETXATTR, unix.SYS_FGETXATTR,
	unix.SYS_LISTXATTR, unix.SYS_LLISTXATTR, unix.SYS_FLISTXATTR,
	unix.SYS_INOTIFY_INIT1, unix.SYS_INOTIFY_ADD_WATCH, unix.SYS_INOTIFY_RM_WATCH,
	// Waiting.
	unix.SYS_PIPE2, unix.SYS_PPOLL, unix.SYS_PSELECT6, unix.SYS_EPOLL_CREATE1, unix.SYS_EPOLL_CTL, unix.SYS_EPOLL_PWAIT,
	unix.SYS_EPOLL_PWAIT2,
	unix.SYS_EVENTFD2, unix.SYS_TIMERFD_CREATE, unix.SYS_TIMERFD_SETTIME, unix.SYS_TIMERFD_GETTIME, unix.SYS_SIGNALFD4,
	// Memory.
	unix.SYS_MMAP, unix.SYS_MUNMAP, unix.SYS_MREMAP, unix.SYS_MPROTECT, unix.SYS_MADVISE, unix.SYS_MSYNC, unix.SYS_MINCORE, unix.SYS_MLOCK,
	unix.SYS_MUNLOCK, unix.SYS_BRK, unix.SYS_MEMBARRIER, unix.SYS_GET_MEMPOLICY,
	// Processes and threads of the program's own; what clone may do is looked at below.
	unix.SYS_EXECVE, unix.SYS_EXECVEAT, unix.SYS_EXIT, unix.SYS_EXIT_GROUP, unix.SYS_WAIT4, unix.SYS_WAITID, unix.SYS_FUTEX,
	unix.SYS_SET_ROBUST_LIST, unix.SYS_GET_ROBUST_LIST, unix.SYS_SET_TID_ADDRESS, unix.SYS_RSEQ, unix.SYS_RESTART_SYSCALL,
	unix.SYS_GETPID, unix.SYS_GETPPID, unix.SYS_GETTID, unix.SYS_GETUID, unix.SYS_GETEUID, unix.SYS_GETGID, unix.SYS_GETEGID,
	unix.SYS_GETRESUID, unix.SYS_GETRESGID, unix.SYS_GETGROUPS, unix.SYS_GETPGID, unix.SYS_SETPGID, unix.SYS_GETSID, unix.SYS_SETSID,
	unix.SYS_GETRLIMIT, unix.SYS_SETRLIMIT, unix.SYS_PRLIMIT64, unix.SYS_GETRUSAGE, unix.SYS_GETPRIORITY, unix.SYS_SETPRIORITY,
	unix.SYS_SCHED_YIELD, unix.SYS_SCHED_GETAFFINITY, unix.SYS_SCHED_SETAFFINITY, unix.SYS_SCHED_GETPARAM, unix.SYS_SCHED_GETSCHEDULER,
	unix.SYS_SCHED_GET_PRIORITY_MAX, unix.SYS_SCHED_GET_PRIORITY_MIN, unix.SYS_GETCPU, unix.SYS_CAPGET, unix.SYS_PRCTL,
	unix.SYS_PIDFD_OPEN, unix.SYS_PIDFD_SEND_SIGNAL,
	// Signals.
	unix.SYS_KILL, unix.SYS_TKILL, unix.SYS_TGKILL, unix.SYS_RT_SIGACTION, unix.SYS_RT_SIGPROCMASK, unix.SYS_RT_SIGRETURN,
	unix.SYS_RT_SIGSUSPEND, unix.SYS_RT_SIGPENDING, unix.SYS_RT_SIGTIMEDWAIT, unix.SYS_RT_SIGQUEUEINFO, unix.SYS_SIGALTSTACK,
	// Time and what the machine is.
	unix.SYS_CLOCK_GETTIME, unix.SYS_CLOCK_GETRES, unix.SYS_CLOCK_NANOSLEEP, unix.SYS_NANOSLEEP, unix.SYS_GETTIMEOFDAY, unix.SYS_TIMES,
	unix.SYS_TIMER_CREATE, unix.SYS_TIMER_SETTIME, unix.SYS_TIMER_GETTIME, unix.SYS_TIMER_GETOVERRUN, unix.SYS_TIMER_DELETE,
	unix.SYS_GETITIMER, unix.SYS_SETITIMER, unix.SYS_UNAME, unix.SYS_SYSINFO, unix.SYS_GETRANDOM,
	// Sockets between the program's own processes; what socket may make is looked at below.
	unix.SYS_SOCKETPAIR, unix.SYS_BIND, unix.SYS_LISTEN, unix.SYS_ACCEPT, unix.SYS_ACCEPT4, unix.SYS_CONNECT, unix.SYS_SHUTDOWN,
	unix.SYS_SENDTO, unix.SYS_SENDMSG, unix.SYS_SENDMMSG, unix.SYS_RECVFROM, unix.SYS_RECVMSG, unix.SYS_RECVMMSG,
	unix.SYS_GETSOCKNAME, unix.SYS_GETPEERNAME, unix.SYS_SETSOCKOPT, unix.SYS_GETSOCKOPT,
}

const (
	// namespaceFlags are those of clone that make a namespace.
	namespaceFlags = unix.CLONE_NEWUSER | unix.CLONE_NEWNS | unix.CLONE_NEWPID | unix.CLONE_NEWNET | unix.CLONE_NEWIPC |
		unix.CLONE_NEWUTS | unix.CLONE_NEWCGROUP
	// firstNewCall is where numbers are the same on all processors. A call from there on that is refused is not known:
	// libraries then take the older one, as with clone3, whose flags no filter can see.
	firstNewCall = 424
	refused      = unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)
	notKnown     = unix.SECCOMP_RET_ERRNO | uint32(unix.ENOSYS)
	// Where a filter finds what it looks at: the number, the processor, and the low halves of the first two arguments.
	atNumber, atProcessor, atFirst, atSecond = 0, 4, 16, 24
)

// filter is the program that the kernel asks about every system call.
func filter() []unix.SockFilter {
	load := func(at uint32) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: at}
	}
	jump := func(test uint16, k uint32, yes, no uint8) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_JMP | test | unix.BPF_K, K: k, Jt: yes, Jf: no}
	}
	give := func(what uint32) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: what}
	}
	program := []unix.SockFilter{
		load(atProcessor), jump(unix.BPF_JEQ, processor, 1, 0), give(unix.SECCOMP_RET_KILL_PROCESS),
		load(atNumber),
		// A socket of the machine itself, nothing else: no network, no netlink, no packets.
		jump(unix.BPF_JEQ, unix.SYS_SOCKET, 0, 4), load(atFirst), jump(unix.BPF_JEQ, unix.AF_UNIX, 0, 1),
		give(unix.SECCOMP_RET_ALLOW), give(refused),
		// Processes and threads, but no namespaces.
		jump(unix.BPF_JEQ, unix.SYS_CLONE, 0, 4), load(atFirst), jump(unix.BPF_JSET, namespaceFlags, 1, 0),
		give(unix.SECCOMP_RET_ALLOW), give(refused),
		// Devices may be asked, but no terminal typed into.
		jump(unix.BPF_JEQ, unix.SYS_IOCTL, 0, 5), load(atSecond), jump(unix.BPF_JEQ, unix.TIOCSTI, 2, 0),
		jump(unix.BPF_JEQ, unix.TIOCLINUX, 1, 0), give(unix.SECCOMP_RET_ALLOW), give(refused),
	}
	for _, number := range append(calls[:], systemCalls...) {
		program = append(program, jump(unix.BPF_JEQ, number, 0, 1), give(unix.SECCOMP_RET_ALLOW))
	}
	return append(program,
		// Above the numbers of a processor are those of its other modes, as x32 of amd64.
		jump(unix.BPF_JGE, 0x40000000, 2, 0), jump(unix.BPF_JGE, firstNewCall, 0, 1), give(notKnown), give(refused))
}

// filterSystemCalls gives the calling thread the filter for good.
func filterSystemCalls() error {
	if systemCalls == nil {
		return errors.New("there is none for this processor")
	}
	program := filter()
	prog := unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
	_, _, errno := unix.RawSyscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, 0, uintptr(unsafe.Pointer(&prog)))
	if errno != 0 {
		return errno
	}
	return nil
}
