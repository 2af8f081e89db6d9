"""A call of ours put into a function of the standard library, in place: the function, its class, its file, its lines
and columns stay what they are, so that nobody who holds it has another, and a traceback through it reads the same.

What is called stands in the code as a constant: no name is added to the module.
"""

from collections.abc import Callable
from types import CodeType, FunctionType
from typing import Any

ONLY_TREE = 0x400
"""PyCF_ONLY_AST: `ast` is a module that the program may not have imported."""
_LOCAL = "_selector_playground"


def _syntax() -> Any:
    return __import__("_ast")


def call(hook: str, like: Any, *names: str) -> Any:
    """The expression ``hook(*names)``, at the place of the node ``like``. It keeps the hook in a local variable: of a
    constant that is called, the compiler warns."""
    tree = _syntax()
    held = tree.NamedExpr(_node("Name", like, _LOCAL, tree.Store()), _node("Constant", like, hook))
    placed(held, like)
    given = [_node("Name", like, name, tree.Load()) for name in names]
    return placed(tree.Call(held, given, []), like)


def _node(kind: str, like: Any, *fields: Any) -> Any:
    return placed(getattr(_syntax(), kind)(*fields), like)


def placed(node: Any, like: Any) -> Any:
    """The node, with the place of another one in the source."""
    node.lineno, node.col_offset = like.lineno, like.col_offset
    node.end_lineno, node.end_col_offset = like.end_lineno, like.end_col_offset
    return node


def name(name: str, like: Any) -> Any:
    """The value of a variable."""
    return _node("Name", like, name, _syntax().Load())


def statement(expression: Any) -> Any:
    """A statement that only evaluates it."""
    return placed(_syntax().Expr(expression), expression)


def kept(name: str, expression: Any) -> Any:
    """A statement that gives it a name."""
    tree = _syntax()
    return placed(tree.Assign([_node("Name", expression, name, tree.Store())], expression), expression)


def guarded(body: "list[Any]", told: Any) -> Any:
    """The statements; while they raise, ``told`` is evaluated."""
    tree = _syntax()
    handler = placed(tree.ExceptHandler(None, None, [statement(told), placed(tree.Raise(None, None), told)]), told)
    return placed(tree.Try(body, [handler], [], []), body[0])


def before_each(
    body: "list[Any]", wanted: Callable[[Any], bool], made: Callable[[Any], Any], after: bool = False
) -> int:
    """Put a statement before (or after) each that is wanted, wherever in these statements it stands; how many."""
    found, place = 0, 0
    while place < len(body):
        one = body[place]
        for name in ("body", "orelse", "finalbody"):
            found += before_each(getattr(one, name, None) or [], wanted, made, after)
        for handler in getattr(one, "handlers", ()):
            found += before_each(handler.body, wanted, made, after)
        if wanted(one):
            body.insert(place + after, made(one))
            found, place = found + 1, place + 1
        place += 1
    return found


def rewrite(function: Any, source: "list[str]", change: Callable[[Any], bool], hooks: "dict[str, Any]") -> bool:
    """Change the function's statements, and put the hooks in the place of their names. False: it is not as expected,
    and stays as it was."""
    if type(function) is not FunctionType or function.__code__.co_freevars not in ((), ("__class__",)):
        return False
    old = function.__code__
    tree: Any = compile(_alone(source, old), old.co_filename, "exec", ONLY_TREE, dont_inherit=True)
    definition = tree.body[0].body[0]
    if definition.name != old.co_name or not change(definition):
        return False
    new = _inner(_inner(compile(tree, old.co_filename, "exec", dont_inherit=True)))
    if new.co_freevars != old.co_freevars:
        return False
    constants = tuple(hooks.get(one, one) if type(one) is str else one for one in new.co_consts)
    changes: dict[str, Any] = {"co_consts": constants, "co_flags": old.co_flags}
    if hasattr(old, "co_qualname"):
        changes["co_qualname"] = old.co_qualname
    function.__code__ = new.replace(**changes)
    return True


def _inner(code: CodeType) -> CodeType:
    return next(one for one in code.co_consts if type(one) is CodeType)


def _alone(source: "list[str]", old: CodeType) -> str:
    """The definition at its own place in a source that has nothing else but a class around it, for ``super()``."""
    return "\n" * (old.co_firstlineno - 2) + "class around:\n" + _block(source, old.co_firstlineno)


def _block(source: "list[str]", first: int) -> str:
    """The lines of the definition that begins there, counted from 1: until one that stands no deeper."""
    head = source[first - 1]
    deep = len(head) - len(head.lstrip())
    last = first
    while last < len(source):
        line = source[last]
        if line.strip() and len(line) - len(line.lstrip()) <= deep:
            break
        last += 1
    return "\n".join(source[first - 1 : last]) + "\n"
