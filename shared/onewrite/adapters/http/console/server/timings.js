// How long events took from their commit into each view. A checkpoint tells it of the last event that was applied, until
// an event behind it fails, which changes the checkpoint too; what the page has seen once, it remembers.
const MOST = 5000;
const remembered = new Map();

/** The view `name` of an event of the read `recent`, with `seconds` where they are known; undefined if it reads no such event. */
export function arrivalOf(event, name) {
  const view = event.views.find((one) => one.projection === name && one.is_active);
  return view && { ...standing(event, view), seconds: secondsInto(event, view) };
}

/** An event behind the one that fails only waits: `behind` is that version. */
function standing(event, { state, failure }) {
  return ["failing", "parked"].includes(state) && failure?.version < event.version ? { state: "behind", behind: failure.version } : { state };
}

/** The median of the seconds into a view, over these events; undefined if none is known. */
export function medianInto(events, name) {
  const known = events.map((event) => arrivalOf(event, name)?.seconds).filter((seconds) => seconds !== undefined);
  return known.sort((one, other) => one - other)[Math.floor(known.length / 2)];
}

/** How many of these events were committed in the last minute; more than there are is not known. */
export const inTheLastMinute = (events) => events.filter((event) => Date.now() - Date.parse(event.committed_at) < 60_000).length;

function secondsInto(event, view) {
  const key = `${event.event_id} ${view.projection}`;
  const isLast = view.state === "reached" && view.version === event.version && view.updated_at && !view.failure;
  if (isLast && !remembered.has(key)) {
    remembered.set(key, Math.max(0, (Date.parse(view.updated_at) - Date.parse(event.committed_at)) / 1000));
    if (remembered.size > MOST) remembered.delete(remembered.keys().next().value);
  }
  return remembered.get(key);
}
