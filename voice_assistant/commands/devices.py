"""`devices`: what this computer can hear and speak with."""

import argparse

from voice_assistant.commands.check import Check, report
from voice_assistant.errors import DeviceError


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `devices` to `parser`: none of its own."""


def run(args: argparse.Namespace) -> int:
    """List the devices and return 0; 1 if there are none or they cannot be listed."""
    from voice_assistant.adapters.devices import list_devices

    try:
        found = list_devices()
    except DeviceError as error:
        report(Check("devices", False, error.message, error.hint or None), args.json)
        return 1
    for device in found:
        uses = [f"{device.inputs} in"] * bool(device.inputs) + [f"{device.outputs} out"] * bool(device.outputs)
        defaults = ["default microphone"] * device.default_input + ["default speaker"] * device.default_output
        message = ", ".join([device.system, *uses, f"{device.rate} Hz", *defaults])
        report(Check(device.name, True, message), args.json)
    if not found:
        fix = "Connect a microphone or a speaker; until then, type and read."
        report(Check("devices", False, "There are no audio devices.", fix), args.json)
    return 0 if found else 1
