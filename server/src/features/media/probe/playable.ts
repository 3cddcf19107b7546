/** What is known of a file that screens can play as it is. */
export interface Playable {
  mimeType: string;
  kind: "video" | "image";
  /** Null for pictures. */
  durationMs: number | null;
  widthPx: number;
  heightPx: number;
}
