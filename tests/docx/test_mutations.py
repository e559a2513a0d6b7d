"""A sample of damaged templates: each is filled whole or refused by a sentence; ``bench/mutate_templates`` runs on."""

import time

from bench.mutate_templates import mutant, problem_of, templates

SEEDS = 150
#: Seconds of the processor for the sample, and for one file.
SAMPLE_MAX, FILE_MAX = 12.0, 10.0


def test_a_damaged_template_is_filled_whole_or_refused() -> None:
    sources, start, faults = templates(), time.process_time(), {}
    for seed in range(SEEDS):
        before = time.process_time()
        problem = problem_of(mutant(seed, sources))
        if problem or time.process_time() - before > FILE_MAX:
            faults[seed] = problem or "too slow"
        if time.process_time() - start > SAMPLE_MAX:
            break
    assert faults == {}
