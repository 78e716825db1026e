# The kernel of a notebook: it keeps the variables of its CODE cells, and runs them one after the other. A request is a line of
# JSON from REQUESTS, an answer one to ANSWERS; a frame is a line that says its columns and how many rows follow, CHUNK to a line.
# What has no form in JSON is a list: ["b", base64] are bytes, ["f", "inf"] is a number.
import ast, base64, builtins, collections, datetime, decimal, errno, gc, importlib.util, inspect, io, json, linecache, math, mmap
import os, re, resource, signal, sys, threading, traceback, types, warnings

MAX_ROWS, MAX_COLUMNS, MAX_BYTES, MAX_VALUE = 200_000, 2_000, 64 << 20, 1 << 20
CHUNK = 256  # rows in a line
MAX_SHOWN = 10_000  # rows of a table that is shown
MAX_FIGURES, MAX_FIGURE = 8, 3 << 20
MAX_NAMES, MAX_CALLS, MAX_MESSAGE = 5_000, 200, 4_000
MAX_DEPTH, MAX_TEMPLATE = 100, 2 << 20  # of the values of templates
DAYS = "days of the database"  # which columns of a DataFrame came as dates, among its attrs
LENGTH = re.compile(r"(?:([+-]?\d+) days?)?(?: ?([+-]?)(\d+):(\d\d):(\d\d)(?:\.(\d+))?)?")
NO_NETWORK = {errno.ENETUNREACH, errno.ENETDOWN, errno.EAFNOSUPPORT}

MODULE = types.ModuleType("__main__")
VARIABLES = MODULE.__dict__
OF_CELLS = f"{sys.executable}, Python {sys.version.split()[0]}, which runs the cells"
CELLS = {}  # the name of a cell by that of its code
LOOP = None  # that of asyncio, once a cell awaits


class Moment:
    """What the kernel is at: an interrupt counts while code of a cell runs, and not between an own question and its answer."""

    running = asking = interrupted = False


class Rows(list):
    """A dataframe where there is no pandas: a list of dicts."""

    def to_dict(self, orient="records"):
        """What a DataFrame calls so, in the one orient that it has."""
        if orient != "records":
            raise ValueError("without pandas a dataframe is a list of dicts, and has no other orient than records")
        return list(self)


class Out(io.TextIOWrapper):
    """Standard output, which knows whether anything was printed since the cell began."""

    printed = False

    def write(self, text):
        Out.printed = True
        return super().write(text)


def interrupt(*_):
    if Moment.asking:
        Moment.interrupted = True
    elif Moment.running:
        raise KeyboardInterrupt


# Lines.


def send(*lines):
    left = memoryview(b"".join(line + b"\n" for line in lines))
    while left:
        left = left[os.write(ANSWERS, left[: 1 << 20]) :]


def encoded(what):
    return json.dumps(what, allow_nan=False, separators=(",", ":")).encode()


def receive():
    line = REQUESTS.readline()
    if not line:
        os._exit(0)
    return json.loads(line)


def ask(question):
    """A question of a cell's to the notebook."""
    if threading.current_thread() is not threading.main_thread() or not Moment.running:
        raise RuntimeError("the notebook answers the cell that runs, not its threads")
    Moment.asking = True
    try:
        send(encoded(question))
        reply = receive()
        rows = received(reply["Frame"]) if "Frame" in reply else None
    finally:
        Moment.asking = False
    if Moment.interrupted:
        raise KeyboardInterrupt
    if "Error" in reply:
        raise QueryError(reply["Error"])
    return rows and dataframe(*rows)


# Frames that come in.


def decoded(value):
    if isinstance(value, list):
        return base64.b64decode(value[1]) if value[0] == "b" else float(value[1])
    return value


def received(head):
    """The columns of a frame that comes in, and its rows; the lines are read whatever becomes of them."""
    rows = []
    while len(rows) < head["Rows"]:
        rows += json.loads(REQUESTS.readline())
    return head["Columns"], rows


def dataframe(heads, rows):
    names = [c["Name"] for c in heads]
    columns = [list(column) for column in zip(*rows)] if rows else [[]] * len(names)
    for column in columns:
        if list in set(map(type, column)):
            column[:] = map(decoded, column)
    if importlib.util.find_spec("pandas") is None:
        return Rows(dict(zip(names, row)) for row in zip(*(objects(v, c["Type"]) for v, c in zip(columns, heads))))
    import pandas

    made = {i: series(pandas, v, c["Type"]) for i, (v, c) in enumerate(zip(columns, heads))}
    frame = pandas.DataFrame(made, index=range(len(rows)), columns=range(len(names)))
    frame.columns = names
    days = [c["Name"] for c in heads if c["Type"] == "DATE"]
    if days:
        frame.attrs[DAYS] = days
    return frame


def objects(values, kind):
    """The values of a type that is written as text as Python's own, or as they are where one of them is none."""
    make = {"DATE": datetime.date.fromisoformat, "TIME": clock_of, "INTERVAL": length_of, "BOOLEAN": bool, "INTEGER": int}.get(kind)
    if kind.startswith("TIMESTAMP"):
        make = moment_of
    try:
        return [None if v is None else make(v) for v in values] if make else values
    except (ValueError, TypeError, OverflowError):
        return values


def clock_of(text):
    head, _, part = text.partition(".")
    return datetime.time.fromisoformat(head).replace(microsecond=int((part + "000000")[:6]))


def moment_of(text):
    day, clock = text.split(" ")
    zone = datetime.timezone.utc if clock.endswith("+00") else None
    return datetime.datetime.combine(datetime.date.fromisoformat(day), clock_of(clock[:-3] if zone else clock), zone)


def length_of(text):
    """The length of time that an interval is, such as "5 days -12:00:00"; ValueError for one that has months."""
    match = LENGTH.fullmatch(text)
    if not match or not text:
        raise ValueError(f"{text} is no length of time")
    days, sign, hours, minutes, seconds, part = match.groups("0")
    micros = int(part.ljust(6, "0")[:6]) + 1_000_000 * (int(seconds) + 60 * (int(minutes) + 60 * int(hours)))
    return datetime.timedelta(int(days), 0, -micros if sign == "-" else micros)


def series(pandas, values, kind):
    gaps = any(v is None for v in values)
    try:
        if kind == "INTEGER" and any(type(v) is str for v in values):
            return pandas.Series(objects(values, kind), dtype="object")
        if kind == "INTEGER" and gaps and any(abs(v) > 1 << 53 for v in values if v is not None):
            return pandas.Series(values, dtype="Int64")
        if kind == "INTEGER":
            return pandas.Series(values, dtype="float64" if gaps else "int64")
        if kind == "REAL":
            return pandas.Series(values, dtype="float64")
        if kind == "BOOLEAN":
            return pandas.Series([None if v is None else bool(v) for v in values], dtype="boolean" if gaps else "bool")
        if kind == "DATE" or kind.startswith("TIMESTAMP"):
            zoned = kind.startswith("TIMESTAMPTZ") or kind.endswith("WITH TIME ZONE")
            return pandas.Series(pandas.to_datetime(pandas.Series(values, dtype="object"), utc=zoned))
        if kind == "INTERVAL":
            made = objects(values, kind)
            if made is not values:
                return pandas.Series(made, dtype="timedelta64[ns]")
    except (ValueError, TypeError, OverflowError):
        pass  # the values are not what the column says, or beyond what pandas has for it
    return pandas.Series(objects(values, kind), dtype="object")


# Frames that go out.


def is_frame(value):
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(value, getattr(pandas, "DataFrame", ()))


def is_rows(value):
    return type(value) in (list, Rows) and len(value) > 0 and isinstance(value[0], dict)


def table(value, most=None, index=False):
    """A frame's columns, its lines, how many rows they have, and how many there are: at most so many are taken where most is given."""
    if is_frame(value):
        total = len(value)
        head = value if most is None else value.head(most)
        if index:
            head = with_index(head)
        names = [label(c) for c in head.columns]
        days = value.attrs.get(DAYS) or ()
        columns = [plain_column(head.iloc[:, i], names[i] in days) for i in range(min(len(names), MAX_COLUMNS + 1))]
    else:
        total = len(value)
        names, columns = of_dicts(value if most is None else value[:most])
    if len(names) > MAX_COLUMNS:
        raise ValueError(f"it has more than {MAX_COLUMNS} columns")
    if most is None and total > MAX_ROWS:
        raise ValueError(f"it has more than {MAX_ROWS} rows")
    made = [typed(*column) for column in columns]
    heads = [{"Name": name, "Type": kind} for name, (kind, _) in zip(names, made)]
    rows = list(zip(*(values for _, values in made)))
    lines, size = [], 16 * len(rows) * len(names)
    for begin in range(0, len(rows), CHUNK):
        lines.append(encoded(rows[begin : begin + CHUNK]))
        size += len(lines[-1])
        if size > MAX_BYTES:
            raise ValueError(f"it has more than {MAX_BYTES >> 20} MB")
    return heads, lines, len(rows), total


def label(name):
    return "_".join(str(part) for part in name) if isinstance(name, tuple) else str(name)


def with_index(frame):
    """A frame with an index that says something as its first columns."""
    pandas = sys.modules["pandas"]
    if isinstance(frame.index, pandas.RangeIndex) and frame.index.name is None:
        return frame
    if not isinstance(frame.index, pandas.MultiIndex) and frame.index.name is None and frame.index.inferred_type == "integer":
        return frame
    frame = frame.copy(deep=False)
    frame.columns = [label(c) for c in frame.columns]
    index = frame.index.to_frame(index=False)
    names = [label("index" if n is None else n) for n in frame.index.names]
    index.columns = [f"{n}_index" if n in frame.columns else n for n in names]
    frame.index = index.index
    return pandas.concat([index, frame], axis=1)


def plain_column(column, days):
    """The kind of a column where its dtype says it, and its values as Python's own, None for those that are missing. One that came as
    days still is of days, as long as it has nothing else."""
    pandas = sys.modules["pandas"]
    kind, dtype = None, column.dtype
    if isinstance(dtype, getattr(pandas, "DatetimeTZDtype", ())):
        column = column.dt.tz_convert("UTC")
        kind = "TIMESTAMPTZ"
    elif pandas.api.types.is_bool_dtype(dtype):
        kind = "BOOLEAN"
    elif pandas.api.types.is_integer_dtype(dtype):
        kind = "INTEGER"
    elif pandas.api.types.is_float_dtype(dtype):
        kind = "REAL"
    elif pandas.api.types.is_datetime64_any_dtype(dtype):
        kind = "TIMESTAMP"
        if days and (column.isna() | (column.dt.normalize() == column)).all():
            kind, column = "DATE", column.dt.date
    elif pandas.api.types.is_timedelta64_dtype(dtype):
        kind = "INTERVAL"
    values = column.astype("object")
    return kind, values.where(column.notna(), None).tolist()


def of_dicts(rows):
    at, columns = {}, []
    for i, row in enumerate(rows):
        if not isinstance(row, dict):
            raise ValueError(f"row {i + 1} is a {type(row).__name__}, not a dict")
        for key, value in row.items():
            if not isinstance(key, str):
                raise ValueError(f"row {i + 1} has the key {key!r}, which is not a string")
            if key not in at:
                if len(at) == MAX_COLUMNS:
                    raise ValueError(f"it has more than {MAX_COLUMNS} columns")
                at[key] = len(columns)
                columns.append([None] * len(rows))
            columns[at[key]][i] = value
    return list(at), [(None, [None if missing(v) else v for v in column]) for column in columns]


def missing(value):
    if isinstance(value, float):
        return value != value
    return type(value).__name__ in ("NaTType", "NAType")


def is_number(value):
    """Whether a value is one of numpy's that Python has, too; its types, of which df.dtypes is made, are none."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(value, getattr(numpy, "generic", ()))


def typed(kind, values):
    """A column's kind, and its values as lines have them."""
    if any(t.__module__ == "numpy" for t in set(map(type, values))):
        values = [v.item() if is_number(v) else v for v in values]
    if kind is None or kind == "INTEGER":
        kind = kind_of(values)
    same = {"INTEGER": int, "BOOLEAN": bool, "TEXT": str}.get(kind)
    if same and set(map(type, values)) <= {same, type(None)}:
        if same is not str or max(map(len, filter(None, values)), default=0) < MAX_VALUE / 4:
            return kind, values
    make = {
        "BOOLEAN": bool, "INTEGER": int, "REAL": number, "NUMERIC": str, "BLOB": blob, "TEXT": text,
        "DATE": lambda v: v.isoformat(), "TIMESTAMP": moment, "TIMESTAMPTZ": zoned, "TIME": lambda v: v.isoformat(), "INTERVAL": length,
        "NULL": text,
    }[kind]
    return kind, [None if v is None else make(v) for v in values]


def kind_of(values):
    kinds = {type(v) for v in values if v is not None}
    if not kinds:
        return "NULL"
    if kinds <= {bool}:
        return "BOOLEAN"
    if kinds <= {int}:
        return "INTEGER" if all(v is None or -(1 << 63) <= v < 1 << 63 for v in values) else "NUMERIC"
    if kinds <= {int, float} and all(type(v) is not int or abs(v) <= 1 << 53 for v in values):
        return "REAL"
    if kinds <= {int, decimal.Decimal} and all(type(v) is not decimal.Decimal or v.is_finite() for v in values):
        return "NUMERIC"
    if kinds <= {bytes, bytearray}:
        return "BLOB"
    if kinds <= {datetime.date}:
        return "DATE"
    if all(issubclass(k, datetime.datetime) for k in kinds):
        return "TIMESTAMPTZ" if all(v is None or v.tzinfo is not None for v in values) else "TIMESTAMP"
    if all(issubclass(k, datetime.timedelta) for k in kinds):
        return "INTERVAL"
    if kinds <= {datetime.time} and all(v is None or v.tzinfo is None for v in values):
        return "TIME"
    return "TEXT"


def number(value):
    value = float(value)
    return value if math.isfinite(value) else ["f", str(value)]


def blob(value):
    return ["b", base64.b64encode(bounded(bytes(value))).decode()]


def moment(value):
    if value.tzinfo is not None:
        value = value.astimezone(datetime.timezone.utc).replace(tzinfo=None)
    return value.isoformat(sep=" ")


def zoned(value):
    return moment(value) + "+00"


def length(value):
    """A length of time as databases write it."""
    micros, nanos = value // datetime.timedelta(microseconds=1), getattr(value, "nanoseconds", 0)
    sign = "-" if micros < 0 else ""
    days, micros = divmod(abs(micros), 86_400_000_000)
    seconds, part = divmod(micros, 1_000_000)
    part = f".{part:06d}" + (f"{nanos:03d}" if nanos and not sign else "")
    clock = f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}" + part.rstrip("0").rstrip(".")
    if not days:
        return clock
    return f"{sign}{days} day{'' if days == 1 else 's'}" + ("" if clock.lstrip("-") == "00:00:00" else " " + clock)


def text(value):
    made = None
    if isinstance(value, (dict, list, tuple)):
        try:
            made = json.dumps(value, default=str, ensure_ascii=False)
        except (ValueError, TypeError):
            pass  # it is told as Python does
    made = str(value) if made is None else made
    return bounded(made.encode("utf-8", "replace")).decode()


def bounded(data):
    if len(data) > MAX_VALUE:
        raise ValueError(f"a value has {len(data)} bytes, and may have {MAX_VALUE}")
    return data


def template(value, depth=0):
    """A value as templates have it; ValueError for what they do not know."""
    if depth > MAX_DEPTH:
        raise ValueError("it nests too deep")
    if is_frame(value):
        heads, lines, _, _ = table(value)
        names = [h["Name"] for h in heads]
        return [dict(zip(names, map(readable, row))) for line in lines for row in json.loads(line)]
    if is_number(value):
        value = value.item()
    if missing(value):
        return None
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return int(value) if -(1 << 63) <= value < 1 << 63 else str(int(value))
    if isinstance(value, float):
        return float(value)
    if isinstance(value, decimal.Decimal):
        return str(value)
    if isinstance(value, datetime.datetime):
        return moment(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, dict):
        if not all(isinstance(k, str) for k in value):
            raise ValueError("a key is not a string")
        return {k: template(v, depth + 1) for k, v in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)) or type(value).__name__ in ("Series", "ndarray", "Index"):
        return [template(v, depth + 1) for v in value]
    raise ValueError("templates do not know it")


def readable(value):
    value = decoded(value)
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


# Cells.


def shapes():
    found = {"Rows": [], "Empty": [], "Other": []}
    for name, value in list(VARIABLES.items())[-MAX_NAMES:]:
        if not isinstance(name, str) or name.startswith("__") or name == "_" or len(name) > 200:
            continue
        if is_frame(value) or is_rows(value) or type(value) is Rows:
            found["Rows"].append(name)
        elif type(value) is list and not value:
            found["Empty"].append(name)
        else:
            found["Other"].append(name)
    return found


def told(error):
    try:
        return str(error)
    except Exception:
        return "(its message cannot be told)"


def of_socket(error):
    socket = sys.modules.get("socket")
    return socket is not None and any(f.f_code.co_filename == socket.__file__ for f, _ in traceback.walk_tb(error.__traceback__)) and (
        isinstance(error, (socket.gaierror, PermissionError))
    )


def missed(error):
    """What to say of an error that the sandbox is the reason of, or nothing."""
    for _ in range(10):  # libraries wrap it, one into the other
        if isinstance(error, FileNotFoundError) and isinstance(error.filename, str):
            return " (cells see no files of this computer: start the workspace with --data FILE, and query it)"
        if isinstance(error, OSError) and (error.errno in NO_NETWORK or of_socket(error)):
            return " (cells have no network)"
        error = error.__cause__ or error.__context__
        if error is None:
            return ""
    return ""


def of_ipython(line):
    """What to say of a line that is IPython's, or nothing."""
    if "pip install" in line or "conda install" in line:
        return f" (nothing is installed from a cell: install it for {OF_CELLS})"
    if line[:1] in ("%", "!"):
        return " (lines with % and ! are IPython's, not Python's; leave them out)"
    if line[:1] == "?" or line[-1:] == "?":
        return " (? is IPython's, not Python's: write help(…))"
    return ""


def failure(error):
    """What went wrong, with the calls of the cells' own code."""
    first, last = [], collections.deque(maxlen=MAX_CALLS // 2)  # of a recursion there may be millions
    for frame, line in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename in CELLS:
            (first if len(first) < MAX_CALLS // 2 else last).append((frame.f_code, line))
    calls = [{"Cell": CELLS[c.co_filename], "Line": line, "Function": c.co_name} for c, line in (*first, *last)]
    says = told(error)
    if isinstance(error, SyntaxError) and error.filename in CELLS:
        calls, says = [{"Cell": CELLS[error.filename], "Line": error.lineno or 0, "Function": ""}], str(error.msg)
        says += of_ipython((error.text or "").strip())
    elif isinstance(error, ModuleNotFoundError) or isinstance(error, ImportError) and says.startswith("Missing optional dependency"):
        says += f" (install it for {OF_CELLS})"
    elif isinstance(error, SystemExit) and error.code is None:
        says = ""
    cause = error.__cause__
    if cause is not None and cause is not error:
        says += f" (raised from {type(cause).__name__}: {told(cause)})"
    says += missed(error)
    name = type(error).__name__
    says = " ".join(says[:MAX_MESSAGE].split("\n"))
    return {"Message": f"{name}: {says}" if says else name, "Calls": calls}


def execute(name, source):
    """Runs a cell, and gives the value of a last line that is an expression."""
    code = f"<cell {name}>"
    CELLS[code] = name
    linecache.cache[code] = (len(source), None, io.StringIO(source).readlines(), code)
    tree = ast.parse(source, code)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    evaluate(compile(tree, code, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True))
    if last is None:
        return None
    value = evaluate(compile(ast.Expression(last.value), code, "eval", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True))
    VARIABLES["_"] = value
    return None if source.rstrip().endswith(";") else value


def evaluate(code):
    """The value of code, which may await on its outermost level."""
    value = eval(code, VARIABLES)
    return awaited(value) if code.co_flags & inspect.CO_COROUTINE else value


def awaited(coroutine):
    """Waits for a coroutine in the one loop of the session, so that what a cell begins in it goes on when another one waits."""
    global LOOP
    import asyncio

    if LOOP is None or LOOP.is_closed():
        LOOP = asyncio.new_event_loop()
    asyncio.set_event_loop(LOOP)
    task = LOOP.create_task(coroutine)
    try:
        return LOOP.run_until_complete(task)
    except BaseException:
        if not task.done():  # it was interrupted: what it awaits is told, so that it may clean up
            task.cancel()
            LOOP.run_until_complete(asyncio.wait([task]))
        raise


def show(value):
    """Prints a value, unless it is a table that nothing was printed before: that is returned."""
    if value is None or type(value).__name__ == "Figure":
        return None
    pandas = sys.modules.get("pandas")
    if pandas is not None and isinstance(value, pandas.Series):
        value = value.to_frame(value.name if value.name is not None else "value")
    if not Out.printed and (is_frame(value) or is_rows(value)):
        try:
            return table(value, MAX_SHOWN, index=True)
        except ValueError:
            pass  # it is shown as text
    print(repr(value))
    return None


def display(*values):
    """IPython's: shows values in the middle of a cell."""
    for value in values:
        print(value if isinstance(value, str) else repr(value))


def nobody(prompt="", /):
    """input(), where there is nobody who could type."""
    raise EOFError("nobody can be asked while a cell runs: make an input cell, whose name is a variable here")


def figures():
    """The pictures of the figures that are open, which are closed."""
    plot = sys.modules.get("matplotlib.pyplot")
    if plot is None:
        return []
    pictures = []
    try:
        for number in plot.get_fignums()[:MAX_FIGURES]:
            picture = io.BytesIO()
            plot.figure(number).savefig(picture, format="png", bbox_inches="tight")
            if picture.tell() > MAX_FIGURE:
                raise ValueError(f"figure {number} has {picture.tell()} bytes, and may have {MAX_FIGURE}: make it smaller")
            pictures.append(picture.getvalue())
    finally:
        plot.close("all")
    return pictures


def forget_figures():
    try:
        sys.modules["matplotlib.pyplot"].close("all")
    except Exception:
        pass  # there are none, or it cannot close them: the next cell that draws hears of it


def standard():
    """Standard output and error, as new: a cell may have closed or changed them, and exit() closes standard input."""
    sys.stdin = open(os.devnull)
    out = Out(open(1, "wb", buffering=0, closefd=False), encoding="utf-8", errors="replace", write_through=True)
    return out, io.TextIOWrapper(open(2, "wb", buffering=0, closefd=False), encoding="utf-8", errors="replace", write_through=True)


def run(request):
    for name in request["Forget"] or ():
        VARIABLES.pop(name, None)
    VARIABLES.update(request["Set"] or {})
    frames = {name: received(receive()["Frame"]) for name in request["Frames"] or ()}
    sys.stdout, sys.stderr = streams = standard()
    signal.signal(signal.SIGINT, interrupt)
    Out.printed = Moment.interrupted = False
    wrong, shown, pictures, memory = None, None, [], False
    try:
        try:
            Moment.running = True
            for name in list(frames):
                VARIABLES[name] = dataframe(*frames.pop(name))
            shown = show(execute(request["Cell"], request["Source"]))
            pictures = figures()
        finally:
            Moment.running = False
    except MemoryError:
        wrong, memory = out_of_memory(), True
    except BaseException as error:
        wrong = failure(error)
        forget_figures()
    for stream in streams:
        try:
            stream.flush()
        except (OSError, ValueError):
            pass  # the cell closed it
    done = {"Failure": wrong, "Full": memory and full(), "Shapes": shapes(), "Figures": len(pictures), "Table": False}
    lines = [encoded({"Figure": base64.b64encode(p).decode()}) for p in pictures]
    if shown is not None:
        heads, rows, count, total = shown
        done["Table"], done["Total"] = True, total
        lines += [encoded({"Frame": {"Columns": heads, "Rows": count}}), *rows]
    try:
        os.write(1, request["Mark"].encode())
    except OSError:
        pass  # the cell closed standard output
    send(encoded({"Done": done}), *lines)


def out_of_memory():
    """What to say where memory ran out; to say it, the limit is higher for a moment."""
    RESERVE.clear()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
        wrong = failure(sys.exc_info()[1])
        wrong["Message"] += " (the session may have %d MB)" % (soft >> 20) if soft > 0 else ""
        forget_figures()
        return wrong
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def full():
    """Whether what the session keeps leaves so little of its memory that not even a library would load."""
    gc.collect()
    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    try:
        mmap.mmap(-1, limit // 4 if limit > 0 else 1).close()
    except (OSError, MemoryError):
        return True
    return False


def reply(question):
    """Answers what is no cell: a value for a template, or a variable as a frame."""
    Moment.running, Moment.interrupted = True, False
    signal.signal(signal.SIGINT, interrupt)
    try:
        if "Frame" in question:
            value = VARIABLES.get(question["Frame"])
            if not is_frame(value) and type(value) not in (list, Rows):
                raise ValueError("it is no dataframe and no list of dicts")
            heads, rows, count, _ = table(value)
            lines = [encoded({"Frame": {"Columns": heads, "Rows": count}}), *rows]
        else:
            line = encoded({"Value": template(VARIABLES[question["Value"]])})
            if len(line) > MAX_TEMPLATE:
                raise ValueError("it is too large for a template")
            lines = [line]
    except BaseException as error:
        lines = [encoded({"Error": " ".join((str(error) or type(error).__name__)[:MAX_MESSAGE].split("\n"))})]
    finally:
        Moment.running = False
    send(*lines)


# What Hex's own library has for code, as far as there is something behind it here.


class QueryError(Exception):
    """What the database, or the notebook, has against a query."""


class DataConnection:
    def __init__(self, name):
        self.name = name

    def query(self, sql):
        return ask({"Query": {"Connection": self.name, "SQL": str(sql)}})

    def __repr__(self):
        return f"<data connection {self.name!r}>"


def get_data_connection(name):
    ask({"Connected": str(name)})
    return DataConnection(str(name))


def library():
    hextoolkit = types.ModuleType("hextoolkit", "The part of Hex's library that runs here: data connections and their queries.")
    hextoolkit.get_data_connection, hextoolkit.QueryError = get_data_connection, QueryError
    return hextoolkit


def main():
    sys.modules["__main__"] = MODULE
    sys.modules["hextoolkit"] = library()
    sys.argv = ["notebook"]
    MODULE.__builtins__ = builtins
    builtins.display, builtins.input = display, nobody
    os.environ.update(MPLBACKEND="agg", MPLCONFIGDIR=os.environ.get("TMPDIR", "/tmp"))
    warnings.filterwarnings("ignore", message=".*(non-GUI backend|is non-interactive).*")
    signal.signal(signal.SIGINT, interrupt)
    while True:
        request = receive()
        if "Run" in request:
            run(request["Run"])
        else:
            reply(request)


main()
