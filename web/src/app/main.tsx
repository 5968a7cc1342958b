/** Where the page begins. */
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ApiProblem, NoAnswer } from "@/api/problem";
import { makeQueryClient } from "@/api/query-client";
import { followOtherWindows } from "@/api/session";
import { LocaleProvider } from "@/lib/i18n/context";
import { registerServiceWorker } from "./register-service-worker";
import { makeRouter } from "./router";
import { followTheme } from "./theme";
import "./styles.css";

followTheme();
followOtherWindows();
const queryClient = makeQueryClient();
const router = makeRouter(queryClient);

const root = document.getElementById("root");
if (!root) throw new Error("index.html has the element that the page is drawn in");
// What the program refused is shown on the screen; only what nobody foresaw is a defect.
const onCaughtError = (error: unknown) => {
  if (!(error instanceof ApiProblem || error instanceof NoAnswer)) console.error(error);
};
createRoot(root, { onCaughtError }).render(
  <StrictMode>
    <LocaleProvider>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </LocaleProvider>
  </StrictMode>,
);
void registerServiceWorker();
