/** Becoming somebody: registering, signing in and out, proving an address. */
import { call } from "../call";
import { beginSession, noteAccount } from "../session";
import type { Account, Session } from "../types";

async function open(path: string, body: unknown): Promise<Account> {
  const session = await call<Session>("POST", path, { body });
  beginSession(session);
  return session.user;
}

export const register = (body: { email: string; password: string; name: string }) => open("/auth/register", body);
export const continueAsGuest = (body: { email: string; name: string }) => open("/auth/guest", body);
export const signIn = (body: { email: string; password: string }) => open("/auth/login", body);
export const verifyAddress = (body: { token: string; password?: string }) => open("/auth/verify", body);
export const resetPassword = (body: { token: string; password: string }) => open("/auth/password/reset", body);

export function forgotPassword(email: string): Promise<void> {
  return call("POST", "/auth/password/forgot", { body: { email } });
}

export function resendVerification(): Promise<void> {
  return call("POST", "/auth/verify/resend");
}

/** Ends the session at the program; `endSession` ends it on the page. */
export function signOut(): Promise<void> {
  return call<void>("POST", "/auth/logout");
}

export async function readAccount(): Promise<Account> {
  const account = await call<Account>("GET", "/auth/me");
  noteAccount(account);
  return account;
}
