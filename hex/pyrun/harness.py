# One interpreter of hextui's: it starts inside its sandbox, says that it is ready, takes one request, answers and ends. Where
# the request is to talk, the program that it has is hextui's own, and takes further ones.
# Requests come on descriptor 3 and answers go to 4, one JSON object a line. The program's own standard output and error
# are one pipe, and its standard input is at its end.
import ast, builtins, io, json, linecache, os, resource, sys, traceback, types, warnings

NAME = "program.py"
HEADROOM = 32 << 20  # what is left to say that memory ran out, in bytes
RESERVE = [bytearray(4 << 20)]  # and what is given back to get there

CALLS = {
    "eval", "exec", "compile", "open", "__import__", "globals", "locals", "getattr", "setattr", "delattr",
    "input", "file", "reload", "execfile", "raw_input", "quit", "exit",
}
MODULES = {"os", "subprocess", "sys"}


class Scope:
    """A module, class, function or comprehension, and the names that are bound in it."""

    def __init__(self, parent, kind):
        self.parent = parent
        self.kind = kind
        self.local = kind in ("function", "comprehension")  # a name bound in here is never the builtin one
        self.bound = {}  # name -> where: (position, blocks)
        self.globals, self.nonlocals = set(), set()
        self.deleted = set()


class Check:
    """What code imports and calls. It walks without recursion: hostile code may nest deeper than Python's stack.

    A call of a banned name counts whatever the name stands for. Any other use of it (an alias, a decorator, an argument)
    counts unless the name surely stands for something of the code's own: it is local to a function, or was bound before
    by a statement that ran for certain.
    """

    def __init__(self, tree):
        self.imports, self.calls = [], []  # (name, position)
        self.uses = []  # (name, position, scope, blocks) of names that are only read
        self.builtins = {"__builtins__"}  # names that stand for the module
        self.aliases = []  # (name, expression): x = builtins
        self.accesses = []  # expressions that may be an access to a member of builtins
        self.stack = [(tree, Scope(None, "module"), ())]
        while self.stack:
            self.visit(*self.stack.pop())
        self.resolve()

    def push(self, nodes, scope, blocks):
        self.stack.extend((node, scope, blocks) for node in nodes if node is not None)

    def bind(self, scope, name, position, blocks, certain=True):
        if name in scope.globals or name in scope.nonlocals:
            return
        if certain or scope.local:
            scope.bound.setdefault(name, []).append((position, blocks))

    def visit(self, node, scope, blocks):
        method = getattr(self, "visit_" + type(node).__name__, None)
        if method is not None:
            method(node, scope, blocks)
        else:
            self.push(ast.iter_child_nodes(node), scope, blocks)

    # Statements whose blocks may not run, or not to their end: what is bound in one holds only further down in it.

    def visit_blocks(self, node, scope, blocks):
        for name, value in ast.iter_fields(node):
            if name in ("body", "orelse", "finalbody") and isinstance(value, list):
                self.push(value, scope, blocks + ((id(node), name),))
            elif isinstance(value, list):
                self.push((v for v in value if isinstance(v, ast.AST)), scope, blocks)
            elif isinstance(value, ast.AST):
                self.push([value], scope, blocks)

    visit_If = visit_While = visit_Try = visit_TryStar = visit_blocks

    def visit_With(self, node, scope, blocks):
        for item in node.items:
            self.push([item.context_expr], scope, blocks)
            self.targets(item.optional_vars, scope, blocks, end(item.optional_vars or item.context_expr))
        self.push(node.body, scope, blocks + ((id(node), "body"),))

    visit_AsyncWith = visit_With

    def visit_For(self, node, scope, blocks):
        self.push([node.iter], scope, blocks)
        inside = blocks + ((id(node), "body"),)
        self.targets(node.target, scope, inside, end(node.iter))
        self.push(node.body, scope, inside)
        self.push(node.orelse, scope, blocks + ((id(node), "orelse"),))

    visit_AsyncFor = visit_For

    def visit_ExceptHandler(self, node, scope, blocks):
        self.push([node.type], scope, blocks)
        inside = blocks + ((id(node), "body"),)
        if node.name:
            self.bind(scope, node.name, start(node), inside)
        self.push(node.body, scope, inside)

    def visit_match_case(self, node, scope, blocks):
        inside = blocks + ((id(node), "body"),)
        patterns = [node.pattern]
        while patterns:
            pattern = patterns.pop()
            for name in (getattr(pattern, "name", None), getattr(pattern, "rest", None)):
                if isinstance(name, str):
                    self.bind(scope, name, end(node.pattern), inside)
            for child in ast.iter_child_nodes(pattern):
                if isinstance(child, ast.expr):
                    self.push([child], scope, blocks)
                else:
                    patterns.append(child)
        self.push([node.guard], scope, inside)
        self.push(node.body, scope, inside)

    # Statements that bind.

    def targets(self, target, scope, blocks, position):
        targets = [target]
        while targets:
            t = targets.pop()
            if isinstance(t, ast.Name):
                self.bind(scope, t.id, position, blocks)
            elif isinstance(t, (ast.Tuple, ast.List)):
                targets.extend(t.elts)
            elif isinstance(t, ast.Starred):
                targets.append(t.value)
            elif t is not None:
                self.push([t], scope, blocks)

    def visit_Assign(self, node, scope, blocks):
        self.push([node.value], scope, blocks)
        for target in node.targets:
            self.targets(target, scope, blocks, end(node))
            if isinstance(target, ast.Name):
                self.aliases.append((target.id, node.value))

    def visit_AnnAssign(self, node, scope, blocks):
        self.push([node.annotation, node.value], scope, blocks)
        if node.value is not None or scope.local:
            self.targets(node.target, scope, blocks, end(node))
        if isinstance(node.target, ast.Name) and node.value is not None:
            self.aliases.append((node.target.id, node.value))

    def visit_AugAssign(self, node, scope, blocks):
        self.push([node.value], scope, blocks)
        self.targets(node.target, scope, blocks, end(node))

    def visit_NamedExpr(self, node, scope, blocks):
        self.push([node.value], scope, blocks)
        holder = scope
        while holder.kind == "comprehension":
            holder = holder.parent
        self.bind(holder, node.target.id, end(node), blocks, certain=False)
        self.aliases.append((node.target.id, node.value))

    def visit_Delete(self, node, scope, blocks):
        for target in node.targets:
            if isinstance(target, ast.Name):
                scope.deleted.add(target.id)
                self.bind(scope, target.id, end(node), blocks, certain=False)
            else:
                self.push([target], scope, blocks)

    def visit_Global(self, node, scope, blocks):
        elsewhere = scope.globals if isinstance(node, ast.Global) else scope.nonlocals
        elsewhere.update(node.names)
        for name in node.names:
            scope.bound.pop(name, None)

    visit_Nonlocal = visit_Global

    def visit_Import(self, node, scope, blocks):
        for alias in node.names:
            self.imports.append((alias.name, start(node)))
            self.bind(scope, alias.asname or alias.name.split(".")[0], end(node), blocks)
            if alias.name == "builtins":
                self.builtins.add(alias.asname or alias.name)

    def visit_ImportFrom(self, node, scope, blocks):
        module = "." * node.level + (node.module or "")
        self.imports.append((module, start(node)))
        for alias in node.names:
            if module == "builtins" and alias.name in CALLS:
                self.calls.append((alias.name, start(node)))
            self.bind(scope, alias.asname or alias.name, end(node), blocks)

    # Scopes of their own.

    def visit_FunctionDef(self, node, scope, blocks):
        self.bind(scope, node.name, start(node.body[0]), blocks)
        self.push(node.decorator_list, scope, blocks)
        self.push(getattr(node, "type_params", ()), scope, blocks)
        self.push([node.returns], scope, blocks)
        self.function(node.args, node.body, scope, blocks)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node, scope, blocks):
        self.function(node.args, [node.body], scope, blocks)

    def function(self, args, body, scope, blocks):
        inner = Scope(scope, "function")
        every = getattr(args, "posonlyargs", []) + args.args + args.kwonlyargs + [args.vararg, args.kwarg]
        for arg in every:
            if arg is not None:
                self.bind(inner, arg.arg, (0, 0), ())
                self.push([arg.annotation], scope, blocks)
        self.push(args.defaults, scope, blocks)
        self.push(args.kw_defaults, scope, blocks)
        self.push(body, inner, blocks)

    def visit_ClassDef(self, node, scope, blocks):
        self.bind(scope, node.name, start(node.body[0]), blocks)
        self.push(node.decorator_list, scope, blocks)
        self.push(getattr(node, "type_params", ()), scope, blocks)
        self.push(node.bases, scope, blocks)
        self.push((k.value for k in node.keywords), scope, blocks)
        self.push(node.body, Scope(scope, "class"), blocks)

    def visit_ListComp(self, node, scope, blocks):
        inner = Scope(scope, "comprehension")
        for i, generator in enumerate(node.generators):
            self.push([generator.iter], inner if i else scope, blocks)
            self.targets(generator.target, inner, blocks, (0, 0))
            self.push(generator.ifs, inner, blocks)
        results = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        self.push(results, inner, blocks)

    visit_SetComp = visit_GeneratorExp = visit_DictComp = visit_ListComp

    # Uses.

    def visit_Name(self, node, scope, blocks):
        if node.id in CALLS and isinstance(node.ctx, ast.Load):
            self.uses.append((node.id, start(node), scope, blocks))

    def visit_Call(self, node, scope, blocks):
        if isinstance(node.func, ast.Name) and node.func.id in CALLS:
            self.calls.append((node.func.id, start(node.func)))
        self.accesses.append(node)
        self.push(ast.iter_child_nodes(node), scope, blocks)

    def visit_Attribute(self, node, scope, blocks):
        self.accesses.append(node)
        self.push([node.value], scope, blocks)

    def visit_Subscript(self, node, scope, blocks):
        self.accesses.append(node)
        self.push([node.value, node.slice], scope, blocks)

    # After the walk every binding is known.

    def resolve(self):
        for name, position, scope, blocks in self.uses:
            if not self.own(name, position, scope, blocks):
                self.calls.append((name, position))
        known = -1
        while known != len(self.builtins):
            known = len(self.builtins)
            self.builtins.update(name for name, value in self.aliases if self.is_builtins(value))
        for node in self.accesses:
            name = self.member(node)
            if name in CALLS:
                self.calls.append((name, start(node)))

    def own(self, name, position, scope, blocks):
        """Whether a name that is read surely is one of the code's own."""
        at, skip = scope, False
        while at is not None:
            skip = skip or name in at.globals
            if not (skip and at.kind != "module" or at.kind == "class" and at is not scope):
                if at.local and name in at.bound:
                    return True
                for bound, inside in at.bound.get(name, ()):
                    if name not in at.deleted and bound <= position and blocks[: len(inside)] == inside:
                        return True
            at = at.parent
        return False

    def is_builtins(self, node):
        """Whether an expression is the module builtins, or the dictionary of its members."""
        while True:
            if isinstance(node, ast.Name):
                return node.id in self.builtins
            if isinstance(node, ast.Attribute) and node.attr == "__dict__":
                node = node.value
            elif isinstance(node, ast.Attribute) and node.attr == "__self__":  # print.__self__ is builtins
                return isinstance(node.value, ast.Name) and hasattr(builtins, node.value.id)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "vars" and node.args:
                node = node.args[0]
            else:
                return False

    def member(self, node):
        """The name of the member of builtins that an expression takes, None for any other expression."""
        if isinstance(node, ast.Attribute):
            return node.attr if self.is_builtins(node.value) else None
        if isinstance(node, ast.Subscript):
            return text(node.slice) if self.is_builtins(node.value) else None
        func = node.func
        if isinstance(func, ast.Attribute) and node.args and self.is_builtins(func.value):
            if func.attr in ("get", "pop", "__getitem__", "__getattribute__"):
                return text(node.args[0])
        return None


def start(node):
    return (node.lineno, node.col_offset)


def end(node):
    return (node.end_lineno, node.end_col_offset)


def text(node):
    """The text that an expression surely is: a string, strings put together."""
    parts, todo = [], [node]
    while todo:
        node = todo.pop()
        if type(node).__name__ == "Index":  # around a subscript, until Python 3.8
            todo.append(node.value)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            todo += [node.right, node.left]
        elif isinstance(node, ast.JoinedStr):
            todo += reversed(node.values)
        elif isinstance(node, ast.FormattedValue):
            todo.append(node.value)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            parts.append(node.value)
        else:
            return None
    return "".join(parts)


def first(uses):
    """Every name once, with the line of its first use, in the order of the code."""
    lines = {}
    for name, position in sorted(uses, key=lambda use: use[1]):
        lines.setdefault(name, position[0])
    return [{"Name": name, "Line": line} for name, line in lines.items()]


def check(code):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(code, NAME)
            compile(code, NAME, "exec", dont_inherit=True)
    except SyntaxError as e:
        return {"Syntax": {"Message": str(e.msg), "Line": e.lineno or 0, "Column": e.offset or 0}}
    except (RecursionError, MemoryError):
        return {"Syntax": {"Message": "the code is nested too deeply"}}
    except (ValueError, OverflowError) as e:
        return {"Syntax": {"Message": str(e)}}
    found = Check(tree)
    banned = [use for use in found.imports if use[0].split(".")[0] in MODULES]
    return {"Imports": first(found.imports), "BannedImports": first(banned), "BannedCalls": first(found.calls)}


def limit(limits):
    """What the program may use, as hard limits, which nothing in here can raise."""
    memory = limits["Memory"]
    for what, soft, hard in (
        ("RLIMIT_AS", memory, memory + HEADROOM),
        ("RLIMIT_FSIZE", limits["Files"], limits["Files"]),
        ("RLIMIT_CORE", 0, 0),
        ("RLIMIT_NOFILE", 256, 256),
        ("RLIMIT_CPU", limits["Seconds"], limits["Seconds"] + 1),
        ("RLIMIT_NPROC", limits["Processes"], limits["Processes"]),
        ("RLIMIT_MSGQUEUE", 0, 0),
        ("RLIMIT_MEMLOCK", 0, 0),
    ):
        number = getattr(resource, what, None)
        if number is None:
            continue
        most = resource.getrlimit(number)[1]
        if most != resource.RLIM_INFINITY:
            soft, hard = min(soft, most), min(hard, most)
        try:
            resource.setrlimit(number, (soft, hard))
        except ValueError:
            # macOS refuses limits of memory that are below what a process has; there the parent looks after it.
            if sys.platform != "darwin":
                raise


def tell(error):
    """Writes the traceback of the program's own frames."""
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename != NAME:
        trace = trace.tb_next
    try:
        traceback.print_exception(type(error), error, trace)
    except Exception:
        print(type(error).__name__, file=sys.stderr)


def run(code):
    """Runs a program as python3 runs a file, and says how it ended."""
    module = types.ModuleType("__main__")
    module.__builtins__ = builtins
    sys.modules["__main__"] = module
    sys.argv = [NAME]
    linecache.cache[NAME] = (len(code), None, io.StringIO(code, newline=None).readlines(), NAME)
    try:
        exec(compile(code, NAME, "exec", dont_inherit=True), module.__dict__)
    except SystemExit as e:
        if e.code is None or isinstance(e.code, int):
            number = int(e.code or 0)
            return {"Ended": "exited", "Code": number if -(1 << 31) <= number < 1 << 31 else -1}
        print(e.code, file=sys.stderr)
        return {"Ended": "exited", "Code": 1}
    except MemoryError as e:
        RESERVE.clear()
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
        tell(e)
        return {"Ended": "memory limit"}
    except BaseException as e:
        tell(e)
        return {"Ended": "raised"}
    return {"Ended": "finished"}


def main():
    def answer(what):
        os.write(4, json.dumps(what).encode() + b"\n")

    answer({"Ready": "%d.%d.%d" % sys.version_info[:3]})
    requests = open(3, "rb")
    line = requests.readline()
    if not line:
        return
    request = json.loads(line)
    limit(request["Limits"])
    if request["Talk"]:
        space = {"__name__": "talk", "REQUESTS": requests, "ANSWERS": 4, "RESERVE": RESERVE}
        exec(compile(request["Code"], "talk.py", "exec", dont_inherit=True), space)
        return
    requests.close()
    if request["Check"]:
        found = check(request["Code"])
        answer({"Findings": found})
        if not request["Run"] or found.get("BannedCalls") or found.get("BannedImports"):
            return
    answer(run(request["Code"]))


main()
