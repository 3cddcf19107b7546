import { alarms, alarmSettings } from "./alarms.ts";
import { audit } from "./audit.ts";
import { campaigns, shares } from "./campaigns.ts";
import { enrolments } from "./enrolments.ts";
import { imports } from "./imports.ts";
import { media } from "./media.ts";
import { emergencies, planning } from "./planning.ts";
import { entries, playlists } from "./programme.ts";
import { evidence, remote } from "./remote.ts";
import { reports } from "./reports.ts";
import { groups, player, screens } from "./screens.ts";
import { search } from "./search.ts";
import { security } from "./security.ts";
import { session, units, users } from "./users.ts";
import { wall } from "./wall.ts";

/** Every REST call of the server, by feature. */
export const routes = { audit, search, security, session, units, users, media, playlists, entries, planning, emergencies, screens, groups, player, reports, campaigns, shares, enrolments, imports, remote, evidence, alarms, alarmSettings, wall };

export { uploadedMediaHeader, uploadsPath } from "./media.ts";
export type { Access, AnswerOf, AnyEndpoint, BodyOf, Endpoint, ParamsOf, QueryInputOf, QueryOf } from "./endpoint.ts";
