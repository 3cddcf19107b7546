import { useCallback } from "react";
import { useSearchParams } from "react-router";

type Changes = Readonly<Record<string, string | undefined>>;

/**
 * What of a page is open (a tab, one film, an editor) stands in its address, beside the filters:
 *   const [params, open] = useParams();   params.get("edit")   open({ edit: id })   open({ edit: undefined })
 * Opening adds to the history, so that "back" closes. `{ tab: "units" }, "only"` drops everything else.
 */
export function useParams(): [URLSearchParams, (changes: Changes, keep?: "only" | "rest") => void] {
  const [params, setParams] = useSearchParams();
  const open = useCallback(
    (changes: Changes, keep: "only" | "rest" = "rest") =>
      setParams((before) => {
        const next = new URLSearchParams(keep === "only" ? "" : before);
        for (const [name, value] of Object.entries(changes)) {
          if (value === undefined) next.delete(name);
          else next.set(name, value);
        }
        return next;
      }),
    [setParams],
  );
  return [params, open];
}
