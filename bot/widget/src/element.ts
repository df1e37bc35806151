// <policy-chat>: a launcher and a panel in a shadow root, or with `full` the panel alone.

import { Api } from "./api";
import { Chat } from "./chat";
import { button, el } from "./dom";
import { Memory } from "./memory";
import { applyStyle } from "./style";

/** Where the panel covers the screen, and so keeps the keyboard to itself. */
const SMALL = "(max-width: 30rem), (max-height: 26rem)";

/** Returns the element's class for a script that came from `origin`. */
export function policyChat(origin: string): CustomElementConstructor {
  return class PolicyChat extends HTMLElement {
    static readonly observedAttributes = ["open"];

    private chat: Chat | null = null;
    private launcher: HTMLButtonElement | null = null;
    private badge = el("span", { class: "badge-count", hidden: true });
    private unread = 0;
    private returnTo: HTMLElement | null = null;

    connectedCallback(): void {
      if (!this.chat) this.build();
      if (!this.isFull) this.liftUp();
      if (this.isFull || this.hasAttribute("open")) this.unfold(false);
    }

    attributeChangedCallback(_name: string, before: string | null, now: string | null): void {
      if (!this.chat || (before === null) === (now === null)) return;
      if (now === null) this.fold();
      else this.unfold(true);
    }

    /** Opens the panel. */
    show(): void {
      this.toggleAttribute("open", true);
    }

    /** Closes the panel. */
    hide(): void {
      this.removeAttribute("open");
    }

    /** Opens the panel and says `text` for the visitor. */
    async ask(text: string): Promise<void> {
      this.show();
      await this.chat?.open();
      this.chat?.say(text);
    }

    private get isFull(): boolean {
      return this.hasAttribute("full");
    }

    private build(): void {
      const root = this.attachShadow({ mode: "open" });
      const host = new URL(this.getAttribute("host") || origin, location.href).origin;
      applyStyle(root, host);
      const wishes = {
        topic: this.getAttribute("topic"),
        region: this.getAttribute("region"),
        as_of: this.getAttribute("as-of"),
      };
      const chat = new Chat(root, new Api(host), new Memory(host), wishes, () => this.arrived());
      this.chat = chat;
      root.append(chat.panel);
      if (this.isFull) return;
      chat.panel.hidden = true;
      chat.panel.id = "panel";
      chat.panel.setAttribute("role", "dialog");
      chat.panel.querySelector(".bars")?.append(button("关闭", () => this.hide(), { class: "bar" }, "close"));
      this.launcher = button(this.getAttribute("label") || "问政策", () => this.show(), {
        class: "launcher", "aria-expanded": "false", "aria-controls": "panel", "aria-haspopup": "dialog",
      }, "chat");
      this.launcher.append(this.badge);
      root.prepend(this.launcher);
      chat.panel.addEventListener("keydown", (event) => this.keyed(event));
      window.visualViewport?.addEventListener("resize", () => this.fit());
    }

    /** Into the browser's top layer, where no z-index or transform of the page reaches. */
    private liftUp(): void {
      if (!("showPopover" in this)) return;
      this.setAttribute("popover", "manual");
      this.showPopover();
    }

    private unfold(byHand: boolean): void {
      const { chat } = this;
      if (!chat) return;
      const active = document.activeElement;
      this.returnTo = active instanceof HTMLElement && active !== this ? active : null;
      chat.panel.hidden = false;
      this.launcher?.setAttribute("aria-expanded", "true");
      if (!this.isFull) chat.panel.setAttribute("aria-modal", String(this.coversScreen));
      this.count(0);
      this.fit();
      void chat.open();
      if (byHand) chat.focus();
    }

    private fold(): void {
      if (!this.chat || this.isFull) return;
      this.chat.panel.hidden = true;
      this.launcher?.setAttribute("aria-expanded", "false");
      (this.returnTo?.isConnected ? this.returnTo : this.launcher)?.focus();
    }

    private get coversScreen(): boolean {
      return !this.isFull && matchMedia(SMALL).matches;
    }

    private arrived(): void {
      if (!this.isFull && !this.hasAttribute("open")) this.count(this.unread + 1);
    }

    private count(unread: number): void {
      this.unread = unread;
      this.badge.hidden = !unread;
      this.badge.textContent = String(unread);
      const label = this.getAttribute("label") || "问政策";
      this.launcher?.setAttribute("aria-label", unread ? `${label}，有${unread}条新回答` : label);
    }

    /** On a phone the panel leaves room for the keyboard. */
    private fit(): void {
      const height = this.coversScreen ? `${window.visualViewport?.height ?? innerHeight}px` : "";
      this.chat?.panel.style.setProperty("height", height);
    }

    private keyed(event: KeyboardEvent): void {
      if (event.key === "Escape" && !event.isComposing) {
        event.stopPropagation();
        this.hide();
      } else if (event.key === "Tab" && this.coversScreen) {
        this.keepInside(event);
      }
    }

    private keepInside(event: KeyboardEvent): void {
      const reachable = [
        ...(this.chat?.panel.querySelectorAll<HTMLElement>(
          "button, a[href], input, select, textarea, summary, [tabindex='0']",
        ) ?? []),
      ].filter((one) => one.tabIndex >= 0 && one.getClientRects().length > 0 && !(one as HTMLButtonElement).disabled);
      const [first, last] = [reachable[0], reachable[reachable.length - 1]];
      const at = this.shadowRoot?.activeElement;
      const leaving = event.shiftKey ? at === first || at?.id === "title" : at === last;
      if (!leaving) return;
      event.preventDefault();
      (event.shiftKey ? last : first)?.focus();
    }
  };
}
