/** What stands where a screen can't: its absence, its failure, its coming. */
import { useQueryClient } from "@tanstack/react-query";
import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { ApiProblem } from "@/api/problem";
import { ProblemPage } from "@/components/problem-page";
import { Skeleton } from "@/components/skeleton";

export function NotFoundScreen() {
  return <ProblemPage error={new ApiProblem(404, "not_found", "", [], null, {})} />;
}

export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const retry = () => {
    queryClient.resetQueries({ predicate: (query) => query.state.status === "error" });
    reset();
    router.invalidate();
  };
  return <ProblemPage error={error} onRetry={retry} />;
}

export function RoutePending() {
  return (
    <div className="mx-auto flex w-full max-w-6xl flex-col gap-4 px-4 py-8">
      <Skeleton className="h-10 w-2/3" />
      <Skeleton className="h-64 w-full" />
    </div>
  );
}
