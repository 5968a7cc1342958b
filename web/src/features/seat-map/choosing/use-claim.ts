/** Claims places: asks who is there, sends the wish once however often it is pressed, and repeats a lost answer under the same key. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import { keys } from "@/api/keys";
import { ApiProblem, hasCode } from "@/api/problem";
import { asOpen, type OpenHold } from "@/api/requests/holds";
import { reserve, type Wish } from "@/api/requests/reserve";
import type { Hold } from "@/api/types";
import { useIdentity } from "@/lib/identity";
import { dropPass, keptPass } from "@/lib/queue-pass";
import { randomKey } from "@/lib/random-key";

export interface Claim {
  /** What is being claimed now, by the name that was given to it. */
  underWay: string | null;
  /** Why the last claim came to nothing. */
  failure: ClaimFailure | null;
  claim: (name: string, wish: Wish, ends?: ClaimEnds) => Promise<Hold | null>;
  forgetFailure: () => void;
}

/** A problem, or no answer at all. */
export type ClaimFailure = ApiProblem | "offline";

export interface ClaimEnds {
  begun?: () => void;
  failed?: (failure: ClaimFailure) => void;
}

/** Whether the program may have carried out what it didn't tell of. */
export function isUnanswered(failure: ClaimFailure): boolean {
  return failure === "offline" || failure.status >= 500 || failure.code === "request_in_progress";
}

export function useClaim(eventId: string): Claim {
  const { ensureSignedIn } = useIdentity();
  const queryClient = useQueryClient();
  const [underWay, setUnderWay] = useState<string | null>(null);
  const [failure, setFailure] = useState<ClaimFailure | null>(null);
  const isBusy = useRef(false);
  const unanswered = useRef<{ wish: string; key: string } | null>(null);

  const send = async (wish: Wish): Promise<Hold> => {
    const text = JSON.stringify(wish);
    const key = unanswered.current?.wish === text ? unanswered.current.key : randomKey();
    unanswered.current = { wish: text, key };
    const hold = await reserveWithPass(eventId, wish, key);
    unanswered.current = null;
    return hold;
  };

  const claim = async (name: string, wish: Wish, ends: ClaimEnds = {}): Promise<Hold | null> => {
    if (isBusy.current) return null;
    isBusy.current = true;
    setUnderWay(name);
    setFailure(null);
    try {
      if (!(await ensureSignedIn())) return null;
      ends.begun?.();
      const hold = await send(wish);
      // The basket has it before it is asked for anew, which may take its time.
      queryClient.setQueryData<OpenHold[]>(keys.holds, (all = []) => [
        ...all.filter(({ id }) => id !== hold.id),
        asOpen(hold),
      ]);
      void queryClient.invalidateQueries({ queryKey: keys.holds });
      return hold;
    } catch (error) {
      const why = error instanceof ApiProblem ? error : "offline";
      // A refusal ends the matter, and the next try is a new one.
      if (isUnanswered(why)) void queryClient.invalidateQueries({ queryKey: keys.holds });
      else unanswered.current = null;
      setFailure(why);
      ends.failed?.(why);
      return null;
    } finally {
      isBusy.current = false;
      setUnderWay(null);
    }
  };

  const forgetFailure = useCallback(() => setFailure(null), []);
  return { underWay, failure, claim, forgetFailure };
}

const PASS_IS_BAD = ["waiting_room_required", "pass_invalid", "pass_not_yours", "pass_expired"];

/** A pass that is shown decides; one that isn't good any more is dropped, for the account may have a better one. */
export async function reserveWithPass(eventId: string, wish: Wish, key: string): Promise<Hold> {
  const pass = keptPass(eventId);
  try {
    return await reserve(eventId, wish, key, pass);
  } catch (error) {
    if (pass === null || !hasCode(error, ...PASS_IS_BAD)) throw error;
    dropPass(eventId);
    return reserve(eventId, wish, key, null);
  }
}
