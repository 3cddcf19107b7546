import { encode } from "uqr";

/** A QR code (ISO/IEC 18004, error correction M) as SVG path data: one piece for each run of dark modules in a row. */
export function drawQr(text: string): { size: number; path: string } {
  const { data, size } = encode(text, { border: 0, ecc: "M" });
  const rows = data.map((row, y) => Array.from(row.map((dark) => (dark ? "1" : "0")).join("").matchAll(/1+/g), ({ 0: run, index }) => `M${index} ${y}h${run.length}v1h-${run.length}z`).join(""));
  return { size, path: rows.join("") };
}
