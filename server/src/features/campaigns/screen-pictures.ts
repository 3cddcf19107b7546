import type { Evidence, ScreenPicture } from "@yilu/contract";
import type { EvidenceService } from "../evidence/service.ts";
import type { Participant } from "./policy.ts";

/** A summary holds so many pictures of each unit. */
const mostOfUnit = 6;
/** Of so many, the newest, they are chosen. */
const mostLookedAt = 500;

type Taken = Pick<Evidence, "screenName" | "mediaTitle" | "takenAt">;

/**
 * Chooses pictures that differ: other screens first, then other films, then other days, then the newest.
 * @param dayOf the local date of an instant
 * @returns in the order in which they were taken
 */
export function chosen<T extends Taken>(pictures: readonly T[], most: number, dayOf: (at: number) => string): T[] {
  const seen = new Set<string>();
  const keysOf = ({ screenName, mediaTitle, takenAt }: Taken): [string, number][] => [[`screen ${screenName}`, 4], [`film ${mediaTitle ?? ""}`, 2], [`day ${dayOf(takenAt)}`, 1]];
  const worth = (picture: T) => keysOf(picture).reduce((sum, [key, points]) => sum + (seen.has(key) ? 0 : points), 0);
  const left = pictures.toSorted((one, other) => other.takenAt - one.takenAt);
  const answer: T[] = [];
  while (answer.length < most && left.length > 0) {
    const worths = left.map(worth);
    const [picture] = left.splice(worths.indexOf(Math.max(...worths)), 1);
    if (picture === undefined) break;
    for (const [key] of keysOf(picture)) seen.add(key);
    answer.push(picture);
  }
  return answer.sort((one, other) => one.takenAt - other.takenAt);
}

/** Pictures that players took of a campaign, as its summary keeps them. */
export class ScreenPictures {
  constructor(
    private readonly evidence: Pick<EvidenceService, "forCampaign" | "bytes">,
    /** Path of every unit, by id. */
    private readonly unitPaths: () => Promise<ReadonlyMap<string, string>>,
    /** Keeps bytes for as long as the summary, since pictures of players are removed after a time. @returns their SHA-256 */
    private readonly keep: (jpeg: Buffer) => Promise<string>,
    private readonly dayOf: (at: number) => string,
  ) {}

  /** Some pictures of each participant; where one lies below another, they are those of the lower one. */
  async frozen(campaign: { entryIds: readonly string[]; from: string; to: string }, participants: readonly Participant[]): Promise<ScreenPicture[]> {
    if (campaign.entryIds.length === 0) return [];
    const paths = await this.unitPaths();
    const lowest = (unitId: string) => {
      const path = paths.get(unitId);
      return path === undefined ? undefined : participants.filter((unit) => path.startsWith(unit.path)).sort((one, other) => other.path.length - one.path.length)[0];
    };
    const answer: ScreenPicture[] = [];
    for (const unit of participants) {
      const part = { entryIds: campaign.entryIds, unitPaths: [unit.path] };
      const all = await this.evidence.forCampaign(part, campaign.from, campaign.to, mostLookedAt);
      for (const { screenName, takenAt, clock, mediaTitle, sha256 } of chosen(all.filter((one) => lowest(one.unitId)?.id === unit.id), mostOfUnit, this.dayOf)) {
        const jpeg = await this.evidence.bytes(sha256);
        if (jpeg !== null) answer.push({ unitId: unit.id, unitName: unit.name, screenName, takenAt, clock, mediaTitle, sha256: await this.keep(jpeg) });
      }
    }
    return answer;
  }
}
