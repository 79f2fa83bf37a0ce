// Every act of an operator: what it is called, what it would do, and how its report reads.
import { html } from "../../vendor/htm_preact.js";
import { keepShown } from "../../server/shown_data.js";
import { askFor } from "./act_dialog.js";
import { Resumed } from "./resumed.js";
import { Verdict } from "../projection/verdict.js";
import { VerifyProgress } from "../projection/verify_progress.js";
import { counted, listed } from "../words.js";

const view = (name, title, sentence, verb, more = {}) => (projection, known) =>
  askFor({
    name,
    body: { projection },
    title: `${title} ${projection}`,
    sentence: sentence(projection, known),
    verb,
    reason: "optional",
    tell: answers,
    ...more,
  });

export const acts = {
  reconcile: () =>
    askFor({
      name: "reconcile",
      body: {},
      title: "Reconcile all views",
      sentence: "This looks at every stream, compares it with what each view has applied, and advances what lags. Readers notice nothing.",
      verb: "Reconcile",
      reason: "optional",
      tell: (report) => `${counted(report.heads, "stream")} compared, ${report.healed} of ${report.lagging} that lagged brought up to date; ${report.parked} parked, ${report.ahead} ahead.`,
    }),
  rebuild: view(
    "rebuild", "Rebuild",
    (name, known) => `This builds generation ${(known?.last ?? 1) + 1} of ${name} beside generation ${known?.active ?? 1}, which goes on answering. Nothing is switched.`,
    "Begin to rebuild",
    { tell: (report) => `Generation ${report.generation} is being built. The page shows how far it is; then verify it, and switch.` },
  ),
  verify: view(
    "verify", "Verify",
    (name, known) => `This compares every row of ${generationsOf(name, known)} with a fresh fold from the store. Traffic goes on meanwhile.`,
    "Verify",
    { tell: (report) => html`<${Verdict} verdict=${report} />`, meanwhile: VerifyProgress },
  ),
  pause: view("pause", "Pause the rebuild of", (name) => `Every worker stops after the streams that it is working on. ${name} goes on answering.`, "Pause", { tell: progress }),
  resume: view("resume", "Go on with the rebuild of", () => "It goes on where it stood.", "Go on", { tell: progress }),
  cancel: view("cancel", "Cancel the rebuild of", (name, known) => `This drops generation ${known?.building ?? ""}, which is being built. What it has done so far is lost; ${name} goes on answering.`, "Cancel the rebuild", { isDanger: true }),
  rollback: view("rollback", "Roll back", (name, known) => `Generation ${known?.previous} answers again instead of ${known?.active}, within a second or two. It was kept up to date all along; no request fails.`, "Roll back"),
  remove: view("remove", "Remove", (name) => `This deletes all rows of ${name}, which the code no longer declares. A release that still declares it would have to rebuild it.`, "Remove", { isDanger: true, tell: () => "Removed." }),
  switch: (projection, known, generation) =>
    askFor({
      name: "switch",
      body: { projection, generation },
      title: `Switch ${projection} to generation ${generation}`,
      sentence: `Generation ${generation} answers instead of ${known.active}, within a second or two; no request fails. Generation ${known.active} is kept up to date, so that you can go back.`,
      verb: "Switch",
      reason: "optional",
      tell: answers,
    }),
  drop: (projection, known, generation) =>
    askFor({
      name: "drop",
      body: { projection, generation },
      title: `Drop generation ${generation} of ${projection}`,
      sentence: `This deletes all rows of generation ${generation}. Generation ${known.active} goes on answering; to have ${generation} again, you would have to rebuild.`,
      verb: "Drop it",
      reason: "optional",
      isDanger: true,
      tell: answers,
    }),
  release: (projection, which, number) =>
    askFor({
      name: "release",
      body: { projection, ...which },
      title: `Release ${target(which, number)}`,
      sentence: `${projection} tries the failed event of ${target(which, number)} again and goes on behind it, in order. What fails again is parked again, with the new reason.`,
      verb: number === 1 ? "Release it" : `Release ${number}`,
      reason: "optional",
      tell: (report) => html`<${Resumed} report=${report} />`,
    }),
  skip: (projection, parked) =>
    askFor({
      name: "skip",
      body: { projection, stream_id: parked.stream_id },
      title: `Skip version ${parked.version} of ${parked.stream_id}`,
      sentence: `This leaves ${parked.event_type} out of generation ${parked.generation} of ${projection} and goes on behind it. The event stays in the store; a rebuild tries it again.`,
      verb: "Skip this event",
      reason: "required",
      isDanger: true,
      tell: (report) => html`<${Resumed} report=${report} />`,
    }),
  replay: (stream) =>
    askFor({
      name: "replay",
      body: { stream_id: stream },
      trial: { stream_id: stream, dry_run: true },
      title: stream ? `Replay ${stream}` : "Replay all streams",
      sentence: (found) => found
        ? `This publishes ${counted(found.selected, "event")} again, marked as a replay, for consumers outside. Views that have applied ${found.selected === 1 ? "it" : "them"} find nothing to do.`
        : `Counting the events that would be published again${stream ? "" : ", of every stream"} …`,
      verb: "Publish again",
      reason: "optional",
      tell: replayed,
    }),
  retry: (stream, number) =>
    askFor({
      name: "retry",
      body: { stream_id: stream },
      title: stream ? `Retry what was set aside of ${stream}` : "Retry what was set aside",
      sentence: `The next sweep of the outbox tries to publish ${stream ? `the events of ${stream}` : counted(number, "event")} again. What the bus still refuses is set aside again.`,
      verb: "Retry",
      reason: "optional",
      tell: told,
    }),
  abandon: (event) =>
    askFor({
      name: "abandon",
      body: { stream_id: event.stream_id, version: event.version },
      title: `Abandon version ${event.version} of ${event.stream_id}`,
      sentence: "This event will never be published: consumers outside never hear of it. Views have it, and it stays in the store.",
      verb: "Abandon it",
      reason: "required",
      isDanger: true,
      tell: () => "It will not be published.",
    }),
  redrive: (subscription, number) =>
    askFor({
      name: "redrive",
      body: { subscription },
      title: `Redrive the dead letters of ${subscription}`,
      sentence: `This publishes at least ${counted(number, "message")} again, unchanged. Every subscription of the topic gets them once more; who has applied the event finds nothing to do.`,
      verb: "Redrive",
      reason: "optional",
      tell: told,
    }),
  discard: (subscription, number) =>
    askFor({
      name: "discard",
      body: { subscription },
      title: `Discard the dead letters of ${subscription}`,
      sentence: `This removes at least ${counted(number, "message")} from the bus for good. No event is lost: all of them are in the store.`,
      verb: "Discard",
      reason: "required",
      isDanger: true,
      tell: told,
    }),
  showData: (stream, version) => {
    const first = 1 + MOST_SHOWN * Math.floor((version - 1) / MOST_SHOWN);
    const last = Math.min(stream.version, first + MOST_SHOWN - 1);
    askFor({
      name: "show-data",
      body: { stream_id: stream.stream_id, first, last },
      title: `Show the data of ${stream.stream_id}`,
      sentence: `This shows you the data of ${last === first ? `version ${first}` : `versions ${first} to ${last}`}, the states around them, and the rows that views hold. It will be on record that you looked, not what you saw.`,
      verb: "Show data",
      reason: "optional",
      closes: true,
      done: keepShown,
    });
  },
};

/** So many versions are shown at once. */
const MOST_SHOWN = 50;

const told = (report) => html`<dl class="facts">${Object.entries(report).map(([name, value]) => html`<dt>${name.replaceAll("_", " ")}</dt><dd>${String(value)}</dd>`)}</dl>`;
const target = (which, number) => which.stream_id ?? `${counted(number, "stream")}${which.error_class ? ` stopped by ${which.error_class}` : ""}`;

function generationsOf(name, known) {
  const both = [known?.active, known?.building].filter(Boolean);
  return `${both.length === 1 ? "generation" : "generations"} ${listed(both)} of ${name}`;
}

const answers = (known) => `Generation ${known.active} of ${known.projection} answers; kept up to date: ${listed(known.kept.map(String))}.`;

function replayed({ selected, published }) {
  if (published === selected) return `${counted(selected, "event")} published again.`;
  return `${published} of ${counted(selected, "event")} published again: the bus refused the next. Replay later; what was published comes once more.`;
}

function progress(report) {
  return `Generation ${report.generation} is ${report.state.replaceAll("_", " ")}: ${report.done} of ${counted(report.ranges, "range")} done.`;
}
