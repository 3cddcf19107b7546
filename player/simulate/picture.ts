/** A JPEG without a film: fields of colour and the time in large digits, each 8 × 8 px of it one colour (ITU-T T.81, baseline). */

const COLUMNS = 80;
const ROWS = 45;
const WIDTH_PX = COLUMNS * 8;
const HEIGHT_PX = ROWS * 8;

type Colour = readonly [red: number, green: number, blue: number];

/** Three columns of five rows each, from the top left, as bits. */
const glyphs: Record<string, number> = {
  "0": 0b111_101_101_101_111,
  "1": 0b010_110_010_010_111,
  "2": 0b111_001_111_100_111,
  "3": 0b111_001_111_001_111,
  "4": 0b101_101_111_001_001,
  "5": 0b111_100_111_001_111,
  "6": 0b111_100_111_101_111,
  "7": 0b111_001_010_010_010,
  "8": 0b111_101_111_101_111,
  "9": 0b111_101_111_001_111,
  ":": 0b000_010_000_010_000,
  "-": 0b000_000_111_000_000,
};

/** How many codes of each length the standard's table for DC has, and with it the code of each size of difference. */
const dcLengths = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
const dcCodes: string[] = [];
{
  let code = 0;
  dcLengths.forEach((count, index) => {
    for (let each = 0; each < count; each += 1) dcCodes.push((code++).toString(2).padStart(index + 1, "0"));
    code <<= 1;
  });
}

const segment = (marker: number, ...body: number[]): number[] => [0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 0xff, ...body];

/** The difference of one block's mean to the one before, and that nothing follows. */
function blockBits(difference: number): string {
  const size = difference === 0 ? 0 : Math.floor(Math.log2(Math.abs(difference))) + 1;
  const value = difference < 0 ? difference + 2 ** size - 1 : difference;
  return (dcCodes[size] ?? "") + (size === 0 ? "" : value.toString(2).padStart(size, "0")) + "0";
}

function encode(colourAt: (column: number, row: number) => Colour): Uint8Array {
  let bits = "";
  const means = [0, 0, 0];
  for (let row = 0; row < ROWS; row += 1) {
    for (let column = 0; column < COLUMNS; column += 1) {
      const [red, green, blue] = colourAt(column, row);
      const light = 0.299 * red + 0.587 * green + 0.114 * blue;
      [light - 128, (blue - light) * 0.564, (red - light) * 0.713].forEach((exact, part) => {
        const mean = Math.max(-128, Math.min(127, Math.round(exact)));
        bits += blockBits(mean - (means[part] ?? 0));
        means[part] = mean;
      });
    }
  }
  bits = bits.padEnd(Math.ceil(bits.length / 8) * 8, "1");
  const scan = (bits.match(/.{8}/g) ?? []).flatMap((byte) => (byte === "11111111" ? [0xff, 0] : [Number.parseInt(byte, 2)]));
  const parts = [1, 2, 3];
  return Uint8Array.from([
    0xff,
    0xd8,
    ...segment(0xe0, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0),
    ...segment(0xdb, 0, ...Array<number>(64).fill(8)), // 8: what is kept of a block is its mean
    ...segment(0xc0, 8, HEIGHT_PX >> 8, HEIGHT_PX & 0xff, WIDTH_PX >> 8, WIDTH_PX & 0xff, 3, ...parts.flatMap((part) => [part, 0x11, 0])),
    ...segment(0xc4, 0x00, ...dcLengths, ...Array.from({ length: 12 }, (_, size) => size)),
    ...segment(0xc4, 0x10, 1, ...Array<number>(15).fill(0), 0), // one code: the block ends here
    ...segment(0xda, 3, ...parts.flatMap((part) => [part, 0x00]), 0, 63, 0),
    ...scan,
    0xff,
    0xd9,
  ]);
}

/**
 * @param hue of the picture, 0 to 1.
 * @param text digits, colons and hyphens are shown, all else as a gap; up to 19.
 * @returns Base64 of a JPEG of 640 × 360 px.
 */
export function simulatedPicture(hue: number, text: string): string {
  const shade = (strength: number): Colour => [0, 1 / 3, 2 / 3].map((turn) => Math.round(96 + strength * Math.cos(2 * Math.PI * (hue - turn)))) as unknown as Colour; // three turns
  const isInk = (column: number, row: number): boolean => {
    const [x, y] = [column - 2, row - 35];
    const glyph = glyphs[text[Math.floor(x / 4)] ?? ""] ?? 0;
    return x >= 0 && y >= 0 && y < 5 && x % 4 < 3 && ((glyph >> (14 - 3 * y - (x % 4))) & 1) === 1;
  };
  const jpeg = encode((column, row) => (row > 31 ? (isInk(column, row) ? [255, 255, 255] : [16, 24, 32]) : shade(30 + 30 * (((column >> 3) + (row >> 3)) % 2))));
  return Buffer.from(jpeg).toString("base64");
}
