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
