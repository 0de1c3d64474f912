"""One measured figure, as `bench` prints it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its name, its unit ("" for rates), and how many measurements it stands for."""

    name: str
    value: float
    unit: str
    n: int
