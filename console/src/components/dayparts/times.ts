/** Reads what people type as a time: "7", "730", "7:30", "7：30" → "07:30"; null when it is none. */
export function timeOf(typed: string): string | null {
  const digits = typed.trim().replace("：", ":");
  const parts = /^(\d{1,2})(?::?(\d{2}))?$/.exec(digits.length === 3 && !digits.includes(":") ? `0${digits}` : digits);
  if (parts === null) return null;
  const [hours, minutes] = [Number(parts[1]), Number(parts[2] ?? "0")];
  if (minutes > 59 || hours > 24 || (hours === 24 && minutes > 0)) return null;
  return `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
}

const pad = (n: number): string => String(n).padStart(2, "0");
/** Every half hour, 00:00 … 24:00. */
export const halfHours: readonly string[] = Array.from({ length: 49 }, (_, index) => `${pad(Math.floor(index / 2))}:${pad((index % 2) * 30)}`);
