// What stands where something is waited for, is missing, or went wrong.
import { html } from "../vendor/htm_preact.js";
import { Icon } from "./icon.js";

/** Shows a polled read: its problem, or `children(value)`, or that it is on its way. */
export function Shown({ of, children }) {
  if (of.problem) return html`<${ProblemNote} problem=${of.problem} />`;
  return of.value === undefined ? html`<p class="faint">Reading …</p>` : children(of.value);
}

export function Empty({ title, children }) {
  return html`<div class="empty"><b>${title}</b>${children}</div>`;
}

export function ProblemNote({ problem }) {
  return html`
    <div class="note bad" role="alert">
      <b><${Icon} name="bad" /> ${problem.title ?? "Problem"}</b>
      <div>${problem.message}</div>
      ${(problem.fields ?? []).map((field) => html`<div>${field.pointer ?? field.parameter ?? field.header}: ${field.detail}</div>`)}
      ${problem.reason && html`<small class="mono">${problem.reason}</small>`}
    </div>`;
}
