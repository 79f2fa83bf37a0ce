// How long events took from their commit to the bus. Their traces tell it, which are asked for one after the other.
import { useEffect, useState } from "../vendor/htm_preact.js";
import { look } from "./ask.js";
import { traceOf } from "./trace_ids.js";

const MOST = 5000;
/** A trace is written some moments later than its event; so often it is asked for. */
const TRIES = 4;
const remembered = new Map();
const tries = new Map();
let last = Promise.resolve();
let areElsewhere = false;

/** Seconds from the commit to the bus; undefined while that isn't known. Tried again with each `report` that is read. */
export function usePublished(event, report) {
  const [, redraw] = useState(0);
  useEffect(() => {
    let isShown = true;
    if (!event.in_outbox) last = last.then(() => isShown && find(event)).then((isNew) => isNew && redraw((count) => count + 1));
    return () => {
      isShown = false;
    };
  }, [event.event_id, report]);
  return remembered.get(event.event_id);
}

/** Ask for the trace of an event; return whether that told something new. */
async function find(event) {
  const [id, trace] = [event.event_id, traceOf(event)];
  const tried = tries.get(id) ?? 0;
  if (areElsewhere || !trace || tried >= TRIES || remembered.has(id)) return false;
  keep(tries, id, tried + 1);
  try {
    const found = await look("trace", { trace_id: trace });
    areElsewhere = Boolean(found.link);
    const seconds = secondsIn(found);
    if (seconds !== undefined) keep(remembered, id, seconds);
    return seconds !== undefined;
  } catch {
    return false;
  }
}

/** From the end of its commit to the end of the first publishing, its own or that of a sweep which is linked to it. */
function secondsIn({ spans, linked }) {
  const ends = (name, all) => all.filter((span) => span.name === name && !span.is_failed).map((span) => span.after_milliseconds + span.milliseconds);
  const [committed] = ends("commit", spans);
  const published = ends("publish", [...spans, ...linked]);
  return committed !== undefined && published.length ? Math.max(0, Math.min(...published) - committed) / 1000 : undefined;
}

function keep(map, key, value) {
  map.set(key, value);
  if (map.size > MOST) map.delete(map.keys().next().value);
}
