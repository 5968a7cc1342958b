/** Makes a call felt by somebody who looks elsewhere: a notification where it was asked for, a sound, a shake of the phone. */

export interface CallMessage {
  title: string;
  text: string;
  /** Where the notification leads. */
  path: string;
}

const NOTES_HZ = [784, 1047];
const NOTE_S = 0.22;
const LOUDNESS = 0.25;
const BUZZ_MS = [200, 120, 200];

let sound: AudioContext | null = null;

/** Some browsers have no notifications, and some have them for installed pages only. */
export function mayBeAsked(): boolean {
  return "Notification" in globalThis && Notification.permission !== "denied";
}

/**
 * To be called when a button is pressed: no browser asks, or lets a page make a sound later, without that. `default`: whoever was
 * asked didn't say.
 */
export async function askToTell(): Promise<NotificationPermission> {
  if ("AudioContext" in globalThis) {
    sound ??= new AudioContext();
    sound.resume().catch(() => undefined);
  }
  return await Notification.requestPermission();
}

/** Answers with what takes the notification away again. */
export function tellOfCall(message: CallMessage): () => void {
  chime();
  const shown = show(message).catch(() => null);
  return () => void shown.then((takeAway) => takeAway?.());
}

/** Not every device can, and before the first touch none may. */
export function shake(): void {
  if ("vibrate" in navigator) navigator.vibrate(BUZZ_MS);
}

async function show({ title, text, path }: CallMessage): Promise<(() => void) | null> {
  if (!("Notification" in globalThis) || Notification.permission !== "granted") return null;
  const options = { body: text, tag: path, icon: "/icon.svg", requireInteraction: true, data: { path } };
  // Phones show what comes from a service worker, and nothing else.
  const worker = await navigator.serviceWorker?.getRegistration();
  if (!worker) {
    const notification = new Notification(title, options);
    notification.onclick = () => {
      window.focus();
      notification.close();
    };
    return () => notification.close();
  }
  await worker.showNotification(title, options);
  return () => void takeAway(worker, path).catch(() => undefined);
}

async function takeAway(worker: ServiceWorkerRegistration, tag: string): Promise<void> {
  for (const notification of await worker.getNotifications({ tag })) notification.close();
}

function chime(): void {
  if (!sound) return;
  const context = sound;
  context.resume().catch(() => undefined);
  NOTES_HZ.forEach((hz, index) => {
    const beginsAt = context.currentTime + index * NOTE_S;
    const [tone, volume] = [context.createOscillator(), context.createGain()];
    tone.frequency.value = hz;
    volume.gain.setValueAtTime(LOUDNESS, beginsAt);
    // A tone that is cut off clicks.
    volume.gain.exponentialRampToValueAtTime(0.001, beginsAt + NOTE_S);
    tone.connect(volume).connect(context.destination);
    tone.start(beginsAt);
    tone.stop(beginsAt + NOTE_S);
  });
}
