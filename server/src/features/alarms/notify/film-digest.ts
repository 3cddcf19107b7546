import type { EndingFilm } from "../../media/service.ts";
import { timeWords } from "../wording.ts";
import type { Mail } from "./mailer.ts";

/** As many are listed; the rest is counted. */
const mostListed = 60;
const mostPlaylists = 10;

/** A film as somebody may know it: where it is used within their reach, and in how many playlists elsewhere. */
export interface FilmNews extends Omit<EndingFilm, "playlists"> {
  playlists: { name: string; entries: string[] }[];
  elsewhere: number;
}

/** What somebody at this path has not been told yet: films of the unit and below, and those from above that its playlists hold. */
export function filmsFor(films: readonly EndingFilm[], toldUntil: number, unitPath: string): FilmNews[] {
  return films.flatMap(({ playlists, ...film }) => {
    const own = playlists.filter((playlist) => playlist.unitPath.startsWith(unitPath));
    const isTheirs = film.unitPath.startsWith(unitPath) || own.length > 0;
    if (film.remindedAt <= toldUntil || !isTheirs) return [];
    const shown = own.map(({ name, entries }) => ({ name, entries: entries.filter((entry) => entry.unitPath.startsWith(unitPath)).map((entry) => entry.name) }));
    return [{ ...film, playlists: shown, elsewhere: playlists.length - own.length }];
  });
}

function usedIn({ playlists, elsewhere }: FilmNews): string {
  if (playlists.length + elsewhere === 0) return "没有列表在用 / in no playlist";
  const named = playlists.slice(0, mostPlaylists).map(({ name, entries }) => `《${name}》${entries.length > 0 ? `（排期 schedule：${entries.join("、")}）` : ""}`);
  const rest = elsewhere + playlists.length - named.length;
  return `用在 / in: ${[...named, ...(rest > 0 ? [`另 ${rest} 个列表 / ${rest} more`] : [])].join("、")}`;
}

/** One mail for all films that end soon, the first to end first. @param timeZone in which the dates are said */
export function filmMailOf(films: readonly FilmNews[], to: string, timeZone: string, consoleUrl: string): Mail {
  const subject = `${films.length} 部素材快到期 / ${films.length} ${films.length === 1 ? "film ends" : "films end"} soon`;
  const listed = films.slice(0, mostListed).flatMap((film) => {
    const until = timeWords(film.validUntil, timeZone);
    return [`  《${film.title}》${until.zh} 到期（${film.unitName}） / until ${until.en}`, `    ${usedIn(film)}`];
  });
  const left = films.length - mostListed;
  const text = ["到期后自动停播，要接着播就延长有效期或换片 / They stop by themselves; prolong or replace them to go on", "", ...listed, ...(left > 0 ? [`  另 ${left} 部 / ${left} more`] : []), "", `查看 / see: ${consoleUrl}/media?expiresInDays=90`];
  return { to, subject: `[一路 Yilu] ${subject}`, text: text.join("\n") };
}

/** The same for a machine; `alarms` stands there empty for whoever reads only those. */
export function filmBodyOf(films: readonly FilmNews[], at: number, consoleUrl: string): string {
  const told = films.map(({ id, title, unitName, validUntil, playlists }) => ({ event: "endsSoon", id, title, unitName, validUntil, playlists }));
  return JSON.stringify({ version: 1, at, url: `${consoleUrl}/media`, alarms: [], films: told });
}
