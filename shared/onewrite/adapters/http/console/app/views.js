// Which view an address shows.
import { html } from "../vendor/htm_preact.js";
import { Empty } from "../parts/shown.js";
import { DeadLetters } from "../views/dead_letters.js";
import { Log } from "../views/log.js";
import { Overview } from "../views/overview.js";
import { Projection } from "../views/projection.js";
import { Projections } from "../views/projections.js";
import { Relay } from "../views/relay.js";
import { Stream } from "../views/stream.js";
import { Streams } from "../views/streams.js";
import { Trace } from "../views/trace.js";
import { Traces } from "../views/traces.js";
import { Unpublishable } from "../views/unpublishable.js";

const LISTS = {
  "": ["Overview", Overview],
  projections: ["Projections", Projections],
  streams: ["Streams", Streams],
  traces: ["Traces", Traces],
  relay: ["Relay", Relay],
  "dead-letters": ["Dead letters", DeadLetters],
  unpublishable: ["Unpublishable", Unpublishable],
  log: ["Audit log", Log],
};
const ONES = { projections: Projection, streams: Stream, traces: Trace };

export function viewOf({ path, query }) {
  const [list = "", one] = path;
  if (one && ONES[list]) return { title: one, view: html`<${ONES[list]} key=${one} name=${one} query=${query} />` };
  if (!one && LISTS[list]) {
    const [title, View] = LISTS[list];
    return { title, view: html`<${View} query=${query} />` };
  }
  return { title: "Nothing here", view: html`<${Empty} title="There is nothing here">Go to the <a href="#/">overview</a>.<//>` };
}
