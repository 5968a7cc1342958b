/** The dialog that asks who is there, fetched before it is needed where it probably will be. */
export async function loadIdentityDialog() {
  return (await import("@/features/account/identity-dialog")).IdentityDialog;
}

/** Without a network it is fetched again when it is asked for. */
export function preloadIdentityDialog(): void {
  loadIdentityDialog().catch(() => undefined);
}
