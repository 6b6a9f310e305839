"""What the model must never be used for, in a planner's words: the same on screens and in reports."""

from __future__ import annotations

NOT_A_FORECAST = "A model, not a forecast."

WHAT_IT_IS_FOR = (
    "It follows what its assumptions lead to, so that they can be argued about. It shows how two ways of "
    "running a place differ under the same luck; it does not say what will happen there."
)

LIMITS = (
    "It cannot say anything about an individual. The people in it are drawn to resemble a population; none "
    "of them is anybody, and nothing here may inform the care of a person.",
    "It is not for rosters or staffing levels. Its teams and hours are averages over years; they cannot "
    "tell how many people a team needs next month.",
    "No figure may be quoted without its interval. A single number from a model of this kind looks far surer than it is.",
    "No suicide or self-harm is simulated. Contacts with crisis services stand for harm, and they do so "
    "poorly: much harm never reaches a service.",
    "It does not decide. Need met now and capacity for later are shown side by side and never folded into "
    "one score; what each is worth is for the people of the place to weigh.",
    "The bands cover what is not known about the numbers in the model. They do not cover what the model "
    "leaves out, or has wrong.",
)
