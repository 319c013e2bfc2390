"""The interfaces of IMAPI2 as ``imapi2.h`` lays them out: members in the order of the vtable.

Pure data. A member that is never used still takes its place, because a place is all that a
compiled interface knows of a member. Names and GUIDs: Windows SDK, ``imapi2.h`` (IMAPI 2.0).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slot:
    """One member: ``kind`` ``get``, ``put`` or ``call``; ``takes`` and ``gives`` are kinds of values.

    Kinds: ``flag`` VARIANT_BOOL, ``number`` LONG or an enumeration, ``text`` BSTR, ``list`` SAFEARRAY
    of VARIANT, ``recorder`` IDiscRecorder2*, ``stream`` IStream*, ``object`` any other interface;
    ``gives`` is ``""`` where nothing comes back.
    """

    kind: str
    name: str
    takes: tuple[str, ...] = ()
    gives: str = ""


@dataclass(frozen=True, slots=True)
class Interface:
    """An interface derived from ``base`` (``None``: IDispatch) with its own members in order."""

    name: str
    iid: str
    base: Interface | None
    slots: tuple[Slot, ...]

    def every_slot(self) -> tuple[Slot, ...]:
        """Inherited members (those of IDispatch not counted), then its own."""
        return (self.base.every_slot() if self.base else ()) + self.slots

    def slot(self, kind: str, name: str) -> Slot | None:
        """The member of that kind and name, ``None`` where the interface has none."""
        return next((slot for slot in self.every_slot() if (slot.kind, slot.name) == (kind, name)), None)


def _interface(name: str, iid: str, *members: str, base: Interface | None = None) -> Interface:
    return Interface(name, iid, base, tuple(_slot(member) for member in members))


def _slot(member: str) -> Slot:
    """``get VendorId text``, ``put FullErase flag``, ``call Item number -> text``."""
    deed, _, gives = member.partition(" -> ")
    kind, name, *values = deed.split()
    if kind == "get":
        return Slot(kind, name, (), values[0])
    return Slot(kind, name, tuple(values), gives)


MASTER = _interface(
    "IDiscMaster2",
    "27354130-7F64-5B0F-8F00-5D77AFBE261E",
    "get _NewEnum object",
    "call Item number -> text",
    "get Count number",
    "get IsSupportedEnvironment flag",
)

RECORDER = _interface(
    "IDiscRecorder2",
    "27354133-7F64-5B0F-8F00-5D77AFBE261E",
    "call EjectMedia",
    "call CloseTray",
    "call AcquireExclusiveAccess flag text",
    "call ReleaseExclusiveAccess",
    "call DisableMcn",
    "call EnableMcn",
    "call InitializeDiscRecorder text",
    "get ActiveDiscRecorder text",
    "get VendorId text",
    "get ProductId text",
    "get ProductRevision text",
    "get VolumeName text",
    "get VolumePathNames list",
    "get DeviceCanLoadMedia flag",
    "get LegacyDeviceNumber number",
    "get SupportedFeaturePages list",
    "get CurrentFeaturePages list",
    "get SupportedProfiles list",
    "get CurrentProfiles list",
    "get SupportedModePages list",
    "get ExclusiveAccessOwner text",
)

FORMAT = _interface(
    "IDiscFormat2",
    "27354152-8F64-5B0F-8F00-5D77AFBE261E",
    "call IsRecorderSupported recorder -> flag",
    "call IsCurrentMediaSupported recorder -> flag",
    "get MediaPhysicallyBlank flag",
    "get MediaHeuristicallyBlank flag",
    "get SupportedMediaTypes list",
)

ERASE = _interface(
    "IDiscFormat2Erase",
    "27354156-8F64-5B0F-8F00-5D77AFBE261E",
    "put Recorder recorder",
    "get Recorder recorder",
    "put FullErase flag",
    "get FullErase flag",
    "get CurrentPhysicalMediaType number",
    "put ClientName text",
    "get ClientName text",
    "call EraseMedia",
    base=FORMAT,
)

DATA = _interface(
    "IDiscFormat2Data",
    "27354153-9F64-5B0F-8F00-5D77AFBE261E",
    "put Recorder recorder",
    "get Recorder recorder",
    "put BufferUnderrunFreeDisabled flag",
    "get BufferUnderrunFreeDisabled flag",
    "put PostgapAlreadyInImage flag",
    "get PostgapAlreadyInImage flag",
    "get CurrentMediaStatus number",
    "get WriteProtectStatus number",
    "get TotalSectorsOnMedia number",
    "get FreeSectorsOnMedia number",
    "get NextWritableAddress number",
    "get StartAddressOfPreviousSession number",
    "get LastWrittenAddressOfPreviousSession number",
    "put ForceMediaToBeClosed flag",
    "get ForceMediaToBeClosed flag",
    "put DisableConsumerDvdCompatibilityMode flag",
    "get DisableConsumerDvdCompatibilityMode flag",
    "get CurrentPhysicalMediaType number",
    "put ClientName text",
    "get ClientName text",
    "get RequestedWriteSpeed number",
    "get RequestedRotationTypeIsPureCAV flag",
    "get CurrentWriteSpeed number",
    "get CurrentRotationTypeIsPureCAV flag",
    "get SupportedWriteSpeeds list",
    "get SupportedWriteSpeedDescriptors list",
    "put ForceOverwrite flag",
    "get ForceOverwrite flag",
    "get MultisessionInterfaces list",
    "call Write stream",
    "call CancelWrite",
    "call SetWriteSpeed number flag",
    base=FORMAT,
)

ENGINE_ARGUMENTS = _interface(
    "IWriteEngine2EventArgs",
    "27354136-7F64-5B0F-8F00-5D77AFBE261E",
    "get StartLba number",
    "get SectorCount number",
    "get LastReadLba number",
    "get LastWrittenLba number",
    "get TotalSystemBuffer number",
    "get UsedSystemBuffer number",
    "get FreeSystemBuffer number",
)

ARGUMENTS = _interface(
    "IDiscFormat2DataEventArgs",
    "2735413D-7F64-5B0F-8F00-5D77AFBE261E",
    "get ElapsedTime number",
    "get RemainingTime number",
    "get TotalTime number",
    "get CurrentAction number",
    base=ENGINE_ARGUMENTS,
)

EVENTS = _interface(
    "DDiscFormat2DataEvents",
    "2735413C-7F64-5B0F-8F00-5D77AFBE261E",
    "call Update object object",
)

UPDATE_ID = 0x200
"""DISPID of ``DDiscFormat2DataEvents::Update``, for sources that call by number."""

HEARD = (
    "CurrentAction",
    "ElapsedTime",
    "RemainingTime",
    "TotalTime",
    "StartLba",
    "SectorCount",
    "LastReadLba",
    "LastWrittenLba",
)
"""Members of the event's arguments that are read at each event."""

COCLASSES: dict[str, tuple[str, Interface]] = {
    "MsftDiscMaster2": ("2735412E-7F64-5B0F-8F00-5D77AFBE261E", MASTER),
    "MsftDiscRecorder2": ("2735412D-7F64-5B0F-8F00-5D77AFBE261E", RECORDER),
    "MsftDiscFormat2Data": ("2735412A-7F64-5B0F-8F00-5D77AFBE261E", DATA),
    "MsftDiscFormat2Erase": ("2735412B-7F64-5B0F-8F00-5D77AFBE261E", ERASE),
}
"""Classes by their names: CLSID and the interface that is asked for."""
