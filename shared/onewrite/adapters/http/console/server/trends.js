// How the lag of each projection went while this page was open.
import { lagsOf } from "./lag.js";

const LONGEST = 150;
const trends = new Map();
let last;

/** Keep what a status says, with the last events; the same status twice is kept once. */
export function keepTrend(status, recent) {
  if (!status || last === status) return;
  last = status;
  for (const [name, lag] of Object.entries(lagsOf(status, recent))) {
    const kept = trends.get(name) ?? [];
    kept.push(lag.streams);
    if (kept.length > LONGEST) kept.shift();
    trends.set(name, kept);
  }
}

export const trendOf = (name) => trends.get(name) ?? [];
