/* Everything that pages take from the browser's side. */
export { Bar } from "./bar.js";
export { Board } from "./board.js";
export { Setup } from "./setup.js";
export { Verdict } from "./verdict.js";
