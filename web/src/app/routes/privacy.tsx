/** `/privacy`. */
import { PrivacyScreen } from "@/features/privacy/privacy-screen";

export function PrivacyRoute() {
  return <PrivacyScreen />;
}
