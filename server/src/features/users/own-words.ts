/** Words of the product and the trade that anybody guesses first here. */
const ofTheProduct = ["yilu", "一路", "jindu", "禁毒"];

/** Shorter ones come by chance: three letters, one character. */
const isTelling = (word: string): boolean => [...word].length >= (/^[\x20-\x7e]*$/.test(word) ? 4 : 2);

/** "李静（县交通运输局）" is two words. */
const parts = (text: string): string[] => text.split(/[^\p{L}\p{N}]+/u);

const plain = (text: string): string => text.normalize("NFKC").toLowerCase();

export interface Surroundings {
  displayName: string;
  /** Of the user's unit and those above it. */
  units: readonly { name: string; code: string | null }[];
}

/**
 * The first word of the installation that a password contains: the product's, the person's name, a name or code of the
 * person's units. Null: none. Capital and small letters are the same.
 */
export function ownWordIn(password: string, { displayName, units }: Surroundings): string | null {
  const words = [...ofTheProduct, ...parts(displayName), ...units.flatMap(({ name, code }) => [...parts(name), code ?? ""])];
  return words.find((word) => isTelling(word) && plain(password).includes(plain(word))) ?? null;
}
