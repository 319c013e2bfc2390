"""The real thing: IMAPI2's objects through comtypes. Nothing else imports comtypes.

Windows only, and only inside :meth:`WindowsCom.apartment`: comtypes enters a COM apartment on the
thread that imports it first, which must not be the window's.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from jxdesk.disc.imapi.layout import ARGUMENTS, COCLASSES, EVENTS, HEARD, UPDATE_ID, Interface, Slot
from jxdesk.disc.imapi.seam import ComFailure, ComObject, ComValue, Listener

# COINIT_MULTITHREADED: updates come on whatever thread the writer uses, without a message loop.
_MTA = 0
_STGM_READ_SHARED = 0x20  # STGM_READ | STGM_SHARE_DENY_WRITE: nobody changes the image meanwhile
_ES_CONTINUOUS = 0x80000000
_ES_SYSTEM_REQUIRED = 0x00000001


class WindowsCom:
    """COM of this machine (a :class:`~jxdesk.disc.imapi.seam.ComSystem`)."""

    @contextmanager
    def apartment(self) -> Iterator[None]:
        """Enter the multithreaded apartment, which then lasts as long as the process.

        So a pointer that outlives this thread, in the traceback of an error, can still be released.
        """
        _keep_apartment()
        # Read by comtypes when it is imported for the first time.
        sys.__dict__.setdefault("coinit_flags", _MTA)
        import comtypes

        comtypes.CoInitializeEx(_MTA)
        try:
            yield
        finally:
            comtypes.CoUninitialize()

    def create(self, coclass: str) -> ComObject:
        """A new object. Raises :class:`ComFailure` (0x80040154: this Windows has no IMAPI2)."""
        import comtypes

        clsid, interface = COCLASSES[coclass]
        with _failures(coclass):
            pointer = comtypes.CoCreateInstance(comtypes.GUID(f"{{{clsid}}}"), _declared(interface))
        return _Object(coclass, pointer)

    def stream(self, path: Path) -> ComObject:
        """The system's own stream over a file (``SHCreateStreamOnFileEx``)."""
        pointer = ctypes.POINTER(_stream_interface())()
        with _failures("SHCreateStreamOnFileEx"):
            ctypes.OleDLL("shlwapi").SHCreateStreamOnFileEx(  # type: ignore[attr-defined,unused-ignore]
                str(path), _STGM_READ_SHARED, 0, False, None, ctypes.byref(pointer)
            )
        return _Object("IStream", pointer)

    @contextmanager
    def heard(self, source: ComObject, listener: Listener) -> Iterator[None]:
        """Connect to ``DDiscFormat2DataEvents`` of ``source`` for a while."""
        from comtypes.connectionpoints import IConnectionPointContainer

        sink = _sink_class()()
        sink.listener, sink.bug = listener, None
        with _failures("Advise"):
            container = _pointer_of(source).QueryInterface(IConnectionPointContainer)
            point = container.FindConnectionPoint(ctypes.byref(_declared(EVENTS)._iid_))
            cookie = point.Advise(sink)
        try:
            yield
        finally:
            with suppress(ComFailure), _failures("Unadvise"):
                point.Unadvise(cookie)
            if sink.bug is not None:
                raise sink.bug

    @contextmanager
    def awake(self) -> Iterator[None]:
        """Keep the machine from going to sleep by itself while this thread is inside."""
        kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined,unused-ignore]
        kernel.SetThreadExecutionState(_ES_CONTINUOUS | _ES_SYSTEM_REQUIRED)
        try:
            yield
        finally:
            kernel.SetThreadExecutionState(_ES_CONTINUOUS)


class _Object:
    """An interface pointer of comtypes behind the seam."""

    def __init__(self, name: str, pointer: Any) -> None:
        self._name = name
        self.pointer = pointer

    def get(self, member: str) -> ComValue:
        with _failures(f"{self._name}.{member}"):
            return _plain(getattr(self.pointer, member))

    def put(self, member: str, value: ComValue | ComObject) -> None:
        with _failures(f"{self._name}.{member}"):
            setattr(self.pointer, member, _pointer_of(value))

    def call(self, member: str, *arguments: ComValue | ComObject) -> ComValue:
        with _failures(f"{self._name}.{member}"):
            answer = getattr(self.pointer, member)(*(_pointer_of(argument) for argument in arguments))
        # A method without a value gives its HRESULT.
        gives = any(slot.name == member and slot.gives for slot in _slots_of(self._name))
        return _plain(answer) if gives else None


def _slots_of(name: str) -> tuple[Slot, ...]:
    return COCLASSES[name][1].every_slot() if name in COCLASSES else ()


def _pointer_of(value: ComValue | ComObject) -> Any:
    return value.pointer if isinstance(value, _Object) else value


def _plain(value: Any) -> ComValue:
    if isinstance(value, tuple | list):
        return tuple(_plain(item) for item in value)
    if value is None or isinstance(value, bool | int | str):
        return value
    raise TypeError(f"{value!r} can't cross the seam")


@contextmanager
def _failures(member: str) -> Iterator[None]:
    """Errors of COM leave as :class:`ComFailure`."""
    from comtypes import COMError

    try:
        yield
    except COMError as error:
        raise ComFailure(member, error.hresult) from error
    except OSError as error:
        # ctypes' own functions (OleDLL) report HRESULTs this way.
        raise ComFailure(member, getattr(error, "winerror", None) or 0x80004005) from error


@cache
def _keep_apartment() -> None:
    """``CoIncrementMTAUsage``: the apartment needs no thread of ours to live on (Windows 8 and later)."""
    cookie = ctypes.c_void_p()
    ctypes.OleDLL("ole32").CoIncrementMTAUsage(ctypes.byref(cookie))  # type: ignore[attr-defined,unused-ignore]


@cache
def _declared(interface: Interface) -> Any:
    """The class of comtypes for an interface, made from its layout."""
    import comtypes
    from comtypes.automation import IDispatch

    base = IDispatch if interface.base is None else _declared(interface.base)
    members: dict[str, Any] = {
        "_iid_": comtypes.GUID(f"{{{interface.iid}}}"),
        "_case_insensitive_": False,
        "_idlflags_": [],
        "_methods_": [_method(slot) for slot in interface.slots],
    }
    if interface is EVENTS:
        # Sources may call the sink through its vtable or by number through IDispatch::Invoke.
        arguments = [(["in"], ctypes.POINTER(IDispatch), name) for name in ("object", "progress")]
        update = comtypes.DISPMETHOD([comtypes.dispid(UPDATE_ID)], None, "Update", *arguments)
        members["_disp_methods_"] = [update]
    return type(IDispatch)(interface.name, (base,), members)


def _method(slot: Slot) -> Any:
    import comtypes

    takes = [(["in"], _type(kind), f"value{index}") for index, kind in enumerate(slot.takes)]
    gives = [(["out", "retval"], ctypes.POINTER(_type(slot.gives)), "reply")] if slot.gives else []
    flags = {"get": ["propget"], "put": ["propput"], "call": []}[slot.kind]
    return comtypes.COMMETHOD(flags, comtypes.HRESULT, slot.name, *takes, *gives)


def _type(kind: str) -> Any:
    from comtypes import BSTR, IUnknown
    from comtypes.automation import VARIANT, VARIANT_BOOL, IDispatch, _midlSAFEARRAY

    if kind == "recorder":
        return ctypes.POINTER(_declared(COCLASSES["MsftDiscRecorder2"][1]))
    if kind == "stream":
        return ctypes.POINTER(_stream_interface())
    if kind == "object":
        return ctypes.POINTER(IDispatch)
    known: dict[str, Any] = {
        "flag": VARIANT_BOOL,
        "number": ctypes.c_long,
        "text": BSTR,
        "list": _midlSAFEARRAY(VARIANT),
        "unknown": ctypes.POINTER(IUnknown),
    }
    return known[kind]


@cache
def _stream_interface() -> Any:
    """``IStream`` as something to be handed on; its own members are the writer's business."""
    import comtypes
    from comtypes.stream import ISequentialStream

    members = {"_iid_": comtypes.GUID("{0000000C-0000-0000-C000-000000000046}"), "_methods_": []}
    return type(ISequentialStream)("IStream", (ISequentialStream,), members)


def _told(arguments: Any, member: str) -> int:
    """A member of an update, -1 where the source does not tell: no disc is given up for that."""
    from comtypes import COMError

    try:
        return int(getattr(arguments, member))
    except COMError:
        return -1


@cache
def _sink_class() -> Any:
    """A COM object that hands updates to its ``listener``."""
    import comtypes

    def update(self: Any, this: Any, source: Any, progress: Any) -> int:  # noqa: ARG001  comtypes looks for "this"
        try:
            arguments = progress.QueryInterface(_declared(ARGUMENTS))
            self.listener({member: _told(arguments, member) for member in HEARD})
        except BaseException as error:  # noqa: BLE001  nothing may leave into COM: it is raised afterwards
            self.bug = error
        return 0

    return type("Sink", (comtypes.COMObject,), {"_com_interfaces_": [_declared(EVENTS)], "Update": update})
