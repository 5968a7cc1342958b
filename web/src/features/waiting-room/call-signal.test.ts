import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { askToTell, mayBeAsked, tellOfCall } from "./call-signal";

const call = { title: "It's your turn", text: "Go in now for Hamlet.", path: "/events/evt_a/queue" };

/** What the browser shows, by whichever way; a test says what it allows. */
let shown: { title: string; tag: string }[];
let permission: NotificationPermission;
let answer: NotificationPermission;

class Shown {
  onclick: (() => void) | null = null;
  constructor(
    readonly title: string,
    readonly options: { tag: string },
  ) {
    shown.push({ title, tag: options.tag });
  }
  close() {
    shown = shown.filter(({ tag }) => tag !== this.options.tag);
  }
  static get permission() {
    return permission;
  }
  static requestPermission = async () => {
    permission = answer;
    return answer;
  };
}

function workerIs(worker: object | undefined) {
  vi.stubGlobal("navigator", { serviceWorker: { getRegistration: async () => worker } });
}

const settled = () => vi.waitFor(() => Promise.resolve());

beforeEach(() => {
  [shown, permission, answer] = [[], "default", "granted"];
  vi.stubGlobal("Notification", Shown);
  workerIs(undefined);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test("nobody is asked where the browser has no notifications, or they were refused", () => {
  expect(mayBeAsked()).toBe(true);
  permission = "denied";
  expect(mayBeAsked()).toBe(false);
  vi.stubGlobal("Notification", undefined);
  Reflect.deleteProperty(globalThis, "Notification");
  expect(mayBeAsked()).toBe(false);
});

test("a call is shown once it was allowed, and taken away when it is over", async () => {
  expect(await askToTell()).toBe("granted");
  const over = tellOfCall(call);
  await vi.waitFor(() => expect(shown).toEqual([{ title: call.title, tag: call.path }]));
  over();
  await vi.waitFor(() => expect(shown).toEqual([]));
});

test("a service worker shows it where there is one, as phones want it", async () => {
  permission = "granted";
  const close = vi.fn();
  const showNotification = vi.fn(async () => {});
  workerIs({ showNotification, getNotifications: async ({ tag }: { tag: string }) => (tag ? [{ close }] : []) });
  const over = tellOfCall(call);
  await vi.waitFor(() => expect(showNotification).toHaveBeenCalledOnce());
  expect(showNotification).toHaveBeenCalledWith(call.title, expect.objectContaining({ data: { path: call.path } }));
  expect(shown).toEqual([]);
  over();
  await vi.waitFor(() => expect(close).toHaveBeenCalledOnce());
});

test("what was refused isn't shown", async () => {
  answer = "denied";
  expect(await askToTell()).toBe("denied");
  tellOfCall(call);
  await settled();
  expect(shown).toEqual([]);
});

test("a sound may be made later only by what a press of a button began", async () => {
  const tones: number[] = [];
  const node = {
    connect: (next: unknown) => next,
    frequency: { value: 0 },
    stop: () => {},
    start: () => tones.push(1),
  };
  const volume = { connect: () => {}, gain: { setValueAtTime: () => {}, exponentialRampToValueAtTime: () => {} } };
  class Sound {
    currentTime = 0;
    destination = {};
    resume = async () => {};
    createOscillator = () => node;
    createGain = () => volume;
  }
  vi.stubGlobal("AudioContext", Sound);
  tellOfCall(call);
  expect(tones).toHaveLength(0);
  await askToTell();
  tellOfCall(call);
  expect(tones.length).toBeGreaterThan(0);
});
