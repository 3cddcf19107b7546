import { routes, type AnswerOf, type QueryOf } from "@yilu/contract";
import { useAction, useCall } from "../../lib/api.ts";

export type UserWithPassword = AnswerOf<typeof routes.users.create>;
export type AuditEntry = AnswerOf<typeof routes.audit.list>["rows"][number];

export const useUsers = (query: QueryOf<typeof routes.users.list>) => useCall(routes.users.list, { query });
export const useCreateUser = () => useAction(routes.users.create);
export const useChangeUser = () => useAction(routes.users.change);
export const useResetPassword = () => useAction(routes.users.resetPassword);

export const useUnits = () => useCall(routes.units.list, {});
export const useCreateUnit = () => useAction(routes.units.create);
export const useChangeUnit = () => useAction(routes.units.change);
export const useRemoveUnit = () => useAction(routes.units.remove);

export const useAudit = (query: QueryOf<typeof routes.audit.list>) => useCall(routes.audit.list, { query });
export const useVerification = () => useCall(routes.audit.verify, {}, { enabled: false, keepPrevious: false });

export const usePolicy = () => useCall(routes.security.policy, {});
export const useChangePolicy = () => useAction(routes.security.changePolicy);
export const useSessionsOf = (id: string) => useCall(routes.security.sessionsOf, { params: { id } });
export const useEndSessionsOf = () => useAction(routes.security.endSessionsOf);
export const useReviewPolicy = () => useCall(routes.media.policy, {});
export const useChangeReviewPolicy = () => useAction(routes.media.changePolicy);
