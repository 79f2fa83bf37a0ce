// What needs a person now, as sentences with the way to mend it; the worst first.
import { html } from "../vendor/htm_preact.js";
import { link } from "../app/router.js";
import { acts } from "./acts/acts.js";
import { Icon } from "./icon.js";
import { duration } from "./time.js";
import { counted, listed } from "./words.js";

/** Longer than this, in seconds, and it no longer goes away by itself. */
const LONG = { lagging: 120, unpublished: 120, group: 60, swept: 600 };

export function needsOf(status, groups = [], unpublishable = [], letters = []) {
  const views = Object.entries(status.projections);
  return [
    ...views.filter(([, view]) => view.problem).map(([name, view]) =>
      need("bad", name, html`<b>Not served:</b> ${view.problem}`, to(["projections", name], "Look"))),
    ...views.filter(([, view]) => view.parked).map(([name, view]) => parked(name, view)),
    ...views.filter(([, view]) => view.ahead).map(([name, view]) =>
      need("bad", name, html`<b>${name} is ahead</b> of the store in ${counted(view.ahead, "stream")}, as after a restore: rebuild it`, to(["projections", name], "Rebuild"))),
    ...groups.flatMap(failing),
    ...some(unpublishable, (events) => need("bad", "unpublishable", html`<b>${counted(events.length, "event")} can’t be published</b> and ${events.length === 1 ? "was" : "were"} set aside`, to(["unpublishable"], "Look"))),
    ...some(letters, (found) => need("bad", "letters", html`<b>${counted(found.length, "dead letter")}:</b> the bus gave up`, to(["dead-letters"], "Look"))),
    ...over(status.oldest_unpublished_seconds, LONG.unpublished, (age) =>
      need("warn", "outbox", html`<b>${counted(status.unpublished, "event")} unpublished</b>, the oldest for ${age}`, to(["relay"], "Look"))),
    ...over(status.swept_seconds, LONG.swept, (age) =>
      need("warn", "sweep", html`<b>The outbox was not swept</b> for ${age}: does the scheduled relay run?`, to(["relay"], "Look"))),
    ...views.filter(([, view]) => view.lagging > view.healed && view.oldest_lagging_seconds > LONG.lagging).map(lagging),
    ...some(status.left_over, (names) => need("note", "left-over", html`${listed(names)} ${names.length === 1 ? "is" : "are"} left over: this code doesn’t declare ${names.length === 1 ? "it" : "them"}`, to(["projections"], "Look"))),
  ];
}

export function Needs({ needs }) {
  return html`
    <ul class="needs">
      ${needs.map((one) => html`
        <li key=${one.key} class=${one.kind}>
          <${Icon} name=${one.kind === "bad" ? "bad" : one.kind === "warn" ? "warn" : "kept"} />
          <span>${one.sentence}</span>
          ${one.way}
        </li>`)}
    </ul>`;
}

const need = (kind, key, sentence, way) => ({ kind, key: `${kind} ${key}`, sentence, way });
const to = (path, word) => html`<a class="button" href=${link(path)}>${word}</a>`;
const some = (found, tell) => (found.length ? [tell(found)] : []);
const over = (seconds, limit, tell) => ((seconds ?? 0) > limit ? [tell(duration(seconds))] : []);

function parked(name, view) {
  const since = view.oldest_parked_seconds === null ? "" : `, the first for ${duration(view.oldest_parked_seconds)}`;
  const are = view.parked === 1 ? "is" : "are";
  return need("bad", name, html`<b>${counted(view.parked, "stream")} ${are} parked</b> in ${name}${since}`, to(["projections", name], "Find out why"));
}

function lagging([name, view]) {
  const sentence = html`<b>${name} is behind</b> in ${counted(view.lagging - view.healed, "stream")}, the oldest for ${duration(view.oldest_lagging_seconds)}`;
  return need("warn", name, sentence, html`<button onClick=${acts.reconcile}>Reconcile</button>`);
}

function failing(group) {
  const stuck = group.partitions.filter((one) => one.error);
  if (stuck.length) return [need("bad", group.group, html`<b>${group.group} fails</b> in ${counted(stuck.length, "partition")}`, to(["relay"], "Find out why"))];
  return over(group.behind_seconds, LONG.group, (age) => need("warn", group.group, html`<b>${group.group} is behind</b> by ${age}`, to(["relay"], "Look")));
}
