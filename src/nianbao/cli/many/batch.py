"""Any number of inputs by one command: options, order of what is said, files that are kept, the sum of it
all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from nianbao.cli.frame import files, say
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.frame.option import Decorated
from nianbao.cli.many.progress import Progress
from nianbao.cli.many.summary import Summary
from nianbao.files.places import Unreachable
from nianbao.jobs.entry import Answer, Entry, one_by_one
from nianbao.jobs.inputs import Input, NothingInside, Wanted, inputs
from nianbao.jobs.parts import Crashed, Done, Failed, Kept, NewFile, Part, Said, Work
from nianbao.problem import InputError, OutputError, shown

if TYPE_CHECKING:
    from nianbao.files.places import Place
    from nianbao.jobs.finished import Finished
    from nianbao.jobs.log import Log
    from nianbao.jobs.pools import Pool


class Options(NamedTuple):
    """How a run is to be done, as the options of each command say it."""

    jobs: int | None
    scheduler: str | None
    resume: bool
    log: Path | None
    quiet: bool


def options(command: Decorated) -> Decorated:
    """The options of all commands that take any number of files."""
    return _with(command, (*_WHERE, _RESUME, *_TOLD))


def options_of_going_on(command: Decorated) -> Decorated:
    """The same for a command that always goes on where it was: it can be told to begin anew."""
    return _with(command, (*_WHERE, _AFRESH, *_TOLD))


def _with(command: Decorated, several: Sequence[Callable[[Decorated], Decorated]]) -> Decorated:
    for option in reversed(several):
        command = option(command)
    return command


_WHERE: Sequence[Callable[[Any], Any]] = (
    click.option(
        "--jobs",
        metavar="个数",
        type=click.IntRange(min=1),
        help="同时用几个进程；默认和本机处理器的核数一样，文件少时不另开进程。",
    ),
    click.option(
        "--scheduler",
        metavar="地址",
        help="交给这个地址的 Dask 集群去做，如 tcp://10.0.0.1:8786；要安装 nianbao[cluster]。",
    ),
)
_RESUME: Callable[[Any], Any] = click.option(
    "--resume", is_flag=True, help="接着上次没有做完的做：内容没有变、已经做好的不再做。"
)
_AFRESH: Callable[[Any], Any] = click.option(
    "--resume/--afresh", default=True, help="内容没有变的文件不再读（默认）；加 --afresh 全部重新读。"
)
_TOLD: Sequence[Callable[[Any], Any]] = (
    click.option(
        "--log",
        metavar="文件",
        type=click.Path(dir_okay=False, path_type=Path),
        help="每做完一份，在这个文件里记一行 JSON，给程序用。",
    ),
    click.option("--quiet", "-q", is_flag=True, help="不显示进度和最后的汇总；出错照样告诉您。"),
)


class Task(NamedTuple):
    """What a command does with many inputs.

    ``words`` are what the ends are called, by exit code; ``libraries`` are the modules that a process
    loads before its first job, and ``least`` is the number of inputs from which on processes of their own
    pay. ``steps`` are the files that are made of one input. ``summed_up`` tells whether the user hears at the
    end how many inputs ended how.
    """

    name: str
    doing: str
    work: Work
    order: object
    words: Mapping[ExitCode, str]
    libraries: Sequence[str] = ()
    least: int = 8
    steps: int = 1
    summed_up: bool = True


Gather = Callable[[Input], object]  # the job of an input; raises InputError, Unreachable
Keep = Callable[[Input, NewFile], tuple[Part, ...]]  # writes a file


def expanded(named: Iterable[Place], wanted: Wanted, doing: str) -> list[Input]:
    """The files that were named and those of the folders. Raises UsageError if a folder has none that
    counts."""
    try:
        return inputs(named, wanted, tell_link)
    except NothingInside as error:
        folder = files.shown(error.folder)
        raise click.UsageError(
            f"文件夹 {folder} 里没有可以{doing}的文件。", click.get_current_context()
        ) from error


def tell_link(at: Place) -> None:
    """Tell of a link in a folder that leads to another folder: what is there counts only if it is named."""
    say.note(f"{files.shown(at)}：是指向别的文件夹的链接，没有进去；要算上，请把它也写在命令里。")


def refused(error: InputError | Unreachable, name: str) -> tuple[Part, ...]:
    """What comes of an input that cannot be used."""
    problems = error.problems if isinstance(error, InputError) else ()
    told = [str(problem) for problem in problems] or [str(error)]
    # In a sentence the remedy stands behind the fault, and begins with a stop.
    rows = [{"where": p.where, "what": p.what, "remedy": p.remedy.lstrip("；，。")} for p in problems]
    rows = rows or [{"where": name, "what": str(error), "remedy": ""}]
    said = (Said(say.as_fault(text)) for text in told)
    return (*said, Done(ExitCode.INPUT, {"file": name, "error": rows}, lasting=False))


def failed(code: ExitCode, *texts: str) -> tuple[Part, ...]:
    """What comes of an input that could be used, but not be done."""
    return (*(Said(say.as_fault(text)) for text in texts), Done(code, None, lasting=False))


class Batch:
    """One run of a command over its inputs."""

    def __init__(self, task: Task, wanted: Options, found: Sequence[Input]) -> None:
        self._task = task
        self._options = wanted
        self._inputs = found
        self._summary = Summary(task.words)
        self._finished: Finished | None = None
        self._log: Log | None = None
        self._progress = Progress(task.doing, len(found), task.steps, quiet=wanted.quiet)

    def run(
        self,
        gather: Gather,
        *,
        keep: Keep = lambda _, __: (),
        answer: Answer = lambda entry, _: entry.job,
        each: Callable[[Input, dict[str, Any]], None] = lambda _, __: None,
    ) -> ExitCode:
        """Do all of it; ``each`` takes what a program wants to know of an input. Gives the worst exit
        code."""
        with ExitStack() as stack:
            self._open(stack)
            pool = self._pool()
            if pool is not None:
                stack.callback(pool.stop)
            if len(self._inputs) > 1:
                stack.enter_context(_stopped_as_by_ctrl_c())
            try:
                for entry, parts in self._stream(pool, self._entries(gather), answer):
                    self._take(entry, parts, keep, each)
            except KeyboardInterrupt:
                self._interrupted()
                raise
            finally:
                self._progress.end()
        if len(self._inputs) > 1 and self._task.summed_up and not self._options.quiet:
            say.note(self._summary.table(self._progress.seconds))
        return self._summary.worst

    def _open(self, stack: ExitStack) -> None:
        if self._options.log is not None:
            from nianbao.jobs.log import Log  # here, because one file needs none of these

            self._log = Log(self._options.log)
            stack.callback(self._log.close)
        if self._options.resume or len(self._inputs) > 1:
            from nianbao.files import made
            from nianbao.jobs.finished import Finished

            stack.enter_context(made.together())
            self._finished = Finished()
            stack.callback(self._finished.close)

    def _pool(self) -> Pool | None:
        """Where the jobs go; None if there are too few for processes of their own."""
        task, total = self._task, len(self._inputs)
        if self._options.scheduler:
            from nianbao.jobs.cluster import Cluster

            return Cluster(task.work, task.order, self._options.scheduler)
        if total < (2 if self._options.jobs else task.least):
            return None
        from nianbao.jobs.pools import Processes, cores

        count = min(self._options.jobs or cores(), total)
        return Processes(task.work, task.order, count, task.libraries) if count > 1 else None

    def _stream(
        self, pool: Pool | None, entries: Iterable[Entry], answer: Answer
    ) -> Iterator[tuple[Entry, Iterable[Part]]]:
        if pool is None:
            several = len(self._inputs) > 1
            return one_by_one(self._task.work, self._task.order, entries, answer, guarded=several)
        from nianbao.jobs.in_order import in_order

        return in_order(pool, entries, answer)

    def _entries(self, gather: Gather) -> Iterator[Entry]:
        """The inputs, each read when its turn comes."""
        key_of = self._keys()
        for number, each in enumerate(self._inputs):
            try:
                job = gather(each)
            except (InputError, Unreachable) as error:
                yield Entry(number, None, refused(error, files.shown(each.at)))
                continue
            key = key_of(job)
            known = self._finished.find(key) if self._finished is not None and self._options.resume else None
            yield Entry(number, job, key=key) if known is None else Entry(number, None, known)

    def _keys(self) -> Callable[[object], str]:
        if self._finished is None:
            return lambda _: ""
        from nianbao.jobs.finished import key_of

        common = key_of(self._task.name, self._task.order, str(Path.cwd()))
        return lambda job: key_of(common, job)

    def _take(
        self, entry: Entry, parts: Iterable[Part], keep: Keep, each: Callable[[Input, dict[str, Any]], None]
    ) -> None:
        """Keep the files of an input, tell of it, and count it."""
        source = self._inputs[entry.number]
        ended = _Ended(files.shown(source.at))
        try:
            for part in parts:
                for kept in keep(source, part) if isinstance(part, NewFile) else (part,):
                    ended.take(kept)
                if isinstance(part, NewFile):
                    self._progress.step()
        finally:
            self._progress.hide()
            ended.tell()
        done = ended.done
        if self._finished is not None and entry.key:
            self._finished.note(entry.key, (*ended.said, *ended.kept, done))
        if done.entry is not None:
            each(source, done.entry)
        self._summary.count(source.at, ExitCode(done.code), again=entry.job is None and done.lasting)
        self._progress.finish(entry.number + 1)
        if self._log is not None:
            try:
                self._log.write(self._task.name, self._line(ended))
            except OutputError as error:
                self._log = None
                self._summary.worst = max(self._summary.worst, ExitCode.OUTPUT)
                say.fault(f"{error}后面的不再记录，其余照常做。")

    def _line(self, ended: _Ended) -> dict[str, Any]:
        """What the log has on an input."""
        about = {
            "file": ended.name,
            "code": int(ended.done.code),
            "result": self._task.words[ExitCode(ended.done.code)],
        }
        messages = [click.unstyle(said.text) for said in ended.said if not said.data]
        more = {key: value for key, value in (ended.done.entry or {}).items() if key != "file"}
        return {**about, "files": [shown(kept.place) for kept in ended.kept], "messages": messages, **more}

    def _interrupted(self) -> None:
        self._progress.end()
        total, done = len(self._inputs), self._summary.total
        if total > 1:
            say.note(
                f"已中断：做完{done}份，还有{total - done}份没有做，做好的都在。"
                "要接着做，请在同样的命令后面加上 --resume。"
            )


@contextmanager
def _stopped_as_by_ctrl_c() -> Iterator[None]:
    """Where the system asks a run to end (SIGTERM), it ends as by Ctrl-C: what is done is noted, and told."""
    import signal  # here, because one file needs none of it

    try:
        before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    except ValueError:  # in a thread of its own nobody can be asked
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


_CRASHED = "处理这一份的进程几次被系统中止（多半是内存不够），没有做成，其余照常；请单独再做这一份。"


class _Ended:
    """What came of one input."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.said: list[Said] = []
        self.kept: list[Kept] = []
        self.done = Done()

    def take(self, part: Part) -> None:
        """Take what its work, or the keeping of its files, came to. The worst end counts."""
        match part:
            case Said():
                self.said.append(part)
            case Kept():
                self.kept.append(part)
            case Done():
                worst = max(self.done.code, part.code)
                entry = part.entry if part.entry is not None else self.done.entry
                self.done = Done(worst, entry, part.lasting and self.done.lasting)
            case Failed(fault):
                self._fault(
                    f"{self.name}：程序内部出错（{fault}），这一份没有做，其余照常。请把这个问题告诉我们。"
                )
            case Crashed():
                self._fault(f"{self.name}：{_CRASHED}")

    def tell(self) -> None:
        """The messages and data in their order, and then the files, to stdout."""
        for said in self.said:
            if said.data:
                say.data(said.text)
            else:
                say.note(said.text)
        for kept in self.kept:
            say.data(shown(kept.place))

    def _fault(self, text: str) -> None:
        for part in failed(ExitCode.OUTPUT, text):
            self.take(part)
