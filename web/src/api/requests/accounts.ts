/** Becoming somebody: registering, signing in and out, proving an address. */
import { answer, GET, POST } from "../call";
import { beginSession, noteAccount } from "../session";
import type { Account, Session } from "../types";

async function open(asked: Promise<{ data?: Session }>): Promise<Account> {
  const session = await answer(asked);
  beginSession(session);
  return session.user;
}

export function register(body: { email: string; password: string; name: string }): Promise<Account> {
  return open(POST("/api/v1/auth/register", { body }));
}

export function continueAsGuest(body: { email: string; name: string }): Promise<Account> {
  return open(POST("/api/v1/auth/guest", { body }));
}

export function signIn(body: { email: string; password: string }): Promise<Account> {
  return open(POST("/api/v1/auth/login", { body }));
}

export function verifyAddress(body: { token: string; password?: string }): Promise<Account> {
  return open(POST("/api/v1/auth/verify", { body }));
}

export function resetPassword(body: { token: string; password: string }): Promise<Account> {
  return open(POST("/api/v1/auth/password/reset", { body }));
}

export async function forgotPassword(email: string): Promise<void> {
  await POST("/api/v1/auth/password/forgot", { body: { email } });
}

export async function resendVerification(): Promise<void> {
  await POST("/api/v1/auth/verify/resend");
}

/** Ends the session at the program; `endSession` ends it on the page. */
export async function signOut(): Promise<void> {
  // Whoever closes the page right after still means it.
  await POST("/api/v1/auth/logout", { keepalive: true });
}

export async function readAccount(): Promise<Account> {
  const account = await answer(GET("/api/v1/auth/me"));
  noteAccount(account);
  return account;
}
