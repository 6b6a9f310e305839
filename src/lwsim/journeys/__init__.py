"""Journeys: the same simulated people in two systems, week by week; stories of a model, never of anybody real."""
