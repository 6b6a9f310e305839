"""From a question to a figure: do protected hours help more where practice already creates environments?"""

# %% [markdown]
# Open this file as a notebook with Jupytext, or run it as it is: python notebooks/question_to_figure.py

# %%
from pathlib import Path

from lwsim.batch.analysis import effects, figures
from lwsim.batch.analysis.analyse import study_of
from lwsim.batch.experiment_file import experiment_from_table
from lwsim.batch.plan import Plan
from lwsim.batch.runner import run_batch
from lwsim.batch.store import Store

hours = {"none": {}, "two a week": {"events": [{"kind": "protected_time", "week": 4, "hours": 2.0}]}}
question = {
    "title": "Protected hours", "question": "Do they help more where practice creates environments?", "places": ["small_town"],
    "years": 0.5, "sample": 0.05, "worlds": 2, "measures": ["need_met", "capacity_change"], "design": {"kind": "grid"},
    "factors": [{"name": "practice", "sets": "forces.practice", "values": [0.2, 0.8]}, {"name": "hours", "options": hours}],
}  # fmt: skip

# %%
store = Store(Path("results/notebook"))
run_batch(Plan(experiment_from_table(question)), store, workers=1)
study = study_of(store, "protected-hours")
table = effects.paired(study)
print(table[["label", "measure", "mean", "mean_low", "mean_high"]].to_string(index=False))
drawn = figures.differences(study, study.measures["capacity_change"], table)
Path("results/notebook.svg").write_bytes(figures.saved(drawn.figure, "svg"))
