// Defines <policy-chat> once, however often the script is included.

import { policyChat } from "./element";

const script = document.currentScript as HTMLScriptElement | null;
const origin = script ? new URL(script.src, location.href).origin : location.origin;

if (!customElements.get("policy-chat")) customElements.define("policy-chat", policyChat(origin));
