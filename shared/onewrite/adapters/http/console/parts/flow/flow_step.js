// One step of an event's way: done, on its way, or stopped; with the time that it took.
import { html } from "../../vendor/htm_preact.js";
import { Icon } from "../icon.js";
import { duration } from "../time.js";

const STEPS = {
  reached: ["good", "good", "done"],
  waiting: ["wait", "wait", "on its way"],
  lagging: ["wait", "wait", "on its way"],
  failing: ["warn", "warn", "failing, tried again"],
  parked: ["bad", "parked", "parked"],
  behind: ["wait", "wait", "waits"],
  not_served: ["bad", "bad", "not served"],
};

export function Step({ state, seconds, behind, what }) {
  if (state === "none") return html`<span class="step none"><span class="unseen">${what} doesn’t read it</span></span>`;
  const [kind, icon, words] = STEPS[state];
  const time = seconds === undefined ? "" : duration(seconds);
  const told = `${what}: ${words}${behind ? ` behind version ${behind}, which fails` : ""}${time ? `, ${time} after the commit` : ""}`;
  return html`
    <span class="step ${kind}" title=${told}>
      <${Icon} name=${icon} />
      <span class="unseen">${told}</span>
      <span class="took" aria-hidden="true">${kind === "good" ? time : words}</span>
    </span>`;
}
