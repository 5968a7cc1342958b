/** Claims places: asks who is there, sends the wish once however often it is pressed, and repeats a lost answer under the same key. */
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { keys } from "@/api/keys";
import { ApiProblem, NoAnswer } from "@/api/problem";
import { reserve, type Wish } from "@/api/requests/reserve";
import type { Hold } from "@/api/types";
import { useIdentity } from "@/lib/identity";
import { dropPass, keptPass } from "@/lib/queue-pass";
import { randomKey } from "@/lib/random-key";

export interface Claim {
  /** What is being claimed now, by the name that was given to it. */
  underWay: string | null;
  /** Why the last claim came to nothing: a problem's code, `offline` without an answer. */
  failure: string | null;
  claim: (name: string, wish: Wish, ends?: ClaimEnds) => Promise<Hold | null>;
  forgetFailure: () => void;
}

export interface ClaimEnds {
  begun?: () => void;
  failed?: (problem: ApiProblem | null) => void;
}

export function useClaim(eventId: string): Claim {
  const { ensureSignedIn } = useIdentity();
  const queryClient = useQueryClient();
  const [underWay, setUnderWay] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const isBusy = useRef(false);
  const unanswered = useRef<{ wish: string; key: string } | null>(null);

  const send = async (wish: Wish): Promise<Hold> => {
    const text = JSON.stringify(wish);
    const key = unanswered.current?.wish === text ? unanswered.current.key : randomKey();
    unanswered.current = { wish: text, key };
    const hold = await reserve(eventId, wish, key, keptPass(eventId)).catch((error: unknown) => {
      // An answer, even a refusal, ends the matter; the next try is a new one.
      if (!(error instanceof NoAnswer)) unanswered.current = null;
      throw error;
    });
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
      await queryClient.invalidateQueries({ queryKey: keys.holds });
      return hold;
    } catch (error) {
      const problem = error instanceof ApiProblem ? error : null;
      if (problem && PASS_IS_BAD.includes(problem.code)) dropPass(eventId);
      setFailure(problem ? problem.code : "offline");
      ends.failed?.(problem);
      return null;
    } finally {
      isBusy.current = false;
      setUnderWay(null);
    }
  };

  return { underWay, failure, claim, forgetFailure: () => setFailure(null) };
}

const PASS_IS_BAD = ["waiting_room_required", "pass_invalid", "pass_not_yours", "pass_expired"];
