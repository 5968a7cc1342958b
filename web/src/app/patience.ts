/** How long a door that stands in a crowd waits for a network that stalls, before it takes what was kept. */

/** Shorter than anybody looks at an empty screen with a queue behind them, longer than a slow answer takes. */
const PATIENCE_MS = 3_000;

/** Whoever stands between says so when the program itself says nothing. */
const FAULT = 500;

/**
 * The answer if it comes in time and is one, else what was kept. Where nothing was kept there is only the answer, whenever it comes
 * and whatever it says. `refused` is which other answers what was kept is better than.
 */
export async function freshElseKept(
  asked: Promise<Response>,
  kept: () => Promise<Response | undefined>,
  refused: readonly number[] = [],
): Promise<Response> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE_MS);
  });
  const fresh = await Promise.race([asked.catch(() => null), late]);
  clearTimeout(timer);
  if (fresh && fresh.status < FAULT && !refused.includes(fresh.status)) return fresh;
  return (await kept()) ?? asked;
}

/** Whether an answer is the page, which every address shows, and not some file that somebody opened by its address. */
export function isThePage(response: Response): boolean {
  const isText = response.headers.get("content-type")?.startsWith("text/html") ?? false;
  return response.status === 200 && !response.redirected && isText;
}
