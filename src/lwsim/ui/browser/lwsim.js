/* Everything that pages take from the browser's side. */
export { Bar } from "./bar.js";
export { Board } from "./board.js";
export { Experiment, Shelf } from "./experiments.js";
export { Inside } from "./inside.js";
export { Progress } from "./progress.js";
export { Setup } from "./setup.js";
export { TensionControls, TensionMap } from "./tensions.js";
export { Assumptions, Loops, Sides, Tabs, Taken } from "./why.js";
export { Verdict } from "./verdict.js";
export { Lives, Seek } from "./journeys.js";
export { Opening } from "./opening.js";
export { Tables } from "./tables.js";
