// How far a projection is behind: in streams, in seconds, and how that went while the page was open.
import { html } from "../../vendor/htm_preact.js";
import { isLate } from "../../server/lag.js";
import { trendOf } from "../../server/trends.js";
import { Sparkline } from "./sparkline.js";
import { duration } from "../time.js";
import { counted } from "../words.js";

export function Lag({ name, lag }) {
  const trend = trendOf(name);
  return html`
    <div class="lag">
      <div>
        <strong>${lag.streams.toLocaleString("en")}</strong>${" "}
        <span class="soft">${lag.streams === 1 ? "stream" : "streams"} behind${lag.streams ? `, ${duration(lag.seconds)}` : ""}</span>
      </div>
      <${Sparkline} values=${trend} kind=${isLate(lag) ? "warn" : ""}
        label=${`Lag of ${name} since this page was opened: now ${counted(lag.streams, "stream")}, at most ${Math.max(lag.streams, ...trend)}`} />
    </div>`;
}
