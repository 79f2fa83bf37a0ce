// How events reach the bus and the views: the outbox, walks, the groups that follow the changes, and the shards.
import { html } from "../vendor/htm_preact.js";
import { acts } from "../parts/acts/acts.js";
import { Chip } from "../parts/icon.js";
import { Partitions } from "../parts/partitions.js";
import { Shards } from "../parts/shards.js";
import { Empty, Shown } from "../parts/shown.js";
import { duration } from "../parts/time.js";
import { counted, stateWords } from "../parts/words.js";
import { usePolled } from "../server/poll.js";

export function Relay() {
  return html`
    <h1>Relay</h1>
    <${Shown} of=${usePolled("status")}>
      ${(report) => html`<${Outbox} report=${report} /><${Walks} walks=${report.walks} />`}
    <//>
    <section class="stack">
      <div class="title"><h2>Consumer groups</h2><span class="soft">They share the partitions of the change stream under leases.</span></div>
      <${Shown} of=${usePolled("groups")}>
        ${(groups) => groups.length
          ? groups.map((group) => html`<${Group} key=${group.group} group=${group} />`)
          : html`<${Empty} title="Nobody follows the change stream">Views that pull would, and a relay with <code>RELAY=change-stream</code>.<//>`}
      <//>
    </section>
    <section class="stack">
      <div class="title"><h2>Shards</h2><span class="soft">Each is swept by one relay at a time, under a lease.</span></div>
      <${Shown} of=${usePolled("shards")}>${(found) => html`<${Shards} shards=${found.shards} />`}<//>
    </section>`;
}

function Outbox({ report }) {
  const swept = report.swept_seconds;
  return html`
    <section class="stack">
      <div class="title">
        <h2>Outbox</h2>
        <span class="at-end"><button onClick=${() => acts.replay()}>Replay all streams</button></span>
      </div>
      <div class="panel figures">
        <div><strong>${report.unpublished.toLocaleString("en")}</strong><span class="soft">${report.unpublished === 1 ? "event" : "events"} unpublished</span></div>
        <div><strong>${report.oldest_unpublished_seconds === null ? "none" : duration(report.oldest_unpublished_seconds)}</strong><span class="soft">age of the oldest row</span></div>
        <div><strong>${swept === null ? "never" : `${duration(swept)} ago`}</strong><span class="soft">${swept === null ? "swept" : "or earlier: all of it is published"}</span></div>
      </div>
    </section>`;
}

function Walks({ walks }) {
  const all = Object.entries(walks);
  if (!all.length) return null;
  return html`
    <section class="stack">
      <h2>Walks over all streams</h2>
      <ul class="panel walks">
        ${all.map(([name, walk]) => html`
          <li key=${name}>
            <span>${stateWords(name)}</span>
            <span class="soft">${walk.done} of ${counted(walk.ranges, "range")}, begun ${duration(walk.began_seconds)} ago</span>
            <div class="bar" role="progressbar" aria-label=${name} aria-valuenow=${walk.done} aria-valuemin="0" aria-valuemax=${walk.ranges}>
              <span style=${{ width: `${walk.ranges ? (100 * walk.done) / walk.ranges : 0}%` }}></span>
            </div>
          </li>`)}
      </ul>
    </section>`;
}

function Group({ group }) {
  const living = Object.keys(group.instances).length;
  const fails = group.partitions.some((one) => one.error);
  return html`
    <div class="stack">
      <div class="title">
        <h3>${group.group}</h3>
        <${Chip} kind=${fails ? "bad" : "good"} icon=${fails ? "bad" : "good"}>${fails ? "fails" : `behind ${duration(group.behind_seconds)}`}<//>
        <span class="soft">${living ? counted(living, "instance") : "no instance now"}, ${counted(group.partitions.length, "partition")}</span>
      </div>
      <${Partitions} group=${group} />
    </div>`;
}
