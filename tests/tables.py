"""Tables of typed lines, tried in one test each: a test for every line costs far more than reading the line does."""

from collections.abc import Callable, Iterable, Sequence
from inspect import Signature, signature
from typing import Any


def each_row(names: str | Sequence[str], rows: Iterable[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Try all rows in one test, and report all that fail together. `names` are the parameters that a row gives.

    As with `pytest.mark.parametrize`, one name takes each row as it is. The other parameters are fixtures, which all
    rows share.
    """
    table = [(row,) for row in rows] if isinstance(names, str) else [tuple(row) for row in rows]
    given = [names] if isinstance(names, str) else list(names)
    assert table, "a table without rows proves nothing"

    def decorated(test: Callable[..., None]) -> Callable[..., None]:
        def tried(**fixtures: Any) -> None:
            failures: list[Exception] = []
            for row in table:
                try:
                    test(**fixtures, **dict(zip(given, row, strict=True)))
                except Exception as failure:
                    failure.add_note(f"the row: {row!r}")
                    failures.append(failure)
            if failures:
                raise ExceptionGroup(f"{len(failures)} of {len(table)} rows", failures)

        tried.__name__, tried.__qualname__, tried.__doc__ = test.__name__, test.__qualname__, test.__doc__
        tried.__module__ = test.__module__
        shared = [each for name, each in signature(test).parameters.items() if name not in given]
        tried.__signature__ = Signature(shared)  # pyright: ignore[reportFunctionMemberAccess]
        return tried

    return decorated
