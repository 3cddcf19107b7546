import { promisify } from "node:util";
import { inflateRaw } from "node:zlib";

const inflate = promisify(inflateRaw);

/** Why a file is not read: what is wrong, for people. */
export class Unreadable extends Error {
  constructor(
    readonly zh: string,
    readonly en: string,
  ) {
    super(en);
  }
}

interface Entry {
  method: number;
  packedBytes: number;
  bytes: number;
  headerAt: number;
}

interface Limits {
  /** How many files there may be inside. */
  files: number;
  /** What all of them together may unpack to. */
  unpackedBytes: number;
}

const endMark = 0x06054b50;
const centralMark = 0x02014b50;
const localMark = 0x04034b50;
const endBytes = 22;
const centralBytes = 46;
const localBytes = 30;
const longestComment = 65_535;

const broken = () => new Unreadable("文件不完整，请重新保存后再选", "The file is damaged; save it again");
const tooLarge = () => new Unreadable("文件解开后太大，像是压缩炸弹；只留屏幕那一张表再试", "The file unpacks to too much; keep only the sheet of screens");

function endOf(zip: Buffer): number {
  for (let at = zip.length - endBytes; at >= Math.max(0, zip.length - endBytes - longestComment); at -= 1) if (zip.readUInt32LE(at) === endMark) return at;
  throw broken();
}

/**
 * A ZIP (PKWARE APPNOTE 6.3.4, without its 64-bit parts) in memory. Its directory is checked before anything is unpacked, and
 * what is unpacked is bounded by what really comes out, whatever the directory says.
 */
export class Zip {
  private leftBytes: number;

  private constructor(
    private readonly zip: Buffer,
    private readonly entries: ReadonlyMap<string, Entry>,
    { unpackedBytes }: Limits,
  ) {
    this.leftBytes = unpackedBytes;
  }

  /** @throws Unreadable when it is damaged, encrypted, or says itself that it is too much */
  static open(zip: Buffer, limits: Limits): Zip {
    try {
      const end = endOf(zip);
      const count = zip.readUInt16LE(end + 10);
      if (count > limits.files) throw new Unreadable(`文件里有 ${count} 个部件，至多 ${limits.files} 个；去掉图片等内容再试`, `The file has ${count} parts, at most ${limits.files} are read; remove pictures and the like`);
      let at = zip.readUInt32LE(end + 16);
      let declared = 0;
      const entries = new Map<string, Entry>();
      for (let index = 0; index < count; index += 1) {
        if (zip.readUInt32LE(at) !== centralMark) throw broken();
        const [flags, method, packedBytes, bytes] = [zip.readUInt16LE(at + 8), zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 24)];
        const nameBytes = zip.readUInt16LE(at + 28);
        const name = zip.subarray(at + centralBytes, at + centralBytes + nameBytes).toString("utf8");
        if ((flags & 1) !== 0) throw new Unreadable("文件设了密码，取消密码后再试", "The file has a password; remove it");
        if ((method !== 0 && method !== 8) || entries.has(name)) throw broken();
        declared += bytes;
        entries.set(name, { method, packedBytes, bytes, headerAt: zip.readUInt32LE(at + 42) });
        at += centralBytes + nameBytes + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
      }
      if (declared > limits.unpackedBytes) throw tooLarge();
      return new Zip(zip, entries, limits);
    } catch (error) {
      throw error instanceof RangeError ? broken() : error; // a place outside of the file
    }
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /**
   * One file as text; null when there is none of that name.
   * @throws Unreadable when it is damaged, not UTF-8, or all that was unpacked so far is more than the limit
   */
  async text(name: string): Promise<string | null> {
    const entry = this.entries.get(name);
    if (entry === undefined) return null;
    const bytes = await this.bytesOf(entry);
    this.leftBytes -= bytes.length;
    if (bytes.length !== entry.bytes) throw broken();
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      throw broken();
    }
  }

  private async bytesOf({ method, packedBytes, headerAt }: Entry): Promise<Buffer> {
    const { zip, leftBytes } = this;
    if (headerAt + localBytes > zip.length || zip.readUInt32LE(headerAt) !== localMark) throw broken();
    const from = headerAt + localBytes + zip.readUInt16LE(headerAt + 26) + zip.readUInt16LE(headerAt + 28);
    const packed = zip.subarray(from, from + packedBytes);
    if (packed.length !== packedBytes) throw broken();
    if (method === 0) {
      if (packedBytes > leftBytes) throw tooLarge();
      return packed;
    }
    try {
      return await inflate(packed, { maxOutputLength: Math.max(1, leftBytes) });
    } catch (error) {
      throw error instanceof RangeError ? tooLarge() : broken(); // Node says ERR_BUFFER_TOO_LARGE as a RangeError
    }
  }
}
