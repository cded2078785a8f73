"""What a written number can stand for, and in which unit the forms count it."""

from __future__ import annotations

from decimal import Decimal

from nianbao.checks.claims.claim import Quantity
from nianbao.checks.claims.words.roles import Role
from nianbao.model.figure import Figure, Number, State
from nianbao.model.numbering import NUMERALS
from nianbao.patterns import regex

MYRIAD = 10_000


def meant(value: Number, more: str, myriad: str) -> tuple[Number, Number]:
    """The least and the most that a written number can stand for.

    20余 is from 20 to 30, 1.2万 from 11,500 to 12,500; a decimal fraction was rounded.
    """
    scale = MYRIAD if myriad else 1
    if isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        unit: Number = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    else:
        unit = 1
        while more and value != 0 and value % (unit * 10) == 0:
            unit *= 10
    if more:
        return value * scale, (value + unit) * scale
    if isinstance(value, Decimal) or myriad:
        return (value - unit / Decimal(2)) * scale, (value + unit / Decimal(2)) * scale
    return value, value


_DIGITS = {"零": 0, "〇": 0, "两": 2} | {numeral: i for i, numeral in enumerate(NUMERALS[:9], 1)}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def in_chinese(text: str) -> int | None:
    """The value of a Chinese numeral below 10,000, such as 一千三百零二; None if it is none."""
    value, digit, last = 0, None, 10_000
    for character in text:
        if (unit := _UNITS.get(character)) is not None:
            if unit >= last or (digit in {None, 0} and (unit != 10 or value)):
                return None
            value, digit, last = value + (digit or 1) * unit, None, unit
        elif digit or character not in _DIGITS:
            return None
        else:
            digit = _DIGITS[character]
    return value + (digit or 0)


_RATE = regex(
    rf"百分之(?:(?P<arabic>\d+(?:\.\d+)?)|(?P<chinese>[{NUMERALS}百零]+)(?:点(?P<fraction>[{NUMERALS[:9]}零]+))?)"
    rf"|(?P<tenths>[{NUMERALS[:9]}两])成(?P<more>[{NUMERALS[:9]}半多]?)(?![为功立员果长本熟因都交分效就])"
)


def rate(text: str, position: int) -> tuple[str, Number, Number, Number] | None:
    """百分之二十, 三成: how it is written, its value, and the least and the most that it can stand for."""
    found = _RATE.match(text, position)
    if found is None:
        return None
    if found["tenths"]:
        return found[0], *_in_tenths(in_chinese(found["tenths"]) or 0, found["more"])
    whole = in_chinese(found["chinese"] or "")
    if whole is None:
        return None
    digits = found["arabic"] or str(whole)
    if found["fraction"]:
        digits += "." + "".join(str(_DIGITS[each]) for each in found["fraction"])
    value: Number = Decimal(digits) if "." in digits else int(digits)
    return found[0], value, *meant(value, "", "")


def _in_tenths(tenths: int, more: str) -> tuple[int, int, int]:
    """三成, 三成多, 三成半, 三成三 in percent: the value, the least and the most."""
    value = tenths * 10
    if more == "多":
        return value, value, value + 10
    if not more:
        return value, value - 5, value + 5
    value += 5 if more == "半" else in_chinese(more) or 0
    return value, value - 2, value + 2


_NEAR = {  # how far a number may be off, as factors
    Role.ABOUT: (Decimal("0.9"), Decimal("1.1")),
    Role.ABOVE: (Decimal(1), Decimal("1.5")),
    Role.BELOW: (Decimal("0.8"), Decimal(1)),
}


def near(quantity: Quantity, about: Role | None) -> Quantity:
    """约20件, 超过20件, 近20件: a tenth either way, up to half as much again, a fifth less."""
    if quantity.value is None or about is None:
        return quantity
    low, high = _NEAR[about]
    return quantity._replace(low=quantity.low * low, high=quantity.high * high)


def is_money(measure: str) -> bool:
    """Whether the measure is a unit of money."""
    return Figure(State.NUMBER, 1, unit=measure).in_yuan is not None


def in_unit(quantity: Quantity) -> Quantity:
    """Money in 万元, the unit of the forms; an amount is rounded where it ends."""
    yuan = Figure(State.NUMBER, 1, unit=quantity.measure).in_yuan
    if yuan is None or quantity.value is None:
        return quantity
    factor = yuan / MYRIAD
    low, high = quantity.low, quantity.high
    if low == high != 0:
        low, high = low - Decimal("0.5"), high + Decimal("0.5")
    return quantity._replace(value=quantity.value * factor, low=low * factor, high=high * factor)


TIMES = "倍"


def in_percent(quantity: Quantity, *, more: bool) -> Quantity:
    """增加2倍 (``more``) or 是上年的3倍, as a growth in percent."""
    if quantity.value is None:
        return quantity
    value, low, high = (
        (Decimal(number) - (0 if more else 1)) * 100
        for number in (quantity.value, quantity.low, quantity.high)
    )
    half = 0 if isinstance(quantity.value, Decimal) else 50  # 2倍 is 1.5 to 2.5
    return quantity._replace(value=value, low=low - half, high=high + half, measure="%")


def negative(quantity: Quantity) -> Quantity:
    """减少5件."""
    if quantity.value is None:
        return quantity
    return quantity._replace(value=-quantity.value, low=-quantity.high, high=-quantity.low)
