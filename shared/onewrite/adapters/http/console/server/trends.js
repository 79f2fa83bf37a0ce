// How the lag of each projection went while this page was open.
const LONGEST = 150;
const trends = new Map();

/** Keep what a status says; the same status twice is kept once. */
export function keepTrend(status) {
  if (!status || trends.last === status) return;
  trends.last = status;
  for (const [name, view] of Object.entries(status.projections)) {
    const kept = trends.get(name) ?? [];
    kept.push({ at: Date.now(), lagging: Math.max(0, view.lagging - view.healed), parked: view.parked });
    if (kept.length > LONGEST) kept.shift();
    trends.set(name, kept);
  }
}

export const trendOf = (name) => trends.get(name) ?? [];
