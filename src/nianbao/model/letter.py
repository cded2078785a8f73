"""The letter that goes up with a report (报送函): what it says that the report does not."""

import datetime
from typing import NamedTuple


class Letter(NamedTuple):
    """``to`` is the organ that it is addressed to (主送机关), ``number`` its reference (发文字号), ``date``
    its day where that is not the report's, ``enclosures`` what is sent with it if that is more than the
    report, ``contact`` who answers questions. Empty where nobody has said."""

    to: str = ""
    number: str = ""
    date: datetime.date | None = None
    enclosures: tuple[str, ...] = ()
    contact: str = ""


NONE = Letter()
