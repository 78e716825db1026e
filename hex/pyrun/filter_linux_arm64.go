package pyrun

import "golang.org/x/sys/unix"

// processor is what the kernel calls this one.
const processor = unix.AUDIT_ARCH_AARCH64

// systemCalls are those whose number has another name on this processor.
var systemCalls = []uint32{unix.SYS_FSTATAT, unix.SYS_RENAMEAT}
