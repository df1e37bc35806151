// Reading aloud, with a Chinese voice of this device only: no words leave it for a voice service.

function localVoice(): SpeechSynthesisVoice | undefined {
  if (!("speechSynthesis" in window)) return undefined;
  return speechSynthesis.getVoices().find((voice) => voice.localService && /^(zh|cmn)\b/i.test(voice.lang));
}

/** Whether there is a voice to read with. */
export function canRead(): boolean {
  return localVoice() !== undefined;
}

/** Calls back now if there is a voice, and once one turns up: browsers load them late. */
export function whenReadable(callback: () => void): void {
  if (canRead()) callback();
  else if ("speechSynthesis" in window) {
    const check = (): void => {
      if (!canRead()) return;
      speechSynthesis.removeEventListener("voiceschanged", check);
      callback();
    };
    speechSynthesis.addEventListener("voiceschanged", check);
  }
}

/** Reads the text, or stops if this very text is being read; `done` is called when it is silent. */
export function readAloud(text: string, done: () => void): void {
  const voice = localVoice();
  if (!voice) return;
  speechSynthesis.cancel();
  const speech = new SpeechSynthesisUtterance(text.replace(/[✔✘○【】]/g, " "));
  speech.voice = voice;
  speech.lang = voice.lang;
  speech.rate = 0.9;
  speech.addEventListener("end", done);
  speech.addEventListener("error", done);
  speechSynthesis.speak(speech);
}

/** Stops reading. */
export function hush(): void {
  if ("speechSynthesis" in window) speechSynthesis.cancel();
}
