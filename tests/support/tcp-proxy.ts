import { createServer, connect, type AddressInfo, type Server, type Socket } from "node:net";
import { once } from "node:events";

/** What the line does to one connection; asked as it opens, and at each file that is asked for on it. */
export interface Fate {
  /** Both ends are cut off after so many bytes to the client. */
  resetAfterBytes?: number;
  /** It ends in order after so many bytes to the client, as if that were all. */
  endAfterBytes?: number;
  /** One bit of this byte to the client is turned. */
  flipByteAt?: number;
  /** So long on the way to the server. */
  delayMs?: number;
  /** So long on the way back. */
  backDelayMs?: number;
  /** To the client, as a mobile network has it: at the speed of this machine, megabytes are on their way when a download is broken off. */
  bytesPerSecond?: number;
}

interface Line {
  client: Socket;
  server: Socket;
  isFile: boolean;
  isSilent: boolean;
}

/** A bad line between a player and its server, on this machine: TCP, so everything above it is the real thing. */
export class TcpProxy {
  readonly #server: Server;
  readonly #lines = new Set<Line>();
  /** Bytes to the client on connections that fetched media. */
  fileBytes = 0;
  connections = 0;
  #isDown = false;
  fate: (isFile: boolean) => Fate = () => ({});

  private constructor(targetPort: number) {
    this.#server = createServer((client) => this.#carry(client, targetPort));
  }

  static async before(origin: string): Promise<TcpProxy> {
    const proxy = new TcpProxy(Number(new URL(origin).port));
    proxy.#server.listen(0, "127.0.0.1");
    await once(proxy.#server, "listening");
    return proxy;
  }

  get origin(): string {
    const { port } = this.#server.address() as AddressInfo; // listens on TCP
    return `http://localhost:${port}`;
  }

  /** Resets what is connected now. */
  cut(): void {
    for (const line of this.#lines) end(line);
  }

  /** No connection comes about from now on, and those that are there are reset; false: as before. */
  set isDown(isDown: boolean) {
    this.#isDown = isDown;
    if (isDown) this.cut();
  }

  /** Half-open: from now on nothing passes on what is connected, and neither end is told. */
  silence(): void {
    for (const line of this.#lines) line.isSilent = true;
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, "close");
  }

  #carry(client: Socket, port: number): void {
    this.connections += 1;
    if (this.#isDown) {
      client.resetAndDestroy();
      return;
    }
    const server = connect(port, "127.0.0.1");
    const line: Line = { client, server, isFile: false, isSilent: false };
    this.#lines.add(line);
    let fate: Fate | null = null;
    let passed = 0;
    for (const one of [client, server]) one.on("error", () => end(line));
    client.on("close", () => {
      server.destroy(); // it may be paused for good: nobody reads any more
      this.#lines.delete(line);
    });
    server.on("close", () => client.end());
    client.on("data", (bytes: Buffer) => {
      // Browsers take up a connection again: it is judged once as it opens, and anew at each file.
      const isFile = bytes.includes("GET /api/files/");
      line.isFile ||= isFile;
      if (isFile) passed = 0;
      if (isFile || !fate) fate = this.fate(isFile);
      if (line.isSilent) return;
      setTimeout(() => server.write(bytes), fate.delayMs ?? 0);
    });
    server.on("data", (bytes: Buffer) => {
      const { resetAfterBytes = Infinity, endAfterBytes = Infinity, flipByteAt = Infinity, backDelayMs = 0, bytesPerSecond } = fate ?? {};
      const at = flipByteAt - passed;
      if (at >= 0 && at < bytes.length) bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
      passed += bytes.length;
      if (line.isSilent) return;
      if (line.isFile) this.fileBytes += bytes.length;
      if (backDelayMs > 0) {
        setTimeout(() => client.write(bytes), backDelayMs);
        return;
      }
      const isFull = !client.write(bytes);
      if (isFull || bytesPerSecond !== undefined) server.pause();
      if (isFull) client.once("drain", () => server.resume());
      else if (bytesPerSecond !== undefined) setTimeout(() => server.resume(), (1000 * bytes.length) / bytesPerSecond);
      if (passed >= resetAfterBytes) end(line);
      if (passed >= endAfterBytes) {
        client.end();
        server.destroy();
      }
    });
  }
}

function end({ client, server }: Line): void {
  client.resetAndDestroy();
  server.destroy();
}
