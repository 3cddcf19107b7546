/** What goes to the server in one message. */
import { maxBatchBytes, type Play } from "@yilu/contract";

export interface Batch {
  ledgerId: string;
  plays: Play[];
}

/** As many of the plays as one message may carry; every character of it is one byte. */
export function fitting(ledgerId: string, plays: Play[]): Play[] {
  let bytes = JSON.stringify({ ledgerId, plays: [] }).length;
  const end = plays.findIndex((play) => (bytes += JSON.stringify(play).length + 1) > maxBatchBytes);
  return end < 0 ? plays : plays.slice(0, end);
}
