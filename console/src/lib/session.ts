/*
 * Who is signed in. useMe() gives the person; useMay() answers whether they may do something:
 *   const may = useMay();   {may("canEditMedia") && <Button …/>}
 * What a role cannot do is absent, never greyed.
 */
import { may, type Me, type Permission } from "@yilu/contract";
import { createContext, useContext } from "react";

export interface Session {
  me: Me;
  signOut: () => Promise<void>;
  changePassword: () => void;
  showSessions: () => void;
}
export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("useSession outside of a session");
  return session;
}
export const useMe = (): Me => useSession().me;
export function useMay(): (permission: Permission) => boolean {
  const { role } = useMe();
  return (permission) => may(role, permission);
}
