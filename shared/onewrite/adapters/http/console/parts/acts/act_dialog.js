// Asks before an act, does it, and shows what came of it and how it is on record.
import { html, useEffect, useState } from "../../vendor/htm_preact.js";
import { kindOf, placeOf } from "../../app/band.js";
import { act, look } from "../../server/ask.js";
import { refresh } from "../../server/poll.js";
import { Dialog } from "./dialog.js";
import { LogEntry } from "../log_entry.js";
import { ProblemNote } from "../shown.js";

let show = () => {};

/**
 * Ask for an act: `name`, `body`, `title`, the `sentence` that says what it would do, the `verb` on its button,
 * `reason` ("required", "optional" or none), `isDanger`, and `tell(report)`, which returns a sentence or a part.
 * `meanwhile` is a part that shows how far a long one is. `trial` is the body of a dry run that comes first: `sentence(report)`
 * says what that has found, and without a report that it is under way. `done(report)` is called afterwards; with `closes` there is nothing more to read.
 */
export const askFor = (wanted) => show(wanted);

export function ActDialog({ system }) {
  const [wanted, want] = useState();
  useEffect(() => {
    show = want;
  }, []);
  if (!wanted) return null;
  // A dialog tells that it was closed a moment after it is gone: by then the next act may have been asked for.
  const close = () => want((now) => (now === wanted ? undefined : now));
  return html`<${Asking} key=${wanted} wanted=${wanted} system=${system} close=${close} />`;
}

function Asking({ wanted, system, close }) {
  const [reason, setReason] = useState("");
  const [found, setFound] = useState({});
  const [tried, setTried] = useState();
  useEffect(() => {
    if (wanted.trial) act(wanted.name, wanted.trial).then(setTried, (problem) => setFound({ problem }));
  }, [wanted]);
  const doIt = async (event) => {
    event.preventDefault();
    setFound({ isUnderWay: true });
    try {
      const report = await act(wanted.name, { ...wanted.body, reason: reason.trim() });
      wanted.done?.(report);
      if (wanted.closes) close();
      else setFound({ report, entry: (await look("log", { limit: 1 }))[0] });
    } catch (problem) {
      setFound({ problem });
    }
    refresh();
  };
  return html`
    <${Dialog} label=${wanted.title} close=${close}>
      <p class="where ${kindOf(system)}"><b>${system && !system.is_local ? "Cloud" : "Local"}</b> ${placeOf(system)}</p>
      ${found.report
        ? html`<${Done} wanted=${wanted} found=${found} close=${close} />`
        : html`
          <form onSubmit=${doIt}>
            <h2>${wanted.title}</h2>
            <p>${wanted.trial ? (tried || !found.problem) && wanted.sentence(tried) : wanted.sentence}</p>
            ${wanted.reason && html`<${Reason} is=${wanted.reason} value=${reason} set=${setReason} />`}
            ${found.isUnderWay && wanted.meanwhile && html`<${wanted.meanwhile} ...${wanted.body} />`}
            ${found.problem && html`<${ProblemNote} problem=${found.problem} />`}
            <div class="buttons">
              <button type="button" onClick=${close}>Leave it</button>
              <button class="first ${wanted.isDanger ? "danger" : ""}" disabled=${found.isUnderWay || (wanted.trial && !tried)}>
                ${found.isUnderWay ? "Under way …" : wanted.verb}
              </button>
            </div>
          </form>`}
    <//>`;
}

function Reason({ is, value, set }) {
  const isRequired = is === "required";
  return html`
    <label>
      <span>Reason <span class="faint">${isRequired ? "(needed; it goes on record)" : "(goes on record; may stay empty)"}</span></span>
      <textarea required=${isRequired} maxlength="1000" value=${value} onInput=${(event) => set(event.target.value)}></textarea>
    </label>`;
}

function Done({ wanted, found, close }) {
  return html`
    <div class="inside" role="status">
      <h2>${wanted.title}</h2>
      <div>${wanted.tell?.(found.report) ?? "Done."}</div>
      ${found.entry && html`<${LogEntry} entry=${found.entry} />`}
      <div class="buttons"><button class="first" autofocus onClick=${close}>Close</button></div>
    </div>`;
}
