# Runs once in every way to make a sandbox, before that way is used: it writes something, or raises, where there is a hole.
import ctypes, errno, os, socket, sys

try:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
        s.settimeout(1)
        s.connect(("192.0.2.1", 53))  # an address that is nobody's
    print("it has a network")
except PermissionError:
    pass
except OSError as e:
    if e.errno != errno.ENETUNREACH:
        print("it has a network:", e)

for path in ("/etc/shadow", "/etc/passwd", "/proc/1/environ", "/proc/self/environ", os.path.join(HOME or "/root", ".profile")):
    try:
        with open(path, "rb"):
            print("it can read", path)
    except OSError:
        pass

# Of a home, only the way to an interpreter that is in it may be seen.
ours = (sys.prefix, sys.base_prefix, sys.executable, os.path.realpath(sys.executable))
try:
    for entry in os.listdir(HOME or "/root"):
        if not any(path.startswith(os.path.join(HOME or "/root", entry)) for path in ours):
            print("it sees what is in", HOME)
            break
except OSError:
    pass

try:
    with open("/usr/hextui-proof", "wb"):
        print("it can write in /usr")
except OSError:
    pass

if any("HEX" in name or "KEY" in name or "TOKEN" in name for name in os.environ):
    print("it has variables of ours")

if os.path.exists("/etc/machine-id"):
    print("it sees /etc")

libc = ctypes.CDLL(None)
if hasattr(libc, "ptrace") and os.uname().sysname == "Linux" and libc.ptrace(0, 0, 0, 0) == 0:
    print("it can trace processes")
