// The place and the day judged by, always in view and always to be changed.

import { el, icon } from "./dom";
import type { Outgoing, Start } from "./types";

type Say = (text: string, settings: Pick<Outgoing, "region" | "as_of">) => void;

export class Chips {
  readonly node: HTMLElement;
  private readonly place = el("select", { id: "region" }, el("option", { value: "" }, "选择地区"));
  private readonly day = el("input", { id: "as-of", type: "date", min: "1990-01-01", max: "2099-12-31" });
  private readonly dayText = el("span", { class: "chip__day", "aria-hidden": "true" });
  private readonly dayChip = el(
    "label",
    { class: "chip chip--day", for: "as-of" },
    icon("day"),
    el("span", { class: "chip__label" }, "按哪天的政策"),
    this.dayText,
    this.day,
  );
  private today = "";

  constructor(say: Say, ...more: HTMLElement[]) {
    this.node = el(
      "div",
      { class: "chips" },
      el("label", { class: "chip", for: "region" }, icon("place"), el("span", { class: "chip__label" }, "地区"), this.place),
      this.dayChip,
      more,
    );
    this.place.addEventListener("change", () => {
      const region = this.place.value;
      if (region) say(`我在${region}`, { region });
    });
    this.day.addEventListener("click", () => pickDay(this.day));
    this.day.addEventListener("change", () => {
      const [year = 0, month, day] = this.day.value.split("-").map(Number);
      if (year > 1989 && year < 2100) say(`按${year}年${month}月${day}日的政策看`, { as_of: this.day.value });
    });
  }

  /** The places to choose from and today's date. */
  open(start: Start): void {
    const known = new Set([...this.place.options].map((one) => one.value));
    this.place.append(...start.regions.filter((name) => !known.has(name)).map((name) => el("option", {}, name)));
    this.today = start.today;
  }

  show(region: string | null, day: string | null): void {
    if (region && ![...this.place.options].some((one) => one.value === region)) {
      this.place.append(el("option", {}, region));
    }
    this.place.value = region ?? "";
    this.day.value = day || this.today;
    const other = this.day.value !== this.today;
    this.dayText.textContent = other ? this.day.value : "今天";
    this.dayChip.classList.toggle("is-other-day", other);
  }
}

/** Opens the browser's calendar wherever the chip is clicked, in browsers that let us. */
function pickDay(input: HTMLInputElement): void {
  try {
    input.showPicker();
  } catch {
    // the field itself is shown while it has the focus, and can be typed into
  }
}
