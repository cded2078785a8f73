"""Named tuples that are defined in a seventh of the time: ``typing.NamedTuple`` compiles a function for each
class, and a start defines a hundred.

They are written, typed and used alike. What is made with names or defaults takes three times as long, a
microsecond, so what is made by the thousand stays with ``typing``.
"""

from __future__ import annotations

import sys
from collections import namedtuple
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING or sys.version_info >= (3, 14):  # where a class body has no types of fields yet
    from typing import NamedTuple as NamedTuple
else:
    _FIELDS = [f"field{number}" for number in range(32)]
    # The n-th value of any tuple, as named tuples have it: their descriptors know no more of a class than n.
    _PLACES = [*map(vars(namedtuple("_Any", _FIELDS)).__getitem__, _FIELDS)]

    def _new(cls: Any, *given: Any, **named: Any) -> Any:
        missing = len(cls._fields) - len(given)
        if missing or named:
            if named or not 0 < missing <= len(cls._usual):
                given = _filled(cls, given, named)
            else:
                given += cls._usual[-missing:]
        return tuple.__new__(cls, given)

    def _filled(cls: Any, given: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
        """The values of all fields, with those given by name and the usual ones. Raises TypeError."""
        rest = cls._fields[len(given) :]
        values = {**cls._field_defaults, **named}
        if len(given) > len(cls._fields) or not named.keys() <= set(rest) or not values.keys() >= set(rest):
            raise TypeError(f"{cls.__name__} has the fields {', '.join(cls._fields)}")
        return given + tuple([values[field] for field in rest])

    def _make(cls: Any, values: Any) -> Any:
        return cls(*values)

    def _replace(self: Any, /, **named: Any) -> Any:
        changed = [named.pop(field, value) for field, value in zip(self._fields, self, strict=True)]
        if named:
            raise TypeError(f"{type(self).__name__} has no field {', '.join(named)}")
        return tuple.__new__(type(self), changed)

    def _asdict(self: Any) -> dict[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    def _repr(self: Any) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
        return f"{type(self).__name__}({values})"

    def _values(self: Any) -> tuple[Any, ...]:
        return tuple(self)

    _SHARED = {
        "__slots__": (),
        "__new__": _new,
        "__repr__": _repr,
        "__getnewargs__": _values,  # for pickle
        "__replace__": _replace,
        "_make": classmethod(_make),
        "_replace": _replace,
        "_asdict": _asdict,
    }

    class _Definition(type):
        """Makes a class of tuples of a class that is written below NamedTuple."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> Any:
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = tuple(body.get("__annotations__", ()))
            usual = {field: body[field] for field in fields if field in body}
            names = {
                "_fields": fields,
                "_field_defaults": usual,
                "_usual": tuple(usual.values()),  # those of the last fields
                "__match_args__": fields,
            }
            return type(
                name, (tuple,), {**_SHARED, **body, **names, **dict(zip(fields, _PLACES, strict=False))}
            )

    class NamedTuple(metaclass=_Definition):
        """What is written below it is a class of tuples whose fields have names and types."""
