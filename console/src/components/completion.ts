import "./completion.css";

/** The share of what was planned that should be shown; below it a row is marked (`y-below`). */
export const completionTarget = 0.95;
export const targetText = `${completionTarget * 100} %`;
