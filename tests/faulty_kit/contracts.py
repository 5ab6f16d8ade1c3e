"""Contracts of faulty components, each with the tests that have to fail: these and no others."""

# ruff: noqa: RUF012 - attributes are set as authors set them

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from accord.game import Game
from accord.testing import (
    AxiomContract,
    ExecutorContract,
    FallbackContract,
    ReaderContract,
    SelectionContract,
    SolverContract,
    SplitContract,
    WorthContract,
    shared,
)
from faulty_kit import heavy, others, readers, restless, splits, workers
from faulty_kit.splits import GAMES, ONCE, RENAMED, TWICE


class Few:
    """A few games of two players, and no more than is needed."""

    games = shared(*GAMES)
    examples = 1
    axiom_games = 0
    failing: ClassVar[frozenset[str]] = frozenset()


def failing(*tests: str) -> frozenset[str]:
    return frozenset(tests)


class TestSound(Few, SplitContract):
    component = splits.Guarded()


# The contract itself


class TestClassInsteadOfInstance(SplitContract):
    component = splits.Sound  # type: ignore[assignment] # that is the fault
    failing = failing("test_contract_is_well_formed")


class TestUnknownExpectation(Few, SplitContract):
    component = splits.Sound()
    expected_failures = {"test_claims_hole": "a slip of the pen"}
    failing = failing("test_contract_is_well_formed")


class TestUnknownGame(Few, SplitContract):
    component = splits.Sound()
    expected_failures = {"test_claims_hold[chiken]": "a slip of the pen"}
    failing = failing("test_contract_is_well_formed")


class TestNoReason(Few, SplitContract):
    component = splits.Crashing()
    expected_failures = {f"test_answers_or_refuses[{ONCE}]": " "}
    failing = failing("test_contract_is_well_formed")


class TestExpectedPass(Few, SplitContract):
    component = splits.Sound()
    expected_failures = {"test_prints_nothing": "it does not print after all"}
    failing = failing("test_prints_nothing")


class TestExpectedSkip(Few, SplitContract):
    component = splits.Sound()
    expected_failures = {"test_shares_are_what_is_agreed_on": "it has none"}
    failing = failing("test_shares_are_what_is_agreed_on")


class TestExpectedFailure(Few, SplitContract):
    component = splits.Loud()
    expected_failures = {"test_prints_nothing": "it greets"}


class TestExpectedFailureOnOneGame(Few, SplitContract):
    component = splits.Crashing()
    expected_failures = {f"test_answers_or_refuses[{ONCE}]": "it divides by zero there"}


class TestFutureVersion(Few, SplitContract):
    component = splits.Sound()
    since = "99.0"
    failing = failing("test_contract_is_well_formed")


class TestSlipOfThePen(Few, SplitContract):
    component = splits.Sound()
    expected_failure = {"test_prints_nothing": "the attribute has another name"}
    failing = failing("test_contract_is_well_formed")


# What all components share


class TestUnregistered(Few, SplitContract):
    component = splits.Unregistered()
    failing = failing("test_plugin_registers_it")


class TestUnacceptable(Few, SplitContract):
    component = splits.Unacceptable()
    failing = failing("test_plugin_registers_it", "test_host_accepts_it")


class TestHeavy(Few, SplitContract):
    component = heavy.Heavy()
    failing = failing("test_import_is_light")


class TestOwnHeavyPackage(Few, SplitContract):
    component = splits.Sound()
    heavy = ("numpy",)
    failing = failing("test_import_is_light")


class TestRestless(Few, SplitContract):
    component = restless.Restless()
    failing = failing("test_import_changes_nothing_else")


class TestMumbling(Few, SplitContract):
    component = splits.Mumbling()
    failing = failing("test_docstring_says_what_it_computes")


class TestUndocumented(Few, SplitContract):
    component = splits.Undocumented()
    failing = failing("test_every_setting_is_documented")


class TestMisdocumented(Few, SplitContract):
    component = splits.Misdocumented()
    failing = failing("test_every_setting_is_documented")


class TestGrowing(Few, SplitContract):
    component = splits.Growing()
    failing = failing("test_settings_survive_a_file")


class TestUnhashable(Few, SplitContract):
    component = splits.Unhashable()
    failing = failing("test_copies_are_equal")


class TestUnguarded(Few, SplitContract):
    component = splits.Unguarded()
    failing = failing("test_wrong_settings_are_refused")


# What all share that take part in a pipeline


class TestCrashing(Few, SplitContract):
    component = splits.Crashing()
    failing = failing(f"test_answers_or_refuses[{ONCE}]")


class TestNotANumber(Few, SplitContract):
    component = splits.NotANumber()
    failing = failing(f"test_answers_or_refuses[{ONCE}]")


class TestMisshapen(Few, SplitContract):
    component = splits.Misshapen()
    failing = failing(f"test_answers_or_refuses[{ONCE}]")


class TestLying(Few, SplitContract):
    component = splits.Lying()
    failing = failing(f"test_claims_hold[{ONCE}]")


class TestMoody(Few, SplitContract):
    component = splits.Moody()
    failing = failing(f"test_same_answer_twice[{TWICE}]")


class TestHashing(Few, SplitContract):
    component = splits.Hashing()
    failing = failing("test_same_answer_in_another_process")


class TestReading(Few, SplitContract):
    component = splits.Reading()
    failing = failing(f"test_labels_do_not_matter[{RENAMED}]")


class TestEntitled(Few, SplitContract):
    component = splits.Entitled()
    examples = 20
    failing = failing("test_generated_games")


class TestLoud(Few, SplitContract):
    component = splits.Loud()
    failing = failing("test_prints_nothing")


class TestBelow(Few, SplitContract):
    component = splits.Below()
    failing = failing("test_prints_nothing")


class TestWarning(Few, SplitContract):
    component = splits.Cautious()
    failing = failing("test_warns_in_its_answer_only")


class TestSeeding(Few, SplitContract):
    component = splits.Seeding()
    failing = failing("test_leaves_everything_as_it_is")


class TestDeepening(Few, SplitContract):
    component = splits.Deepening()
    failing = failing("test_leaves_everything_as_it_is")


class TestSilencing(Few, SplitContract):
    component = splits.Silencing()
    failing = failing("test_leaves_everything_as_it_is")


class TestNoting(Few, SplitContract):
    component = splits.Noting()
    failing = failing("test_leaves_no_files")


class TestMeddling(Few, SplitContract):
    component = splits.Meddling()
    failing = failing("test_leaves_everything_as_it_is")


class TestRefusing(Few, SplitContract):
    component = splits.Refusing()
    failing = failing("test_some_game_is_answered")


class TestUntitled(Few, SplitContract):
    component = splits.Untitled()
    failing = failing("test_generated_games")


# Splits


class TestFavouring(Few, SplitContract):
    component = splits.Favouring()
    failing = failing("test_stated_axioms_hold[symmetry]")


class TestUnknowing(Few, SplitContract):
    component = splits.Unknowing()
    failing = failing("test_stated_axioms_hold[symetry]")


class TestWasting(Few, SplitContract):
    component = splits.Wasting()
    failing = failing(f"test_other_disagreement_points[{TWICE}]")


class TestRounding(Few, SplitContract):
    component = splits.Rounding()
    failing = failing(f"test_floats_and_fractions_agree[{RENAMED}]")


class TestMisstating(Few, SplitContract):
    component = splits.Misstating()
    failing = failing("test_shares_are_what_is_agreed_on")


# Solvers


class TestGuessing(Few, SolverContract):
    component = others.Guessing()
    failing = failing(f"test_every_profile_is_an_equilibrium[{ONCE}]")


class TestUndefined(Few, SolverContract):
    component = others.Undefined()
    failing = failing(f"test_every_profile_is_an_equilibrium[{ONCE}]")


class TestMalformed(Few, SolverContract):
    component = others.Malformed()
    failing = failing(f"test_every_profile_is_an_equilibrium[{ONCE}]")


class TestBoasting(Few, SolverContract):
    component = others.Boasting()
    failing = failing("test_claimed_lists_are_complete")


class TestSlow(Few, SolverContract):
    component = others.Slow()
    patience = 0.5
    failing = failing("test_time_limit_is_kept")


# Selections


class TestFirstFirst(Few, SelectionContract):
    component = others.FirstFirst()
    failing = failing(f"test_order_of_players_and_actions_does_not_matter[{TWICE}]")


class TestPrying(Few, SelectionContract):
    component = others.Prying()
    games = shared("dilemma", "non-square", "bos", "chicken", "all-lose")
    failing = failing("test_storage_of_polytopes_does_not_matter[bos]")


class TestHeadOfTheList(Few, SelectionContract):
    component = others.HeadOfTheList()
    failing = failing("test_storage_of_lists_does_not_matter[chicken]", "test_storage_of_lists_does_not_matter[bos]")


# Fallbacks


class TestTwoFaced(Few, FallbackContract):
    component = others.TwoFaced()
    failing = frozenset(f"test_falls_back_to_what_it_selects[{name}]" for name in GAMES)


class TestSureOfItself(Few, FallbackContract):
    component = others.SureOfItself()
    failing = frozenset(f"test_uniqueness_is_what_the_range_says[{name}]" for name in GAMES)


# Worths


class TestForgetful(Few, WorthContract):
    component = others.Forgetful()
    failing = failing("test_coalitions_are_worth_the_same_whenever_asked")


class TestTorn(Few, WorthContract):
    component = others.Torn()
    failing = failing("test_worths_and_worth_agree")


class TestUnread(Few, WorthContract):
    component = others.Unread()
    failing = failing("test_every_reading_works")


# Axioms


class TestLopsided(Few, AxiomContract):
    component = others.Lopsided()
    failing = failing(f"test_demands_are_well_formed[{ONCE}]")


class TestWavering(Few, AxiomContract):
    component = others.Wavering()
    failing = failing(f"test_same_demands_twice[{TWICE}]")


class TestScrambled(Few, AxiomContract):
    component = others.Scrambled()
    failing = failing("test_same_demands_in_another_process")


class TestSpoilt(Few, AxiomContract):
    component = others.Spoilt()
    failing = failing(f"test_host_examines[{RENAMED}]")


class TestMisadapted(Few, AxiomContract):
    component = others.Misadapted()
    failing = failing(f"test_adapted_games_are_accepted[{ONCE}]")


class TestSilent(Few, AxiomContract):
    component = others.Silent()
    failing = failing("test_some_game_is_concerned", "test_nonsense_violates_it")


class TestTrivial(Few, AxiomContract):
    component = others.Trivial()
    failing = failing("test_nonsense_violates_it")


class TestChatty(Few, AxiomContract):
    component = others.Chatty()
    failing = failing("test_prints_nothing")


class TestAnonymous(Few, AxiomContract):
    component = others.Anonymous()
    failing = failing("test_generated_games")


# Readers


class Sampled(ReaderContract):
    """A reader of numbers."""

    failing: ClassVar[frozenset[str]] = frozenset()

    def sample(self, folder: Path) -> str:
        file = folder / f"game{self.component.suffixes[0]}"
        file.write_text("numbers 1 2 3 4", encoding="utf-8")
        return str(file)


class TestNumbers(Sampled):
    component = readers.Numbers()

    def expected(self) -> Game:
        return Game.from_arrays([1, 2, 3, 4])


class TestUnexpected(Sampled):
    component = readers.Numbers()
    failing = failing("test_sample_is_what_is_expected")

    def expected(self) -> Game:
        return Game.from_arrays([1, 2, 3, 5])


class TestUnsampled(ReaderContract):
    component = readers.Numbers()
    failing = failing(
        *("test_sample_is_read", "test_leaves_no_files", "test_truncated_samples_are_refused_or_read"),
    )


class TestChangeable(Sampled):
    component = readers.Changeable()
    failing = failing("test_sample_is_read")


class TestGrasping(Sampled):
    component = readers.Grasping()
    failing = failing("test_no_other_reader_takes_its_endings")


class TestNameless(Sampled):
    component = readers.Nameless()
    failing = failing("test_missing_sources_are_named")


class TestGullible(Sampled):
    component = readers.Gullible()
    failing = failing("test_garbage_is_refused")


class TestBrittle(Sampled):
    component = readers.Brittle()
    failing = failing("test_truncated_samples_are_refused_or_read")


class TestTrusting(Sampled):
    component = readers.Trusting()
    failing = failing("test_nothing_is_executed")


class TestLittering(Sampled):
    component = readers.Littering()
    failing = failing("test_leaves_no_files")


class TestRepeating(Sampled):
    component = readers.Repeating()
    failing = failing("test_library_is_fit_to_be_audited")


# Executors


class Hurried(ExecutorContract):
    """An executor that is not waited for long."""

    farewell = 0.5
    failing: ClassVar[frozenset[str]] = frozenset()


class TestHere(Hurried):
    component = workers.Here()


class TestBackwards(Hurried):
    component = workers.Backwards()
    failing = failing("test_results_come_back")


class TestMuffling(Hurried):
    component = workers.Muffling()
    failing = failing("test_errors_travel")


class TestForging(Hurried):
    component = workers.Forging()
    failing = failing("test_workers_know_accord")


class TestGreeting(Hurried):
    component = workers.Greeting()
    failing = failing("test_prints_nothing")


class TestLingering(Hurried):
    component = workers.Lingering()
    failing = failing("test_shutdown_leaves_no_workers")


class TestHushing(Hurried):
    component = workers.Hushing()
    failing = failing("test_dead_workers_are_errors")


CONTRACTS: dict[str, Any] = {name: kind for name, kind in globals().items() if name.startswith("Test")}
