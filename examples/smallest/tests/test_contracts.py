"""Each component passes the contract of its role."""

from accord_smallest.axiom import Homogeneity
from accord_smallest.executor import Threads
from accord_smallest.fallback import Cautious
from accord_smallest.reader import Meeting
from accord_smallest.selection import Generous
from accord_smallest.solver import Pure
from accord_smallest.split import Host
from accord_smallest.worth import PureGuarantee

from accord.testing import (
    AxiomContract,
    ExecutorContract,
    FallbackContract,
    ReaderContract,
    SelectionContract,
    SolverContract,
    SplitContract,
    WorthContract,
)


class TestPure(SolverContract):
    component = Pure()


class TestGenerous(SelectionContract):
    component = Generous()


class TestCautious(FallbackContract):
    component = Cautious()


class TestPureGuarantee(WorthContract):
    component = PureGuarantee()


class TestHost(SplitContract):
    component = Host()


class TestMeeting(ReaderContract):
    component = Meeting()


class TestThreads(ExecutorContract):
    component = Threads()


class TestHomogeneity(AxiomContract):
    component = Homogeneity()
