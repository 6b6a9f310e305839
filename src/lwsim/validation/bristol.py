"""The Bristol mental health network with its published inputs [murch-2021], in days and people."""

import numpy as np

from .network import Lengths, Node

PUBLISHED = {"IAPT assessment": 3658.0}
"""Mean queue before the lockdown, as read in the publication; the other nodes are held to the fluid limit of their inputs."""

FIRST, LAST = 730, 1095
"""Days that count: after the warm-up and before the lockdown."""


def lognormal(mu: float, sigma: float) -> Lengths:
    """Lengths with this mean and spread of their logarithm."""
    return lambda rng, count: rng.lognormal(mu, sigma, count)


def choices(**days_and_shares: float) -> Lengths:
    """Lengths of whole days, with their shares: choices(d1=0.2, d2=0.8)."""
    days = np.array([int(day[1:]) for day in days_and_shares])
    shares = np.array(list(days_and_shares.values()))
    return lambda rng, count: rng.choice(days, count, p=shares / shares.sum())


def therapy(rng: np.random.Generator, count: int) -> np.ndarray:
    """Days of therapy: of the published table only the mean, 67.9, was read; a gamma of that mean stands in for it."""
    return rng.gamma(4.0, 67.9 / 4.0, count)


NODES = (
    Node("social prescribing", 9, 400, lognormal(4.0205, 0.3844), {}, (30, 5), {}),
    Node("IAPT assessment", 32, 30, choices(d1=0.2, d2=0.5, d3=0.3), {"IAPT therapy": 0.5}, (100, 5), {}),
    Node("IAPT therapy", 0, 500, therapy, {}, (120, 1), {"GP initial": 0.2}),
    Node(
        "GP initial",
        150,
        2500,
        choices(d1=0.5, d15=0.1, d22=0.2, d29=0.1, d36=0.05, d43=0.05),
        {"social prescribing": 0.03, "IAPT assessment": 0.21, "GP low": 0.07, "triage": 0.66},
    ),
    Node("GP low", 0, 15_000, choices(d182=0.04, d365=0.2, d547=0.04, d730=0.2, d912=0.02, d1095=0.5), {}),
    Node("GP high", 0, 50_000, lognormal(6.6252, 0.8640), {}),
    Node("triage", 0, 200, choices(d1=1.0), {"GP high": 0.425, "crisis": 0.075, "community": 0.075}),
    Node("crisis", 0, 140, lognormal(2.6030, 0.2684), {"community": 0.6, "inpatient": 0.3}),
    Node(
        "community",
        0,
        4000,
        lognormal(5.8637, 0.2691),
        {"GP low": 0.15, "crisis": 0.05},
        (60, 5),
        {"GP initial": 0.5, "crisis": 0.05},
    ),
    Node("inpatient", 1, 45, lognormal(2.2885, 0.1681), {"community": 0.9}),
)
